"""Whom a case may be handed to: who works in its district on a day, and who would take it into another one."""
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from django.db.models import prefetch_related_objects

from cases.models import Assignment, Case, District, User

from .by_role import COORDINATOR


class Heir(NamedTuple):
    """Who may be given a case, the district that it would move into (None: it stays), and from when they work there."""

    user: User
    district: District | None
    begins: date


def heirs_of(case: Case, day: date, *, later: bool = False) -> list[Heir]:
    """As heirs_by_case, of one case."""
    return heirs_by_case([case], day, later=later)[case.pk]


def heirs_by_case(cases: Sequence[Case], day: date, *, later: bool = False) -> dict[int, list[Heir]]:
    """By the cases' ids, whom each may be handed to on a day (or `later`): who works in its district, then those elsewhere.

    Where a case or its household is restricted they are named, and it stays: who is named decides there, and they are
    named by district. The number of queries depends on no case.
    """
    at_work = list(_valid(Assignment.objects, day, later).filter(user__is_active=True).select_related("user", "district").order_by("-starts_on"))
    open_districts = set(_valid(District.objects, day, later).values_list("pk", flat=True))
    restricted = [case for case in cases if stays_with_named(case)]
    prefetch_related_objects(restricted, "named", "household__named")
    return {case.pk: [*_here(case, at_work), *(() if case in restricted else _elsewhere(case, at_work, open_districts, later))] for case in cases}


def stays_with_named(case: Case) -> bool:
    """Whether a case, or its household, is restricted: it stays in its district, and goes only to whoever is named."""
    return case.is_restricted or _home_is_restricted(case)


def may_be_given(case: Case, user: User, day: date) -> bool:
    """Whether the user could open a restricted case on a day where it is: works in its district and is named wherever names decide."""
    at_work = _valid(Assignment.objects, day, later=False).filter(user=user, user__is_active=True, district=case.district_id)
    return at_work.exists() and all(user.pk in names for names in _named_on(case))


def _here(case: Case, at_work: Iterable[Assignment]) -> list[Heir]:
    found = {each.user_id: Heir(each.user, None, each.starts_on) for each in at_work if each.district_id == case.district_id}
    return [found[pk] for pk in sorted(found) if all(pk in names for names in _named_on(case))]


def _named_on(case: Case) -> Iterator[set[int]]:
    """Who may know of the case, and of its household, where these are restricted."""
    if case.is_restricted:
        yield {user.pk for user in case.named.all()}
    if _home_is_restricted(case):
        yield {user.pk for user in case.household.named.all()}


def _elsewhere(case: Case, at_work: Iterable[Assignment], open_districts: set[int], later: bool) -> list[Heir]:
    """Coordinators of other districts. Who works in its own then, and `later` who does so without an end, would not take it along."""
    staying = {each.user_id for each in at_work if each.district_id == case.district_id and (each.ends_on is None or not later)}
    found = {(each.user_id, each.district_id): Heir(each.user, each.district, each.starts_on) for each in at_work
             if each.user.role == COORDINATOR and each.district_id in open_districts - {case.district_id} and each.user_id not in staying}
    return sorted(found.values(), key=lambda heir: (heir.district.order, heir.district.pk, heir.user.name, heir.user.pk))


def _home_is_restricted(case: Case) -> bool:
    return bool(case.household and case.household.is_restricted)


def _valid(rows, day: date, later: bool):
    """Dated rows of a day, or `later` of it and the days after it."""
    return rows.from_day(day) if later else rows.on(day)
