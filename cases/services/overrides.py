"""Setting a printed percentage by hand, and revoking it; both are kept in a log."""
from django.db import IntegrityError, transaction

from cases.models import ShareOverride, ShareOverrideEntry, User

from .saving import Conflict, save_versioned

_LOGGED = ("printed", "calculated", "count", "base", "reason")


@transaction.atomic
def set_share(*, override: ShareOverride, version: int | None, by: User) -> ShareOverride:
    """Store the percentage of a cell, or with `printed` None that it is the rule's again, and log it.

    Raises Conflict when `version`, 0 for a cell that was never set, is no longer the stored one; the override then
    has the stored one's id.
    """
    if override.pk is None:
        _insert(override, version)
    else:
        save_versioned(instance=override, version=version)
    ShareOverrideEntry.objects.create(override=override, by=by, **{name: getattr(override, name) for name in _LOGGED})
    return override


def _insert(override: ShareOverride, version: int | None) -> None:
    if version != 0:
        raise Conflict
    override.version = 1
    try:
        with transaction.atomic():
            override.save(force_insert=True)
    except IntegrityError:
        override.pk = ShareOverride.objects.get(
            fiscal_year=override.fiscal_year, district=override.district, axis=override.axis, category=override.category).pk
        raise Conflict from None
