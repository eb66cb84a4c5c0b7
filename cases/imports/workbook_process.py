"""A program of its own: reads one workbook from stdin and writes its sheets to stdout as JSON.

Started by sheets.py for every workbook. A file of a few kilobytes can claim a cell in the last row and column
and make the reader ask for more memory than there is, which ends the process: here it ends only this one.
Cells are JSON values; dates and times are pairs like ["date", "2021-04-05"]. A refusal is {"error": "…"}, of a
workbook that larger limits may take with "too_large". With the limit "measure" only the rows are counted.
"""
import io
import json
import resource
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

sys.path.insert(0, str(Path(__file__).parent))  # the program is started alone, without the project
from error_cells import error_cells, show  # noqa: E402
from workbook_layout import hidden_rows, ods_merges, uncalculated  # noqa: E402

UNREADABLE = "表として読めません。壊れているか、対応していない形式です。Excelで開いて「Excelブック（xlsx）」で保存し直してください。"
PASSWORD = "パスワードで保護されています。パスワードを外して保存し直してください。"  # noqa: S105 (a message)


class Refused(Exception):
    """The workbook is larger than it may be."""


class Unfit(Exception):
    """A cell cannot be taken, whatever the limits."""


def read(content: bytes, limits: dict[str, int]) -> dict:
    """`rows` of all worksheets, and each of `sheets`: name, hidden, rows from row 1 and column A, merges ((row, column) pairs
    from 0, inclusive), and `hidden_rows`, numbered as Excel shows them."""
    sheets, rows, characters = [], 0, 0
    with CalamineWorkbook.from_object(io.BytesIO(content)) as workbook:
        for metadata in workbook.sheets_metadata:
            if metadata.typ != SheetTypeEnum.WorkSheet:
                continue
            sheet = workbook.get_sheet_by_name(metadata.name)
            last_row, last_column = (place + 1 for place in sheet.end or (-1, -1))
            rows += last_row
            check_size(sheet.name, last_row, last_column, rows, limits)
            if limits["measure"]:
                continue
            cells = sheet.to_python(skip_empty_area=False)
            characters += sum(_characters(metadata.name, cells, limits["characters"]))
            if characters > limits["text"]:
                raise Refused("文字が多すぎます。ファイルを分けてください。")
            sheets.append({"name": metadata.name, "hidden": metadata.visible != SheetVisibleEnum.Visible,
                           "rows": cells, "merges": sheet.merged_cell_ranges or []})
    check_formulas(uncalculated(content) if sheets else {})
    hidden, merges, errors = hidden_rows(content), ods_merges(content), error_cells(content)
    for sheet in sheets:
        show(sheet["rows"], errors.get(sheet["name"], []))
        sheet["hidden_rows"] = [number for number in hidden.get(sheet["name"], ()) if number <= len(sheet["rows"])]
        sheet["merges"] = sheet["merges"] or merges.get(sheet["name"], [])
    return {"sheets": sheets, "rows": rows}


def check_size(name: str, last_row: int, last_column: int, rows: int, limits: dict[str, int]) -> None:
    """Refuse a sheet too wide, or too many rows with those of the sheets before, while the cells are not yet Python's."""
    if rows > limits["rows"]:
        raise Refused(f"行が多すぎます。シート「{name}」の{last_row:,}行目まで値があります。"
                      f"全部のシートを合わせて{limits['rows']:,}行までに分けてください。")
    if last_column > limits["columns"]:
        raise Refused(f"列が多すぎます。シート「{name}」の{last_column:,}列目まで値があります。"
                      f"{limits['columns']:,}列までにしてください。")


def _characters(name: str, rows: list[list], most: int) -> Iterator[int]:
    """The characters of each row. Raises Unfit where one cell has more than `most`."""
    for number, row in enumerate(rows, start=1):
        lengths = [len(cell) for cell in row if isinstance(cell, str)]
        if lengths and max(lengths) > most:
            raise Unfit(f"シート「{name}」の{number}行目に、{most:,}文字を超えるセルがあります。短くしてください。")
        yield sum(lengths)


def check_formulas(cells: dict[str, list[str]]) -> None:
    """Refuse formulas whose results were never calculated, naming the first: they would be read as blank."""
    if not cells:
        return
    name, first = next(iter(cells.items()))
    more = sum(map(len, cells.values())) - 1
    raise Unfit(f"数式の計算結果が保存されていないセルがあります（シート「{name}」の{first[0] or '数式のセル'}{f' ほか{more:,}個' if more else ''}）。"
                       "Excelで開いて上書き保存してから、もう一度選んでください。")


def plain(cell) -> list:
    """A date, time or length of time as JSON can hold it."""
    return [type(cell).__name__, cell.total_seconds() if isinstance(cell, timedelta) else cell.isoformat()]


def main() -> None:
    """Set the limits on this process itself, read, write."""
    limits = json.loads(sys.argv[1])
    resource.setrlimit(resource.RLIMIT_AS, (limits["memory"], limits["memory"]))
    resource.setrlimit(resource.RLIMIT_CPU, (limits["seconds"], limits["seconds"]))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        answer = read(sys.stdin.buffer.read(), limits)
    except Refused as error:
        answer = {"error": str(error), "too_large": True}
    except Unfit as error:
        answer = {"error": str(error)}
    except PasswordError:
        answer = {"error": PASSWORD}
    except (CalamineError, OSError, ValueError):
        answer = {"error": UNREADABLE}
    sys.stdout.write(json.dumps(answer, default=plain))  # json.dump to a file is many times slower


if __name__ == "__main__":
    main()
