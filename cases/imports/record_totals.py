"""Totals rows of a sheet of contact records: not imported, but held against the rows above them."""
import re
from collections.abc import Sequence

from cases.text import fold_label

from .cells import CellError, cell_text, is_marked, read_count, split_values
from .problems import Problem
from .record_columns import Column
from .tables import Row, Table, parted

_TOTAL = re.compile(r"(?:\d{1,2}月分?)?(?:の?合計|計|小計|総計|累計|月計|年計)(?:件数)?[:はが]?(?P<printed>[\d,]+[件回行]?)?")
_UNIT = re.compile(r"[件回行人分名]$")


def split_totals(table: Table) -> tuple[list[Row], list[Row]]:
    """The rows with a contact, and the totals rows, those headed 「4月計」 or 「累計」 among them."""
    rows, totals = parted(table.rows, lambda row: _TOTAL.fullmatch(_first(row)))
    return rows, sorted([*table.totals, *totals], key=lambda row: row.number)


def total_warnings(rows: Sequence[Row], totals: Sequence[Row], columns: Sequence[Column]) -> list[Problem]:
    """Where a totals row prints another number than its rows add up to, since the last totals row or since the top.

    Marks and 所要分 are added up; any other column may print how many rows are filled, how many values they hold, or
    how many rows there are.
    """
    warnings, before = [], 0
    for total in totals:
        spans = [[row for row in rows if start < row.number < total.number] for start in (before, 0)]
        for column in columns:
            sums = [count for span in spans for count in _counts(span, column)]
            warnings += _difference(total, column.heading, cell_text(total.cells[column.place]), sums)
        warnings += _own_number(total, [len(span) for span in spans])
        before = total.number
    return warnings


def _own_number(total: Row, sums: list[int]) -> list[Problem]:
    """「合計 25件」 in one cell."""
    printed = _TOTAL.fullmatch(_first(total))
    return _difference(total, "", printed["printed"], sums) if printed and printed["printed"] else []


def _difference(total: Row, heading: str, text: str, sums: list[int]) -> list[Problem]:
    try:
        printed = read_count(_UNIT.sub("", text))
    except CellError:
        return []
    if printed is None or printed in sums:
        return []
    return [Problem(total.number, heading, text,
                    f"合計の行の値が、上の行を数えた値（{sums[0]}）と違います。合計の行は取り込みません。")]


def _counts(rows: Sequence[Row], column: Column) -> list[int]:
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
