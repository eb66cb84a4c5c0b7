"""Storing a footnote: one written by hand, or what was changed of one that the codebook writes."""
from django.db import transaction

from cases.models import Footnote, User

from .saving import create_once, save_first, save_versioned


@transaction.atomic
def store_footnote(*, footnote: Footnote, version: int | None, by: User) -> Footnote:
    """Store a note; a new one by hand once for its form token. Raises Conflict as save_versioned does.

    Of a note of the codebook that was never changed the opened version is 0; where someone else has changed it
    meanwhile, the footnote has the stored one's id when Conflict is raised.
    """
    footnote.changed_by = by
    if footnote.pk:
        return save_versioned(instance=footnote, version=version)
    if footnote.part:
        return create_once(instance=footnote, by=by)
    return save_first(instance=footnote, version=version, identity=("fiscal_year", "axis", "key"))
