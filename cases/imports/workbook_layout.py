"""What the reader of cells does not tell of a workbook: hidden rows, formulas without a result, and the merged cells of an ods.

Runs only inside workbook_process.py, whose limits hold here too. Where a part cannot be read, nothing is told of it:
the cells themselves have been read before.
"""
import io
import re
import struct
import zipfile
from collections.abc import Iterator
from itertools import accumulate
from xml.etree import ElementTree  # noqa: S405 (in a process of limited memory and time)

Places = dict[str, list[int]]
Areas = dict[str, list[tuple[tuple[int, int], tuple[int, int]]]]

_XLSX_ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
_NUMBER = re.compile(rb'\br="(\d+)"')
_HIDDEN = re.compile(rb'\bhidden="(?:1|true)"')
# A cell with a formula and no result: a program wrote it, and no office program has calculated it yet. A text's may be empty.
_UNCALCULATED = re.compile(rb"<(?:\w+:)?c\b((?:(?!\bt=\"str\")[^>])*)>\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*"
                           rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>")
_FORMULA = re.compile(rb"<(?:\w+:)?f\b")
_REFERENCE = re.compile(rb'\br="([A-Z]+\d+)"')
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_MANY = 1_000_000  # a repetition that only fills the sheet to its end
_SECTOR, _END = 512, 0xFFFFFFFA
_BOUNDSHEET, _ROW, _EOF, _HIDDEN_ROW = 0x85, 0x208, 0x0A, 0x20


def hidden_rows(content: bytes) -> Places:
    """Sheet name -> the numbers of its hidden rows as Excel shows them."""
    try:
        if not content.startswith(b"PK"):
            return _xls_hidden(xls_stream(content))
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _xlsx_hidden(archive) if "xl/workbook.xml" in archive.namelist() else _ods(archive)[0]
    except (KeyError, IndexError, ValueError, struct.error, ElementTree.ParseError, zipfile.BadZipFile):
        return {}


def ods_merges(content: bytes) -> Areas:
    """Sheet name -> the merged areas of an ods, (row, column) of first and last cell from 0; nothing of other files."""
    if not content.startswith(b"PK"):
        return {}
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _ods(archive)[1] if "content.xml" in archive.namelist() else {}
    except (KeyError, ValueError, ElementTree.ParseError, zipfile.BadZipFile):
        return {}


def uncalculated(content: bytes) -> dict[str, list[str]]:
    """Sheet name -> the cells of an xlsx whose formula has no result, such as B5; a blank text for one without a reference."""
    if not content.startswith(b"PK"):
        return {}
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            found = {name: [*_formulas(xml)] for name, xml in xlsx_sheets(archive)} if "xl/workbook.xml" in archive.namelist() else {}
    except (KeyError, ValueError, ElementTree.ParseError, zipfile.BadZipFile):
        return {}
    return {name: cells for name, cells in found.items() if cells}


# -- xlsx

def _formulas(xml: bytes) -> Iterator[str]:
    if (b"<f" in xml or b":f" in xml) and _FORMULA.search(xml):  # the first is looked for many times faster
        for cell in _UNCALCULATED.finditer(xml):
            said = _REFERENCE.search(cell[1])
            yield said[1].decode() if said else ""


def _xlsx_hidden(archive: zipfile.ZipFile) -> Places:
    return {name: [*_hidden_tags(xml)] for name, xml in xlsx_sheets(archive)}


def xlsx_sheets(archive: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    """The name and the XML of each sheet; b"" where there is none."""
    parts = {each.get("Id"): each.get("Target", "") for each in xml_part(archive, "xl/_rels/workbook.xml.rels")}
    for sheet in xml_part(archive, "xl/workbook.xml").iter():
        if sheet.tag.rpartition("}")[2] == "sheet":
            part = next((parts[value] for name, value in sheet.items() if name.endswith("}id")), "")
            path = part.lstrip("/") if part.startswith("/") else f"xl/{part}"
            yield sheet.get("name"), archive.read(path) if path in archive.namelist() else b""


def _hidden_tags(xml: bytes) -> Iterator[int]:
    if b"hidden=" not in xml:
        return
    number = 0
    for tag in _XLSX_ROW.finditer(xml):
        said = _NUMBER.search(tag[1])
        number = int(said[1]) if said else number + 1
        if _HIDDEN.search(tag[1]):
            yield number


def xml_part(archive: zipfile.ZipFile, name: str) -> ElementTree.Element:
    """A part as a tree. Raises ValueError for one that declares entities, which no office program writes."""
    content = archive.read(name)
    if b"<!DOCTYPE" in content.replace(b"\0", b""):  # also in UTF-16
        raise ValueError(name)
    return ElementTree.fromstring(content)  # noqa: S314  # nosec B314


# -- ods

def _ods(archive: zipfile.ZipFile) -> tuple[Places, Areas]:
    hidden, merges = {}, {}
    for table in xml_part(archive, "content.xml").iter(f"{TABLE}table"):
        name = table.get(f"{TABLE}name")
        rows = list(table.iter(f"{TABLE}table-row"))
        starts = [0, *accumulate(repeated(row, "rows") for row in rows)]
        hidden[name] = [start + 1 + more for start, row in zip(starts, rows, strict=False) for more in range(
            repeated(row, "rows")) if row.get(f"{TABLE}visibility") in ("collapse", "filter") and more < _MANY]
        merges[name] = [area for start, row in zip(starts, rows, strict=False) for area in _spans(start, row)]
    return hidden, merges


def _spans(number: int, row: ElementTree.Element) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    column = 0
    for cell in row:
        down, across = (int(cell.get(f"{TABLE}number-{what}-spanned", 1)) for what in ("rows", "columns"))
        if down > 1 or across > 1:
            yield (number, column), (number + down - 1, column + across - 1)
        column += repeated(cell, "columns")


def repeated(element: ElementTree.Element, what: str) -> int:
    """For how many rows or columns an element of an ods stands."""
    return min(int(element.get(f"{TABLE}number-{what}-repeated", 1)), _MANY)


# -- xls: the stream 「Workbook」 of a compound file, then its records

def xls_stream(content: bytes) -> bytes:
    """The stream of the records of an xls; b"" where there is none."""
    numbers = struct.unpack_from("<109I", content, 76)
    table = [entry for sector in numbers if sector < _END
             for entry in struct.unpack_from("<128I", content, (sector + 1) * _SECTOR)]
    directory = _chain(content, table, struct.unpack_from("<I", content, 48)[0])
    for place in range(0, len(directory), 128):
        length, = struct.unpack_from("<H", directory, place + 64)
        if directory[place:place + max(length - 2, 0)].decode("utf-16-le", "replace") in ("Workbook", "Book"):
            start, size = struct.unpack_from("<II", directory, place + 116)
            return _chain(content, table, start)[:size]
    return b""


def _chain(content: bytes, table: list[int], sector: int) -> bytes:
    pieces = []
    while sector < _END and len(pieces) <= len(table):
        pieces.append(content[(sector + 1) * _SECTOR:(sector + 2) * _SECTOR])
        sector = table[sector]
    return b"".join(pieces)


def _xls_hidden(stream: bytes) -> Places:
    return {name: [struct.unpack_from("<H", data)[0] + 1 for kind, data in records(stream, start)
                   if kind == _ROW and struct.unpack_from("<H", data, 12)[0] & _HIDDEN_ROW]
            for name, start in xls_sheets(stream).items()}


def xls_sheets(stream: bytes) -> dict[str, int]:
    """The name of each sheet, and where in the stream its records begin."""
    sheets = {}
    for kind, data in records(stream, 0):
        if kind == _BOUNDSHEET:
            start, _, length, wide = struct.unpack_from("<IHBB", data)
            name = data[8:8 + length * 2].decode("utf-16-le") if wide & 1 else data[8:8 + length].decode("latin-1")
            sheets[name] = start
    return sheets


def records(stream: bytes, place: int) -> Iterator[tuple[int, bytes]]:
    """The kind and the content of each record from a place on, to the end of the sheet."""
    while place + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, place)
        if kind == _EOF:
            return
        yield kind, stream[place + 4:place + 4 + length]
        place += 4 + length
