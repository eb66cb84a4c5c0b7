"""Sheets that look like the printed tables: title, crosstab, footnotes, ready for A4."""
import math
import unicodedata
from decimal import Decimal

from reports.comparison import ALL_NEW, BRACKET, DIFFERENCE, RATE, RATIO
from reports.grid import MASKED, Cell, Grid, MonthlyGrid, Report

from . import wording
from .base import Context
from .crosstab import Heading, Line, crosstab, monthly_lines

_FONT = {"font_name": "BIZ UDPGothic", "font_size": 10, "valign": "vcenter"}
_RULED = {"border": 1, "border_color": "#9aa0a8"}
_TOTAL = {"bold": True, "top": 2, "bg_color": "#f2f4f8"}
# A figure and last year's beside it have no line between them, so that they read as the print does: 94（132）.
_CHANGE = {"align": "right", "left": 0, "font_color": "#444444"}
_FIGURES = {"count": ("#,##0", {"align": "right"}), "paired": ("#,##0", {"align": "right", "right": 0}),
            "prior": ('"（"#,##0"）"', {"align": "left", "left": 0, "font_color": "#444444"}),
            "share": ("0.0%", {"align": "right"}),
            DIFFERENCE: ('"+"#,##0;"△"#,##0;0', _CHANGE), RATE: ('#,##0.0;"△"#,##0.0;0.0', _CHANGE), RATIO: ('#,##0.0;"△"#,##0.0;0.0', _CHANGE)}
_HEADING_ROW = 3
_LABEL_WIDTH, _COUNT_WIDTH, _PRIOR_WIDTH, _SHARE_WIDTH, _MONTH_WIDTH = 28, 10, 10, 9, 7
_WIDEST_UPRIGHT = 92
_A4 = 9


class Styles:
    """The cell formats of one workbook, those of figures in a plain and a 合計 version."""

    def __init__(self, book):
        def make(**more):
            return book.add_format(_FONT | more)

        def pair(**more):
            return make(**_RULED, **more), make(**_RULED | more | _TOTAL)

        self.title, self.small = make(bold=True, font_size=14), make(font_color="#444444")
        self.note = make(text_wrap=True, valign="top")
        self.plain, self.tenths = make(), make(num_format="0.0")
        self.heading = make(**_RULED, bold=True, bg_color="#e3e8f2", align="center", text_wrap=True)
        self.label, self.child = pair(), pair(indent=1)
        self.figures = {name: pair(num_format=plain, **more) for name, (plain, more) in _FIGURES.items()}
        self.count = self.figures["count"]
        self.make, self.marked = make, {}

    def of(self, style: str, total: int, mark: str):
        """A format of figures, with the marks of notes behind them: the cell stays a number."""
        if not mark:
            return self.figures[style][total]
        if (style, total, mark) not in self.marked:
            plain, more = _FIGURES[style]
            more = _RULED | more | (_TOTAL if total else {})
            marked = ";".join(f'{part}" {mark}"' for part in plain.split(";"))
            self.marked[style, total, mark] = self.make(num_format=marked, **more)
        return self.marked[style, total, mark]


def write_crosstab(sheet, styles: Styles, report: Report, context: Context, grid: Grid) -> None:
    """A 内訳 table: a column for each district, beside it one for its previous year where there is any."""
    table = crosstab(grid)
    widths = _head(sheet, styles, table.headings, [f"割合{_behind(grid.percent_mark)}"] * grid.shows_percent)
    for place, line in enumerate(table.lines, _HEADING_ROW + 1):
        _line(sheet, styles, place, line, table.headings, grid.shows_percent)
    notes = [f"{note.mark}　{note.text}" for note in grid.notes]
    notes += [f"件数：{grid.basis}"] * bool(grid.basis) + [f"数え方：{grid.rule}"] * bool(grid.rule)
    _notes(sheet, styles, _HEADING_ROW + 1 + len(table.lines), notes, widths)
    _frame(sheet, styles, report, context, f"{grid.title}{_behind(grid.mark)}", grid.unit, widths)


def write_monthly(sheet, styles: Styles, report: Report, context: Context, grid: MonthlyGrid) -> None:
    """A monthly table, April to March."""
    names = ["地区", *(f"{month}月" for month in grid.months), wording.TOTAL]
    for column, name in enumerate(names):
        sheet.write_string(_HEADING_ROW, column, name, styles.heading)
    for place, row in enumerate(monthly_lines(grid), _HEADING_ROW + 1):
        total = int(row.district is None)
        sheet.write_string(place, 0, row.label, styles.label[total])
        for column, count in enumerate((*row.counts, row.total), 1):
            _figure(sheet, place, column, count, wording.NOT_AVAILABLE, styles.count[total])
    widths = [14, *[_MONTH_WIDTH] * len(grid.months), _COUNT_WIDTH]
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    notes = [f"{note.mark}　{note.text}" for note in grid.notes] + [f"件数：{grid.basis}"] * bool(grid.basis) + (
        [f"数え方：{grid.rule}"] * bool(grid.rule))
    _notes(sheet, styles, _HEADING_ROW + 1 + len(monthly_lines(grid)), notes, widths)
    _frame(sheet, styles, report, context, wording.monthly_title(grid), grid.unit, widths)


def paper(sheet, context: Context, *, heading_row: int, landscape: bool) -> None:
    """A4, as wide as the page, headings repeated on every page, council and page number in the footer."""
    sheet.set_paper(_A4)
    if landscape:
        sheet.set_landscape()
    sheet.set_margins(left=0.8, right=0.6, top=0.8, bottom=0.8)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(heading_row)
    sheet.set_footer(f"&L&9{context.council.replace('&', '&&')[:80]}&R&9&P／&N")


def _head(sheet, styles: Styles, headings: tuple[Heading, ...], share: list[str]) -> list[int]:
    """Write the headings, that of a district over its two columns; returns the widths of all columns."""
    widths = [_LABEL_WIDTH]
    sheet.write_string(_HEADING_ROW, 0, "項目", styles.heading)
    for heading in headings:
        column = len(widths)
        widths += [_COUNT_WIDTH, _PRIOR_WIDTH] if heading.has_prior else [_COUNT_WIDTH]
        if heading.has_prior:
            sheet.merge_range(_HEADING_ROW, column, _HEADING_ROW, column + 1, "", styles.heading)
        name = wording.with_prior(heading.name, heading.prior_as) if heading.has_prior else heading.name
        sheet.write_string(_HEADING_ROW, column, name, styles.heading)
    for name in share:
        sheet.write_string(_HEADING_ROW, len(widths), name, styles.heading)
        widths.append(_SHARE_WIDTH)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    return widths


def _line(sheet, styles: Styles, place: int, line: Line, headings, shows_percent: bool) -> None:
    total, column = int(line.is_total), 1
    sheet.write_string(place, 0, line.label, (styles.child if line.is_child else styles.label)[total])
    for heading, cell in line.figures(headings):
        style = styles.of("paired" if heading.has_prior else "count", total, cell.mark)
        _figure(sheet, place, column, cell.count, wording.NOT_AVAILABLE + cell.mark, style)
        column += 1
        if heading.has_prior:
            _prior(sheet, place, column, cell, styles, total)
            column += 1
    if shows_percent:
        share = line.percent if line.percent in (None, MASKED) else float(Decimal(line.percent) / 100)
        _figure(sheet, place, column, share, wording.NOT_AVAILABLE + line.percent_mark, styles.of("share", total, line.percent_mark))


def _behind(mark: str) -> str:
    return f" {mark}" if mark else ""


def _prior(sheet, row: int, column: int, cell: Cell, styles: Styles, total: int) -> None:
    """Last year's figure or what became of it, a number; else its mark, 皆増 or －."""
    is_bracket = cell.prior_as == BRACKET
    value, style = (cell.prior, "prior") if is_bracket else (cell.change, cell.prior_as)
    otherwise = (cell.prior_mark if cell.prior is None else None) or wording.NOT_AVAILABLE
    if value == ALL_NEW:
        value, otherwise = None, ALL_NEW
    number = float(value) if isinstance(value, str) and value != MASKED else value
    _figure(sheet, row, column, number, otherwise + cell.prior_marks, styles.of(style, total, cell.prior_marks))


def _figure(sheet, row: int, column: int, value, otherwise: str, style) -> None:
    if value in (None, MASKED):
        sheet.write_string(row, column, value or otherwise, style)
    else:
        sheet.write_number(row, column, value, style)


def _notes(sheet, styles: Styles, row: int, notes: list[str], widths: list[int]) -> None:
    """Each note over the whole width and as high as its lines; Excel does not fit the height of joined cells."""
    for place, note in enumerate(notes, row):
        sheet.set_row(place, 14 * math.ceil(_half_widths(note) * 1.08 / sum(widths)) + 3)
        if len(widths) > 1:
            sheet.merge_range(place, 0, place, len(widths) - 1, "", styles.note)
        sheet.write_string(place, 0, note, styles.note)


def _frame(sheet, styles: Styles, report: Report, context: Context, title: str, unit: str, widths: list[int]) -> None:
    sheet.write_string(0, 0, f"{report.label}　{title}", styles.title)
    sheet.set_row(0, 22)
    sheet.write_string(1, 0, f"{context.council}　{wording.scope_words(report)}　単位：{unit}　{wording.edition_mark(report)}", styles.small)
    sheet.set_row(_HEADING_ROW, 30)
    sheet.freeze_panes(_HEADING_ROW + 1, 1)
    paper(sheet, context, heading_row=_HEADING_ROW, landscape=sum(widths) > _WIDEST_UPRIGHT)


def _half_widths(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "FWA" else 1 for letter in text)
