"""Lifting a lock."""
from django.db import transaction

from cases.models import LoginLimit, User

from . import events


@transaction.atomic
def lift(*, limit: LoginLimit, by: User, request=None) -> None:
    """Forget the failures, so that the next attempt is looked at again."""
    events.record("lock.lifted", request=request, user=by, objects=[limit.user] if limit.user else [],
                  kind=limit.kind, failures=limit.failures)
    limit.delete()
