"""Storing the relations that were chosen out of proposals."""
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q

from cases.family_rules import same_kinds
from cases.models import Household, Relation


@transaction.atomic
def add_relations(*, household: Household, chosen: Iterable[tuple[int, int, str]]) -> int:
    """Store (first, second, kind) of two members each; a pair that has a relation of the sort by now keeps that. Returns how many were new.

    The household's row is locked meanwhile, so that the same page sent twice stores each pair once.
    """
    Household.everything.select_for_update().get(pk=household.pk)
    return sum(_add(household, *each) for each in chosen)


def _add(household: Household, first: int, second: int, kind: str) -> bool:
    pair = Q(first=first, second=second) | Q(first=second, second=first)
    if Relation.objects.filter(pair, household=household, kind__in=same_kinds(kind), is_withdrawn=False).exists():
        return False
    Relation.objects.create(household=household, first_id=first, second_id=second, kind=kind)
    return True
