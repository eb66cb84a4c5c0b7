"""A household, its person and its case that are made with the first contact."""
from django.db import IntegrityError, models, transaction

from cases.models import Case, Household, Member, User

from .numbers import CASES, HOUSEHOLDS, next_number

TRIES = 5  # when others take the same number at the same time


def open_case(household: Household, case: Case, person: Member | None, *, coordinator: User, by: User) -> Case:
    """Store them, the person as the case's 本人 where one is known, under the next free numbers. Raises IntegrityError when others took these every time."""
    household.created_by = by
    _numbered(household, HOUSEHOLDS)
    if person:
        person.household = household
        person.save(force_insert=True)
    case.person = person
    case.household, case.coordinator = household, coordinator
    _numbered(case, CASES)
    return case


def _numbered(row: models.Model, prefix: str) -> None:
    for attempt in range(TRIES):
        row.number = next_number(type(row), prefix)
        try:
            with transaction.atomic():
                return row.save(force_insert=True)
        except IntegrityError:
            if attempt == TRIES - 1:
                raise
