"""Saving a district with its 町丁目 spelled out."""
from collections.abc import Iterable

from django.db import transaction

from cases.models import District, Town, User

from .saving import create_once, save_versioned


@transaction.atomic
def save_district(*, district: District, towns: Iterable[str], by: User) -> District:
    """Store the district and make its towns exactly `towns`, in their order."""
    district.save()
    _set_towns(district, towns)
    return district


@transaction.atomic
def store_district(*, district: District, towns: Iterable[str], version: int | None, by: User) -> District:
    """Store what the form says, a new district once. Raises Conflict when `version` is no longer the stored one."""
    if district.pk:
        saved = save_versioned(instance=district, version=version)
    else:
        saved = create_once(instance=district, by=by)
    if saved is district:
        _set_towns(district, towns)
    return saved


def _set_towns(district: District, towns: Iterable[str]) -> None:
    wanted = list(towns)
    if list(district.towns.values_list("name", flat=True)) != wanted:
        district.towns.all().delete()
        Town.objects.bulk_create(Town(district=district, name=name) for name in wanted)
