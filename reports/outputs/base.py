"""What every output is given, and how it says that it cannot be made."""
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from reports.grid import Report


class Unavailable(RuntimeError):
    """This installation cannot make the format now. The message is one Japanese sentence saying what to do."""


@dataclass(frozen=True, slots=True)
class Context:
    """What stands on a report beside its figures. `made_by` may be blank."""

    council: str
    programme: str
    made_on: date
    made_by: str = ""

    @classmethod
    def of(cls, council, made_on: date, made_by: str = "") -> "Context":
        """The context of a council (anything with `name` and `programme`)."""
        return cls(council.name, council.programme, made_on, made_by)


@dataclass(frozen=True, slots=True)
class Format:
    """A file format: `write(report, context)` gives the whole file as bytes, or raises Unavailable."""

    words: str
    suffix: str
    content_type: str
    write: Callable[[Report, Context], bytes]
