"""Deleting a saved search (保存した条件)."""
from django.db import transaction

from cases.models import SavedSearch, User

from .contacts import Conflict


@transaction.atomic
def delete_saved_search(*, saved: SavedSearch, version: int | None, by: User) -> None:
    """Remove a user's own saved search. Raises Conflict when `version` is not the stored one."""
    if not SavedSearch.objects.filter(pk=saved.pk, owner=by, version=version).delete()[0]:
        raise Conflict
