"""What is wrong with a file, said so that the person who keeps it can put it right."""
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cases.models import ImportBatch

FIRST = "先に取り消す取込み（この順）："

_SHOWN = 100  # characters of a cell that a message repeats
_SHOWN_ROWS = 5  # that a finding of many rows names


def rows_words(rows: Sequence[int]) -> str:
    """The rows of a finding in words: 2・5行目, of many the first ones."""
    return f"{'・'.join(map(str, rows[:_SHOWN_ROWS]))}行目{f'など{len(rows)}件' if len(rows) > _SHOWN_ROWS else ''}"


@dataclass(frozen=True, slots=True)
class Problem:
    """One cell that cannot be read or does not fit: sheet, row as Excel numbers it, heading, value and reason."""

    row: int | None
    column: str
    value: str
    reason: str
    sheet: str = ""

    def as_dict(self, with_sheet: bool = False) -> dict:
        """The problem for JSON; the sheet is named only where a file has several."""
        value = self.value if len(self.value) <= _SHOWN else f"{self.value[:_SHOWN]}…"
        found = {"row": self.row, "column": self.column, "value": value, "reason": self.reason}
        return found | ({"sheet": self.sheet} if with_sheet else {})

    def __str__(self):
        place = [f"シート「{self.sheet}」"] if self.sheet else []
        place += [f"{self.row}行目"] if self.row else []
        place += [f"「{self.column}」"] if self.column else []
        shown = self.as_dict()["value"].replace("\n", " ")
        return f"{' '.join(place)}{f'（値: {shown}）' if shown else ''}: {self.reason}" if place else self.reason


class ImportRefused(Exception):
    """The whole file, or a whole undo, is refused; the message says in Japanese why and what to do.

    `first` are the imports that must be taken back before, in this order.
    """

    def __init__(self, reason: str, first: "Sequence[ImportBatch]" = ()):
        super().__init__(reason)
        self.reason, self.first = reason, first

    def __str__(self):
        names = "、".join(f"取込番号{each.pk}「{each.file_name}」" for each in self.first)
        return f"{self.reason}{FIRST}{names}" if names else self.reason
