"""Whose figures stand for those of the previous year in the preview of a coming one (年度更新): of each axis its own year's.

They are what that year's own report says: its 合計 is of the categories of that year, those that were retired since too.
A year that is not over, or in which one table alone was published, has none of the other axes: these show their latest.
"""
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from django.db.models import Max

from cases import periods
from cases.models import Axis, Contact, PublishedFigure

from .across import Across, across_cut
from .book import Book, BookAxis, BookCategory, read_book
from .cube import Cube, YearCube, year_cube_of
from .scope import Scope, compared_with, years_with
from .source import Source

TOLD = "前年度の欄と脚注の件数には、見本として"


class Sample(NamedTuple):
    """The figures of one fiscal year in place of last year's, and the scope as it stands beside that year.

    `book` is the codebook as it stood in that year; None where it is last year itself. No year: nothing is known of the axis.
    `across` as in across.py.
    """

    fiscal_year: int | None
    scope: Scope
    cube: YearCube
    book: Book | None = None
    across: Across | None = None

    def counted(self, axis_id: int) -> Sequence[BookCategory] | None:
        """The categories of an axis of which the figures are; None where they are those of last year."""
        return self.book and [each for each in self.book.by_axis[axis_id] if each.exists]

    def told(self, prior: Source) -> str:
        """The sentences under the table, where the figures are not last year's own."""
        if self.book is None:
            return ""
        label, last = periods.fiscal_year_label(self.fiscal_year), {each.id for each in prior.categories}
        gone = [each.label for each in self.counted(prior.axis.id) if each.id not in last and each.summed]
        held = f"その合計は、{label}にあって今はない「{'」「'.join(gone)}」も含めた数です。" if gone else ""
        return f"{TOLD}{label}の数字を入れています。{held}"


def samples_of(cursor, scope: Scope, book: Book, cube: Cube, across: Across | None) -> dict[int, Sample]:
    """The sample of each axis by its id; every year is counted once. `across` is that of last year."""
    last = scope.fiscal_year - 1
    years = _latest_years(book.axes, last)
    found = {last: Sample(last, scope, cube.prior, across=across)}
    for year in {*years.values()} - {last, None}:
        found[year] = _sample_in(cursor, year, scope, book, across)
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


def _sample_in(cursor, year: int, scope: Scope, book: Book, across: Across | None) -> Sample:
    """Without links: they would open the previous year's contacts. Across a re-cut where the year had last year's districts."""
    beside, own = _as_last(compared_with(scope, year), year), _book_in(cursor, year, book)
    cube = year_cube_of(cursor, replace(beside, fiscal_year=year), own, is_prior=True, stands_for_prior=True)
    cube.logged = [False] * len(cube.logged)
    is_same = across and {each.id for each in beside.before} == {each.id for each in scope.before}
    return Sample(year, beside, cube, own, across_cut(cursor, beside, own, year) if is_same else None)


def _book_in(cursor, year: int, book: Book) -> Book:
    """The axes of the book under their own rules, with the categories as they stood in a year."""
    then = read_book(cursor, year)
    return replace(then, axes=book.axes, by_axis={axis.id: then.by_axis.get(axis.id, []) for axis in book.axes})
