"""The three tables of a codebook as text cells, wherever they stand: CSV files of a folder, or sheets of a workbook."""
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from cases.text import ONE_WAVE

from .cells import Cell, cell_text
from .sheets import Sheet, SheetError, read_sheets


@dataclass(frozen=True)
class Upload:
    """A workbook that came through the browser."""

    name: str
    content: bytes


class MissingTable(SheetError):
    """A file or sheet that is not there, which some tables need not be."""


@dataclass(frozen=True)
class Table:
    """Headings and the filled rows below them; row numbers are the spreadsheet's, from 1."""

    file: str
    heading_row: int
    headings: Sequence[str]
    rows: Sequence[tuple[int, Sequence[str]]]


def read_tables(source: Path | Upload, names: dict[str, str], optional: Collection[str] = ()) -> tuple[
        dict[str, Table], list[tuple[str, str]]]:
    """Tables by sheet name (`names`: sheet -> file), and (file or sheet, reason) of what is missing or unreadable.

    Sheets named in `optional` may be missing.
    """
    tables, problems = {}, []
    in_files = isinstance(source, Path) and source.is_dir()
    try:
        workbook = [] if in_files else _read_workbook(source)
    except SheetError as error:
        return {}, [(source.name, str(error))]
    for sheet, file in names.items():
        try:
            tables[sheet] = _read_file(source / file) if in_files else _find_sheet(workbook, sheet)
        except SheetError as error:
            if not (isinstance(error, MissingTable) and sheet in optional):
                problems.append((file if in_files else sheet, str(error)))
    return tables, problems


def _read_workbook(source: Path | Upload) -> list[Sheet]:
    if isinstance(source, Upload):
        return read_sheets(source.content, source.name)
    if not source.is_file():
        raise SheetError("ファイルがありません。CSVが3つあるフォルダーか、xlsxを指定してください。")
    return read_sheets(source.read_bytes(), source.name)


def _read_file(path: Path) -> Table:
    if not path.is_file():
        raise MissingTable("ファイルがありません。")
    return _table(read_sheets(path.read_bytes(), path.name)[0], path.name)


def _find_sheet(workbook: list[Sheet], name: str) -> Table:
    for sheet in workbook:
        if sheet.name == name:
            return _table(sheet, name)
    raise MissingTable("このシートがありません。")


def _table(sheet: Sheet, name: str) -> Table:
    rows = [(number, [_plain(cell) for cell in cells]) for number, cells in enumerate(sheet.rows, start=1)]
    filled = [(number, cells) for number, cells in rows if any(cells)]
    if not filled:
        raise SheetError("表が空です。見出しと行を入れてください。")
    (heading_row, headings), *below = filled
    return Table(name, heading_row, headings, below)


def _plain(cell: Cell) -> str:
    """A cell as a CSV would have it; a ticked box of Excel is 1."""
    return str(int(cell)) if isinstance(cell, bool) else cell_text(cell).translate(ONE_WAVE)
