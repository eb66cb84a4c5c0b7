"""Last year's 合計 across a re-cut: the whole council's, by the districts that it had then, where its area is the same as now."""
from dataclasses import replace
from typing import NamedTuple

from .areas import is_same_area
from .book import Book
from .cube import YearCube, year_cube_of
from .scope import Scope


class Across(NamedTuple):
    """Last year's own districts, as a scope of the year that is compared with them, and their figures."""

    scope: Scope
    cube: YearCube


def across_cut(cursor, scope: Scope, book: Book, fiscal_year: int) -> Across | None:
    """The districts of an earlier year (`fiscal_year`, with its codebook) that are the area of all districts of the scope.

    None where nothing was re-cut, where the area is another one (a district was added), and for a part of the districts.
    """
    if not keeps_area(scope):
        return None
    then = Scope(scope.fiscal_year, tuple(each._replace(part_years=()) for each in scope.before), whole=True)
    return Across(then, year_cube_of(cursor, replace(then, fiscal_year=fiscal_year), book, is_prior=True, stands_for_prior=True))


def keeps_area(scope: Scope) -> bool:
    """Whether a re-cut lies between the year before and a scope of all districts, and left the area of all of them as it was."""
    is_cut = bool(scope.new and scope.gone or scope.apart)
    return bool(scope.whole and scope.before and is_cut and is_same_area([*scope.before, *scope.districts], scope.fiscal_year))
