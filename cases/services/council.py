"""Saving the council's settings. What old reports were counted by stays theirs."""
from django.db import transaction

from cases.models import Council, EarlierSeveral

from .codebook_earlier import ALL_YEARS
from .saving import save_versioned


@transaction.atomic
def save_council(*, council: Council, version: int | None, from_year: int) -> Council:
    """Save the settings. A changed several_cases holds from the fiscal year `from_year` on, or in ALL_YEARS.

    Raises Conflict when `version`, the one that was opened, is no longer the stored one.
    """
    before = Council.objects.get(pk=council.pk).several_cases
    saved = save_versioned(instance=council, version=version)
    if before != saved.several_cases:
        _keep(before, saved.several_cases, from_year)
    return saved


def _keep(before: str, now: str, from_year: int) -> None:
    """Leave the rule of the years before `from_year`; what was to change later gives way."""
    since = EarlierSeveral.objects.filter(last_year__gte=max(from_year - 1, 0))
    then = since.values_list("several_cases", flat=True).first() or before
    since.delete()
    if from_year != ALL_YEARS and then != now:
        EarlierSeveral.objects.create(last_year=from_year - 1, several_cases=then)
