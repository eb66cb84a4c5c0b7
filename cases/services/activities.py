"""Saving an entry of the register: the row and who did it, in one transaction; and that there was none."""
from collections.abc import Iterable

from django.db import transaction

from cases.models import Activity, ActivityKind, District, NoEntries, User

from .saving import create_once, save_versioned


@transaction.atomic
def store_activity(*, activity: Activity, coordinators: Iterable[User], version: int | None, by: User) -> Activity:
    """Save a new or an edited entry with its coordinators. Raises Conflict.

    Another object than `activity` comes back where an earlier sending of the form has made the row.
    """
    if activity._state.adding:
        saved = create_once(instance=activity, by=by)
        if saved is not activity:
            return saved
    else:
        save_versioned(instance=activity, version=version)
    activity.coordinators.set(coordinators)
    return activity


def say_none(*, kind: ActivityKind, district: District, fiscal_year: int, by: User) -> bool:
    """Say that there was nothing of a kind in a district and year (実績なし); said twice it is said once. False where there is an entry."""
    if Activity.objects.in_year(fiscal_year).filter(kind=kind, district=district).exists():
        return False
    NoEntries.objects.get_or_create(kind=kind, district=district, fiscal_year=fiscal_year, defaults={"said_by": by})
    return True


def unsay_none(*, kind: ActivityKind, district: District, fiscal_year: int) -> None:
    """Take it back; taken back twice it is gone all the same. The audit keeps who said it and who took it back."""
    NoEntries.objects.filter(kind=kind, district=district, fiscal_year=fiscal_year).delete()
