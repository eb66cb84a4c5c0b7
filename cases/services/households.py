"""Saving a household with its types (世帯の分類) of a fiscal year."""
from collections.abc import Mapping

from django.db import transaction

from cases.household_types import TypeAxis, set_types
from cases.models import Category, Household, User

from .saving import create_once, save_versioned


@transaction.atomic
def store_household(*, household: Household, version: int | None, fiscal_year: int,
                    types: Mapping[TypeAxis, Category | None], by: User) -> Household:
    """Store what the form says, a new household once. Raises Conflict when `version` is no longer the stored one."""
    if household._state.adding:
        saved = create_once(instance=household, by=by)
    else:
        saved = save_versioned(instance=household, version=version)
    if saved is household:
        set_types(household=household, fiscal_year=fiscal_year, chosen=types)
    return saved
