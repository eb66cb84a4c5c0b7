"""The one place where a password is compared."""
import unicodedata

from allauth.account.auth_backends import AuthenticationBackend
from django.core.exceptions import PermissionDenied

from cases.models import User

from . import events, limits
from .addresses import address_of


class LimitedBackend(AuthenticationBackend):
    """allauth's backend behind the lock-out: an attempt that is not admitted computes no hash.

    Known, unknown and stopped users are alike: one hash, the same answer, the same counters.
    """

    def authenticate(self, request, username=None, password=None, **credentials):
        """The user, or None; PermissionDenied (and `request.login_is_locked`) when the attempt is not looked at."""
        if not username or not password:
            return None
        name = unicodedata.normalize("NFKC", username).strip()
        attempt = limits.Attempt(name, User.objects.filter(username=name).first(), address_of(request))
        if not limits.admit(attempt):
            self._refused(request, attempt, "login.locked")
            raise PermissionDenied
        user = self._compare(attempt.user, password)
        if user is None:
            self._refused(request, attempt, "login.failed")
        else:
            limits.was_right(attempt)
        return user

    def _compare(self, user, password):
        if user is None:
            self._mitigate_timing_attack(password)
            return None
        return user if user.check_password(password) and self.user_can_authenticate(user) else None

    def _refused(self, request, attempt, action):
        """At a locked address every refusal looks the same, whether or not the password was looked at."""
        if request is not None and (action == "login.locked" or attempt.from_locked_address):
            request.login_is_locked = True
        events.record(action, request=request, user=attempt.user, outcome="refused", known=attempt.user is not None)
