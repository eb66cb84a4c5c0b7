"""The sheets of a file, whatever it is: xlsx, xls, ods, or CSV in the encodings offices use."""
import csv
import io
import json
import re
import subprocess  # noqa: S404 (starts nothing but our own reader)
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path, PurePosixPath

from cases.formulas import restore

from .cells import Cell
from .containers import NO_TABLE, is_workbook
from .limits import Limits, SheetError, TooLarge

__all__ = ["Limits", "Sheet", "SheetError", "read_sheets"]

# Strictly in this order (the first reads UTF-8 with and without BOM). Never by guessing from frequencies, which takes
# a short CP932 file for a western one.
_ENCODINGS = ("utf-8-sig", "cp932")
_NO_CP932 = re.compile("[\x80\uf8f0-\uf8f3]")  # what Python makes of bytes that CP932 does not have
_QUOTED = re.compile('"[^"]*"')
_FIRST_CHARACTERS = 50_000  # by which the separator of a CSV is told
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
_SAVE_AGAIN = "UTF-8かShift_JIS（CP932）のCSV、またはExcelブックで保存し直してください。"
_FOREIGN = (("UTF-16", lambda content: content.startswith((b"\xff\xfe", b"\xfe\xff"))),
            ("ISO-2022-JP", lambda content: any(mark in content for mark in (b"\x1b$", b"\x1b("))))
_WORKBOOK_NAMES = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
_PROGRAM = Path(__file__).with_name("workbook_process.py")
_CELL_TYPES = {
    "date": date.fromisoformat, "datetime": datetime.fromisoformat, "time": time.fromisoformat,
    "timedelta": lambda seconds: timedelta(seconds=seconds),
}


@dataclass(frozen=True)
class Sheet:
    """One sheet: rows[0] is row 1 of Excel, and its first cell is in column A. Blank cells are 「」."""

    name: str
    rows: Sequence[Sequence[Cell]]
    hidden: bool = False
    # (row, column) of the first cell of a merged area (from 0) -> the last column of that area
    merges: dict[tuple[int, int], int] = field(default_factory=dict)
    # the same of areas of several rows -> the last row of that area
    depths: dict[tuple[int, int], int] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()  # as Excel numbers them


def without_apostrophes(sheets: Sequence[Sheet]) -> list[Sheet]:
    """The sheets of a CSV file without the apostrophe that keeps a text from being run as a formula."""
    return [replace(sheet, rows=[[restore(cell) for cell in row] for row in sheet.rows]) for sheet in sheets]


def read_sheets(content: bytes, file_name: str, limits: Limits = Limits()) -> list[Sheet]:  # noqa: B008 (frozen)
    """Every worksheet of a workbook, hidden ones too; of a CSV or TSV one sheet named like the file.

    What the file is, is told by its bytes, never by its name. Raises SheetError with the reason in Japanese.
    """
    limits.check_upload(len(content))
    if is_workbook(content, limits):
        return _read_workbook(content, limits)
    sheet = Sheet(_stem(file_name), _read_csv(_decode(content, file_name), limits))
    _check_cells(sheet, limits)
    return [sheet]


@dataclass(frozen=True)
class CsvForm:
    """How a CSV or TSV file is written."""

    encoding: str
    delimiter: str


def csv_form(content: bytes, file_name: str, limits: Limits) -> CsvForm | None:
    """How the file is written, to write another one like it; None for a workbook. UTF-8 is always given a BOM.

    Raises SheetError as read_sheets does.
    """
    if is_workbook(content, limits):
        return None
    text = _decode(content, file_name)
    utf8, cp932 = _ENCODINGS
    return CsvForm(utf8 if content == text.encode() or content == text.encode(utf8) else cp932, _delimiter(text))


def count_rows(content: bytes, file_name: str, limits: Limits) -> int:
    """How many rows the file has, blank ones too, without keeping any. Raises SheetError as read_sheets does.

    What its cells hold is not looked at.
    """
    limits.check_upload(len(content))
    if is_workbook(content, limits):
        return _ask(content, limits, measure=True)["rows"]
    return sum(1 for _ in _csv_rows(_decode(content, file_name), limits))


# -- Workbooks

def _read_workbook(content: bytes, limits: Limits) -> list[Sheet]:
    return [_sheet(plain) for plain in _ask(content, limits)["sheets"]]


def _ask(content: bytes, limits: Limits, measure: bool = False) -> dict:
    """The answer of the process that reads the workbook."""
    command = [sys.executable, "-I", str(_PROGRAM), json.dumps(asdict(limits) | {"measure": measure})]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=2 * limits.seconds)  # noqa: S603
    except subprocess.TimeoutExpired:
        raise SheetError("読み取りに時間がかかりすぎたため、中止しました。ファイルを分けてください。") from None
    if done.returncode:
        raise SheetError("表が大きすぎるか壊れているため、読み取れませんでした。離れた場所にある不要な値を消すか、ファイルを分けてください。")
    answer = json.loads(done.stdout)
    if "error" in answer:
        raise (TooLarge if answer.get("too_large") else SheetError)(answer["error"])
    return answer


def _sheet(plain: dict) -> Sheet:
    merges = {(first[0], first[1]): last[1] for first, last in plain["merges"]}
    depths = {(first[0], first[1]): last[0] for first, last in plain["merges"] if last[0] > first[0]}
    rows = [[_cell(cell) if type(cell) is list else cell for cell in row] for row in plain["rows"]]
    return Sheet(plain["name"], rows, plain["hidden"], merges, depths, frozenset(plain["hidden_rows"]))


def _cell(plain: list) -> Cell:
    return _CELL_TYPES[plain[0]](plain[1])


# -- CSV and TSV

def _decode(content: bytes, file_name: str) -> str:
    if foreign := next((name for name, begins in _FOREIGN if begins(content)), None):
        raise SheetError(f"文字コード（{foreign}）は読み取れません。{_SAVE_AGAIN}")
    for encoding in _ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "cp932" and _NO_CP932.search(text):
            break  # as it does for EUC-JP, nearly always; else its headings are unknown words
        _check_text(text)
        return text
    if PurePosixPath(file_name).suffix.lower() in _WORKBOOK_NAMES:
        raise SheetError(NO_TABLE)  # a workbook by name only: no matter of its encoding
    raise SheetError(f"文字コードを読み取れません。{_SAVE_AGAIN}")


def _check_text(text: str) -> None:
    if not text.strip():
        raise SheetError("ファイルが空です。中身のあるファイルを選んでください。")
    if text.lstrip().startswith("<"):
        raise SheetError("表計算ファイルではありません。Excelで開けるときは「Excelブック（xlsx）」で保存し直してください。")
    if _CONTROL.search(text):
        raise SheetError(f"表にない制御文字が含まれています。{_SAVE_AGAIN}")


def _read_csv(text: str, limits: Limits) -> list[list[str]]:
    return list(_csv_rows(text, limits))


def _csv_rows(text: str, limits: Limits) -> Iterator[list[str]]:
    delimiter = _delimiter(text)
    lines = io.StringIO(text.rstrip(f"\r\n\t, {delimiter}"), newline="")  # Excel ends a CSV with any number of blank rows
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    try:
        for number, row in enumerate(reader, start=1):
            _without_blank_end(row)
            if number > limits.rows:
                raise TooLarge(f"行が多すぎます。{limits.rows:,}行までに分けてください。")
            if len(row) > limits.columns:
                raise SheetError(f"列が多すぎます。{number}行目に{len(row):,}列あります。{limits.columns:,}列までにしてください。")
            yield row
    except csv.Error as error:
        if "field limit" in str(error):
            raise SheetError(f"{reader.line_num}行目あたりに、{limits.characters:,}文字を超えるセルがあります。短くしてください。") from error
        raise SheetError(f"{reader.line_num}行目あたりの引用符（\"）の対応が取れません。CSVを保存し直してください。") from error


def _delimiter(text: str) -> str:
    """A comma or a tab; a semicolon where more of the first lines have one, as some programs write. One inside quotes is none."""
    usual = "\t" if text.count("\t") > text.count(",") else ","
    lines = _QUOTED.sub("", text[:_FIRST_CHARACTERS]).splitlines()
    return max((usual, ";"), key=lambda each: sum(each in line for line in lines))


def _without_blank_end(row: list[str]) -> None:
    while row and not row[-1].strip():
        row.pop()


def _check_cells(sheet: Sheet, limits: Limits) -> None:
    for number, row in enumerate(sheet.rows, start=1):
        if any(len(cell) > limits.characters for cell in row):
            raise SheetError(f"シート「{sheet.name}」の{number}行目に、{limits.characters:,}文字を超えるセルがあります。短くしてください。")


def _stem(file_name: str) -> str:
    return PurePosixPath(file_name.replace("\\", "/")).stem
