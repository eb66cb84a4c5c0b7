"""The reconciliation as a file: one cell a row, those that agree too."""
import csv
import io
from collections.abc import Iterator

import xlsxwriter

from cases.formulas import defuse
from reports.reconciliation import Compared, Reconciliation

HEADINGS = ("年度", "地区", "軸", "分類", "月", "公表値", "対応記録", "差", "説明")
_WIDTHS = (8, 12, 16, 28, 6, 10, 10, 8, 90)
KINDS = {
    "xlsx": ("Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv": ("CSV", "text/csv; charset=utf-8"),
}


def write(found: Reconciliation, kind: str) -> bytes:
    """The whole file; `kind` is one of KINDS. A figure that is not available is blank."""
    return _xlsx(found) if kind == "xlsx" else _csv(found)


def _rows(found: Reconciliation) -> Iterator[tuple]:
    return (_row(found.fiscal_year, cell) for cell in found.cells)


def _row(fiscal_year: int, cell: Compared) -> tuple:
    return (fiscal_year, cell.district, cell.axis.name, cell.label, cell.month, cell.printed, cell.counted, cell.difference,
            " ".join(cell.reasons))


def _csv(found: Reconciliation) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(HEADINGS)
    writer.writerows([defuse(value) if isinstance(value, str) else value for value in row] for row in _rows(found))
    return text.getvalue().encode("utf-8-sig")


def _xlsx(found: Reconciliation) -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet, heading = book.add_worksheet("照合"), book.add_format({"bold": True, "bg_color": "#e3e8f2", "border": 1})
        for column, (name, width) in enumerate(zip(HEADINGS, _WIDTHS, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, name, heading)
        for place, row in enumerate(_rows(found), 1):
            for column, value in enumerate(row):
                if value is not None:
                    (sheet.write_string if isinstance(value, str) else sheet.write_number)(place, column, value)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(len(found.cells), 1), len(HEADINGS) - 1)
    return content.getvalue()
