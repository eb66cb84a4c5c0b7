"""Totals rows of a sheet of contact records: not imported, but held against the rows above them."""
import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from cases.text import fold_label

from .cells import CellError, cell_text, is_marked, read_count, split_values
from .problems import Problem
from .record_columns import Column
from .tables import Row, Table, parted

_PERIOD = (r"(?:(?P<first>\d{1,2})月(?:分|末)?(?:から|より|以降)の?)?(?:(?:\d{1,2}|[今当本])月(?:分|末)?(?:まで)?の?)?"
           r"(?P<before>[前先]月(?:末|まで)*の?)?(?P<year>[今当本]?年(?:度|間)の?)?")
_TOTAL = re.compile(_PERIOD + r"(?:合計|小計|総計|総合計|月計|計|(?P<running>累計|年計|通算))(?:件数)?[:はが]?(?P<printed>[\d,]+[件回行]?)?")
_UNIT = re.compile(r"[件回行人分名]$")


def split_totals(table: Table) -> tuple[list[Row], list[Row]]:
    """The rows with a contact, and the totals rows, those headed 「4月計」 or 「累計」 among them."""
    rows, totals = parted(table.rows, lambda row: _TOTAL.fullmatch(_first(row)))
    return rows, sorted([*table.totals, *totals], key=lambda row: row.number)


class Running(NamedTuple):
    """What a 累計 says of itself: the month that it begins with, None for 4月, and whether it ends before the sheet's own month."""

    first: int | None
    ends_before: bool


def running(total: Row) -> Running | None:
    """Whether a totals row goes over more than its sheet: 累計, 4月からの累計, 前月までの累計, 年度計; see running_totals.py."""
    found = _TOTAL.fullmatch(_first(total))
    if not found or not (found["running"] or found["year"] or found["before"] or found["first"]):
        return None
    return Running(int(found["first"]) if found["first"] else None, bool(found["before"]))


def total_warnings(rows: Sequence[Row], totals: Sequence[Row], columns: Sequence[Column]) -> list[Problem]:
    """Where a totals row prints another number than its rows add up to, since the last totals row or since the top.

    Marks and 所要分 are added up; any other column may print how many rows are filled, how many values they hold, or
    how many rows there are.
    """
    warnings, before = [], 0
    for total in totals:
        if not running(total):
            spans = [[row for row in rows if start < row.number < total.number] for start in (before, 0)]
            warnings += differences(total, columns, lambda column, spans=spans: [n for span in spans for n in counts(span, column)],
                                    [len(span) for span in spans])
        before = total.number
    return warnings


def differences(total: Row, columns: Sequence[Column], sums_of: Callable[[Column], list[int]], rows: list[int],
                words: str = "合計の行の値が、上の行を数えた値（{}）と違います。合計の行は取り込みません。") -> list[Problem]:
    """Where the row prints a number that is none of the sums of its column, or that of 「合計 25件」 none of `rows`."""
    own = _TOTAL.fullmatch(_first(total))
    cells = [(each.heading, cell_text(total.cells[each.place]), sums_of(each)) for each in columns if cell_text(total.cells[each.place])]
    cells += [("", own["printed"], rows)] if own and own["printed"] else []
    return [Problem(total.number, heading, text, words.format(sums[0])) for heading, text, sums in cells if _differs(text, sums)]


def _differs(text: str, sums: list[int]) -> bool:
    try:
        printed = read_count(_UNIT.sub("", text))
    except CellError:
        return False
    return printed is not None and printed not in sums


def counts(rows: Sequence[Row], column: Column) -> list[int]:
    """What a totals row may print of a column."""
    if column.label or column.field == "minutes":
        return [sum(_value(row, column) for row in rows)]
    cells = [row.cells[column.place] for row in rows if cell_text(row.cells[column.place])]
    values = sum(len(split_values(cell, ())) for cell in cells) if column.axis else len(cells)
    return [len(cells), values, len(rows)]


def _value(row: Row, column: Column) -> int:
    try:
        cell = row.cells[column.place]
        return int(is_marked(cell)) if column.label else read_count(_UNIT.sub("", cell_text(cell))) or 0
    except CellError:
        return 0


def _first(row: Row) -> str:
    return fold_label(next(filter(None, map(cell_text, row.cells)), ""))
