"""Storing a footnote: one written by hand, or what was changed of one that the codebook writes."""
from django.db import IntegrityError, transaction

from cases.models import Footnote, User

from .saving import Conflict, create_once, save_versioned


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
    return _first_change(footnote, version)


def _first_change(footnote: Footnote, version: int | None) -> Footnote:
    if version != 0:
        raise Conflict
    footnote.version = 1
    try:
        with transaction.atomic():
            footnote.save(force_insert=True)
    except IntegrityError:
        footnote.pk = Footnote.objects.get(fiscal_year=footnote.fiscal_year, axis=footnote.axis, key=footnote.key).pk
        raise Conflict from None
    return footnote
