"""Setting a printed percentage by hand, and revoking it; both are kept in a log."""
from django.db import transaction

from cases.models import ShareOverride, ShareOverrideEntry, User

from .saving import save_first, save_versioned

_LOGGED = ("printed", "calculated", "count", "base", "reason")


@transaction.atomic
def set_share(*, override: ShareOverride, version: int | None, by: User) -> ShareOverride:
    """Store the percentage of a cell, or with `printed` None that it is the rule's again, and log it.

    Raises Conflict when `version`, 0 for a cell that was never set, is no longer the stored one; the override then
    has the stored one's id.
    """
    if override.pk is None:
        save_first(instance=override, version=version, identity=("fiscal_year", "district", "axis", "category"))
    else:
        save_versioned(instance=override, version=version)
    ShareOverrideEntry.objects.create(override=override, by=by, **{name: getattr(override, name) for name in _LOGGED})
    return override
