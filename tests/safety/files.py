"""Hostile files (C8) and odd but honest ones (C9), made here, by a name that says what they are."""
import csv
import io
import struct
import zipfile
import zlib

from tests.imports.record_files import as_csv, as_xlsx, row, table
from tests.imports.test_sheets import XLS, xlsx, zipped

MIB = 1024 * 1024
SHEET = ('<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
         "{dimension}<sheetData>{rows}</sheetData></worksheet>")
LINES = table(row("101", 記録="髙﨑①㈱"), row("102", "2021/4/6"))


def replaced(content: bytes, name: str, text) -> bytes:
    """A workbook with one of its parts replaced; `text` may be an iterable of bytes too long to hold."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as new:
        for part in old.namelist():
            with new.open(part, "w") as stream:
                for chunk in ([old.read(part)] if part != name else [text] if isinstance(text, bytes) else text):
                    stream.write(chunk)
    return out.getvalue()


def huge_cell(mib: int) -> bytes:
    """A workbook whose first sheet has one text of so many MiB. Packed piece by piece, because a second is enough."""
    packer = zlib.compressobj(9, wbits=-15)
    head = SHEET.split("{rows}")[0].replace("{dimension}", "").encode() + b'<row r="1"><c r="A1" t="inlineStr"><is><t>'
    begin = packer.compress(head) + packer.flush(zlib.Z_FULL_FLUSH)
    piece = packer.compress(b"a" * MIB) + packer.flush(zlib.Z_FULL_FLUSH)
    end = packer.compress(b"</t></is></c></row></sheetData></worksheet>") + packer.flush()
    out, name = io.BytesIO(replaced(as_xlsx(x=[["a"]]), "xl/worksheets/sheet1.xml", b"")), "xl/worksheets/sheet2.xml"
    with zipfile.ZipFile(out, "a", zipfile.ZIP_STORED) as archive:
        archive.writestr(name, begin + piece * mib + end)
    return _called_deflated(out.getvalue(), name.encode(), mib * MIB)


def _called_deflated(content: bytes, name: bytes, size: int) -> bytes:
    """The zip, its part `name` marked as packed (it is) and of that size."""
    changed = bytearray(content)
    local, central = content.index(name) - 30, content.rindex(name) - 46
    for place, method_at, size_at in ((local, 8, 22), (central, 10, 24)):
        changed[place + method_at:place + method_at + 2] = struct.pack("<H", zipfile.ZIP_DEFLATED)
        changed[place + size_at:place + size_at + 4] = struct.pack("<I", size)
    return bytes(changed)


def one_cell_far_away() -> bytes:
    """A sheet of a kilobyte or two that says it has 17,179,869,184 cells."""
    sheet = SHEET.format(dimension='<dimension ref="A1:XFD1048576"/>',
                         rows='<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
    return replaced(as_xlsx(x=[["a"]]), "xl/worksheets/sheet1.xml", sheet.encode())


def false_dimension() -> bytes:
    """The same claim, but the cells are two."""
    sheet = SHEET.format(dimension='<dimension ref="A1:XFD1048576"/>', rows='<row r="1"><c r="A1"><v>1</v></c></row>')
    return replaced(as_xlsx(x=[["a"]]), "xl/worksheets/sheet1.xml", sheet.encode())


def lying_directory(content: bytes) -> bytes:
    """The same zip, whose directory and headers give every part a size of ten bytes."""
    lying = bytearray(content)
    for mark, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = -1
        while (place := content.find(mark, place + 1)) >= 0:
            lying[place + at:place + at + 4] = struct.pack("<I", 10)
    return bytes(lying)


def billion_laughs() -> bytes:
    """Entities of entities in the shared texts."""
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    text = f'<?xml version="1.0"?><!DOCTYPE sst [<!ENTITY e0 "lol">{entities}]><sst><si><t>&e9;</t></si></sst>'
    return replaced(as_xlsx(x=[["a"]]), "xl/sharedStrings.xml", text.encode())


def same_text_everywhere() -> bytes:
    """One text of 30,000 characters that 20,000 × 100 cells show: 60 thousand million characters."""
    cells = "".join(f'<c r="{chr(65 + n // 26)}{chr(65 + n % 26)}{{row}}" t="s"><v>0</v></c>' for n in range(100))
    rows = (f'<row r="{n}">{cells.format(row=n)}</row>'.encode() for n in range(1, 20_001))
    head, tail = SHEET.replace("{dimension}", "").split("{rows}")
    content = as_xlsx(x=[["あ" * 30_000]])
    return replaced(content, "xl/worksheets/sheet1.xml", [head.encode(), *rows, tail.encode()])


def bombs() -> dict[str, tuple[bytes, str]]:
    """Files that would take all memory or hours; the name of each, and a word of the reason that is given."""
    gib = huge_cell(1024)
    return {
        "10^10 cells in two kilobytes.xlsx": (one_cell_far_away(), "大きすぎる"),
        "one cell of 1 GiB.xlsx": (gib, "展開すると400MBを超えます"),
        "one cell of 1 GiB, lying.xlsx": (lying_directory(gib), "展開すると400MBを超えます"),
        "billion laughs.xlsx": (billion_laughs(), "表として読めません"),
        "one text in two million cells.xlsx": (same_text_everywhere(), "多すぎ|超えます|大きすぎる"),
        "201 parts.xlsx": (zipped({str(n): "" for n in range(201)}), "201個"),
        "200,001 rows.xlsx": (xlsx({"A200001": "a"}), "200,001行目まで値があります.*200,000行まで"),
        "200,001 rows.csv": (b"a\n" * 200_001, "行が多すぎます。200,000行まで"),
        "201 columns.csv": (b"," * 200 + b"a", "列が多すぎます"),
        "ten million columns.csv": (b"," * (10 * MIB - 1) + b"a", "列が多すぎます"),
        "a cell of 40,000.csv": (b"a\n" + b"b" * 40_000, "32,767文字を超える"),
        "a cell of nine million.csv": (b"a\n" + b"b" * 9 * MIB, "32,767文字を超える"),
        "60 MiB and a byte.csv": (b"a" * (60 * MIB + 1), "60MBまで"),
        "25 MiB of rows.csv": (b"a\n" * (25 * MIB // 2), "行が多すぎます。200,000行まで"),
    }


def honest() -> dict[str, tuple[bytes, str]]:
    """Files that people really have; the outcome is the number of records or a word of the reason."""
    good, text = as_xlsx(記録=LINES), as_csv(LINES, "utf-8").decode()
    files = {f"{encoding}.csv": (text.encode(encoding), "2") for encoding in ("utf-8", "utf-8-sig", "cp932")}
    plain = as_csv(table(row("101", 記録="記録")), "utf-8").decode()
    files |= {
        "Shift_JIS.csv": (plain.encode("shift_jis"), "1"), "utf-16.csv": (text.encode("utf-16"), "UTF-16"),
        "utf-16-be.csv": (b"\xfe\xff" + text.encode("utf-16-be"), "UTF-16"),
        "euc-jp.csv": (plain.encode("euc-jp"), "文字コード|見出し"), "iso-2022-jp.csv": (plain.encode("iso-2022-jp"), "ISO-2022-JP"),
        "CR only.csv": (text.replace("\r\n", "\r").encode(), "2"), "LF only.csv": (text.replace("\r\n", "\n").encode(), "2"),
        "semicolons.csv": (text.replace(",", ";").encode(), "2"), "NUL.csv": (text.replace("電話", "電\0話", 1).encode(), "制御文字"),
        "open quote.csv": (text.replace("電話", '"電話', 1).encode(), "引用符|日付"), "empty.csv": (b"", "空です"),
        "headings only.csv": (text.splitlines()[0].encode(), "取り込む行がありません"),
        "csv named.xlsx": (text.encode(), "2"), "xlsx named.csv": (good, "2"), "x.xlsm": (good, "2"),
        "a pdf named.xlsx": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "表計算ファイルではありません"),
        "a zip named.xlsx": (zipped({"readme.txt": "x"}), "表計算ファイルではありません"),
        "a docx named.xlsx": (zipped({"word/document.xml": "<x/>"}), "表計算ファイルではありません"),
        "a picture named.xlsx": (b"\x89PNG\r\n\x1a\n" + bytes(99), "表計算ファイルではありません"),
        "a photo named.csv": (b"\xff\xd8\xff\xe0" + bytes(99), "表計算ファイルではありません"),
        "noise named.xlsx": (zlib.compress(b"x" * 99) + b"\x81\xff", "表計算ファイルではありません"),
        "a web page named.xls": (b"<html><table><tr><td>1</td></tr></table>", "表計算ファイルではありません"),
        "../../x.csv": (text.encode(), "2"), "..\\..\\x.csv": (text.encode(), "2"), "日" * 100 + ".csv": (text.encode(), "2"),
        "line\r\nbreak\".csv": (text.encode(), "2"),
        "password.xlsx": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "パスワード"),
        "old format.xls": (XLS, "見出し"), "broken old format.xls": (XLS[:1500], "切れて|読めません|大きすぎる"),
        "binary workbook.xlsb": (zipped({"xl/workbook.bin": "x", "[Content_Types].xml": "<x/>"}), "表として読めません"),
        "serial dates.xlsx": (as_xlsx(記録=table(row("101", 44291))), "1"),
        "phone as 9e9.xlsx": (as_xlsx(記録=table(row("101", 所要分=9e9))), "所要分"),
        "title above.xlsx": (as_xlsx(記録=[["令和3年4月の記録"], [], *LINES]), "2"),
    }
    return files | {f"{percent} % of an xlsx": (good[:len(good) * percent // 100], "切れて|空です|引用符|文字|見出し")
                    for percent in range(0, 100, 5)}


def quoted(lines) -> bytes:
    """The lines as a CSV in CP932 with every cell in quotes."""
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows(lines)
    return out.getvalue().encode("cp932")
