"""The rows that were left out, as a file in the shape in which they came, to be put right and loaded again."""
import csv
import io
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import PurePosixPath

import xlsxwriter

from cases.formulas import defuse

from .cells import Cell
from .problems import Problem
from .reading import LeftTable, Reading, Understood
from .record_columns import reason_heading
from .sheets import CsvForm, Sheet

_FORMATS = {date: "yyyy/m/d", datetime: "yyyy/m/d h:mm", time: "h:mm", timedelta: "[h]:mm"}
Lines = list[list[Cell]]
Area = tuple[int, int, int, int]  # first row and column, last row and column, from 0


@dataclass(frozen=True, slots=True)
class Part:
    """What is written of a sheet, and which cells of it are merged."""

    name: str
    lines: Lines
    merged: list[Area]


def rejected_file(sheets: Sequence[Sheet], reading: Reading, batch: int, form: CsvForm | None = None) -> bytes:
    """Titles, headings and the rows with errors of every sheet that has some, with the reasons in a column of their own.

    Its heading names the `batch` (by id) that leaves them out: what that batch imported is none of these rows.

    A CSV file where the rows came in one of this `form`, else an xlsx, whose texts are texts by type. Reading it again
    passes the reasons over. b"" where no row was left out.
    """
    reasons: dict[str, dict[int, list[Problem]]] = defaultdict(lambda: defaultdict(list))
    for problem in reading.row_errors:
        if problem.row:
            reasons[problem.sheet][problem.row].append(problem)
    understood = {each.name: each for each in reading.sheets}
    tables = {name: [each for each in reading.left_tables if each.sheet == name] for name in reasons}
    heading = reason_heading(batch)
    parts = [_tables_of(sheet, tables[sheet.name], reasons[sheet.name], heading) if tables[sheet.name]
             else _rows_of(sheet, understood[sheet.name], reasons[sheet.name], heading)
             for sheet in sheets if sheet.name in reasons and (tables[sheet.name] or understood[sheet.name].heading_end)]
    if not parts:
        return b""
    return _csv(parts[0].lines, form) if form else _xlsx(parts)


def rejected_name(file_name: str, content: bytes) -> str:
    """What the file of this content is called."""
    name = PurePosixPath(file_name)
    suffix = ".xlsx" if is_xlsx(content) else name.suffix if name.suffix.lower() in (".csv", ".tsv", ".txt") else ".csv"
    return f"取り込めなかった行_{name.stem}{suffix}"


def is_xlsx(content: bytes) -> bool:
    """Whether a file of rejected rows is a workbook; else it is a CSV."""
    return content.startswith(b"PK")


def _csv(lines: Lines, form: CsvForm) -> bytes:
    """Only a reason may hold what the encoding does not have; it gets a question mark there."""
    out = io.StringIO()
    csv.writer(out, delimiter=form.delimiter).writerows([defuse(str(cell)) for cell in line] for line in lines)
    return out.getvalue().encode(form.encoding, "replace")


def _rows_of(sheet: Sheet, understood: Understood, reasons: dict[int, list[Problem]], heading: str) -> Part:
    return Part(sheet.name, _lines(sheet, understood, reasons, heading), _merged(sheet, range(understood.heading_end), 0))


def _tables_of(sheet: Sheet, tables: Sequence[LeftTable], reasons: dict[int, list[Problem]], heading: str) -> Part:
    """Whole printed tables with their titles and notes; a table says its year where it was told by one above it that came in."""
    lines, merged, width = [], [], max(len(row) for row in sheet.rows)
    for table in tables:
        lines += [[table.year]] if table.year else []
        below = len(lines) - table.rows.start
        merged += _merged(sheet, table.rows, below)
        said = {}
        for number, problems in reasons.items():
            if number - 1 in table.rows:
                said.setdefault(max(number - 1, table.heading + 1), []).extend(problems)
        for row in table.rows:
            cells = [*sheet.rows[row], *[""] * (width - len(sheet.rows[row]))]
            lines.append([*cells, heading if row == table.heading else _said(said.get(row, ()))])
    return Part(sheet.name, lines, merged)


def _said(problems: Sequence[Problem]) -> str:
    return "／".join(f"{each.column}: {each.reason}" if each.column else each.reason for each in problems)


def _lines(sheet: Sheet, understood: Understood, reasons: dict[int, list[Problem]], heading: str) -> Lines:
    width = max(len(row) for row in sheet.rows)
    lines = [[*row] for row in sheet.rows[:understood.heading_end]]
    lines[-1] = [*lines[-1], *[""] * (width - len(lines[-1])), heading]
    above = {(row, column): first for (first, column), last in sheet.depths.items() for row in range(
        first + 1, min(last + 1, len(sheet.rows))) if first >= understood.heading_end}
    for number in sorted(reasons):
        row = [*sheet.rows[number - 1], *[""] * (width - len(sheet.rows[number - 1]))]
        for column in range(width):
            if first := above.get((number - 1, column)):
                row[column] = sheet.rows[first][column]
        lines.append([*row, _said(reasons[number])])
    return lines


def _xlsx(parts: Sequence[Part]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        formats = {kind: book.add_format({"num_format": words}) for kind, words in _FORMATS.items()}
        for part in parts:
            page = book.add_worksheet(_sheet_name(part.name))
            for area in part.merged:
                page.merge_range(*area, "")
            for number, line in enumerate(part.lines):
                for place, cell in enumerate(line):
                    if cell not in ("", None):
                        page.write(number, place, cell, formats.get(type(cell)))
    return out.getvalue()


def _sheet_name(name: str) -> str:
    """The name as Excel takes it; of a CSV it is the file's."""
    plain = re.sub(r"[\[\]:*?/\\]|^'|'$", "_", name)
    return plain.encode("utf-16-le")[:62].decode("utf-16-le", "ignore")


def _merged(sheet: Sheet, rows: range, below: int) -> list[Area]:
    """The merged cells of these rows (from 0), which say where a group of columns ends, so many rows `below`."""
    areas = [(row, column, min(sheet.depths.get((row, column), row), rows[-1]), last)
             for (row, column), last in sheet.merges.items() if row in rows]
    return [(row + below, column, end + below, last) for row, column, end, last in areas if (row, column) != (end, last)]
