"""Adding entries, and telling the database who acts."""
import json
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import connection, models

from cases import trail
from cases.database import POSTGRESQL
from cases.models import AuditEntry, AuditHead, User

from .layout import ENTRY, HASHED, HEAD

_COLUMNS = ", ".join(HASHED)
_VALUES = ", ".join(["%s"] * len(HASHED))
OK, DENIED, REFUSED, FAILED = (AuditEntry.Outcome.OK, AuditEntry.Outcome.DENIED, AuditEntry.Outcome.REFUSED,
                               AuditEntry.Outcome.FAILED)


def event(action: str, *, request=None, user: User | None = None, objects: Iterable[models.Model] = (),
          outcome: str = OK, purpose: str = "", detail: dict | None = None) -> int:
    """Add an entry now, in the current transaction, and return its number.

    `user` is who it is about where that is not who acts in `request` (someone who tries to log in). Raises
    DatabaseError where no entry can be written; then what it tells of must not happen either.
    """
    who = _trail_of(request, user)
    named: dict[str, list[int]] = {}
    for each in objects:
        named.setdefault(each._meta.model_name, []).append(each.pk)
    return write(who, action, outcome=outcome, purpose=purpose or who.purpose, objects=json.dumps(named), detail=detail)


def write(who: trail.Trail, action: str, *, outcome: str, objects: str, purpose: str = "", detail: dict | None = None) -> int:
    """Add an entry whose objects are already text, as `Trail.objects` makes it."""
    number = "0" if connection.vendor == POSTGRESQL else f"(SELECT seq + 1 FROM {HEAD})"
    values = {"at": time.time_ns() // 1000, "user_id": who.user_id, "username": who.username, "role": who.role,
              "action": action, "outcome": str(outcome), "route": who.route, "request_id": who.request_id,
              "address": who.address, "purpose": purpose, "objects": objects,
              "detail": json.dumps(detail or {}, ensure_ascii=False, sort_keys=True)}
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {ENTRY} (seq, {_COLUMNS}, hash) VALUES ({number}, {_VALUES}, '') RETURNING seq",
                       [_storable(values[name]) for name in HASHED])
        return cursor.fetchone()[0]


def latest_entry() -> int:
    """The number of the newest entry; 0 where there is none."""
    return AuditHead.objects.values_list("seq", flat=True).first() or 0


def changed_since(number: int) -> bool:
    """Whether an entry after `number` tells of a change of the record, leaving out the state of an import.

    Sure only for who has changed a watched row in the same transaction: until then others may be about to commit.
    """
    changes = AuditEntry.objects.filter(seq__gt=number, action__regex=r"\.(created|changed|deleted)$")
    return changes.exclude(action__startswith="importbatch.").exists()


@contextmanager
def acting(who: trail.Trail) -> Iterator[trail.Trail]:
    """Follow a trail, and let the triggers know it from the first write on."""
    with trail.following(who), connection.execute_wrapper(_telling(who)):
        yield who


def _telling(who: trail.Trail):
    """Tells PostgreSQL the context before every statement that writes: a rollback would make it forget.

    What was asked once is asked anew after it, and after what was written for a trial is taken back.
    """

    def tell(execute, sql, params, many, context):
        verb = sql.lstrip()[:6].upper()
        writes = verb in ("INSERT", "UPDATE", "DELETE") and ENTRY not in sql
        if who.answers and (writes or verb == "ROLLBA"):
            who.answers.clear()
        if writes and context["connection"].vendor == POSTGRESQL:
            said = json.dumps(who.context(), ensure_ascii=False)
            context["cursor"].cursor.execute("SELECT set_config('cwc.context', %s, false)", [_storable(said)])
        return execute(sql, params, many, context)

    return tell


def _trail_of(request, user: User | None) -> trail.Trail:
    who = trail.current() or trail.Trail()
    if user is None and request is not None:
        user = getattr(request, "user", None)
    if user is None or user.pk == who.user_id:
        return who
    about = trail.Trail(route=who.route, request_id=who.request_id, address=who.address, purpose=who.purpose)
    about.names(user)
    return about


def _storable(value):
    """PostgreSQL refuses the character NUL in a text; no reader of the audit needs it."""
    return value.replace("\0", "") if isinstance(value, str) else value
