"""Reading published figures (公表値), kept as printed: in long form, one printed cell a row, or as printed tables."""
from collections.abc import Callable, Sequence
from dataclasses import replace

from cases.models import Axis, Category, District
from cases.periods import FISCAL_MONTHS, PeriodError, fiscal_year_span, parse_fiscal_year
from cases.text import fold_label

from .cells import Cell, CellError, cell_text, read_count
from .directory import Directory, Unknown
from .figure_plan import BELOW_ZERO, LONGEST_NOTE, TOTAL, WHOLE, FigureDraft, Key
from .limits import SheetError
from .printed_figures import read_printed_sheet
from .prior_figures import NONE
from .problems import Problem
from .reading import FIRST_ROWS, IGNORED_MEANING, UNKNOWN_MEANING, Reading, Understood
from .record_columns import is_reason
from .records import named_sheets, no_such_sheet
from .sheets import Sheet
from .tables import Row, Table, column_letter, find_table

HEADINGS = ("年度", "地区", "軸", "分類", "月", "件数", "注記")
REQUIRED = ("年度", "地区", "軸", "分類", "件数")
LARGEST = 2_147_483_647  # that both databases store


def read_figures(sheets: Sequence[Sheet], sheet_name: str = "", fiscal_year: int | None = None, priors: str = "") -> Reading:
    """Every row or printed table of every recognised sheet, or of the one named.

    With `fiscal_year` another year is an error; it is also that of printed tables that name none. Where `priors` is NONE,
    last year's figures in brackets may be of districts and categories that last year did not have.
    """
    reading, directory = Reading(leaves_priors=priors == NONE), Directory()
    wanted = named_sheets(sheets, sheet_name)
    if not wanted:
        return reading.refuse(no_such_sheet(sheets, sheet_name))
    for sheet in wanted:
        _read_sheet(sheet, fiscal_year, directory, reading)
    if not any(sheet.used for sheet in reading.sheets):
        return reading.refuse(f"公表値の表が見つかりません。印刷した表（分類が縦、地区が横など）か、見出しの行に「{'」「'.join(REQUIRED)}」のある表が必要です。")
    reading.warnings += [Problem(None, "", "", f"このシートは読み取りません。{each.why_not}", each.name)
                         for each in reading.sheets if not each.used]
    _refuse_repeated(reading)
    return reading


def _is_heading(text: str) -> bool:
    return fold_label(text) in HEADINGS or is_reason(text)


def _read_sheet(sheet: Sheet, fiscal_year: int | None, directory: Directory, reading: Reading) -> None:
    understood = Understood(sheet.name)
    try:
        table = find_table(sheet, _is_heading, len(REQUIRED) - 1)
    except SheetError as error:
        understood.used = True
        reading.sheets.append(understood)
        reading.refuse(str(error), sheet.name)
        return
    if table is not None and _is_report(table):
        table, understood.why_not = None, "報告書の一覧（縦持ち）は、公表値としては読み取りません。"
    elif table is None and not read_printed_sheet(sheet, fiscal_year, directory, reading):
        understood.why_not = "公表値の表がありません。"
    if table is None:
        if understood.why_not:
            reading.sheets.append(understood)
        return
    reading.sheets.append(understood)
    places = {fold_label(column.name): column.index for column in table.columns}
    rows = sorted([*table.rows, *table.totals], key=lambda row: row.number)
    _describe(understood, table, rows)
    errors = _heading_errors(table, rows)
    reading.file_errors += [replace(error, sheet=sheet.name) for error in errors]
    if not errors:
        for row in rows:
            _FigureRow(sheet.name, row, places, fiscal_year, directory).read_into(reading)


def _is_report(table: Table) -> bool:
    """Whether this is the long form that our own reports end with, which repeats the tables before it."""
    names = {fold_label(column.name) for column in table.columns}
    return {"表", "値"} <= names and not {"軸", "件数"} & names


def _describe(understood: Understood, table: Table, rows: Sequence[Row]) -> None:
    understood.used, understood.rows, understood.heading_end = True, len(rows), table.heading_row_number
    understood.columns = [(column.name, IGNORED_MEANING if is_reason(column.name) else fold_label(column.name) if _is_heading(column.name) else UNKNOWN_MEANING)
                          for column in table.columns]
    understood.first_rows = [(row.number, [cell_text(row.cells[column.index]) for column in table.columns])
                             for row in rows[:FIRST_ROWS]]


def _heading_errors(table: Table, rows: Sequence[Row]) -> list[Problem]:
    names = [column.name for column in table.columns]
    errors = [Problem(table.heading_row_number, name, "", "この見出しは読み取れません。見出しを直すか、列を削除してください。")
              for name in names if not _is_heading(name)]
    errors += [Problem(table.heading_row_number, name, "", "この見出しの列がありません。列を加えてください。")
               for name in REQUIRED if name not in map(fold_label, names)]
    headed = {column.index for column in table.columns}
    stray = {place: (row.number, cell_text(cell)) for row in reversed(rows)
             for place, cell in enumerate(row.cells) if place not in headed and cell_text(cell)}
    return errors + [Problem(number, f"{column_letter(place)}列", value, "見出しのない列に値があります。")
                     for place, (number, value) in sorted(stray.items())]


class _FigureRow:
    """The reading of one row, cell by cell; problems gather and nothing stops at the first."""

    def __init__(self, sheet: str, row: Row, places: dict[str, int], fiscal_year: int | None, directory: Directory):
        self.sheet, self.row, self.places, self.directory = sheet, row, places, directory
        self.wanted_year = fiscal_year
        self.problems: list[Problem] = []

    def read_into(self, reading: Reading) -> None:
        """Add the row's draft, or what is wrong with it, to the reading."""
        year = self._read("年度", self._year)
        axis = self._read("軸", self._axis)
        district = self._read("地区", lambda text: self._district(text, year))
        category = self._read("分類", lambda text: self._category(text, axis, year))
        month = self._read("月", _month)
        value = self._read("件数", lambda _: _count(self._cell("件数")))
        note = self._read("注記", _note)
        reading.row_errors += self.problems
        if not self.problems:
            key = Key(year, district.pk if district else None, axis.pk, category.pk if category else None, month)
            label = {"fiscal_year": year, "district": district.name if district else WHOLE, "axis": axis.name,
                     "category": category.label if category else TOTAL, "month": month}
            reading.drafts.append(FigureDraft(self.row.number, self.sheet, key, label, value, note))
            if value is not None and value < 0:
                reading.warnings.append(Problem(self.row.number, "件数", cell_text(self._cell("件数")), BELOW_ZERO, self.sheet))

    def _cell(self, heading: str) -> Cell:
        return self.row.cells[self.places[heading]] if heading in self.places else ""

    def _read(self, heading: str, read: Callable):
        text = cell_text(self._cell(heading))
        try:
            return read(text)
        except (CellError, PeriodError, Unknown) as error:
            self.problems.append(Problem(self.row.number, heading, text, str(error), self.sheet))
            return None

    def _year(self, text: str) -> int:
        if not text:
            raise CellError("年度がありません。")
        year = parse_fiscal_year(text)
        if self.wanted_year not in (None, year):
            raise CellError("指定した年度の公表値ではありません。")
        return year

    def _axis(self, text: str) -> Axis:
        axis = self.directory.axes.get(fold_label(text))
        if axis is None:
            raise Unknown(f"「{text}」という軸は分類表にありません。" if text else "軸がありません。")
        return axis

    def _district(self, text: str, year: int | None) -> District | None:
        if not text:
            raise CellError(f"地区がありません。全体の値のときは「{WHOLE}」と書いてください。")
        if fold_label(text) == WHOLE or year is None:
            return None
        return self.directory.district_in_year(text, year, *fiscal_year_span(year))

    def _category(self, text: str, axis: Axis | None, year: int | None) -> Category | None:
        if not text:
            raise CellError(f"分類がありません。合計の値のときは「{TOTAL}」と書いてください。")
        if fold_label(text) == TOTAL or axis is None or year is None:
            return None
        return self.directory.category(axis, text, year)


def _month(text: str) -> int | None:
    number = fold_label(text).removesuffix("月")
    if number and not (number.isdecimal() and int(number) in FISCAL_MONTHS):
        raise CellError("月は、4月から3月までの数字で書いてください。年間の値のときは空欄にします。")
    return int(number) if number else None


def _count(cell: Cell) -> int | None:
    count = read_count(cell)
    if count is not None and abs(count) > LARGEST:
        raise CellError("件数が大きすぎます。")
    return count


def _note(text: str) -> str:
    if len(text) > LONGEST_NOTE:
        raise CellError(f"注記が長すぎます。{LONGEST_NOTE}文字までで書いてください。")
    return text


def _refuse_repeated(reading: Reading) -> None:
    first: dict[Key, FigureDraft] = {}
    for draft in list(reading.drafts):
        same = first.setdefault(draft.key, draft)
        if same is not draft:
            reading.drafts.remove(draft)
            reading.row_errors.append(Problem(draft.row, "分類", draft.label["category"],
                                              f"同じ年度・地区・軸・分類・月の行が{same.row}行目にもあります。", draft.sheet))
