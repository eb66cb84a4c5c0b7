"""A Grid as a printed crosstab: headings, lines, and on paper parts that are narrow enough."""
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple

from reports.comparison import BRACKET
from reports.grid import Cell, Grid, MonthlyGrid, MonthlyRow, Row
from reports.trend_grid import TrendGrid

from . import wording

_BIG = 10_000
_SHORT_NAME = 3
# How wide the columns of style.css are, in em of the type of the table, and how much more where figures are big or marked.
_WIDTHS = {"count": 4.1, "prior": 4.9, "wide": 6.2, "share": 6.0}
_MORE_IF_BIG, _MORE_FOR_A_MARK, _MOST_MARKS = 1.7, 1.4, 3


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
    def is_long(self) -> bool:
        """Whether the name needs more room than the figures below it; beside last year, or in two lines, it has enough."""
        return len(self.name) > _SHORT_NAME and self.columns == 1 and not self.is_year


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


@dataclass(frozen=True, slots=True)
class Crosstab:
    """A table ready to print. A part of a table split for paper has a `part` such as 「1／2」."""

    headings: tuple[Heading, ...]
    lines: tuple[Line, ...]
    shows_percent: bool
    part: str = ""
    corner: str = "項目"

    @property
    def is_big(self) -> bool:
        """Whether a figure needs more than four digits."""
        return _is_big(value for line in self.lines for cell in line.cells for value in (cell.count, cell.prior))

    @property
    def columns(self) -> list["PaperColumn"]:
        """The columns beside the label; each makes room for the marks of notes behind its figures."""
        found = []
        for place, heading in enumerate(self.headings):
            cells = [line.cells[place] for line in self.lines]
            found.append(PaperColumn("wide" if heading.is_long else "count", _most_marks(cell.mark for cell in cells)))
            if heading.has_prior:
                found.append(PaperColumn("prior", _most_marks(cell.prior_marks for cell in cells)))
            if heading.has_share:
                found.append(PaperColumn("share", 0))
        return found + [PaperColumn("share", 0)] * self.shows_percent

    @property
    def width(self) -> float:
        """The width of the columns beside the label, in em of the type that style.css sets the table in."""
        return sum(each.width(self.is_big) for each in self.columns)


class PaperColumn(NamedTuple):
    """A column on paper: what stands in it (count, prior, wide or share), and how many marks need room behind it."""

    kind: str
    marks: int

    def width(self, is_big: bool) -> float:
        """In em."""
        grows = self.kind in ("count", "prior")
        return _WIDTHS[self.kind] + _MORE_IF_BIG * (is_big and grows) + _MORE_FOR_A_MARK * self.marks * grows


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


def is_big_monthly(grid: MonthlyGrid) -> bool:
    """Whether a month needs more than four digits."""
    return _is_big(count for row in (*grid.rows, grid.total) for count in row.counts)


def split(table: Crosstab, capacity: float) -> list[Crosstab]:
    """The table in as few parts of about equal width as do not exceed `capacity` (in em), 合計 in the last."""
    parts = [table]
    while max(part.width for part in parts) > capacity and len(parts) < len(table.headings):
        parts = _parts(table, len(parts) + 1)
    return parts


def _parts(table: Crosstab, count: int) -> list[Crosstab]:
    bounds = [round(len(table.headings) * place / count) for place in range(count + 1)]
    return [_part(table, first, last, f"{place}／{count}")
            for place, (first, last) in enumerate(zip(bounds, bounds[1:], strict=False), 1)]


def _part(table: Crosstab, first: int, last: int, part: str) -> Crosstab:
    ends = last == len(table.headings)
    lines = tuple(replace(line, cells=line.cells[first:last]) for line in table.lines)
    return Crosstab(table.headings[first:last], lines, table.shows_percent and ends, part, table.corner)


def _most_marks(marks: Iterable[str]) -> int:
    """How many marks of notes stand behind one figure, as far as a column makes room for them."""
    return min(max((each.count("※") for each in marks), default=0), _MOST_MARKS)


def _is_big(values) -> bool:
    return any(isinstance(value, int) and value >= _BIG for value in values)


def _line(row: Row, codes: list[str], shows_total: bool) -> Line:
    cells = [row.cells[code] for code in codes]
    if shows_total:
        cells.append(row.sums)
    return Line(wording.label(row), tuple(cells), row.percent, row.parent is not None, row.recount, row.code is None,
                row.marks.percent)
