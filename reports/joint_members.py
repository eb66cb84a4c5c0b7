"""Which joint districts (合同地区) a report of some districts can show, and of which districts these are."""
from collections.abc import Iterator
from typing import NamedTuple

from cases.models import JointDistrict

from .scope import Scope, ScopeDistrict, districts_of
from .series import SeriesYear, read_series


class JointSeries(NamedTuple):
    """The years of a joint district by itself; `members` are the codes of its districts in any of them."""

    code: str
    name: str
    members: tuple[str, ...]
    is_beside: bool
    series: list[SeriesYear]


def joints_in(scope: Scope) -> Iterator[tuple[JointDistrict, tuple[ScopeDistrict, ...]]]:
    """The joint districts of the year with their members, where there are several, and all of the year are in the scope."""
    every = scope.districts if scope.whole else None
    for joint in JointDistrict.objects.in_year(scope.fiscal_year):
        members = tuple(each for each in scope.districts if each.code in joint.codes)
        if every is None and len(members) > 1:
            every = districts_of(scope.fiscal_year)
        if len(members) > 1 and len(members) == sum(each.code in joint.codes for each in every):
            yield joint, members


def joint_series(cursor, scope: Scope, count: int) -> list[JointSeries]:
    """The years of each joint district by itself, as read_series has them: each year has the members that it had."""
    return [JointSeries(joint.code, joint.name, tuple(joint.codes), joint.shown == JointDistrict.Shown.BESIDE,
                        read_series(cursor, Scope(scope.fiscal_year, members, whole=False, also=tuple(joint.codes)), count))
            for joint, members in joints_in(scope)]
