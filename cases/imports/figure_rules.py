"""How the axes of published figures counted in their years, which decides the sums that must hold."""
from collections.abc import Iterable

from cases.models import Axis, EarlierRule

from .figure_sums import Once

_RULES = ("answer", "counts")


def counted_once(years: Iterable[int]) -> dict[tuple[int, int], Once]:
    """The axes that counted people or households once, by their id and fiscal year. Two queries."""
    axes = list(Axis.objects.all())
    rules = list(EarlierRule.objects.order_by("-last_year").values_list("axis", "last_year", *_RULES))
    found = {}
    for year in {*years}:
        then = {axis: rule for axis, last, *rule in rules if last >= year}
        found |= {(axis.pk, year): each for axis in axes if (each := _once(axis, *then.get(axis.pk, (axis.answer, axis.counts))))}
    return found


def _once(axis: Axis, answer: str, counts: str) -> Once | None:
    if counts == Axis.Counts.CONTACTS:
        return None
    return Once(counts, not axis.is_chosen, answer != Axis.Answer.SINGLE)
