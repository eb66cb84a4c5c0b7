"""Running totals (累計) of a list of contact records with a sheet for each month: held against all sheets up to their own."""
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from cases.periods import FISCAL_MONTHS
from cases.text import fold_label

from .problems import Problem
from .record_columns import Column
from .record_totals import Running, counts, differences, running
from .tables import Row

if TYPE_CHECKING:
    from .record_table import RecordTable

MOST_COLUMNS = 5  # that a finding names


def running_warnings(tables: Sequence["RecordTable"]) -> Iterator[Problem]:
    """Where a 累計 prints another number than the sheets of its months have; in the order of months, not of sheets.

    Where no month is told, the sheets above it in the file may be in it or not.
    """
    for place, table in enumerate(tables):
        for total in table.totals:
            if said := running(total):
                yield from _Check(tables, place, total, said).warnings()


class _Check:
    """One 累計 and the sheets that it may go over."""

    def __init__(self, tables: Sequence["RecordTable"], place: int, total: Row, said: Running):
        self.table, self.total, self.said = tables[place], total, said
        self.same_year = [each for each in tables if None in (each.year, self.table.year) or each.year == self.table.year]
        self.above = [each for each in self.same_year if each in tables[:place]]
        self.rows = [] if said.ends_before else [row for row in self.table.rows if row.number < total.number]

    def warnings(self) -> list[Problem]:
        """What the row prints otherwise than each way to add it up."""
        ways = self._ways()
        found = differences(self.total, self.table.columns, lambda column: [n for way in ways for n in self._counts(way, column)],
                            [len(self.rows) + sum(len(each.rows) for each in way) for way in ways], self._words(ways[0]))
        return [replace(each, sheet=self.table.sheet.name) for each in _as_one(found)]

    def _ways(self) -> list[list["RecordTable"]]:
        """The other sheets whose rows are in the total. Two of one month, as of two districts, may go on or stand alone."""
        month = self.table.month
        if month is None:
            return [self.above, []]
        earlier = [each for each in self.same_year if each.month in self._months()]
        return [earlier, [*earlier, *(each for each in self.above if each.month == month)]]

    def _months(self) -> Sequence[int]:
        """The months before the sheet's own that the total goes over."""
        own = FISCAL_MONTHS.index(self.table.month)
        first = FISCAL_MONTHS.index(self.said.first) if self.said.first in FISCAL_MONTHS else 0
        return FISCAL_MONTHS[first:own]

    def _counts(self, others: Sequence["RecordTable"], column: Column) -> list[int]:
        parts = [counts(self.rows, column), *(_counts_of(each, column) for each in others)]
        return [sum(part) for part in zip(*parts, strict=True)]

    def _words(self, others: Sequence["RecordTable"]) -> str:
        what = "累計の行の値が、" + (f"{'・'.join(f'「{each.sheet.name}」' for each in others)}のシートとこの上の行" if others else "上の行")
        here = {each.month for each in others}
        gaps = [] if self.table.month is None else [month for month in self._months() if month not in here]
        lacking = f"{'・'.join(f'{month}月' for month in gaps)}のシートは読み取っていません。" if gaps else ""
        return f"{what}を数えた値（{{}}）と違います。{lacking}累計の行は取り込みません。"


def _as_one(found: Sequence[Problem]) -> Sequence[Problem]:
    """What is wrong in several columns of a row as one finding: that of the first column, and how many more there are."""
    if len(found) < 2:
        return found
    first, *others = found
    names = "、".join(f"「{each.column}」{each.value}" for each in others[:MOST_COLUMNS])
    more = " など" if len(others) > MOST_COLUMNS else ""
    return [replace(first, reason=f"{first.reason}ほかに{len(others)}列でも違います（{names}{more}）。")]


def _counts_of(table: "RecordTable", column: Column) -> list[int]:
    """What another sheet has of the column, which may stand elsewhere there, or not at all."""
    same = next((each for each in table.columns if _is_same(each, column)), None)
    if same:
        return counts(table.rows, same)
    return [0] if column.label or column.field == "minutes" else [0, 0, len(table.rows)]


def _is_same(one: Column, other: Column) -> bool:
    if one.field or one.axis:
        return (one.field, one.axis, fold_label(one.label)) == (other.field, other.axis, fold_label(other.label))
    return not (other.field or other.axis) and fold_label(one.heading) == fold_label(other.heading)
