"""Last year's figures in the brackets of a printed table: taken in, left out, or only where no records are counted."""
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from cases.models import Axis, ContactCategory

from .figure_sums import Key

GAPS, ALL, NONE = "gaps", "all", "none"  # only what no record of that year, district and axis is counted for; all; none
PRIOR_CHOICES = (GAPS, ALL, NONE)


class Place(NamedTuple):
    """A fiscal year, district and axis; no district is 全体."""

    fiscal_year: int
    district: int | None
    axis: int


def counted_places(years: Iterable[int]) -> frozenset[Place]:
    """Where records of the years are counted, 全体 wherever one of its districts is. Two queries."""
    years = {*years}
    if not years:
        return frozenset()
    found = {Place(*each) for each in ContactCategory.objects.filter(fiscal_year__in=years).order_by().values_list(
        "fiscal_year", "district", "axis").distinct()}
    logged = {each[:2] for each in found}  # every contact has a kind
    told = Axis.objects.exclude(source=Axis.Source.CONTACT).values_list("pk", flat=True)
    found |= {Place(*each, axis) for axis in told for each in logged}
    return frozenset(found | {each._replace(district=None) for each in found})


def place_of(key: Key) -> Place:
    """The year, district and axis of a printed cell."""
    return Place(key.fiscal_year, key.district, key.axis)


def left_out(drafts: Sequence, counted: frozenset[Place], choice: str) -> list:
    """The bracketed figures among the drafts that the choice does not take in."""
    if choice == ALL:
        return []
    return [each for each in drafts if each.is_prior and (choice == NONE or place_of(each.key) in counted)]


def described(drafts: Sequence, counted: frozenset[Place]) -> dict:
    """For the preview: how many figures are bracketed, and how many of them stand where records are counted, by place."""
    priors = [each for each in drafts if each.is_prior]
    places: dict[tuple, list] = {}
    for each in left_out(priors, counted, GAPS):
        names = places.setdefault((each.label["fiscal_year"], each.label["district"]), [])
        names += [each.label["axis"]] * (each.label["axis"] not in names)
    return {"count": len(priors), "counted": len(left_out(priors, counted, GAPS)),
            "years": sorted({each.label["fiscal_year"] for each in priors}),
            "places": [[year, district, "・".join(axes)] for (year, district), axes in places.items()]}
