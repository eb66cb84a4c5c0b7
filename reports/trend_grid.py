"""A 年度推移 as plain data: the figures of an axis, or the totals of districts, over 2 to 10 fiscal years.

Years stand as columns or as rows; the figures are the same. None is "not available", which is not 0.
"""
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from .comparison import BRACKET
from .grid import Cell, Note, row_title

CATEGORIES, DISTRICTS = "categories", "districts"  # what its rows tell apart
COLUMNS, ROWS = "columns", "rows"  # where its years stand
PUBLISHED, COUNTED, BOTH = "published", "counted", "both"


class TrendYear(NamedTuple):
    """A fiscal year. `places` are the codes of the districts in its figures, `chosen` the same, empty for all of the year.

    `source` says where its figures come from, "" where there are none; `mark` is that of what changed with it as a whole.
    """

    fiscal_year: int
    label: str
    places: tuple[str, ...] = ()
    chosen: tuple[str, ...] = ()
    source: str = ""
    mark: str = ""


class TrendRow(NamedTuple):
    """A category or a district (no code: 合計): a figure for each year, and the marks of notes at it or at its change.

    `linked` says of each year that contacts of this installation stand behind the figure, `sources` where it comes from.
    `shares` are the percentages of the reports of the years, where the trend shows them. `apart` says of each year that it is no
    pair with the one before: one of both figures is of a part of a year. `places` are by year the codes of the districts of a joint
    one (合同地区); `is_beside` says that these have rows of their own. `name` is what tells it from another row of its label.
    """

    code: str | None
    label: str
    counts: tuple[int | str | None, ...]
    linked: tuple[bool, ...]
    sources: tuple[str, ...]
    marks: tuple[str, ...]
    change_marks: tuple[str, ...]
    parent: str | None = None
    recount: bool = False
    prior_as: str = BRACKET
    shares: tuple[str | None, ...] = ()
    apart: tuple[bool, ...] = ()
    places: tuple[tuple[str, ...], ...] = ()
    is_beside: bool = False
    name: str = ""

    @property
    def shows_changes(self) -> bool:
        """Whether each figure has what became of the one before beside it."""
        return self.prior_as != BRACKET

    @property
    def cells(self) -> list[Cell]:
        """The figures as cells, each beside that of the year before; the first has none."""
        shares = self.shares or (None,) * len(self.counts)
        priors = [None if apart else prior for apart, prior in zip(
            self.apart or (False,) * len(self.counts), (None, *self.counts), strict=False)]
        return [Cell(count, prior, linked=linked, mark=mark, prior_as=self.prior_as, change_mark=change, share=share)
                for count, prior, linked, mark, change, share in zip(
                    self.counts, priors, self.linked, self.marks, self.change_marks, shares, strict=True)]


class TrendFigure(NamedTuple):
    """One figure of a trend: its cell, its year and its row."""

    cell: Cell
    year: TrendYear
    row: TrendRow


class TrendLine(NamedTuple):
    """A line as it is printed: a row, or where years stand as rows a year."""

    label: str
    figures: tuple[TrendFigure, ...]
    is_total: bool = False
    is_child: bool = False
    is_recount: bool = False


class TrendHeading(NamedTuple):
    """A heading over a figure, and whether what became of it, and its percentage, stand beside it."""

    name: str
    shows_change: bool
    is_total: bool = False
    is_year: bool = False
    shows_share: bool = False


@dataclass(frozen=True, slots=True)
class TrendGrid:
    """A trend table. `of` says what its rows tell apart, `across` where its years stand.

    `basis` says for each year where its figures come from, and which years have none; `counts` what is counted.
    `shows_shares` says that each figure has the percentage of its year's report beside it.
    """

    axis: str
    title: str
    unit: str
    years: tuple[TrendYear, ...]
    rows: tuple[TrendRow, ...]
    total: TrendRow
    of: str = CATEGORIES
    across: str = COLUMNS
    notes: tuple[Note, ...] = ()
    basis: str = ""
    rule: str = ""
    counts: str = "contacts"
    shows_shares: bool = False

    @property
    def prior_as(self) -> str:
        """How a change from one year to the next is shown; BRACKET for not at all."""
        return self.total.prior_as

    @property
    def all_rows(self) -> tuple[TrendRow, ...]:
        """The rows and 合計, which is left out where it only repeats the one row."""
        return self.rows if len(self.rows) == 1 and self.rows[0].counts == self.total.counts else (*self.rows, self.total)

    @property
    def corner(self) -> str:
        """The heading over the labels."""
        return "年度" if self.across == ROWS else "地区" if self.of == DISTRICTS else "項目"

    @property
    def headings(self) -> list[TrendHeading]:
        """The headings over the figures, in order."""
        changes = self.total.shows_changes
        if self.across == ROWS:
            return [TrendHeading(_name(row), changes, row.code is None, shows_share=self.shows_shares) for row in self.all_rows]
        return [TrendHeading(_marked(year), changes and place > 0, is_year=True, shows_share=self.shows_shares)
                for place, year in enumerate(self.years)]

    @property
    def lines(self) -> Iterator[TrendLine]:
        """The lines as printed, their figures in the order of the headings."""
        by_row = [tuple(map(TrendFigure, row.cells, self.years, [row] * len(self.years))) for row in self.all_rows]
        if self.across == ROWS:
            return (TrendLine(_marked(year), figures) for year, figures in zip(self.years, zip(*by_row, strict=True), strict=True))
        return (TrendLine(_name(row), figures, row.code is None, row.parent is not None, row.recount)
                for row, figures in zip(self.all_rows, by_row, strict=True))


def _name(row: TrendRow) -> str:
    return row_title(row.name or row.label, row.recount)


def _marked(year: TrendYear) -> str:
    return year.label + year.mark
