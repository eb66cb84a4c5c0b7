"""Changing the own password."""
from django.db import transaction

from cases.models import User

from . import events, sessions


@transaction.atomic
def change_password(*, request, user: User, password: str) -> None:
    """Store the new password; the user's other sessions end, this one gets a new id."""
    user.set_password(password)
    user.save(update_fields=["password"])
    sessions.end_others(request, user)
    events.record("password.changed", request=request, user=user, objects=[user])
