"""The report's long form, and what its chapters tell of, as CSV: UTF-8 with BOM and CRLF, as Excel opens it without asking."""
import csv
import io
from collections.abc import Iterable

from cases.formulas import defuse
from reports.grid import Report

from .base import Context
from .chapter_lines import headings, lines
from .long_form import HEADINGS, LongRow, long_rows


def write(report: Report, context: Context) -> bytes:
    """Figures without commas, a blank where one is not available. Texts that a spreadsheet would run as a
    formula have an apostrophe before them; cases.formulas.restore takes it off.
    """
    return _file(HEADINGS, map(_fields, long_rows(report)))


def write_chapters(report: Report, context: Context) -> bytes:
    """The list of meetings, trainings and publications, as the Excel file has it; a blank where nobody wrote an amount down."""
    return _file(headings(), ([defuse(value) if isinstance(value, str) else value for value in line] for line in lines(report)))


def _file(head: Iterable[str], rows: Iterable[Iterable]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def _fields(row: LongRow) -> list:
    fields = {name: defuse(value) if isinstance(value, str) else value for name, value in row._asdict().items()}
    fields["percent"], fields["change"] = row.percent, row.change  # numbers of ours, which may be negative
    return ["" if value is None else value for value in fields.values()]
