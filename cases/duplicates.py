"""Households and members that may be registered twice (重複の候補), out of what the user may see and nothing else."""
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import chain

from django.db.models import Model, QuerySet

from . import access, trail
from .likenesses import Likeness, Trait, alike, household_traits, pairs, person_traits
from .models import Household, KeptApart, Member, User

SHOWN = 5
HOUSEHOLD, MEMBER = KeptApart.Kind.HOUSEHOLD, KeptApart.Kind.MEMBER
Traits = dict[int, set[Trait]]


@dataclass(frozen=True)
class Similar:
    """A record in sight that may be the one being typed, or the second of a pair with `other`."""

    record: Model
    reasons: tuple[str, ...]
    score: int
    other: Model | None = None
    apart: int | None = None


@dataclass(frozen=True)
class Found:
    """The pairs of a list; those that were set apart; how many values too many records share to tell anything."""

    pairs: list[Similar]
    apart: list[Similar]
    left_out: int


def similar_households(user: User, typed: set[Trait], but: int | None = None) -> list[Similar]:
    """Households in sight that have something in common with what is typed, the likeliest first; at most SHOWN.

    The whereabouts of a protected household find nothing. The number of queries does not depend on that of households.
    """
    homes = access.visible_households(user)
    return _alike(homes, household_index(homes, access.visible_members(user)), typed, {but})


def similar_members(user: User, typed: set[Trait], but: int | None = None) -> list[Similar]:
    """Members in sight that have something in common with who is typed, as `similar_households`."""
    members = access.visible_members(user)
    return _alike(members.select_related("household"), member_index(members), typed, {but})


def duplicate_households(user: User) -> Found:
    """Pairs of households that the user may change and that are likely to be one."""
    homes = access.changeable_households(user)
    return _pairs(homes, household_index(homes, access.changeable_members(user)), HOUSEHOLD)


def duplicate_members(user: User) -> Found:
    """Pairs of members of one household that the user may change and that are likely to be one person."""
    members = access.changeable_members(user)
    homes = dict(members.order_by().values_list("pk", "household"))
    return _pairs(members.select_related("household"), member_index(members), MEMBER, homes)


def household_index(homes: QuerySet[Household], members: QuerySet[Member]) -> Traits:
    """What each household is known by, its members included; three queries."""
    hidden, city = _protected(), access.the_council().city
    traits: Traits = {}
    for pk, name, address, phone in homes.order_by().values_list("pk", "name", "address", "phone"):
        where = {} if pk in hidden else {"address": address, "phone": phone}
        traits[pk] = set(household_traits(name=name, city=city, **where))
    for _, home, person in _people(members, hidden):
        if home in traits:
            traits[home].update(person)
    return traits


def member_index(members: QuerySet[Member]) -> Traits:
    """What each member is known by; two queries."""
    return {pk: set(person) for pk, _, person in _people(members, _protected())}


def _people(members: QuerySet[Member], hidden: Collection[int]) -> Iterator[tuple[int, int, Iterator[Trait]]]:
    rows = members.order_by().values_list("pk", "household", "family_name", "given_name", "kana", "birth_date", "phone")
    for pk, home, family, given, kana, birth, phone in rows:
        name = family + given if family and given else ""  # a family name alone is that of half a street
        yield pk, home, person_traits(name=name, kana=kana, birth=birth, phone="" if home in hidden else phone)


def _alike(rows: QuerySet, traits: Traits, typed: set[Trait], but: Collection[int | None]) -> list[Similar]:
    found = [each for each in alike(traits, typed) if each.second not in but][:SHOWN] if typed else []
    records = rows.in_bulk([each.second for each in found])
    return [Similar(records[each.second], each.reasons, each.score) for each in found if each.second in records]


def _pairs(rows: QuerySet, traits: Traits, kind: str, homes: dict[int, int] | None = None) -> Found:
    found, left_out = pairs(traits)
    if homes is not None:
        found = [each for each in found if homes[each.first] == homes[each.second]]
    apart = {(first, second): pk for pk, first, second in KeptApart.objects.filter(kind=kind).values_list(
        "pk", "first_id", "second_id")}
    with trail.offering():
        records = rows.in_bulk({*chain.from_iterable((each.first, each.second) for each in found)})
    told = [_told(each, records, apart.get((each.first, each.second))) for each in found]
    return Found([each for each in told if each.apart is None], [each for each in told if each.apart], left_out)


def _told(pair: Likeness, records: dict[int, Model], apart: int | None) -> Similar:
    return Similar(records[pair.second], pair.reasons, pair.score, records[pair.first], apart)


def _protected() -> set[int]:
    return set(access.protected_households().values_list("pk", flat=True))
