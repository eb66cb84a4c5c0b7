"""What one cell of a sheet says: a count, a date, a time, a mark, several values.

A blank cell is None: not there is not the same as 0. What cannot be read raises CellError and is never guessed.
"""
import re
import unicodedata
from collections.abc import Collection, Mapping
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from cases import periods
from cases.text import fold_label

Cell = str | float | bool | date | datetime | time | timedelta | None

MARKS = frozenset("○◯〇●◎✓✔☑レ1")
MAIN_MARK = "◎"
_COMMA = re.compile("([、，])")
ERROR = re.compile(r"#(?:REF!|N/A|VALUE!|NAME\?|DIV/0!|NUM!|NULL!|SPILL!|CALC!)|Err:\d{3}")  # what a cell of an office program shows
_UNMARKED = frozenset(["", "0", "-", "−", "×", "☐", "□"])
_NOT_AVAILABLE = re.compile(r"※\d*|[-‐‑–—―−ー]+|\.{2,3}|")  # after NFKC, which makes ... of … and .. of ‥
_COUNT = re.compile(r"(?P<minus>[△▲−-] ?)?(?P<digits>\d+|\d{1,3}(?:[, ]\d{3})+)(?:\.0+)?")
_MOST_COUNT = 2_000_000_000  # either engine holds it, and the sum of a report
_EXCEL_DAY_ZERO = date(1899, 12, 30)
_FIRST_SERIAL, _LAST_SERIAL = 20_000, 80_000  # 1954 to 2119; other numbers (4.5) are typing slips
_SERIAL = re.compile(r"\d{5}")
_DAY_AND_TIME = re.compile(r"(?P<day>.+?)(?:[\sT]+|(?<=[日)]))(?P<time>(?:午前|午後)?\d{1,2}"
                           r"(?::\d{1,2}(?=$|:)|時(?:\d{1,2}分|半)?))(?::\d{1,2}(?:\.\d+)?)?")


class CellError(ValueError):
    """A cell that cannot be read; the message says in Japanese why, and what to write."""


class Value(NamedTuple):
    """One of the values of a cell, and whether ◎ marks it as the main one."""

    label: str
    main: bool


def cell_text(cell: Cell) -> str:
    """The cell as text, without spaces around it: 1080.0 is 「1080」, a date 2021-04-05, blank 「」."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    return str(cell).strip()


def read_count(cell: Cell) -> int | None:
    """A published figure: 1,080, １０８０, 「△3」 (-3), 1080.0. Blank, ※, ※1, －, … are None (not available), 0 is 0."""
    text = unicodedata.normalize("NFKC", cell_text(cell)).strip()
    if _NOT_AVAILABLE.fullmatch(text):
        return None
    number = None if isinstance(cell, bool) else _COUNT.fullmatch(text)
    if not number:
        raise CellError(f"「{cell_text(cell)}」は件数として読めません。「1080」のような整数だけを書くか、不明なら空欄にしてください。")
    digits = re.sub("[, ]", "", number["digits"])
    if len(digits) > 18 or int(digits) > _MOST_COUNT:
        raise CellError(f"「{cell_text(cell)[:20]}」は件数として大きすぎます。{_MOST_COUNT:,}以下の数にしてください。")
    count = int(digits)
    return -count if number["minus"] else count


def read_date(cell: Cell, fiscal_year: int | None = None) -> date | None:
    """A date cell, an Excel serial number (also as text), or text as periods.parse_date reads it; blank is None.

    A date with a time of day is refused: the time would be lost.
    """
    day, clock = read_moment(cell, fiscal_year)
    if clock:
        raise CellError(f"「{cell}」には時刻が付いています。日付だけにして、時刻は時刻の列に書いてください。")
    return day


def read_moment(cell: Cell, fiscal_year: int | None = None) -> tuple[date | None, time | None]:
    """A date as read_date reads it, and the time of day behind it to the minute, if any; 0:00 is none."""
    if isinstance(cell, datetime):
        return cell.date(), _clock(cell.time())
    if isinstance(cell, date):
        return cell, None
    if serial := _serial(cell):
        return _EXCEL_DAY_ZERO + timedelta(days=serial), None
    return _text_moment(cell_text(cell), fiscal_year)


def _text_moment(text: str, fiscal_year: int | None) -> tuple[date | None, time | None]:
    timed = any(mark in text for mark in ":：時")
    found = _DAY_AND_TIME.fullmatch(unicodedata.normalize("NFKC", text)) if timed else None
    day = _parse(found["day"] if found else text, lambda said: periods.parse_date(said, fiscal_year))
    return day, _clock(_parse(found["time"], periods.parse_time)) if found else None


def _clock(said: time) -> time | None:
    """The time to the minute; none at 0:00, which Excel writes behind a date that has no time."""
    return None if said == time() else said.replace(second=0, microsecond=0)


def is_serial(cell: Cell) -> bool:
    """Whether the cell holds a date as the number that Excel keeps of it: 45000 is 2023-03-15."""
    return bool(_serial(cell))


def _serial(cell: Cell) -> int:
    """The number of an Excel date; 0 for anything else."""
    if isinstance(cell, str):
        text = unicodedata.normalize("NFKC", cell).strip()
        cell = int(text) if _SERIAL.fullmatch(text) else 0
    known = isinstance(cell, (int, float)) and _FIRST_SERIAL <= cell <= _LAST_SERIAL
    return int(cell) if known and cell == int(cell) else 0


def read_time(cell: Cell) -> time | None:
    """A time cell, a fraction of a day as Excel stores it, or text as periods.parse_time reads it; blank is None."""
    if isinstance(cell, time):
        return cell
    if isinstance(cell, float) and 0 <= cell < 1:
        cell = timedelta(minutes=round(cell * 24 * 60))
    if isinstance(cell, timedelta) and timedelta() <= cell < timedelta(days=1):
        return (datetime.min + cell).time()
    return _parse(cell, periods.parse_time)


def is_marked(cell: Cell) -> bool:
    """Whether a column of one category is ticked: ○ ◯ 〇 ● ◎ ✓ ✔ ☑ レ 1. Blank, 0, - and × are not; else CellError."""
    text = unicodedata.normalize("NFKC", cell_text(cell))
    if cell is True or text in MARKS:
        return True
    if cell is False or text in _UNMARKED:
        return False
    raise CellError(f"「{text}」は印として読めません。該当するときは「○」、しないときは空欄にしてください。")


def is_main_mark(cell: Cell) -> bool:
    """Whether the cell is ticked as the main one of several: ◎."""
    return cell_text(cell) == MAIN_MARK


def split_values(cell: Cell, known_labels: Collection[str]) -> list[Value]:
    """The values of a cell, separated by ; or ； or a line break, or by 、 or ， where that is not inside a known label."""
    values = []
    for piece in re.split(r"[;；\r\n]", cell_text(cell)):
        parts = _COMMA.split(piece.replace("､", "、"))
        known = {_with_one_comma(label): label for label in known_labels} if len(parts) > 1 else {}
        while parts:
            values.append(_take_value(parts, known))
    return [value for value in values if value.label]


def _with_one_comma(label: str) -> str:
    return fold_label(_COMMA.sub("、", label))


def _take_value(parts: list[str], known: Mapping[str, str]) -> Value:
    """Take the longest known label off the front of `parts` (texts and the commas between), or else the first text."""
    text = parts[0].strip()
    main = text.startswith(MAIN_MARK)
    parts[0] = text.removeprefix(MAIN_MARK)
    length = next((n for n in range(len(parts), 1, -2) if _with_one_comma("".join(parts[:n])) in known), 1)
    label = "".join(parts[:length]).strip()
    del parts[:length + 1]
    if length > 1 and fold_label(label) != fold_label(own := known[_with_one_comma(label)]):
        label = own
    return Value(label, main)


def _parse(cell: Cell, parse):
    text = cell_text(cell)
    if not text:
        return None
    try:
        return parse(text)
    except periods.PeriodError as error:
        raise CellError(str(error)) from error
