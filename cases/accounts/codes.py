"""The second factor: codes of an authenticator app (TOTP) and recovery codes, each good for one log-in.

allauth keeps the secrets and computes the codes. Which code was used last is kept with the secret, in the
database: its own note of it is in a cache that other workers do not see.
"""
import unicodedata

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.mfa.utils import decrypt, encrypt
from django.conf import settings
from django.db import transaction

from cases.models import User

from . import events, limits, sessions

OFFER = "totp_offer"
Type = Authenticator.Type


class CodesLocked(Exception):
    """Too many wrong codes; this one was not looked at."""


def is_on(user: User) -> bool:
    """Whether the user has set up the second factor."""
    return Authenticator.objects.filter(user=user, type=Type.TOTP).exists()


def is_required(user: User) -> bool:
    """Whether the user's role may not be without it (CWC_MFA_ROLES)."""
    return user.role in settings.MFA_ROLES


def accept(*, request, user: User, typed: str) -> bool:
    """Whether the code is right; a right one is used up and lets this request log in. Raises CodesLocked."""
    if not limits.admit_code(user):
        events.record("login.code_locked", request=request, user=user, outcome="refused")
        raise CodesLocked
    factor = _use_up(user, unicodedata.normalize("NFKC", typed))
    if factor is None:
        events.record("login.code_failed", request=request, user=user, outcome="refused")
        return False
    limits.code_was_right(user)
    post_authentication(request, factor)
    request.second_factor_passed = True
    return True


@transaction.atomic
def _use_up(user: User, code: str) -> Authenticator | None:
    factors = {each.type: each for each in Authenticator.objects.select_for_update().filter(user=user)}
    totp, recovery = factors.get(Type.TOTP), factors.get(Type.RECOVERY_CODES)
    if totp and (counter := _counter_of(decrypt(totp.data["secret"]), code)) > totp.data.get("last_counter", 0):
        totp.data["last_counter"] = counter
        totp.save(update_fields=["data"])
        return totp
    return recovery if totp and recovery and RecoveryCodes(recovery).validate_code(code) else None


def _counter_of(secret: str, code: str) -> int:
    """The half minute whose code this is, or 0. The neighbours count, for clocks that differ a little."""
    return next((counter for counter in yield_hotp_counters_from_time()
                 if compare_user_code(actual=code, expected=format_hotp_value(hotp_value(secret, counter)))), 0)


def offer(request, renew: bool = False) -> str:
    """The secret that the set-up page shows, kept sealed in the session until it is confirmed."""
    if renew or OFFER not in request.session:
        request.session[OFFER] = encrypt(generate_totp_secret())
    return decrypt(request.session[OFFER])


@transaction.atomic
def turn_on(*, request, user: User, typed: str) -> list[str] | None:
    """Set the offered secret up when the code shows that the app has it; returns the recovery codes, shown once."""
    secret = offer(request)
    counter = _counter_of(secret, unicodedata.normalize("NFKC", typed))
    if not counter:
        return None
    instance = TOTP.activate(user, secret).instance
    instance.data["last_counter"] = counter
    instance.save(update_fields=["data"])
    del request.session[OFFER]
    return _after_change(request, user, "mfa.set", RecoveryCodes.activate(user).generate_codes())


@transaction.atomic
def renew_recovery_codes(*, request, user: User) -> list[str]:
    """New recovery codes; the old ones are worthless from now on."""
    Authenticator.objects.filter(user=user, type=Type.RECOVERY_CODES).delete()
    return _after_change(request, user, "mfa.recovery_renewed", RecoveryCodes.activate(user).generate_codes())


@transaction.atomic
def turn_off(*, request, user: User) -> None:
    """Log in with the password alone again. The caller has checked that the role allows it."""
    Authenticator.objects.filter(user=user).delete()
    _after_change(request, user, "mfa.removed", [], sessions.NONE)


def _after_change(request, user, action, shown, factor=sessions.PASSED) -> list[str]:
    sessions.end_others(request, user)
    request.session[sessions.FACTOR] = factor
    events.record(action, request=request, user=user, objects=[user])
    return shown
