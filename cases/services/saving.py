"""Saving one row safely: once for a double click, and never over someone else's change."""
from django.db import IntegrityError, models, transaction
from django.db.models import F

from cases.models import User

from .contacts import Conflict

__all__ = ["Conflict", "create_once", "save_first", "save_versioned"]


@transaction.atomic
def create_once(*, instance: models.Model, by: User) -> models.Model:
    """Insert a new row and return it; the same form token again returns the row already saved."""
    if hasattr(instance, "created_by_id"):
        instance.created_by = by
    try:
        with transaction.atomic():
            instance.save(force_insert=True)
    except IntegrityError:
        saved = saved_with(type(instance)._default_manager.all(), instance.form_token)
        if saved is None:
            raise
        return saved
    return instance


@transaction.atomic
def save_versioned(*, instance: models.Model, version: int | None) -> models.Model:
    """Save an edited row. Raises Conflict when `version`, the one that was opened, is no longer the stored one."""
    rows = type(instance)._default_manager.filter(pk=instance.pk, version=version)
    if not rows.update(version=F("version") + 1):
        raise Conflict
    instance.version = version + 1
    instance.save()
    return instance


@transaction.atomic
def save_first(*, instance: models.Model, version: int | None, identity: tuple[str, ...]) -> models.Model:
    """Insert the first change of something that stands in no row until it is changed; its opened version is 0.

    Raises Conflict for another version, and where a row of the same `identity` (names of fields) is stored meanwhile:
    the instance then has that row's id.
    """
    if version != 0:
        raise Conflict
    instance.version = 1
    try:
        with transaction.atomic():
            instance.save(force_insert=True)
    except IntegrityError:
        instance.pk = type(instance)._default_manager.get(**{name: getattr(instance, name) for name in identity}).pk
        raise Conflict from None
    return instance


def saved_with(rows: models.QuerySet, token) -> models.Model | None:
    """The one of `rows` that an earlier sending of the same form has made."""
    return rows.filter(form_token=token).first() if token else None
