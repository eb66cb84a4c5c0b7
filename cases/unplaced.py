"""Households whose address is in no district, or in another one than is chosen: listed for people to decide."""
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from .addresses import TownFinder
from .models import District, Household, Town


@dataclass(frozen=True)
class Unplaced:
    """A household and why it is listed; `proposed` is the district that its 町丁目 belongs to, where there is one."""

    household: Household
    reason: str
    proposed: District | None = None


def unplaced(households: QuerySet[Household], day: date) -> list[Unplaced]:
    """The households to look at, by number, in two queries. Those that are 地区外 have been decided."""
    towns = {town.name: town.district for town in Town.objects.filter(
        district__in=District.objects.on(day)).select_related("district")}
    finder, found = TownFinder(towns), []
    for household in households.filter(is_outside=False).select_related("district").order_by("number"):
        district = towns.get(finder.town_of(household.address) or "")
        if reason := _reason(household, district, day, bool(towns)):
            found.append(Unplaced(household, reason, district))
    return found


def _reason(household: Household, district: District | None, day: date, has_towns: bool) -> str:
    chosen = household.district
    if chosen and chosen.ends_on and chosen.ends_on < day:
        return f"選んでいる地区「{chosen.name}」は終わっています。"
    if chosen and district and district != chosen:
        return f"住所の町丁目は「{chosen.name}」の地区にありません。"
    if chosen is None and household.address:
        return "住所の地区を選んでいません。" if district else "住所の町丁目が、どの地区にもありません。"
    if chosen and household.address and district is None and has_towns:
        return "住所の町丁目が読み取れないか、どの地区にもありません。"
    return ""
