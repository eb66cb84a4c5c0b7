"""Whether districts of two years are of the same area, although a re-cut (区割り) lies between them."""
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from django.db.models import Q

from cases import periods
from cases.models import District

from .scope import ScopeDistrict

ONE_DAY = timedelta(days=1)


def is_same_area(districts: Iterable[ScopeDistrict], fiscal_year: int) -> bool:
    """Whether the districts of a fiscal year and of the one before it, all given together, are of one area on every day of both.

    Told by their 町丁目 where all have some; else a re-cut keeps the area if no district outside began or ended with it.
    Two queries where anything changed within the years, else none.
    """
    every = list({each.code: each for each in districts}.values())
    days = _days_of_change(every, fiscal_year)
    if not days:
        return True
    towns = {each.code: {town.name for town in each.towns.all()}
             for each in District.objects.filter(code__in=[each.code for each in every]).prefetch_related("towns")}
    return all(_goes_on(day, every, towns) for day in days)


def _days_of_change(districts: Sequence[ScopeDistrict], fiscal_year: int) -> list[date]:
    first, after = periods.fiscal_year_span(fiscal_year - 1)[0], periods.fiscal_year_span(fiscal_year)[1]
    days = {day for each in districts for day in (each.starts_on, each.ends_on and each.ends_on + ONE_DAY) if day}
    return sorted(day for day in days if first < day < after)


def _goes_on(day: date, districts: Sequence[ScopeDistrict], towns: dict[str, set[str]]) -> bool:
    before, now = ([each.code for each in districts if _is_valid(each, on)] for on in (day - ONE_DAY, day))
    if all(towns[code] for code in (*before, *now)):
        return set().union(*(towns[code] for code in before)) == set().union(*(towns[code] for code in now))
    changed = District.objects.filter(Q(starts_on=day) | Q(ends_on=day - ONE_DAY)).values_list("code", flat=True)
    return {*changed} <= {*before, *now} and {*before} - {*now} != set() != {*now} - {*before}


def _is_valid(district: ScopeDistrict, day: date) -> bool:
    return district.starts_on <= day and (district.ends_on is None or district.ends_on >= day)
