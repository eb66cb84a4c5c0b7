"""The one aggregation: every count of a scope and of the year before it, from one pass over each year's codings.

Published figures (公表値) are read beside it and never recomputed. Nothing else in the product counts.
"""
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Count, Q

from cases.models import ContactCategory, PublishedFigure

from .scope import Scope

# The published figure of all districts together (全体) has no district.
WHOLE = None


@dataclass(slots=True)
class YearCube:
    """The counts of one fiscal year.

    `counts[category id, district id]` are codings, which on a single axis are contacts;
    `months[category id, district id, month]` the same of the kinds (対応実績) by calendar month;
    `published[axis id, category id or None for 合計, district id or WHOLE, month or None]` are as printed.
    """

    counts: dict[tuple, int] = field(default_factory=dict)
    months: dict[tuple, int] = field(default_factory=lambda: defaultdict(int))
    recorded: set[int] = field(default_factory=set)
    published: dict[tuple, int | None] = field(default_factory=dict)
    published_for: set[tuple] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Cube:
    """This year's and the previous year's counts of one scope."""

    year: YearCube
    prior: YearCube


def cube_of(scope: Scope, kind_axis_id: int | None) -> Cube:
    """Count a scope's fiscal year and the one before it.

    Counted are codings of contacts dated 1 April to 31 March whose counted district (地区) is in the scope;
    the client's address does not matter. Four statements, whatever the size.
    """
    cubes = {scope.fiscal_year: YearCube(), scope.fiscal_year - 1: YearCube()}
    for fiscal_year, cube in cubes.items():
        codings = _codings(fiscal_year, scope)
        _read_kinds(codings.filter(axis_id=kind_axis_id), cube)
        cube.counts.update(_pairs(codings.exclude(axis_id=kind_axis_id)))
    _read_published(cubes, scope)
    return Cube(cubes[scope.fiscal_year], cubes[scope.fiscal_year - 1])


def _codings(fiscal_year: int, scope: Scope):
    """The codings of a year; a scope of all districts needs no condition."""
    codings = ContactCategory.objects.filter(fiscal_year=fiscal_year).order_by()
    return codings if scope.whole else codings.filter(district__in=scope.districts)


def _pairs(codings) -> Iterable[tuple]:
    rows = codings.values_list("axis", "category", "district").annotate(n=Count("*"))
    return (((category, district), n) for _, category, district, n in rows)


def _read_kinds(codings, cube: YearCube) -> None:
    """Kinds are read by month, and their year is the sum of their months."""
    for category, district, month, n in codings.values_list("category", "district", "month").annotate(n=Count("*")):
        cube.months[category, district, month] = n
        cube.counts[category, district] = cube.counts.get((category, district), 0) + n
        cube.recorded.add(district)


def _read_published(cubes: dict[int, YearCube], scope: Scope) -> None:
    where = Q(district__in=scope.districts) | Q(district=None)
    rows = PublishedFigure.objects.filter(where, fiscal_year__in=cubes).order_by()
    for year, axis, category, district, month, value in rows.values_list(
            "fiscal_year", "axis", "category", "district", "month", "value"):
        cubes[year].published[axis, category, district, month] = value
        cubes[year].published_for.add((axis, district))


def coding_filter(*, fiscal_year: int, axis: str, category: str | None = None, districts: Sequence[str] = (),
                  month: int | None = None) -> Q:
    """The codings behind one figure; their number is the figure.

    Without `category` the total (合計) of the axis: 再掲 categories are outside it. With a category that has
    others below it, those too. Without `districts` all of them, without `month` the whole fiscal year.
    """
    where = Q(fiscal_year=fiscal_year, axis__code=axis)
    if category is None:
        where &= Q(category__recount=False) & (Q(category__parent=None) | Q(category__parent__recount=False))
    else:
        below = Q(category__parent__code=category, category__recount=False)
        where &= Q(category__code=category) | below
    if districts:
        where &= Q(district__code__in=districts)
    if month is not None:
        where &= Q(month=month)
    return where
