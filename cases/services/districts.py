"""Saving a district with its 町丁目 spelled out, and re-cutting districts (区割りを改める)."""
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from django.db import transaction
from django.db.models import F, Max

from cases import periods
from cases.models import Assignment, District, Town, User
from cases.models.districts import NO_DISTRICT, NO_DISTRICT_NAME

from .codebook_earlier import ALL_YEARS, keep_name
from .codebook_edit import recorded
from .saving import create_once, save_versioned


class NewDistrict(NamedTuple):
    """A district that begins with a re-cut, as the form has it in its `row`."""

    code: str
    name: str
    towns_text: str
    towns: Sequence[str]
    row: int = 0


@transaction.atomic
def recut_districts(*, starts_on: date, ending: Iterable[District], new: Iterable[NewDistrict], by: User) -> list[District]:
    """End districts on the day before `starts_on` and begin new ones on it. Raises Conflict where one was changed since.

    Nothing that was counted moves: contacts keep their districts. Who works in an ended district also works in the new
    ones that take 町丁目 of it, and keeps the old one, whose records would be out of sight otherwise. The new ones stand in lists
    where the old one stands that they take 町丁目 of.
    """
    held, workers = {}, []
    for district in ending:
        held[district.pk] = set(district.towns.values_list("name", flat=True))
        workers += Assignment.objects.on(starts_on).filter(district=district).values_list("district", "user")
        district.ends_on = starts_on - timedelta(days=1)
        save_versioned(instance=district, version=district.version)
    places, made = _places(held), []
    for each in new:
        district = District(code=each.code, name=each.name, towns_text=each.towns_text, starts_on=starts_on, order=_place(each, held, places))
        made.append(save_district(district=district, towns=each.towns, by=by))
        for user in sorted(heirs(each.towns, held, workers)):
            Assignment.objects.create(user_id=user, district=district, starts_on=starts_on)
    return made


def _places(ending: Iterable[int]) -> dict[int, int]:
    """The 並び順 of ended districts by id. Where two districts have the same, all get numbers of their own in the order they have."""
    every = list(District.objects.values_list("pk", "order"))
    if len({order for _, order in every}) < len(every):
        every = [(pk, place) for place, (pk, _) in enumerate(every)]
        for pk, place in every:
            District.objects.filter(pk=pk).exclude(order=place).update(order=place, version=F("version") + 1)
    return {pk: order for pk, order in every if pk in {*ending}}


def _place(new: NewDistrict, held: Mapping[int, Iterable[str]], places: Mapping[int, int]) -> int:
    """The 並び順 of the first ended district that `held` some of its towns, else of the first one: those of one place stand as entered."""
    followed = [places[pk] for pk, towns in held.items() if set(towns).intersection(new.towns)] or [*places.values()]
    return min(followed) if followed else (District.objects.aggregate(last=Max("order"))["last"] or 0) + 1


def heirs(towns: Iterable[str], held: Mapping[int, Iterable[str]], workers: Iterable[tuple[int, int]]) -> list[int]:
    """The users, each once, of `workers` (district id, user id) whose ended district `held` some of the towns."""
    wanted = set(towns)
    return list(dict.fromkeys(user for district, user in workers if wanted.intersection(held[district])))


@transaction.atomic
def save_district(*, district: District, towns: Iterable[str], by: User) -> District:
    """Store the district and make its towns exactly `towns`, in their order."""
    district.save()
    _set_towns(district, towns)
    return district


@transaction.atomic
def store_district(*, district: District, towns: Iterable[str], version: int | None, by: User,
                   from_year: int = ALL_YEARS) -> District:
    """Store what the form says, a new district once. Raises Conflict when `version` is no longer the stored one.

    A new name holds from `from_year` on; reports of the years before print the old one.
    """
    with recorded():
        if district.pk:
            old = District.objects.get(pk=district.pk)
            saved = save_versioned(instance=district, version=version)
            keep_name(old, district.name, from_year)
        else:
            saved = create_once(instance=district, by=by)
        if saved is district:
            _set_towns(district, towns)
    return saved


def without_district(on: date) -> District:
    """地区なし, for whoever works in no district; made, valid from the fiscal year of `on`, where there is none yet."""
    found = District.objects.filter(name=NO_DISTRICT_NAME).first() or District.objects.filter(code=NO_DISTRICT).first()
    if found:
        return found
    start, _ = periods.fiscal_year_span(periods.fiscal_year_of(on))
    with recorded():
        last = District.objects.aggregate(last=Max("order"))["last"] or 0
        return District.objects.create(code=NO_DISTRICT, name=NO_DISTRICT_NAME, starts_on=start, order=last + 1)


def _set_towns(district: District, towns: Iterable[str]) -> None:
    wanted = list(towns)
    if list(district.towns.values_list("name", flat=True)) != wanted:
        district.towns.all().delete()
        Town.objects.bulk_create(Town(district=district, name=name) for name in wanted)
