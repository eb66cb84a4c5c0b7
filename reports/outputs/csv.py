"""The report's long form as CSV: UTF-8 with BOM and CRLF, as Excel opens it without asking."""
import csv
import io

from cases.formulas import defuse
from reports.grid import Report

from .base import Context
from .long_form import HEADINGS, LongRow, long_rows


def write(report: Report, context: Context) -> bytes:
    """Figures without commas, a blank where one is not available. Texts that a spreadsheet would run as a
    formula have an apostrophe before them; cases.formulas.restore takes it off.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(HEADINGS)
    writer.writerows(map(_fields, long_rows(report)))
    return text.getvalue().encode("utf-8-sig")


def _fields(row: LongRow) -> list:
    fields = {name: defuse(value) if isinstance(value, str) else value for name, value in row._asdict().items()}
    fields["percent"], fields["change"] = row.percent, row.change  # numbers of ours, which may be negative
    return ["" if value is None else value for value in fields.values()]
