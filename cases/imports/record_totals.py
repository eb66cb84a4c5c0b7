"""Totals rows of a sheet of contact records: not imported, but held against the rows above them."""
import re
from collections.abc import Sequence

from cases.text import fold_label

from .cells import CellError, cell_text, is_marked, read_count
from .problems import Problem
from .record_columns import Column
from .tables import Row, Table

_TOTAL = re.compile(r"(\d{1,2}月分?)?(の?合計|計|小計|総計|累計|月計|年計)")


def split_totals(table: Table) -> tuple[list[Row], list[Row]]:
    """The rows with a contact, and the totals rows, those headed 「4月計」 or 「累計」 among them."""
    totals = [row for row in table.rows if _TOTAL.fullmatch(_first(row))]
    rows = [row for row in table.rows if not _TOTAL.fullmatch(_first(row))]
    return rows, sorted([*table.totals, *totals], key=lambda row: row.number)


def total_warnings(rows: Sequence[Row], totals: Sequence[Row], columns: Sequence[Column]) -> list[Problem]:
    """Where a totals row prints another number than its rows add up to, since the last totals row or since the top."""
    warnings, before = [], 0
    for total in totals:
        for column in columns:
            if column.label or column.field == "minutes":
                sums = [_sum([row for row in rows if start < row.number < total.number], column)
                        for start in (before, 0)]
                warnings += _difference(total, column, sums)
        before = total.number
    return warnings


def _difference(total: Row, column: Column, sums: list[int]) -> list[Problem]:
    text = cell_text(total.cells[column.place])
    try:
        printed = read_count(total.cells[column.place])
    except CellError:
        return []
    if printed is None or printed in sums:
        return []
    return [Problem(total.number, column.heading, text,
                    f"合計の行の値が、上の行を数えた値（{sums[0]}）と違います。合計の行は取り込みません。")]


def _sum(rows: Sequence[Row], column: Column) -> int:
    return sum(_value(row, column) for row in rows)


def _value(row: Row, column: Column) -> int:
    try:
        cell = row.cells[column.place]
        return int(is_marked(cell)) if column.label else read_count(cell) or 0
    except CellError:
        return 0


def _first(row: Row) -> str:
    return fold_label(next(filter(None, map(cell_text, row.cells)), ""))
