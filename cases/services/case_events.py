"""Closing, reopening and handing over a case, and taking a closing back, each with its event, together or not at all."""
import datetime
import uuid

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from cases import audit
from cases.carried import next_date_of
from cases.models import Case, CaseEvent, User

from .saving import Conflict, save_versioned

Kind = CaseEvent.Kind


@transaction.atomic
def close_case(*, case: Case, version: int | None, note: str, by: User) -> Case:
    """Store the day and the reason that `case` carries. A closed case has its last closing corrected, no second one.

    A handover to come is taken back with it: nobody takes over what has ended. Raises Conflict when `version` is no longer the stored one.
    """
    before = Case.objects.filter(pk=case.pk).values_list("closed_on", flat=True).first()
    save_versioned(instance=case, version=version)
    event = _closing_of(case, before) or CaseEvent(case=case, kind=Kind.CLOSED, created_by=by)
    event.date, event.reason, event.note = case.closed_on, case.closing_reason, note
    event.save()
    _withdraw_handover_to_come(case)
    return case


@transaction.atomic
def reopen_case(*, case: Case, version: int | None, on: datetime.date, note: str, by: User) -> Case:
    """Open a closed case again; the reason of its closing stays. Raises Conflict. No contact is made: it is no 新規相談.

    A closing that no event tells of (an import) becomes one first: its day is known from nothing else.
    """
    closed_on = Case.objects.filter(pk=case.pk).values_list("closed_on", flat=True).first()
    case.closed_on = None
    save_versioned(instance=case, version=version)
    if closed_on and not _closing_of(case, closed_on):
        CaseEvent.objects.create(case=case, kind=Kind.CLOSED, date=closed_on, reason=case.closing_reason)
    CaseEvent.objects.create(case=case, kind=Kind.REOPENED, date=on, note=note, created_by=by)
    return case


@transaction.atomic
def hand_over(*, case: Case, version: int | None, on: datetime.date, note: str, watch: str, by: User, event: CaseEvent | None = None,
              token: uuid.UUID | None = None) -> Case:
    """Make `case.coordinator` the one who works on it from a day on. Raises Conflict.

    The one before sees the case as before, unless it moves into another district: what anyone sees is told by districts
    and names on restricted records. A move is told by the event, which is a new one or that of a handover that was to come,
    and takes the next date along. `token` is what its form is known by when it is sent again.
    """
    before = Case.objects.get(pk=case.pk)
    moves = before.district_id != case.district_id
    next_on = next_date_of(before) if moves else None
    save_versioned(instance=case, version=version)
    event = event or CaseEvent(created_by=by)
    event.case, event.kind, event.date, event.from_user_id, event.to_user_id = case, Kind.HANDED_OVER, on, before.coordinator_id, case.coordinator_id
    event.from_district_id, event.to_district_id = (before.district_id, case.district_id) if moves else (None, None)
    event.note, event.watch, event.next_on, event.handed_at = note, watch, next_on, timezone.now()
    event.version += 0 if event._state.adding else 1
    event.form_token = token or event.form_token
    event.save()
    return case


def last_handed_on(case: Case) -> datetime.date | None:
    """The day of the last handover of a case, those to come left out; None: there is none. No query where the case came with its `handed_last`."""
    if hasattr(case, "handed_last"):
        return case.handed_last
    return case.events.standing().filter(kind=Kind.HANDED_OVER).aggregate(day=Max("date"))["day"]


def may_be_withdrawn(event: CaseEvent) -> bool:
    """Whether an event is the closing that holds, and nothing has happened to its case after it."""
    case = Case.objects.filter(pk=event.case_id, closed_on=event.date).first()
    last = CaseEvent.objects.standing().filter(case=event.case_id).exclude(kind=Kind.TO_HAND_OVER).order_by("date", "id").last()
    return bool(case and event.kind == Kind.CLOSED and last and last.pk == event.pk)


@transaction.atomic
def withdraw_closing(*, event: CaseEvent, version: int | None, why: str, by: User) -> CaseEvent:
    """Take back a closing that was a mistake: the case is open as before, without a 再開. Raises Conflict.

    The event stays, taken back, with the reason in its note; the case has the reason of the closing before again.
    """
    case = Case.objects.select_for_update(no_key=True).get(pk=event.case_id)  # before its event, as wherever both are changed
    event.is_withdrawn = True
    event.note = "\n".join(filter(None, (event.note, f"終結の取消し：{why}")))
    save_versioned(instance=event, version=version)
    before = case.events.standing().filter(kind=Kind.CLOSED).last()
    if case.closed_on != event.date:
        raise Conflict
    case.closed_on, case.closing_reason = None, before.reason if before else ""
    save_versioned(instance=case, version=case.version)
    audit.event("closing.withdrawn", user=by, objects=[case, event], purpose=why)
    return event


def last_closing(case: Case) -> CaseEvent | None:
    """The event of the closing that holds, if it was written as one."""
    return _closing_of(case, case.closed_on)


def last_reopening(case: Case) -> CaseEvent | None:
    """The event by which an open case was opened again."""
    return None if case.closed_on else case.events.standing().filter(kind=Kind.REOPENED).last()


def closing_before(case: Case) -> tuple[datetime.date, str] | None:
    """The day and the reason of the last closing, also of a case that is open by now; None: it was never closed."""
    if case.closed_on:
        return case.closed_on, case.closing_reason
    event = case.events.standing().filter(kind=Kind.CLOSED).last()
    return (event.date, event.reason) if event else None


def _withdraw_handover_to_come(case: Case) -> None:
    """Whoever has its page open is told by the version of the case, which its closing has raised."""
    for event in case.events.standing().filter(kind=Kind.TO_HAND_OVER):
        event.is_withdrawn = True
        save_versioned(instance=event, version=event.version)


def _closing_of(case: Case, closed_on: datetime.date | None) -> CaseEvent | None:
    return case.events.standing().filter(kind=Kind.CLOSED, date=closed_on).last() if closed_on else None
