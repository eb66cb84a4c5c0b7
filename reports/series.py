"""Several fiscal years of the same districts, each counted or published as the report of its own year has it."""
from typing import NamedTuple

from .book import Book, BookAxis, read_book
from .cube import YearCube, year_cube_of
from .scope import Scope, scope_in
from .source import Source
from .stored_notes import StoredNote, read_notes_of_years


class SeriesYear(NamedTuple):
    """One year of a series under the codebook of that year. Without a cube none of the districts existed in it.

    `stored` are the edits of the year's footnotes and those written by hand, by the id of their axis.
    """

    scope: Scope
    book: Book
    cube: YearCube | None
    stored: dict[int, list[StoredNote]]

    @property
    def fiscal_year(self) -> int:
        """The fiscal year."""
        return self.scope.fiscal_year

    def axis(self, axis_id: int) -> BookAxis | None:
        """The axis under the rules of the year; None in a year that did not have it."""
        return next((each for each in self.book.axes if each.id == axis_id), None)

    def source(self, axis_id: int) -> Source | None:
        """The figures of an axis; None where it, or every district, did not exist."""
        axis = self.axis(axis_id)
        if axis is None or self.cube is None:
            return None
        return Source(axis, [each for each in self.book.by_axis[axis_id] if each.exists], self.cube, self.scope)


def read_series(cursor, scope: Scope, count: int, *, is_preview: bool = False) -> list[SeriesYear]:
    """The scope's fiscal year and those before it, `count` in all, the oldest first.

    A year of which nothing is known has no zeros, save the scope's own where it is no preview. Six statements a year, those of people, and one for the notes.
    """
    years = range(scope.fiscal_year - count + 1, scope.fiscal_year + 1)
    notes = read_notes_of_years(cursor, years[0], years[-1])
    return [_year(cursor, scope_in(year, scope) if year != scope.fiscal_year else scope, notes[year],
                  is_prior=is_preview or year != scope.fiscal_year) for year in years]


def _year(cursor, scope: Scope, notes: dict[int, list[StoredNote]], is_prior: bool) -> SeriesYear:
    book = read_book(cursor, scope.fiscal_year)
    return SeriesYear(scope, book, year_cube_of(cursor, scope, book, is_prior=is_prior) if scope.districts else None, notes)


def has_figures(source: Source | None) -> bool:
    """Whether any figure of the year is known."""
    return source is not None and (bool(source.whole) or any(value is not None for row in source.rows.values() for value in row))
