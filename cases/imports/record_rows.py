"""The rows of a sheet of contact records: each read and checked against the codebook of its year."""
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.utils import timezone

from cases.models import Axis
from cases.models.axes import KIND

from .cells import Cell
from .directory import Directory
from .drafts import Draft
from .problems import Problem
from .record_codings import CodingsOfRow
from .record_columns import Column
from .record_fields import REPEATED, FieldsOfRow, Reading


class _Row(FieldsOfRow, CodingsOfRow):
    """All of a row."""


@dataclass
class RowReader:
    """Reads the rows of one sheet.

    `fiscal_year` is the one that every date must be in, if any; `month` and `sheet_year` (a fiscal year) are what
    the sheet's name or title tells, and help to read dates that leave them out.
    """

    columns: Sequence[Column]
    directory: Directory
    fiscal_year: int | None = None
    month: int | None = None
    sheet_year: int | None = None
    other_months: list[Problem] = field(default_factory=list)
    serials: list[Problem] = field(default_factory=list)  # dates that stand as Excel's number of the day
    mains: dict[str, list[Problem]] = field(default_factory=dict)  # ◎ on axes without a main answer, by column
    today: date = field(default_factory=timezone.localdate)
    kinds: dict[int, set[str]] = field(default_factory=dict)  # fiscal year -> the kinds of its rows, as far as they can be read
    absent: list[tuple[str, Draft, Problem]] = field(default_factory=list)  # axes without a column that a row's year needs
    answers: dict[tuple, Any] = field(default_factory=dict)  # what cells read before mean: most are repeated

    @cached_property
    def plain(self) -> list[tuple[Column, Reading, bool]]:
        """Every column that is no axis, how it is read, and whether what it says is often repeated; the date first, because the others depend on it."""
        columns = sorted((each for each in self.columns if each.field), key=lambda each: each.field != "date")
        return [(each, FieldsOfRow.reading(each.field), each.field in REPEATED) for each in columns]

    @cached_property
    def coded(self) -> list[Column]:
        """Every column of an axis."""
        return [each for each in self.columns if each.axis]

    @cached_property
    def axes(self) -> list[Axis]:
        """The axes that the sheet has, once each."""
        return list({each.axis.code: each.axis for each in self.coded}.values())

    @property
    def year_for_reading(self) -> int | None:
        """The fiscal year of a date that names none."""
        return self.sheet_year if self.fiscal_year is None else self.fiscal_year

    def read(self, row: int, cells: Sequence[Cell]) -> tuple[Draft, list[Problem]]:
        """The row as a Draft, and everything that is wrong with it."""
        reader = _Row(self, row, cells)
        reader.read_fields()
        if "fiscal_year" in reader.draft.values:
            reader.read_codings()
            kinds = self.kinds.setdefault(reader.draft.fiscal_year, set())
            kinds.update(each.code for each in reader.draft.chosen.get(KIND, ()))
        else:
            reader.ask_words()
        return reader.draft, reader.problems
