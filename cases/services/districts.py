"""Saving a district with its 町丁目 spelled out."""
from collections.abc import Iterable

from django.db import transaction

from cases.models import District, Town, User


@transaction.atomic
def save_district(*, district: District, towns: Iterable[str], by: User) -> District:
    """Store the district and make its towns exactly `towns`, in their order."""
    district.save()
    wanted = list(towns)
    if list(district.towns.values_list("name", flat=True)) != wanted:
        district.towns.all().delete()
        Town.objects.bulk_create(Town(district=district, name=name) for name in wanted)
    return district
