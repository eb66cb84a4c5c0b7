"""Where a category stood in a fiscal year: below which other one (親), and whether outside the sum (再掲)."""
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from .models import Category, EarlierLabel


class Place(NamedTuple):
    """The id of the category above, None for none, and whether it is 再掲."""

    parent_id: int | None
    recount: bool


def places_in(years: Iterable[int], axis: str | None = None) -> Mapping[int, Mapping[int, Place]]:
    """By fiscal year and category id, of all axes or of one (its code). Two queries."""
    rows = Category.objects.filter(axis__code=axis) if axis else Category.objects.all()
    now = {pk: Place(parent, recount) for pk, parent, recount in rows.values_list("pk", "parent_id", "recount")}
    earlier = list(EarlierLabel.objects.filter(defined=True, category__in=now).order_by("-last_year"))
    return {year: now | {each.category_id: Place(each.parent_id, each.recount) for each in earlier if each.last_year >= year}
            for year in {*years}}


def summed_in(years: Iterable[int]) -> Mapping[int, set[int]]:
    """By fiscal year the ids of the categories that make up a 合計: no 再掲, and none below another."""
    return {year: {pk for pk, place in places.items() if place.parent_id is None and not place.recount}
            for year, places in places_in(years).items()}


def counted_under(places: Mapping[int, Place], category_id: int | None) -> set[int]:
    """The categories whose codings are the figure of a category, or without one of the 合計."""
    below = defaultdict(set)
    for pk, place in places.items():
        if not place.recount:
            below[place.parent_id].add(pk)
    if category_id is not None:
        return {category_id, *below[category_id]}
    return {each for top in below[None] for each in (top, *below[top])}
