"""A user's next dates as an iCalendar file (RFC 5545): days and districts, nothing of anyone helped.

次回予定日 of contacts, of handovers and of the register, days on which a plan is looked at again, and days by which something is to be done.
"""
import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from . import access
from .carried import promised
from .followups import plans_to_look_at, tasks_due
from .models import (
    Activity,
    Case,
    CaseEvent,
    Conference,
    Contact,
    SupportPlan,
    Task,
    User,
)

TYPE = "text/calendar; charset=utf-8"
FOLD = 75  # bytes that a line may have
DAYS_BACK, DAYS_AHEAD, MOST = 60, 400, 500
HEAD = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//CWC//CWC//JA", "CALSCALE:GREGORIAN", "METHOD:PUBLISH",
        "X-WR-CALNAME:対応の予定", "REFRESH-INTERVAL;VALUE=DURATION:PT1H")


@dataclass(frozen=True, slots=True)
class Event:
    """A day with what is due, as it is told; `case` and `others` give their numbers where that was asked for."""

    uid: str
    stamp: datetime.datetime
    day: datetime.date
    words: str
    case: Case | None = None
    others: tuple[Case, ...] = ()


def feed_of(user: User, *, with_numbers: bool) -> str:
    """The open next dates of the user's own work in sight, from two months back to a year ahead, the first 500; how many have passed stands today.

    A restricted case gives no number, whatever was chosen. The number of queries depends on no record.
    """
    today = timezone.localdate()
    span = today - datetime.timedelta(DAYS_BACK), today + datetime.timedelta(DAYS_AHEAD)
    events = [tell(each) for rows, tell in _PARTS for each in rows(user, *span)[:MOST]]
    rows = [*_overdue(user, today), *sorted(events, key=lambda event: (event.day, event.uid))[:MOST]]
    lines = [*HEAD, *(line for event in rows for line in _told(event, with_numbers)), "END:VCALENDAR"]
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _overdue(user: User, today: datetime.date) -> Iterator[Event]:
    """An event of today for all that is overdue, however long: a calendar shows nobody its past days."""
    number = sum(rows(user, datetime.date.min, today - datetime.timedelta(1)).count() for rows, _ in _PARTS)
    if number:
        began = datetime.datetime.combine(today, datetime.time.min, timezone.get_current_timezone())
        yield Event(f"overdue-{user.pk}", began, today, f"期限を過ぎた予定 {number:,}件")


def _contacts(user: User, since: datetime.date, until: datetime.date) -> QuerySet[Contact]:
    rows = access.whole_contacts(user).due(until).filter(coordinators=user, next_action_on__gte=since)
    return rows.order_by("next_action_on", "pk")


def _of_contact(each: Contact) -> Event:
    return Event(f"{each.pk}", each.updated_at, each.next_action_on, f"対応の予定（{each.district}）", each.case, tuple(each.also_cases.all()))


def _carried(user: User, since: datetime.date, until: datetime.date) -> QuerySet[CaseEvent]:
    """Next dates that came with a case from another district, of the cases that the user coordinates."""
    beside = access.visible_contacts(user).filter(coordinators=user)
    rows = promised(access.visible_parts(user, CaseEvent), until, beside).filter(case__coordinator=user, next_on__gte=since)
    return rows.select_related("case__household", "case__district")


def _of_handover(each: CaseEvent) -> Event:
    return Event(f"handover-{each.pk}", each.handed_at, each.next_on, f"対応の予定（{each.case.district}）", each.case)


def _activities(user: User, since: datetime.date, until: datetime.date) -> QuerySet[Activity]:
    rows = access.visible_activities(user).due(until).filter(coordinators=user, next_on__gte=since).select_related("district")
    return rows.order_by("next_on", "pk")


def _of_activity(each: Activity) -> Event:
    return Event(f"activity-{each.pk}", each.updated_at, each.next_on, f"地域支援の予定（{each.district}）")


def _plans(user: User, since: datetime.date, until: datetime.date) -> QuerySet[SupportPlan]:
    """Plans of the cases that the user coordinates."""
    rows = plans_to_look_at(user, until).filter(case__coordinator=user, look_on__gte=since)
    return rows.select_related("case__household", "case__district").defer(None)


def _of_plan(each: SupportPlan) -> Event:
    return Event(f"plan-{each.pk}", each.created_at, each.look_on, f"支援計画を確かめる日（{each.case.district}）", each.case)


def _tasks(user: User, since: datetime.date, until: datetime.date) -> QuerySet[Task]:
    """Tasks for the user's own cases, and of meetings that the user took part in or that spoke of such a case."""
    meetings = Conference.objects.filter(Q(people=user) | Q(cases__coordinator=user)).values("pk")
    mine = tasks_due(user, until).filter(Q(goal__plan__case__coordinator=user) | Q(conference__in=meetings), until__gte=since)
    return mine.select_related("goal__plan__case__household", "goal__plan__case__district", "conference").defer(None)


def _of_task(each: Task) -> Event:
    if each.goal:
        plan = each.goal.plan
        return Event(f"task-{each.pk}", plan.created_at, each.until, f"やることの期限（{plan.case.district}）", plan.case)
    return Event(f"task-{each.pk}", each.conference.created_at, each.until, "会議で決めたことの期限")


# The rows of a user between two days, and how one of them is told.
_PARTS = ((_contacts, _of_contact), (_carried, _of_handover), (_activities, _of_activity), (_plans, _of_plan), (_tasks, _of_task))


def _told(event: Event, with_numbers: bool) -> Iterator[str]:
    cases = [each for each in (event.case, *event.others) if each]
    is_closed = any(case.is_restricted or (case.household and case.household.is_restricted) for case in cases)
    number = "・".join(case.number for case in cases) if with_numbers and not is_closed else ""
    yield "BEGIN:VEVENT"
    yield f"UID:{event.uid}@cwc.invalid"
    yield f"DTSTAMP:{event.stamp.astimezone(datetime.UTC):%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{event.day + datetime.timedelta(1):%Y%m%d}"
    yield f"SUMMARY:{_escaped(f'{event.words}{number}')}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _escaped(text: str) -> str:
    for sign in ("\\", ";", ","):
        text = text.replace(sign, "\\" + sign)
    return " ".join(text.split())


def _folded(line: str) -> Iterator[str]:
    """The line in pieces of at most FOLD bytes, no character cut; every piece but the first begins with a space."""
    piece = ""
    for sign in line:
        if len((piece + sign).encode()) > FOLD:
            yield piece
            piece = " "
        piece += sign
    yield piece
