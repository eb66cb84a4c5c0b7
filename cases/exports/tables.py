"""Tables as files that the imports of this product read back: CSV, or a workbook with a sheet for each table."""
import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import xlsxwriter

from cases.formulas import defuse

CSV, XLSX = "csv", "xlsx"
CONTENT_TYPES = {CSV: "text/csv; charset=utf-8",
                 XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
_AS_TEXT = {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}


@dataclass(slots=True)
class Export:
    """What goes into a file: headings, rows of texts by sheet, and in Japanese what the import could not read back."""

    headings: Sequence[str]
    sheets: Mapping[str, list[list[str]]]
    troubles: list[str] = field(default_factory=list)

    @property
    def count(self) -> int:
        """Rows of all sheets together."""
        return sum(map(len, self.sheets.values()))

    def write(self, file_format: str) -> bytes:
        """The whole file, as CSV (one table) or xlsx (a sheet each); no cell of either is a formula."""
        return self._csv() if file_format == CSV else self._xlsx()

    def _csv(self) -> bytes:
        out = io.StringIO(newline="")
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow([defuse(each) for each in self.headings])
        writer.writerows([defuse(cell) for cell in row] for rows in self.sheets.values() for row in rows)
        return out.getvalue().encode("utf-8-sig")

    def _xlsx(self) -> bytes:
        return workbook({name: [list(self.headings), *rows] for name, rows in (self.sheets or {"なし": []}).items()})


def workbook(sheets: Mapping[str, Sequence[Sequence[str]]]) -> bytes:
    """A workbook of texts; the first row of each sheet are its headings."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, _AS_TEXT) as book:
        bold, text = book.add_format({"bold": True, "bottom": 1}), book.add_format({"num_format": "@"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for place, cell in enumerate(row):
                    sheet.write_string(number, place, cell, text if number else bold)
            sheet.set_column(0, len(rows[0]) - 1, 16)
            sheet.freeze_panes(1, 0)
    return out.getvalue()
