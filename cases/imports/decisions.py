"""What the admin decided about a waiting import: rows with errors left out or not, and which changed rows replace a record."""
from collections.abc import Iterable
from dataclasses import dataclass

from .drafts import Draft

ALL, CHOSEN, NONE = "all", "chosen", "none"


class Undecided(Exception):
    """Rows of the file differ from their records, and nobody said what to do with them. Nothing was changed."""


def row_key(draft: Draft) -> str:
    """How a page names a row of the file."""
    return f"{draft.row}:{draft.sheet}"


@dataclass(frozen=True, slots=True)
class Decision:
    """`changes` is ALL, CHOSEN (those of `rows`, by row_key) or NONE; "" where nobody was asked."""

    skip_errors: bool = False
    changes: str = ""
    rows: tuple[str, ...] = ()

    def as_json(self) -> dict:
        """The decision for the batch, where the worker finds it."""
        return {"skip_errors": self.skip_errors, "changes": self.changes, "rows": list(self.rows)}

    @classmethod
    def from_json(cls, said: dict) -> "Decision":
        """The decision that `as_json` wrote; none where there is none."""
        return cls(said.get("skip_errors", False), said.get("changes", ""), tuple(said.get("rows", ())))

    def declined(self, drafts: Iterable[Draft]) -> list[Draft]:
        """Those of the changed rows that are not to replace their record. Raises Undecided."""
        drafts = list(drafts)
        if drafts and not self.changes:
            raise Undecided
        kept = set(self.rows)
        return [draft for draft in drafts
                if self.changes == NONE or (self.changes == CHOSEN and row_key(draft) not in kept)]
