"""The lock-out: how many guesses are looked at, counted in the database before anything is computed.

Three counters, the same for names that exist and names that do not:
- a user name: 5 wrong passwords in a row, then nothing for 30 minutes;
- an address: 50 failures over all names within 30 minutes (one guess at each of many names), then nothing for
  30 minutes, except for users who have logged in from there within 90 days. So an office behind one address
  goes on working while someone in it guesses; who has never logged in there waits, or has the lock lifted;
- the second factor of a user: 6 wrong codes in a row, then nothing for 30 minutes.
An attempt is counted before it is looked at and taken back when it was right. Parallel guesses cannot overtake the
counter, and a worker that dies in between leaves one failure too many, never one too few. A right password
clears the user's counter, neither that of the address nor that of the codes. An attempt that finds a lock is not
counted: nobody can keep another one out longer than 30 minutes with a single lock.
"""
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac

from cases.models import KnownAddress, LoginLimit, User

Kind = LoginLimit.Kind


@dataclass
class Attempt:
    """One try to log in with a password."""

    username: str
    user: User | None
    address: str
    from_locked_address: bool = False

    @property
    def key(self) -> str:
        """What the user name is counted under: never the typed text itself, which may be a password."""
        return f"user-{self.user.pk}" if self.user else salted_hmac(__name__, self.username.casefold()).hexdigest()

    @property
    def is_known_here(self) -> bool:
        """Whether the user has logged in from this address before."""
        since = timezone.now() - KnownAddress.KEPT_FOR
        return self.user is not None and self.user.known_addresses.filter(
            address=self.address, used_at__gt=since).exists()


def admit(attempt: Attempt) -> bool:
    """Count the attempt; False when it must not be looked at. Committed before it returns."""
    with transaction.atomic(durable=True):
        address = _counter(Kind.ADDRESS, attempt.address)
        attempt.from_locked_address = address.is_locked
        if address.is_locked and not attempt.is_known_here:
            return False
        name = _counter(Kind.NAME, attempt.key, attempt.user)
        if name.is_locked:
            return False
        name.count()
        if not address.is_locked:
            address.count()
    return True


@transaction.atomic
def was_right(attempt: Attempt) -> None:
    """Forget the user's failures, and take back this one attempt from the address."""
    LoginLimit.objects.filter(kind=Kind.NAME, key=attempt.key).delete()
    if not attempt.from_locked_address:
        take_back(attempt.address)


def admit_code(user: User) -> bool:
    """Count a code typed for the user; False when codes are locked. Committed before it returns."""
    with transaction.atomic(durable=True):
        codes = _counter(Kind.CODE, f"user-{user.pk}", user)
        if not codes.is_locked:
            codes.count()
            return True
    return False


def code_was_right(user: User) -> None:
    """Forget the wrong codes of the user."""
    LoginLimit.objects.filter(kind=Kind.CODE, key=f"user-{user.pk}").delete()


def admit_address(address: str) -> bool:
    """Count an invitation code typed at an address; False when the address is locked."""
    with transaction.atomic(durable=True):
        counter = _counter(Kind.ADDRESS, address)
        if not counter.is_locked:
            counter.count()
            return True
    return False


def take_back(address: str) -> None:
    """The one attempt just admitted from the address was right."""
    LoginLimit.objects.filter(kind=Kind.ADDRESS, key=address, failures__gt=0).update(failures=F("failures") - 1)


def remember_address(user: User, address: str) -> None:
    """Note that the user has logged in from the address."""
    KnownAddress.objects.update_or_create(user=user, address=address, defaults={"used_at": timezone.now()})


def tidy() -> None:
    """Remove what no longer counts."""
    LoginLimit.objects.forgotten().delete()
    KnownAddress.objects.filter(used_at__lt=timezone.now() - KnownAddress.KEPT_FOR).delete()


def _counter(kind: str, key: str, user: User | None = None) -> LoginLimit:
    """The counter's row, held until the transaction ends; made again where another log-in has just cleared it."""
    while True:
        LoginLimit.objects.get_or_create(kind=kind, key=key, defaults={"user": user})
        if row := LoginLimit.objects.select_for_update().filter(kind=kind, key=key).first():
            return row
