"""Workbooks in all formats that are read, written by hand for tests: cells, merged areas, hidden rows."""
import csv
import io
import struct
import zipfile
from dataclasses import dataclass, field
from datetime import date
from xml.sax.saxutils import escape

import xlsxwriter

ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
_NAMESPACES = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
                       for name in ("office", "table", "text"))
_SECTOR = 512


class Shown(str):
    """A cell whose formula ended in an error, such as #REF!."""


@dataclass
class Page:
    """One sheet to be written; `merges` are (first row, first column, last row, last column) from 0, `hidden` rows from 0."""

    name: str
    rows: list[list] = field(default_factory=list)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden: set[int] = field(default_factory=set)


def as_xlsx(pages: list[Page]) -> bytes:
    """As Excel saves it today."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "default_date_format": "yyyy/m/d"}) as book:
        for page in pages:
            sheet = book.add_worksheet(page.name)
            for row, column, last_row, last_column in page.merges:
                sheet.merge_range(row, column, last_row, last_column, "")
            for number, line in enumerate(page.rows):
                for place, cell in enumerate(line):
                    if isinstance(cell, Shown):
                        sheet.write_formula(number, place, "=Z99", None, cell)
                    elif cell != "":  # a text that begins with = is a text
                        (sheet.write_string if isinstance(cell, str) else sheet.write)(number, place, cell)
            for number in page.hidden:
                sheet.set_row(number, None, None, {"hidden": True})
    return out.getvalue()


# -- ods

def as_ods(pages: list[Page]) -> bytes:
    """As LibreOffice saves it."""
    tables = "".join(f'<table:table table:name="{escape(page.name)}">{"".join(_ods_row(page, number) for number in range(len(page.rows)))}'
                     "</table:table>" for page in pages)
    content = (f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_NAMESPACES}><office:body><office:spreadsheet>'
               f"{tables}</office:spreadsheet></office:body></office:document-content>")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in (("mimetype", ODS_TYPE), ("content.xml", content), ("META-INF/manifest.xml", "<manifest/>")):
            archive.writestr(name, text)
    return out.getvalue()


def _ods_row(page: Page, number: int) -> str:
    spans = {(row, column): (last_row - row + 1, last_column - column + 1) for row, column, last_row, last_column in page.merges}
    visible = ' table:visibility="collapse"' if number in page.hidden else ""
    cells = "".join(_ods_cell(cell, spans.get((number, place))) for place, cell in enumerate(page.rows[number]))
    return f"<table:table-row{visible}>{cells}</table:table-row>"


def _ods_cell(cell, span) -> str:
    spanned = f' table:number-rows-spanned="{span[0]}" table:number-columns-spanned="{span[1]}"' if span else ""
    if isinstance(cell, date):
        return f'<table:table-cell office:value-type="date" office:date-value="{cell}"{spanned}/>'
    if isinstance(cell, Shown):
        return f'<table:table-cell table:formula="of:=[.Z99]" office:value-type="string" office:string-value=""{spanned}><text:p>{cell}</text:p></table:table-cell>'
    if isinstance(cell, int):
        return f'<table:table-cell office:value-type="float" office:value="{cell}"{spanned}/>'
    lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in cell.split("\n")) if cell else ""
    return f'<table:table-cell office:value-type="string"{spanned}>{lines}</table:table-cell>'


# -- xls: records of BIFF8 in a compound file of one stream

def as_xls(pages: list[Page]) -> bytes:
    """As Excel saved it until 2003; dates are serial numbers without a format, as some programs write them."""
    sheets = [_xls_sheet(page) for page in pages]
    bounds = [8 + 4 + len(page.name.encode("utf-16-le")) for page in pages]
    start = len(_record(0x809, bytes(16))) + sum(bounds) + 4
    stream = _record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 6))
    for page, sheet in zip(pages, sheets, strict=True):
        stream += _record(0x85, struct.pack("<IHBB", start, 0, len(page.name), 1) + page.name.encode("utf-16-le"))
        start += len(sheet)
    return _compound(stream + _record(0x0A, b"") + b"".join(sheets))


def _xls_sheet(page: Page) -> bytes:
    parts = [_record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 6))]
    for number, line in enumerate(page.rows):
        parts.append(_record(0x208, struct.pack("<HHHHHHHH", number, 0, len(line), 255, 0, 0,
                                                0x120 if number in page.hidden else 0x100, 15)))
        parts += [_xls_cell(number, place, cell) for place, cell in enumerate(line) if cell != ""]
    for row, column, last_row, last_column in page.merges:
        parts.append(_record(0xE5, struct.pack("<HHHHH", 1, row, last_row, column, last_column)))
    return b"".join([*parts, _record(0x0A, b"")])


def _xls_cell(row: int, column: int, cell) -> bytes:
    if isinstance(cell, date):
        cell = (cell - date(1899, 12, 30)).days
    if isinstance(cell, int):
        return _record(0x203, struct.pack("<HHHd", row, column, 0, cell))
    if isinstance(cell, Shown):
        return _record(0x205, struct.pack("<HHHBB", row, column, 0, {"#REF!": 0x17, "#N/A": 0x2A}[cell], 1))
    text = cell.encode("utf-16-le")
    return _record(0x204, struct.pack("<HHHHB", row, column, 0, len(text) // 2, 1) + text)


def _record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _compound(stream: bytes) -> bytes:
    stream = stream.ljust(8 * _SECTOR, b"\0")  # shorter ones would go to a stream of their own
    size = len(stream)
    stream = stream.ljust(-(-size // _SECTOR) * _SECTOR, b"\0")
    sectors = len(stream) // _SECTOR
    tables = next(n for n in range(1, 110) if n * 128 >= n + 1 + sectors)
    chain = [0xFFFFFFFD] * tables + [0xFFFFFFFE] + [tables + 2 + n for n in range(sectors - 1)] + [0xFFFFFFFE]
    chain += [0xFFFFFFFF] * (tables * 128 - len(chain))
    header = struct.pack("<8s16sHHHHH6xIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6, 0, tables,
                         tables, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<109I", *range(tables), *[0xFFFFFFFF] * (109 - tables))
    directory = (_entry("Root Entry", 5, 1, 0xFFFFFFFE, 0) + _entry("Workbook", 2, 0xFFFFFFFF, tables + 1, size)).ljust(_SECTOR, b"\0")
    return header + struct.pack(f"<{tables * 128}I", *chain) + directory + stream


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    text = name.encode("utf-16-le")
    return struct.pack("<64sHBBIII36xIII", text, len(text) + 2, kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child, start, size, 0)


# -- CSV

def as_csv(page: Page, encoding: str) -> bytes:
    """One sheet as text."""
    out = io.StringIO()
    csv.writer(out).writerows([[f"{cell:%Y/%-m/%-d}" if isinstance(cell, date) else cell for cell in row] for row in page.rows])
    return out.getvalue().encode(encoding)
