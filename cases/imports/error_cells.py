"""Cells that show an error of the office program (#REF!, #N/A), which the reader of cells takes for blank.

Runs only inside workbook_process.py, as workbook_layout.py does. Where a part cannot be read, nothing is told of it.
"""
import io
import re
import struct
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree  # noqa: S405 (in a process of limited memory and time)

from workbook_layout import TABLE, records, repeated, xls_sheets, xls_stream, xlsx_sheets, xml_part

Shown = tuple[int, int, str]  # row and column from 0, and what the cell shows

_XLSX_CELL = re.compile(rb'<(?:\w+:)?c\b(?=[^>]*\bt="e")[^>]*\br="([A-Z]{1,3})(\d{1,7})"[^>]*>(.*?)</(?:\w+:)?c>', re.DOTALL)
_XLSX_VALUE = re.compile(rb"<(?:\w+:)?v>([^<]{1,20})</")
_OFFICE, _TEXT = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}", "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_FORMULA, _ERROR = 0x06, 0x205
_XLS_ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}


def error_cells(content: bytes) -> dict[str, list[Shown]]:
    """Sheet name -> its cells that show an error."""
    try:
        if not content.startswith(b"PK"):
            stream = xls_stream(content)
            return {name: [*_xls(stream, start)] for name, start in xls_sheets(stream).items()}
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if "xl/workbook.xml" in archive.namelist():
                return {name: [*_xlsx(xml)] for name, xml in xlsx_sheets(archive)}
            tables = xml_part(archive, "content.xml").iter(f"{TABLE}table")
            return {table.get(f"{TABLE}name"): [*_ods(table)] for table in tables}
    except (KeyError, IndexError, ValueError, struct.error, ElementTree.ParseError, zipfile.BadZipFile):
        return {}


def show(rows: list[list], errors: list[Shown]) -> None:
    """Put what the cells show where the reader left them blank."""
    for row, column, text in errors:
        if row < len(rows) and column < len(rows[row]) and rows[row][column] == "":
            rows[row][column] = text


def _xlsx(xml: bytes) -> Iterator[Shown]:
    if b't="e"' not in xml:
        return
    for letters, number, inside in (found.groups() for found in _XLSX_CELL.finditer(xml)):
        value = _XLSX_VALUE.search(inside)
        yield int(number) - 1, _column(letters), value[1].decode("utf-8", "replace") if value else "#N/A"


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _xls(stream: bytes, start: int) -> Iterator[Shown]:
    for kind, data in records(stream, start):
        row, column, _ = struct.unpack_from("<HHH", data) if kind in (_ERROR, _FORMULA) else (0, 0, 0)
        if kind == _ERROR and data[7]:
            yield row, column, _XLS_ERRORS.get(data[6], "#N/A")
        elif kind == _FORMULA and data[12:14] == b"\xff\xff" and data[6] == 2:
            yield row, column, _XLS_ERRORS.get(data[8], "#N/A")


def _ods(table: ElementTree.Element) -> Iterator[Shown]:
    """Such a cell has a formula, an empty value, and the error as its text."""
    number = 0
    for row in table.iter(f"{TABLE}table-row"):
        column = 0
        for cell in row:
            text = "".join(part for shown in cell.iter(f"{_TEXT}p") for part in shown.itertext()) if cell.get(f"{_OFFICE}string-value") == "" else ""
            if text and cell.get(f"{TABLE}formula"):
                yield number, column, text
            column += repeated(cell, "columns")
        number += repeated(row, "rows")
