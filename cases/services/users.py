"""Saving a user with the assignments, together or not at all. Passwords are their owners' (cases/accounts)."""
import json
from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import F

from cases.models import Assignment, Revision, User

from .districts import without_district
from .saving import Conflict, create_once

FIELDS = ("name", "username", "role", "is_active")
ENDS_SESSIONS = {"role", "is_active"}


@transaction.atomic
def save_user(*, user: User, version: int | None, assignments: Iterable[Assignment], removed: Iterable[Assignment],
              by: User, without_district_from: date | None = None) -> User:
    """Store a new user, who has no password yet, or a changed one. The same form token again stores nothing.

    `without_district_from` is the day from which the user works in 地区なし, which is made where it is not there.
    A changed role, or a user stopped, ends the sessions. Raises Conflict when `version` is no longer the stored one.
    """
    saved = _create(user, by) if user._state.adding else _update(user, version)
    if saved is not user:
        return saved
    for assignment in removed:
        assignment.delete()
    for assignment in assignments:
        assignment.user = user
        if assignment.pk or not user.assignments.filter(district=assignment.district, starts_on=assignment.starts_on).exists():
            assignment.save()
    if without_district_from:
        Assignment.objects.create(user=user, district=without_district(without_district_from), starts_on=without_district_from)
    return user


def had_name(username: str) -> set[int]:
    """Ids of the users who once logged in with this name and no longer do, however it was written."""
    renamed = Revision.objects.filter(kind="user", changes__contains='"username"').values_list("object_id", "changes")
    return {pk for pk, changes in renamed if (before := json.loads(changes).get("username", [None])[0])
            and before.casefold() == username.casefold()}


def _create(user: User, by: User) -> User:
    user.set_unusable_password()
    return create_once(instance=user, by=by)


def _update(user: User, version: int | None) -> User:
    stored = User.objects.select_for_update().get(pk=user.pk)
    if not User.objects.filter(pk=user.pk, version=version).update(version=F("version") + 1):
        raise Conflict
    user.version = version + 1
    user.save(update_fields=FIELDS)
    changed = [name for name in FIELDS if getattr(stored, name) != getattr(user, name)]
    if ENDS_SESSIONS & set(changed):
        user.end_sessions()
    return user
