"""Closing, reopening and handing over a case, each with its event, together or not at all."""
import datetime

from django.db import transaction

from cases.models import Case, CaseEvent, User

from .saving import save_versioned

Kind = CaseEvent.Kind


@transaction.atomic
def close_case(*, case: Case, version: int | None, note: str, by: User) -> Case:
    """Store the day and the reason that `case` carries. A closed case has its last closing corrected, no second one.

    Raises Conflict when `version` is no longer the stored one.
    """
    before = Case.objects.filter(pk=case.pk).values_list("closed_on", flat=True).first()
    save_versioned(instance=case, version=version)
    event = _closing_of(case, before) or CaseEvent(case=case, kind=Kind.CLOSED, created_by=by)
    event.date, event.reason, event.note = case.closed_on, case.closing_reason, note
    event.save()
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
def hand_over(*, case: Case, version: int | None, on: datetime.date, note: str, watch: str, by: User) -> Case:
    """Make `case.coordinator` the one who works on it from a day on. Raises Conflict.

    The one before sees the case as before: what anyone sees is told by districts and names on restricted records.
    """
    before = Case.objects.filter(pk=case.pk).values_list("coordinator", flat=True).first()
    save_versioned(instance=case, version=version)
    CaseEvent.objects.create(case=case, kind=Kind.HANDED_OVER, date=on, from_user_id=before, to_user_id=case.coordinator_id,
                             note=note, watch=watch, created_by=by)
    return case


def last_closing(case: Case) -> CaseEvent | None:
    """The event of the closing that holds, if it was written as one."""
    return _closing_of(case, case.closed_on)


def _closing_of(case: Case, closed_on: datetime.date | None) -> CaseEvent | None:
    return case.events.standing().filter(kind=Kind.CLOSED, date=closed_on).last() if closed_on else None
