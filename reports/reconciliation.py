"""Reconciliation (照合): the records of a year beside the published figures of that year, cell by cell."""
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from django.db import connection

from cases.models.axes import KIND
from cases.periods import FISCAL_MONTHS

from .book import Book, BookAxis, BookCategory, read_book
from .cube import WHOLE, Published, YearCube, cube_of
from .explained_sums import with_sums_explained
from .explanations import UNEXPLAINED, Explainer
from .people import counts_people
from .scope import Scope, scope_of
from .source import Source

ALL_DISTRICTS, TOTAL = "全体", "合計"


@dataclass(frozen=True, slots=True)
class Compared:
    """One cell: what was printed and what the records give; None is "not available". No district is 全体.

    `place` is the district's in the scope, None for 全体; `reasons` explain a difference as far as possible.
    """

    axis: BookAxis
    category: BookCategory | None
    place: int | None
    district: str
    district_code: str | None
    month: int | None
    printed: int | None
    counted: int | None
    reasons: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The category's label, 合計 for the total."""
        return self.category.label if self.category else TOTAL

    @property
    def difference(self) -> int | None:
        """The records less the print; None where one of them is not available."""
        return None if None in (self.printed, self.counted) else self.counted - self.printed

    @property
    def is_unexplained(self) -> bool:
        """Whether it differs and nothing was found that may explain it."""
        return self.reasons == (UNEXPLAINED,)

    @property
    def is_linked(self) -> bool:
        """Whether the count opens its contacts: people and households are counted in another way."""
        return not counts_people(self.axis)

    @property
    def differs(self) -> bool:
        """Whether the two are not the same; a cell of which neither is known is not told."""
        return self.printed != self.counted


@dataclass(frozen=True, slots=True)
class Summary:
    """The cells of one axis and district: how many agree, differ, and differ without an explanation, and both totals."""

    code: str
    axis: str
    district: str
    agree: int
    differ: int
    unexplained: int
    printed: int | None
    counted: int | None

    @property
    def difference(self) -> int | None:
        """The total of the records less that of the print."""
        return None if None in (self.printed, self.counted) else self.counted - self.printed


class Compares(NamedTuple):
    """The cells of one axis that a page shows, and how many of its cells differ."""

    axis: BookAxis
    cells: list[Compared]
    differ: int


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """All cells of the axes and districts of which anything was published, in print order."""

    fiscal_year: int
    cells: tuple[Compared, ...]

    @property
    def differences(self) -> tuple[Compared, ...]:
        """The cells that differ."""
        return tuple(cell for cell in self.cells if cell.differs)

    def tables(self, shows_all: bool) -> list[Compares]:
        """The cells axis by axis: those that differ, or all; no axis without any."""
        groups: dict[str, list[Compared]] = {}
        for cell in self.cells if shows_all else self.differences:
            groups.setdefault(cell.axis.code, []).append(cell)
        return [Compares(cells[0].axis, cells, sum(cell.differs for cell in cells)) for cells in groups.values()]

    @property
    def summaries(self) -> list[Summary]:
        """One for each axis and district, in print order."""
        groups: dict[tuple[str, str, str], list[Compared]] = {}
        for cell in self.cells:
            groups.setdefault((cell.axis.code, cell.axis.name, cell.district), []).append(cell)
        return [_summary(*key, cells) for key, cells in groups.items()]


def reconcile(fiscal_year: int) -> Reconciliation:
    """Compare a year's records with its published figures, in a fixed number of queries.

    Records are counted as in a report of a year without published figures; drafts and deleted records are in none.
    """
    scope = scope_of(fiscal_year)
    with connection.cursor() as cursor:
        book = read_book(cursor, fiscal_year)
        year = cube_of(cursor, scope, book).year
    published, year.published, year.known = year.published, {}, [True] * len(scope.districts)
    cells = [cell for axis in book.axes if axis.id in published
             for cell in _Axis(axis, book, year, scope, published[axis.id]).cells()]
    explain = Explainer(scope, book, year, cells)
    return Reconciliation(fiscal_year, with_sums_explained([
        replace(cell, reasons=tuple(explain.reasons(cell))) if cell.differs else cell for cell in cells]))


class _Axis:
    """The cells of one axis."""

    def __init__(self, axis: BookAxis, book: Book, year: YearCube, scope: Scope, published: dict[int | None, Published]):
        self.axis, self.year, self.scope, self.published = axis, year, scope, published
        self.source = Source(axis, [each for each in book.by_axis[axis.id] if each.exists], year, scope)
        self.categories: Sequence[BookCategory | None] = [*book.by_axis[axis.id], None]

    def cells(self) -> Iterator[Compared]:
        """District by district, 全体 last, in each the year before the months."""
        places = [(place, each.id, each.name, each.code) for place, each in enumerate(self.scope.districts)]
        for place, district, name, code in (*places, (None, WHOLE, ALL_DISTRICTS, None)):
            if district in self.published:
                yield from self._district(place, name, code, self.published[district])

    def _district(self, place: int | None, name: str, code: str | None, figures: Published) -> Iterator[Compared]:
        for category in self.categories:
            key = category.id if category else None
            counted = self._counted(key, place)
            if key in figures or counted:
                yield Compared(self.axis, category, place, name, code, None, figures.get(key), counted)
        for category in self.categories:
            key = category.id if category else None
            for month in FISCAL_MONTHS:
                if (key, month) in figures:
                    yield Compared(self.axis, category, place, name, code, month, figures[key, month],
                                   self._in_month(key, place, month))

    def _counted(self, key: int | None, place: int | None) -> int | None:
        """None where the category is not of this year's codebook."""
        if place is None:
            return self.source.across(key)
        row = self.source.rows.get(key)
        return row[place] if row else None

    def _in_month(self, key: int | None, place: int | None, month: int) -> int | None:
        """The count of a kind in a month; None on other axes, of which months are not counted."""
        if self.axis.code != KIND:
            return None
        keys = [each.id for each in self.source.categories if each.summed] if key is None else [key]
        rows = [self.year.months[month][each][:len(self.scope.districts)] for each in keys]
        return sum(sum(row) if place is None else row[place] for row in rows)


def _summary(code: str, axis: str, district: str, cells: list[Compared]) -> Summary:
    total = next((cell for cell in cells if cell.category is None and cell.month is None), None)
    differ = sum(cell.differs for cell in cells)
    return Summary(code, axis, district, len(cells) - differ, differ, sum(cell.is_unexplained for cell in cells), total and total.printed, total and total.counted)
