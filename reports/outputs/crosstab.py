"""A Grid as a printed crosstab: headings, lines, and on paper parts that are narrow enough."""
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate, chain

from reports.comparison import BRACKET
from reports.grid import Cell, Grid, MonthlyGrid, MonthlyRow, Row
from reports.trend_grid import TrendGrid

from . import wording
from .paper import PaperColumn, column, label_width, under

_ALL = "(100.0%)"
_SHARE = column("share", [_ALL], ())

@dataclass(frozen=True, slots=True)
class Heading:
    """A district's columns, or those of 合計."""

    name: str
    has_prior: bool
    is_total: bool = False
    prior_as: str = BRACKET
    is_year: bool = False
    has_share: bool = False

    @property
    def columns(self) -> int:
        """How many columns stand below it."""
        return 1 + self.has_prior + self.has_share

    @property
    def words(self) -> list[str]:
        """What is printed in it, each without a break: a year alone may be broken between 令和 and 3年度, a name before its （　）."""
        name = [self.name]
        if self.columns == 1:
            name = [self.name[:2], self.name[2:]] if self.is_year else re.split("(?<=.)(?=（)", self.name)
        return name + [wording.prior_heading(self.prior_as)] * self.has_prior + ["（割合）"] * self.has_share


@dataclass(frozen=True, slots=True)
class Line:
    """A printed row: its cells in the order of the headings."""

    label: str
    cells: tuple[Cell, ...]
    percent: str | None
    is_child: bool = False
    is_recount: bool = False
    is_total: bool = False
    percent_mark: str = ""

    def figures(self, headings: tuple[Heading, ...]) -> list[tuple[Heading, Cell]]:
        """The cells with their headings."""
        return list(zip(headings, self.cells, strict=True))


@dataclass(frozen=True)
class Crosstab:
    """A table ready to print. A part of a table split for paper has a `part` such as 「1／2」."""

    headings: tuple[Heading, ...]
    lines: tuple[Line, ...]
    shows_percent: bool
    part: str = ""
    corner: str = "項目"

    @cached_property
    def below(self) -> list[list[PaperColumn]]:
        """The columns below each heading, as wide as what stands in them."""
        found = []
        for place, heading in enumerate(self.headings):
            cells = [line.cells[place] for line in self.lines]
            columns = [column("count", [wording.number(cell.count) for cell in cells], [cell.mark for cell in cells])]
            if heading.has_prior:
                columns.append(column("prior", map(wording.prior_alone, cells), [cell.prior_marks for cell in cells]))
            if heading.has_share:
                columns.append(_SHARE)
            found.append(under(heading.words, columns))
        return found

    @property
    def columns(self) -> list[PaperColumn]:
        """The columns beside the label."""
        share = [column("share", [_ALL], [line.percent_mark for line in self.lines])]
        return [*chain.from_iterable(self.below), *share * self.shows_percent]

    @property
    def width(self) -> float:
        """The width of the columns beside the label, in em of the type of the table."""
        return sum(each.width for each in self.columns)

    @property
    def label_width(self) -> float:
        """The width that the labels need."""
        return label_width([self.corner, *(line.label for line in self.lines)])

    @property
    def figures(self) -> list[tuple["Line", list[tuple[Heading, Cell, list[PaperColumn]]]]]:
        """Each line with its cells, the headings over them and the columns that they stand in."""
        return [(line, list(zip(self.headings, line.cells, self.below, strict=True))) for line in self.lines]


def crosstab(grid: Grid) -> Crosstab:
    """The grid's districts and their 合計, which is left out where it only repeats the one district."""
    headings = [Heading(each.name, each.has_prior, prior_as=grid.prior_as) for each in grid.columns]
    if grid.shows_total:
        headings.append(Heading(wording.TOTAL, grid.shows_prior_total, is_total=True, prior_as=grid.prior_as))
    codes = [each.code for each in grid.columns]
    return Crosstab(tuple(headings), tuple(
        _line(row, codes, grid.shows_total) for row in (*grid.rows, grid.total)), grid.shows_percent)


def trend_crosstab(trend: TrendGrid) -> Crosstab:
    """The trend with its years as columns or as rows, as it asks; changes beside the figures where it shows them."""
    headings = tuple(Heading(each.name, each.shows_change, each.is_total, trend.prior_as, each.is_year, each.shows_share) for each in trend.headings)
    lines = tuple(Line(each.label, tuple(figure.cell for figure in each.figures), None, each.is_child, each.is_recount, each.is_total)
                  for each in trend.lines)
    return Crosstab(headings, lines, False, corner=trend.corner)


def monthly_lines(grid: MonthlyGrid) -> tuple[MonthlyRow, ...]:
    """The districts and their 合計, which is left out where it only repeats the one district."""
    return (*grid.rows, grid.total) if grid.shows_total else grid.rows


def monthly_columns(grid: MonthlyGrid) -> list[PaperColumn]:
    """The columns of the months and of their sum."""
    rows = monthly_lines(grid)
    months = [under([f"{month}月"], [column("count", [wording.number(row.counts[place]) for row in rows], ())])[0]
              for place, month in enumerate(grid.months)]
    return [*months, column("count", [wording.number(row.total) for row in rows], ())]


def split(table: Crosstab, capacity: float) -> list[Crosstab]:
    """The table in as few parts of about equal width as do not exceed `capacity` (in em), 合計 in the last."""
    parts = [table]
    while max(part.width for part in parts) > capacity and len(parts) < len(table.headings):
        parts = _parts(table, len(parts) + 1)
    return parts


def _parts(table: Crosstab, count: int) -> list[Crosstab]:
    bounds = _bounds([sum(each.width for each in columns) for columns in table.below], count)
    return [_part(table, first, last, f"{place}／{count}")
            for place, (first, last) in enumerate(zip(bounds, bounds[1:], strict=False), 1)]


def _bounds(widths: Sequence[float], count: int) -> list[int]:
    """Where each part of about equal width begins, and the end of the last; none is empty."""
    ends, bounds = [0.0, *accumulate(widths)], [0]
    for place in range(1, count):
        here = range(bounds[-1] + 1, len(widths) - count + place + 1)
        bounds.append(min(here, key=lambda each: abs(ends[each] - ends[-1] * place / count)))
    return [*bounds, len(widths)]


def _part(table: Crosstab, first: int, last: int, part: str) -> Crosstab:
    ends = last == len(table.headings)
    lines = tuple(replace(line, cells=line.cells[first:last]) for line in table.lines)
    return Crosstab(table.headings[first:last], lines, table.shows_percent and ends, part, table.corner)


def _line(row: Row, codes: list[str], shows_total: bool) -> Line:
    cells = [row.cells[code] for code in codes]
    if shows_total:
        cells.append(row.sums)
    return Line(wording.label(row), tuple(cells), row.percent, row.parent is not None, row.recount, row.code is None,
                row.marks.percent)
