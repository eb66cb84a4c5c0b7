"""Sheets that look like the printed tables: title, crosstab, footnotes, below it its monthly tables; ready for A4."""
from collections.abc import Sequence
from decimal import Decimal

from reports.comparison import ALL_NEW, BRACKET
from reports.grid import MASKED, Cell, Grid, MonthlyGrid, Report
from reports.trend_grid import TrendGrid

from . import wording
from .base import Context
from .crosstab import Crosstab, Line, crosstab, monthly_lines, trend_crosstab
from .xlsx_styles import Styles, lines_high, paper, paper_in_parts

_HEADING = 3  # rows below the title of a table
_LABEL_WIDTH, _COUNT_WIDTH, _PRIOR_WIDTH, _SHARE_WIDTH, _MONTH_WIDTH = 28, 10, 10, 9, 7
_WIDEST_UPRIGHT = 92
_BETWEEN = 2  # blank rows


def write_section(sheet, styles: Styles, report: Report, context: Context, grid: Grid,
                  months: Sequence[MonthlyGrid]) -> list[int]:
    """A 内訳 table and under it, as in the print, its monthly tables. Returns the row of each title, from 0."""
    page = _Page(sheet, styles, report, context)
    page.crosstab(grid)
    for monthly in months:
        page.monthly(monthly)
    page.finish()
    return page.starts


def write_trend(sheet, styles: Styles, report: Report, context: Context, trend: TrendGrid) -> list[int]:
    """A 年度推移, its years as columns or as rows, changes beside the figures where it shows them."""
    page = _Page(sheet, styles, report, context)
    page.trend(trend)
    page.finish()
    return page.starts


class _Page:
    """A sheet on its way: the next free row, where each table starts, how high the rows are, how wide the columns."""

    def __init__(self, sheet, styles: Styles, report: Report, context: Context):
        self.sheet, self.styles, self.report, self.context = sheet, styles, report, context
        self.next, self.starts, self.widths = 0, [], []
        self.heights: dict[int, float] = {}

    def crosstab(self, grid: Grid) -> None:
        """A column for each district, beside it one for its previous year where there is any."""
        self._table(grid, crosstab(grid), _behind(grid.mark), [f"割合{_behind(grid.percent_mark)}"] * grid.shows_percent)

    def trend(self, trend: TrendGrid) -> None:
        """Years as columns or as rows."""
        self._table(trend, trend_crosstab(trend))

    def _table(self, grid: Grid | TrendGrid, table: Crosstab, mark: str = "", share: Sequence[str] = ()) -> None:
        heading = self._begin(f"{grid.title}{mark}", grid.unit)
        widths = _head(self.sheet, self.styles, heading, table, share)
        for place, line in enumerate(table.lines, heading + 1):
            self._height(place, 15 * lines_high(line.label, _LABEL_WIDTH))
            _line(self.sheet, self.styles, place, line, table.headings, table.shows_percent)
        self._end(heading + 1 + len(table.lines), grid, widths)

    def monthly(self, grid: MonthlyGrid) -> None:
        """A monthly table, April to March."""
        heading = self._begin(wording.monthly_title(grid) + grid.mark, grid.unit)
        names = ["地区", *(f"{month}月" for month in grid.months), wording.TOTAL]
        for column, name in enumerate(names):
            self.sheet.write_string(heading, column, name, self.styles.heading)
        for place, row in enumerate(monthly_lines(grid), heading + 1):
            total = int(row.district is None)
            self.sheet.write_string(place, 0, row.label, self.styles.label[total])
            for column, count in enumerate((*row.counts, row.total), 1):
                _figure(self.sheet, place, column, count, wording.NOT_AVAILABLE, self.styles.count[total])
        self._end(heading + 1 + len(monthly_lines(grid)), grid, [14, *[_MONTH_WIDTH] * len(grid.months), _COUNT_WIDTH])

    def finish(self) -> None:
        """Columns as wide as the widest table needs them; one table fits the page, of several none is cut."""
        for column, width in enumerate(self.widths):
            self.sheet.set_column(column, column, width)
        self.sheet.hide_gridlines(2)
        landscape = sum(self.widths) > _WIDEST_UPRIGHT
        if len(self.starts) == 1:
            self.sheet.freeze_panes(_HEADING + 1, 1)
            paper(self.sheet, self.report, self.context, landscape=landscape, heading_row=_HEADING)
        else:
            self.sheet.freeze_panes(0, 1)
            paper_in_parts(self.sheet, self.report, self.context, self.widths, self._parts(), landscape=landscape)

    def _begin(self, title: str, unit: str) -> int:
        """Write the title; returns the row of the headings."""
        row, report = self.next, self.report
        self.starts.append(row)
        self.sheet.write_string(row, 0, f"{report.label}　{title}", self.styles.title)
        about = f"{self.context.council}　{wording.scope_words(report)}　単位：{unit}　{wording.edition_mark(report)}"
        self.sheet.write_string(row + 1, 0, about, self.styles.small)
        self._height(row, 22)
        self._height(row + _HEADING, 30)
        return row + _HEADING

    def _end(self, row: int, grid: Grid | MonthlyGrid | TrendGrid, widths: list[int]) -> None:
        """Each note over the whole width and as high as its lines; Excel does not fit the height of joined cells."""
        notes = [f"{note.mark}　{note.text}" for note in grid.notes]
        notes += [f"件数：{grid.basis}"] * bool(grid.basis) + [f"数え方：{grid.rule}"] * bool(grid.rule)
        for place, note in enumerate(notes, row):
            self._height(place, 14 * lines_high(note, sum(widths)) + 3)
            if len(widths) > 1:
                self.sheet.merge_range(place, 0, place, len(widths) - 1, "", self.styles.note)
            self.sheet.write_string(place, 0, note, self.styles.note)
        self.next = row + len(notes) + _BETWEEN
        wider = [*self.widths, *[0] * (len(widths) - len(self.widths))]
        self.widths = [max(width, *widths[place:place + 1], 0) for place, width in enumerate(wider)]

    def _height(self, row: int, points: float) -> None:
        self.heights[row] = points
        self.sheet.set_row(row, points)

    def _parts(self) -> list[tuple[int, float]]:
        """(first row, height in points) of each table."""
        ends = [*self.starts[1:], self.next - _BETWEEN]
        return [(start, sum(self.heights.get(row, 15) for row in range(start, end)))
                for start, end in zip(self.starts, ends, strict=True)]


def _head(sheet, styles: Styles, row: int, table: Crosstab, share: Sequence[str]) -> list[int]:
    """Write the headings, that of a district over its two columns; returns the widths of all columns."""
    widths = [_LABEL_WIDTH]
    sheet.write_string(row, 0, table.corner, styles.heading)
    for heading in table.headings:
        column = len(widths)
        widths += [_COUNT_WIDTH, *[_PRIOR_WIDTH] * heading.has_prior, *[_SHARE_WIDTH] * heading.has_share]
        if heading.columns > 1:
            sheet.merge_range(row, column, row, len(widths) - 1, "", styles.heading)
        name = wording.with_prior(heading.name, heading.prior_as) if heading.has_prior else heading.name
        sheet.write_string(row, column, f"{name}（割合）" if heading.has_share else name, styles.heading)
    for name in share:
        sheet.write_string(row, len(widths), name, styles.heading)
        widths.append(_SHARE_WIDTH)
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
        if heading.has_share:
            _share(sheet, place, column, cell.share, "", styles, total)
            column += 1
    if shows_percent:
        _share(sheet, place, column, line.percent, line.percent_mark, styles, total)


def _share(sheet, row: int, column: int, percent: str | None, mark: str, styles: Styles, total: int) -> None:
    share = percent if percent in (None, MASKED) else float(Decimal(percent) / 100)
    _figure(sheet, row, column, share, wording.NOT_AVAILABLE + mark, styles.of("share", total, mark))


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
