"""Opening, ending and finding a user's calendar feed (予定の配信)."""
import hashlib
import secrets

from django.db import transaction
from django.utils import timezone

from cases import audit
from cases.models import CalendarFeed, User


@transaction.atomic
def open_feed(*, user: User, with_numbers: bool) -> str:
    """A new feed of the user's; an earlier one ends. Returns its secret (256 random bits), which is shown once and stored nowhere."""
    _end(User.objects.select_for_update().get(pk=user.pk))
    secret = secrets.token_urlsafe(32)
    feed = CalendarFeed.objects.create(user=user, secret_hash=_hash(secret), with_numbers=with_numbers)
    audit.event("calendar.opened", user=user, objects=[feed])
    return secret


@transaction.atomic
def end_feed(*, user: User) -> bool:
    """End the user's feed at once; False where none was open."""
    ended = _end(user)
    if ended:
        audit.event("calendar.ended", user=user)
    return bool(ended)


def find_feed(secret: str) -> CalendarFeed | None:
    """The open feed with this secret, of a user who may log in. Looked up by its hash: how long it takes tells nothing of it."""
    return CalendarFeed.objects.filter(secret_hash=_hash(secret), ended_at=None, user__is_active=True).select_related("user").first()


def _end(user: User) -> int:
    return CalendarFeed.objects.filter(user=user, ended_at=None).update(ended_at=timezone.now())


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
