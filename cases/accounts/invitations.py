"""Invitations: the admin hands over a code, and the user sets the own password with it.

A code that is typed on a public page, not a link: a link would stand in the logs of every proxy on the way, in the
browser's history, and in the chat it was sent by, complete and ready to be opened. The code has 100 random bits;
only its hash is stored, it is shown once, and it works once within three days.
"""
import hashlib
import secrets

from django.db import transaction
from django.utils import timezone

from cases.models import Invitation, User

from . import codes, events

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # 32 signs, without those that look alike


@transaction.atomic
def invite(*, user: User, by: User, request=None) -> str:
    """A new code for the user, in groups of four. The old password, codes and sessions end now.

    Raises ValueError for the own account, which nobody resets alone.
    """
    if user == by:
        raise ValueError("own account")
    code = "".join(secrets.choice(ALPHABET) for _ in range(20))
    user.set_unusable_password()
    user.save(update_fields=["password"])
    user.invitations.filter(ended_at=None).update(ended_at=timezone.now())
    Invitation.objects.create(user=user, code_hash=_hash(code), made_by=by)
    events.record("invitation.made", request=request, user=by, objects=[user])
    return "-".join(code[place:place + 4] for place in range(0, 20, 4))


def find(code: str) -> Invitation | None:
    """The open invitation with this code (20 signs, no hyphens), of a user who may log in."""
    found = Invitation.objects.filter(code_hash=_hash(code), ended_at=None, user__is_active=True).select_related("user").first()
    return found if found and found.is_open else None


@transaction.atomic
def use(*, invitation: Invitation, password: str, request=None) -> bool:
    """Set the password and end the invitation; False when someone has just used it."""
    if not Invitation.objects.filter(pk=invitation.pk, ended_at=None).update(ended_at=timezone.now()):
        return False
    user = invitation.user
    user.set_password(password)
    user.save(update_fields=["password"])
    events.record("invitation.used", request=request, user=user, objects=[user])
    return True


def account_state(user: User) -> dict:
    """What the admin sees of the user's ways to log in."""
    return {"has_password": user.has_usable_password(), "second_factor": codes.is_on(user),
            "invitation": next((each for each in user.invitations.filter(ended_at=None) if each.is_open), None)}


def _hash(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
