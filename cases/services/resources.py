"""Saving a local resource (社会資源) with its districts, in one transaction."""
from collections.abc import Iterable

from django.db import transaction

from cases.models import District, Resource, User

from .saving import create_once, save_versioned


@transaction.atomic
def store_resource(*, resource: Resource, districts: Iterable[District], version: int | None, by: User) -> Resource:
    """Save a new or an edited resource; none of `districts` means all of the city, or outside of it. Raises Conflict.

    Another object than `resource` comes back where an earlier sending of the form has made the row.
    """
    if resource._state.adding:
        saved = create_once(instance=resource, by=by)
        if saved is not resource:
            return saved
    else:
        save_versioned(instance=resource, version=version)
    resource.districts.set(districts)
    return resource
