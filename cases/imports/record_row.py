"""One row of a sheet of contact records on its way to a Draft: its cells, and what is wrong with them."""
from __future__ import annotations

from collections.abc import Sequence
from datetime import time
from typing import TYPE_CHECKING

from .cells import Cell
from .drafts import Draft
from .problems import Problem
from .record_columns import Column

if TYPE_CHECKING:
    from .record_rows import RowReader


class RecordRow:
    """The reading of one row, cell by cell; problems gather and nothing stops at the first."""

    def __init__(self, table: RowReader, row: int, cells: Sequence[Cell]):
        self.table, self.cells = table, cells
        self.draft = Draft("", row)
        self.problems: list[Problem] = []
        self.wrong_axes: set[str] = set()
        self.clock: time | None = None  # the time of day that stands in the cell of the date

    def cell(self, column: Column) -> Cell:
        """What stands in the column; None where the row ends before it."""
        return self.cells[column.place] if column.place < len(self.cells) else None

    def refuse(self, column: str, value: str, reason: str) -> None:
        """Something is wrong with the row: under which heading, what stands there, and what to do."""
        self.problems.append(Problem(self.draft.row, column, value, reason))
