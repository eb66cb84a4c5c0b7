"""担当の引き継ぎ entered ahead of its day: kept apart from the case, taken back, and carried out when its day has come."""
import datetime
import uuid
from collections.abc import Iterable

from django.db import transaction
from django.db.models import F, QuerySet

from cases import access, audit, trail
from cases.audit.entries import acting
from cases.models import Case, CaseEvent, District, User

from .case_events import hand_over
from .saving import Conflict, save_versioned

Kind = CaseEvent.Kind


def handover_to_come(case: Case) -> CaseEvent | None:
    """The handover of a case that was entered ahead and not carried out yet."""
    return case.events.standing().filter(kind=Kind.TO_HAND_OVER).select_related("to_user", "to_district").first()


def handover_taken_back(case: Case, today: datetime.date) -> CaseEvent | None:
    """The last handover that was taken back before its day, by hand or by a closing, while that day is to come and no other one is entered."""
    rows = case.events.filter(kind=Kind.TO_HAND_OVER).select_related("to_user", "to_district")
    last = rows.order_by("is_withdrawn", "-pk").first()
    return last if last and last.is_withdrawn and last.date > today else None


@transaction.atomic
def plan_handover(*, case: Case, version: int | None, event: CaseEvent | None, on: datetime.date, to: User, district: District | None,
                  note: str, watch: str, by: User, token: uuid.UUID | None = None) -> CaseEvent:
    """Store a handover to come, or change the one that there is (`event`); the case itself stays. Raises Conflict."""
    case = Case.objects.get(pk=case.pk)
    save_versioned(instance=case, version=version)
    event = event or CaseEvent(case=case, kind=Kind.TO_HAND_OVER, created_by=by, version=0)
    event.date, event.from_user_id, event.to_user, event.to_district = on, case.coordinator_id, to, district
    event.note, event.watch, event.version, event.form_token = note, watch, event.version + 1, token or event.form_token
    event.save()
    return event


def enter_handover(form, *, by: User, to_come: CaseEvent | None, token: uuid.UUID | None = None) -> Case:
    """Store a valid form of a handover, today's or one to come; `to_come` is the one that there is. Raises Conflict."""
    data = form.cleaned_data
    said = {"version": data["version"], "on": data["handed_on"], "note": data["note"], "watch": data["watch"], "by": by, "event": to_come, "token": token}
    if form.is_ahead:
        plan_handover(case=form.instance, to=data["coordinator"], district=form.district, **said)
        return form.instance
    return hand_over(case=form.save(commit=False), **said)


@transaction.atomic
def enter_handovers(entered: Iterable[tuple], *, by: User, token: uuid.UUID | None) -> None:
    """Store valid forms of handovers, each with the one to come that there is: all or none. Raises Conflict.

    `token` is that of the page on which all of them stand; the first one bears it, the others tokens made of it.
    """
    rows = sorted(entered, key=lambda row: row[0].instance.pk)  # two pages wait for each other's cases in one order
    for place, (form, to_come) in enumerate(rows):
        own = token and (token_of(token, form.instance.pk) if place else token)
        enter_handover(form, by=by, to_come=to_come, token=own)


def entered_before(token: uuid.UUID | None, cases: Iterable[int]) -> list[CaseEvent]:
    """The handovers of these cases that an earlier sending of the same page has stored; none without a token."""
    tokens = [token, *(token_of(token, pk) for pk in cases)] if token else []
    return list(CaseEvent.objects.standing().filter(form_token__in=tokens).select_related("to_user").order_by("pk"))


def token_of(token: uuid.UUID, case: int) -> uuid.UUID:
    """By what the handover of one case is known, of those that one page has stored."""
    return uuid.uuid5(token, str(case))


@transaction.atomic
def withdraw_handover(*, event: CaseEvent, version: int | None) -> CaseEvent:
    """Take a handover to come back. Raises Conflict, also where it has been carried out meanwhile."""
    if not CaseEvent.objects.standing().filter(pk=event.pk, kind=Kind.TO_HAND_OVER).exists():
        raise Conflict
    event.is_withdrawn = True
    Case.objects.filter(pk=event.case_id).update(version=F("version") + 1)  # who has its handover open is told
    return save_versioned(instance=event, version=version)


def carry_out_due(today: datetime.date) -> int:
    """Hand over every case whose day has come, and say how many. Raises Conflict where somebody changes one at the same time.

    One whose new coordinator does not work in the district today stays to come: its case says so, and it is tried again.
    """
    due = CaseEvent.objects.standing().filter(kind=Kind.TO_HAND_OVER, date__lte=today, case__deleted_at=None)
    return sum(_carry_out(event, today) for event in due.select_related("case__household", "case__coordinator", "to_user", "to_district", "created_by"))


def _carry_out(event: CaseEvent, today: datetime.date) -> bool:
    """In the name of who entered it, as the audit tells. False where it cannot be, or another process has done it.

    The case is locked before its event, as by whoever plans or takes back a handover or closes the case: none waits for the other.
    """
    who = trail.Trail()
    who.names(event.created_by)
    with acting(who), transaction.atomic():
        event.case = case = _locked(event.case)
        if not _still_due(event).exists():
            return False
        if case.closed_on or _has_it(event):
            withdraw_handover(event=event, version=event.version)  # it has ended, or was handed over, before its day
            return False
        if not may_take(event, today) or not _claimed(event):
            return False
        case.coordinator, case.district = event.to_user, event.to_district or case.district
        hand_over(case=case, version=case.version, on=event.date, note=event.note, watch=event.watch, by=event.created_by, event=event)
        audit.event("handover.begun", user=event.created_by, objects=[case, event])
        return True


def _has_it(event: CaseEvent) -> bool:
    """Whether the new coordinator has the case already, in the district that was chosen."""
    return event.case.coordinator_id == event.to_user_id and event.to_district_id in (None, event.case.district_id)


def may_take(event: CaseEvent, day: datetime.date) -> bool:
    """Whether the new coordinator may be given the case on a day, in the district that was chosen."""
    to_district = None if event.to_district_id == event.case.district_id else event.to_district_id
    found = access.heirs_of(event.case, day)
    return (event.to_user_id, to_district) in {(heir.user.pk, heir.district and heir.district.pk) for heir in found}


def _locked(case: Case) -> Case:
    """The case as it is stored, which nobody else changes until this is done."""
    rows = Case.everything.select_related("household", "coordinator").select_for_update(of=("self",), no_key=True)
    return rows.get(pk=case.pk)


def _still_due(event: CaseEvent) -> QuerySet[CaseEvent]:
    """The handover, unless somebody changed it since it was looked for, or has carried it out."""
    return CaseEvent.objects.standing().filter(pk=event.pk, kind=Kind.TO_HAND_OVER, version=event.version, case__deleted_at=None)


def _claimed(event: CaseEvent) -> bool:
    """Whether this process is the one that carries it out: two may see that a day has come."""
    return bool(_still_due(event).update(kind=Kind.HANDED_OVER))
