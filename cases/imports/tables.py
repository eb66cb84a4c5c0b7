"""The table in a sheet: its headings found by name below any title rows, its rows, its totals rows."""
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile, zip_longest
from typing import NamedTuple

from cases import periods
from cases.text import fold_label, normalize_space

from .cells import MARKS, Cell, cell_text
from .limits import SheetError
from .sheets import Sheet

IsHeading = Callable[[str], bool]

SEARCHED_ROWS = 30
_TOTALS = frozenset(["合計", "計", "総計", "総合計", "小計"])
_LAST_COLUMN = 16_383
_TITLE_CELLS = 2  # a row of at most so many cells above the headings is a title
_MONTH = re.compile(
    r"(?:(?P<year>(?:明治|大正|昭和|平成|令和|[MTSHR])?(?:\d{1,4}|元))年(?P<fiscal>度)?)?"
    r"(?<!\d)(?P<month>\d{1,2})月(?!\d{1,2}日)", re.IGNORECASE)

_DOTTED = re.compile(r"(?P<year>(?:明治|大正|昭和|平成|令和|[MTSHR])(?:\d{1,2}|元)|\d{4})年?[./_-](?P<month>\d{1,2})(?:月分?)?", re.IGNORECASE)

_FISCAL_YEAR = re.compile(r"((?:明治|大正|昭和|平成|令和|[MTSHR])?(?:\d{1,4}|元)年度)", re.IGNORECASE)


class Column(NamedTuple):
    """One column: its place from 0, its letter in Excel, and its heading with the group heading above it, if any."""

    index: int
    letter: str
    group: str | None
    name: str


class Row(NamedTuple):
    """One row: its number as Excel shows it, and its cells from column A, one for every column of the sheet."""

    number: int
    cells: list[Cell]


@dataclass(frozen=True)
class Table:
    """The table of a sheet. A totals row (合計, 計, 総計, 小計 in its first filled cell) is in no way among `rows`."""

    heading_row_number: int  # of the row by which the table was found, as Excel shows it
    columns: list[Column]
    rows: list[Row]
    totals: list[Row]
    heading_end: int = 0  # the last row of the headings, as Excel shows it
    filled_down: int = 0  # cells merged over several rows, whose value every one of these rows has


class MonthHint(NamedTuple):
    """A calendar month, and the calendar year where it was written too."""

    month: int
    year: int | None


# -- The table

def find_table(sheet: Sheet, is_heading: IsHeading, minimum: int) -> Table | None:
    """The table under the first of the top 30 rows in which at least `minimum` cells are headings; None if no row is.

    Headings may stand in two rows: group headings (such as an axis name) above the names, each spanning the blank
    cells to its right or its merged area. `is_heading` gets headings with spaces normalized. Raises SheetError
    where a heading that it knows occurs twice.
    """
    found = _heading_row(sheet, is_heading, minimum)
    if found is None:
        return None
    upper, last = _heading_rows(sheet, found, is_heading)
    columns = list(_columns(sheet, upper, last, is_heading if upper < found else bool))
    _check_unique(columns, is_heading)
    width = max(len(row) for row in sheet.rows)
    filled = {number: Row(number, [*row, *[""] * (width - len(row))])
              for number, row in enumerate(sheet.rows[last + 1:], start=last + 2) if any(map(cell_text, row))}
    filled_down = _fill_down(sheet, filled, last)
    return Table(found + 1, columns, *parted(filled.values(), _is_totals), last + 1, filled_down)


def parted(rows: Iterable[Row], is_total: Callable[[Row], object]) -> tuple[list[Row], list[Row]]:
    """The rows, and the totals rows; each is looked at once."""
    parts = [], []
    for row in rows:
        parts[bool(is_total(row))].append(row)
    return parts


def _fill_down(sheet: Sheet, rows: dict[int, Row], heading_end: int) -> int:
    """Give every row of a merged area its value; rows that are otherwise blank stay blank. How many areas there are."""
    areas = 0
    for (first, column), last in sheet.depths.items():
        below = [rows[number] for number in range(first + 2, min(last + 1, len(sheet.rows)) + 1) if number in rows]
        if first > heading_end and first + 1 in rows and below:
            areas += 1
            for row in below:
                row.cells[column] = rows[first + 1].cells[column]
    return areas


def column_letter(index: int) -> str:
    """The letter by which Excel names the column: 0 is A, 26 is AA."""
    before, place = divmod(index, 26)
    return (column_letter(before - 1) if before else "") + chr(ord("A") + place)


def _heading_row(sheet: Sheet, is_heading: IsHeading, minimum: int) -> int | None:
    for index, row in enumerate(sheet.rows[:SEARCHED_ROWS]):
        if sum(is_heading(_heading(cell)) for cell in row if cell_text(cell)) >= minimum:
            return index
    return None


def _heading_rows(sheet: Sheet, found: int, is_heading: IsHeading) -> tuple[int, int]:
    """First and last row of the headings: two when group headings stand above, or names below, the row found."""
    if found + 1 < len(sheet.rows) and _are_names_below(sheet.rows[found], sheet.rows[found + 1]):
        return found, found + 1
    if found and any(is_heading(_heading(cell)) for cell in sheet.rows[found - 1]):
        return found - 1, found
    return found, found


def _are_names_below(headings: Sequence[Cell], below: Sequence[Cell]) -> bool:
    """Whether the row below names the parts of spanning headings: it is blank under every single heading."""
    pairs = [(_heading(above), cell) for above, cell in zip_longest(headings, below)]
    filled = [index for index, (_, cell) in enumerate(pairs) if cell_text(cell)]
    words = all(isinstance(pairs[index][1], str) and cell_text(pairs[index][1]) not in MARKS for index in filled)
    under_spans = all(not pairs[index][0] or (index + 1 in filled and not pairs[index + 1][0]) for index in filled)
    return words and under_spans and any(not pairs[index][0] for index in filled)


def _columns(sheet: Sheet, upper: int, last: int, is_group: IsHeading) -> Iterator[Column]:
    single = upper == last
    group, until = None, 0
    for index, (above, name) in enumerate(zip_longest(sheet.rows[upper], () if single else sheet.rows[last])):
        above, name = _heading(above), _heading(name)
        if index > until:
            group = None
        if above:
            group = above if is_group(above) else None
            until = _end_of_span(sheet, upper, index)
        if name:
            yield Column(index, column_letter(index), group, name)
        elif above and (single or group):
            yield Column(index, column_letter(index), None, above)


def _end_of_span(sheet: Sheet, row: int, column: int) -> int:
    # In a row where nothing is merged, as in any CSV, a group reaches to the next group.
    merged = any(first == row for first, _ in sheet.merges)
    return sheet.merges.get((row, column), column) if merged else _LAST_COLUMN


def _check_unique(columns: list[Column], is_heading: IsHeading) -> None:
    seen: dict[tuple[str | None, str], Column] = {}
    for column in columns:
        first = seen.setdefault((column.group, fold_label(column.name)), column)
        if first is not column and is_heading(column.name):
            raise SheetError(f"見出し「{column.name}」が{first.letter}列と{column.letter}列の両方にあります。1つにしてください。")


def _is_totals(row: Row) -> bool:
    first = next(filter(None, map(cell_text, row.cells)), "")
    return fold_label(first) in _TOTALS


def _heading(cell: Cell) -> str:
    return normalize_space(cell_text(cell))


# -- The month of a sheet

def month_hint(sheet: Sheet) -> MonthHint | None:
    """The one month that the sheet's name, or else its title rows, tell: 4月, ４月分, 令和3年4月, 令和3年度1月 (2022); a name may be R3.4.

    None where there is no month, or more than one (「4月〜6月」). Dates such as 4月5日 do not count.
    """
    named = list(_dotted(sheet.name)) or list(_months(sheet.name))
    titled = [hint for title in _titles(sheet) for hint in _months(title)]
    months = {hint.month for hint in named or titled}
    if len(months) != 1:
        return None
    month = months.pop()
    years = {hint.year for hint in named + titled if hint.month == month and hint.year}
    return MonthHint(month, years.pop() if len(years) == 1 else None)


def fiscal_year_hint(sheet: Sheet) -> int | None:
    """The one fiscal year that the sheet's name and title rows tell: 令和3年度. None where there is none, or more than one."""
    texts = [fold_label(text) for text in (sheet.name, *_titles(sheet))]
    years = {_fiscal_year(found[1]) for text in texts for found in _FISCAL_YEAR.finditer(text)}
    return years.pop() if len(years) == 1 else None


def _fiscal_year(text: str) -> int | None:
    try:
        return periods.parse_fiscal_year(text)
    except periods.PeriodError:  # 「3年度」 without era
        return None


def _titles(sheet: Sheet) -> Iterator[str]:
    rows = ([cell_text(cell) for cell in row if cell_text(cell)] for row in sheet.rows[:SEARCHED_ROWS])
    for row in takewhile(lambda row: len(row) <= _TITLE_CELLS, rows):
        yield from row


def _dotted(name: str) -> Iterator[MonthHint]:
    """The month of a name that is a year and a month and nothing else: R4.6, 2022-06."""
    found = _DOTTED.fullmatch(fold_label(name))
    if found and int(found["month"]) in periods.FISCAL_MONTHS:
        yield MonthHint(int(found["month"]), _year_of(found["year"], False, int(found["month"])))


def _months(text: str) -> Iterator[MonthHint]:
    for found in _MONTH.finditer(fold_label(text)):
        month = int(found["month"])
        if month in periods.FISCAL_MONTHS:
            yield MonthHint(month, _year_of(found["year"], bool(found["fiscal"]), month))


def _year_of(year: str | None, fiscal: bool, month: int) -> int | None:
    if not year:
        return None
    try:
        return periods.calendar_year(periods.parse_fiscal_year(year), month) if fiscal else periods.parse_year(year)
    except periods.PeriodError:  # 「3年4月」 without era: the month is told, the year is not
        return None
