"""Whose figures stand for those of the previous year in the preview of a coming one (年度更新): of each axis its own year's.

A year that is not over, or in which one table alone was published, has none of the other axes: these show their latest.
"""
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from django.db.models import Max

from cases import periods
from cases.models import Axis, Contact, PublishedFigure

from .book import Book, BookAxis, read_book
from .cube import Cube, YearCube, year_cube_of
from .scope import Scope, compared_with, years_with

TOLD = "前年度の欄と脚注の件数には、見本として"


class Sample(NamedTuple):
    """The figures of one fiscal year in place of last year's, and the scope as it stands beside that year.

    `absent` are the ids of categories that the year did not have. No year: nothing is known of the axis.
    """

    fiscal_year: int | None
    scope: Scope
    cube: YearCube
    absent: frozenset[int] = frozenset()

    @property
    def told(self) -> str:
        """The sentence under the table, where the figures are not last year's own."""
        if self.fiscal_year in (None, self.scope.fiscal_year - 1):
            return ""
        return f"{TOLD}{periods.fiscal_year_label(self.fiscal_year)}の数字を入れています。"


def samples_of(cursor, scope: Scope, book: Book, cube: Cube) -> dict[int, Sample]:
    """The sample of each axis by its id; every year is counted once."""
    last = scope.fiscal_year - 1
    years = _latest_years(book.axes, last)
    found = {last: Sample(last, scope, cube.prior)}
    for year in {*years.values()} - {last, None}:
        found[year] = _sample_in(cursor, year, scope, book)
    width = len(scope.districts)
    found[None] = Sample(None, scope, YearCube(defaultdict(lambda: [0] * (width + 1)), [False] * width, [False] * width))
    return {axis: found[year] for axis, year in years.items()}


def _latest_years(axes: Sequence[BookAxis], last: int) -> Mapping[int, int | None]:
    """The latest fiscal year up to `last` in which an axis has figures: contacts while it existed, or published ones."""
    logged = [year for year in years_with(Contact) if year <= last]
    printed = dict(PublishedFigure.objects.filter(fiscal_year__lte=last).values_list("axis").annotate(Max("fiscal_year")))
    stored = Axis.objects.in_bulk([axis.id for axis in axes])
    found = {axis.id: [year for year in logged if stored[axis.id].valid_in(year)] for axis in axes}
    return {axis: max([*years, *filter(None, [printed.get(axis)])], default=None) for axis, years in found.items()}


def _as_last(scope: Scope, year: int) -> Scope:
    """The scope with what was a part of the sampled year only as a part of last year, for which it stands."""
    last = scope.fiscal_year - 1
    return replace(scope, districts=tuple(each._replace(part_years=tuple(
        last if part == year else part for part in each.part_years if part != last)) for each in scope.districts))


def _sample_in(cursor, year: int, scope: Scope, book: Book) -> Sample:
    """Without links: they would open the previous year's contacts."""
    beside = _as_last(compared_with(scope, year), year)
    cube = year_cube_of(cursor, replace(beside, fiscal_year=year), book.before(), is_prior=True, stands_for_prior=True)
    cube.logged = [False] * len(cube.logged)
    here = {each.id for each in read_book(cursor, year).categories if each.exists}
    return Sample(year, beside, cube, frozenset(each.id for each in book.categories if each.id not in here))
