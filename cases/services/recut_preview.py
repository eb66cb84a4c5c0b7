"""What re-cutting districts (区割りを改める) would do, told before it is done. Nothing is written."""
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from cases.addresses import TownFinder
from cases.models import Assignment, District, Household, JointDistrict
from cases.periods import fiscal_year_of, fiscal_year_span
from cases.towns import format_towns

from .districts import NewDistrict, heirs


@dataclass(frozen=True)
class Beginning:
    """A district that would begin: the 町丁目 that it takes over by the old district, those that are new to it, and who works there.

    `households` are those of the ending districts whose address is in its 町丁目.
    """

    name: str
    code: str
    taken: Sequence[tuple[str, str]]
    added: str
    users: Sequence[str]
    households: int


@dataclass(frozen=True)
class RecutPreview:
    """`ending` are the districts with their last day, `left_out` the 町丁目 of none; `homeless` households go by their address to none.

    `joints` are the joint districts (合同地区) that lose a member: none of the new districts is one by itself.
    """

    starts_on: date
    last_day: date
    ending: Sequence[District]
    beginning: Sequence[Beginning]
    left_out: str
    households: int
    homeless: int
    joints: Sequence[JointDistrict] = ()

    @property
    def part_years(self) -> tuple[int, int] | None:
        """The fiscal year into which it falls and the next, whose reports compare neither district with a year before; None on 1 April."""
        year = fiscal_year_of(self.starts_on)
        return None if self.starts_on == fiscal_year_span(year)[0] else (year, year + 1)


def recut_preview(*, starts_on: date, ending: Iterable[District], new: Sequence[NewDistrict]) -> RecutPreview:
    """The re-cut as recut_districts would make it. Five queries. Households are counted, restricted ones too, and none is named."""
    old = list(ending)
    held = {each.pk: [town.name for town in each.towns.all()] for each in old}
    workers = list(Assignment.objects.on(starts_on).filter(district__in=old).order_by("user__name").values_list("district", "user", "user__name"))
    names = {user: name for _, user, name in workers}
    users = [[names[user] for user in heirs(each.towns, held, [pair[:2] for pair in workers])] for each in new]
    homes = _homes(old, new)
    taken = {town for each in new for town in each.towns}
    return RecutPreview(
        starts_on, starts_on - timedelta(days=1), old,
        [_beginning(each, old, held, who, homes[place]) for place, (each, who) in enumerate(zip(new, users, strict=True))],
        format_towns([town for each in old for town in held[each.pk] if town not in taken]), sum(homes.values()), homes[None],
        _joints_of(old, starts_on))


def _joints_of(old: Sequence[District], starts_on: date) -> list[JointDistrict]:
    ending, year = {each.code for each in old}, fiscal_year_of(starts_on)
    return [each for each in JointDistrict.objects.all() if ending & {*each.codes} and (each.last_year is None or each.last_year >= year)]


def _beginning(new: NewDistrict, old: Sequence[District], held: dict[int, list[str]], users: Sequence[str], homes: int) -> Beginning:
    before = {town for towns in held.values() for town in towns}
    taken = [(each.name, format_towns(some)) for each in old if (some := [town for town in new.towns if town in held[each.pk]])]
    return Beginning(new.name, new.code, taken, format_towns([town for town in new.towns if town not in before]), users, homes)


def _homes(old: Sequence[District], new: Sequence[NewDistrict]) -> dict[int | None, int]:
    """How many households of the old districts live in each new one, by its place; None: in none, or where cannot be told."""
    places = {town: place for place, each in enumerate(new) for town in each.towns}
    finder, found = TownFinder(places), dict.fromkeys((*range(len(new)), None), 0)
    for address in Household.objects.filter(district__in=old, is_outside=False).values_list("address", flat=True):
        found[places.get(finder.town_of(address) or "")] += 1
    return found
