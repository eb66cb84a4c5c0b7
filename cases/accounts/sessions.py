"""How long a session lasts: 30 minutes without a request, 10 hours in all (SESSION_IDLE_FOR, SESSION_ENDS_AFTER)."""
import time

from django.conf import settings
from django.contrib.auth import logout, update_session_auth_hash
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.models import Session
from django.dispatch import receiver
from django.utils import timezone

from cases.models import User

from . import events, limits

BEGAN, SEEN, FACTOR, CONFIRMED = "began", "seen", "second_factor", "confirmed"
PASSED, OWED, NONE = "passed", "owed", "none"
_NOTE_EVERY = 60  # seconds; a request within the same minute writes nothing


@receiver(user_logged_in)
def begin(sender, request, user, **kwargs) -> None:
    """Start the clock, and note whether the second factor was given; now and then is a good time to tidy, too."""
    request.session[BEGAN] = request.session[SEEN] = request.session[CONFIRMED] = time.time()
    request.session[FACTOR] = _factor(request, user)
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
    limits.tidy()


def _factor(request, user) -> str:
    if getattr(request, "second_factor_passed", False):
        return PASSED
    return OWED if user.authenticator_set.filter(type="totp").exists() else NONE


def end_overdue(get_response):
    """Middleware: an overdue session is ended, and the request goes on as that of nobody."""

    def middleware(request):
        if request.user.is_authenticated:
            _keep_or_end(request)
        return get_response(request)

    return middleware


def _keep_or_end(request) -> None:
    now, session = time.time(), request.session
    idle = now - session.get(SEEN, 0)
    if idle >= settings.SESSION_IDLE_FOR or now - session.get(BEGAN, 0) >= settings.SESSION_ENDS_AFTER:
        events.record("session.ended", request=request, user=request.user)
        logout(request)
    elif idle >= _NOTE_EVERY:
        session[SEEN] = now


def end_others(request, user: User) -> None:
    """End every session of the user but this one, which gets a new id."""
    user.end_sessions()
    update_session_auth_hash(request, user)
