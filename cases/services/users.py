"""Saving a user with the password and the assignments, together or not at all."""
from collections.abc import Iterable

from django.db import transaction

from cases.models import Assignment, User


@transaction.atomic
def save_user(*, user: User, password: str, assignments: Iterable[Assignment], removed: Iterable[Assignment],
              by: User) -> User:
    """Store the user; a blank password leaves the stored one. A changed password ends the user's other sessions."""
    if password:
        user.set_password(password)
    user.save()
    for assignment in removed:
        assignment.delete()
    for assignment in assignments:
        assignment.user = user
        assignment.save()
    return user
