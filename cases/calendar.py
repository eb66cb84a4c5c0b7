"""A user's next dates (次回予定日) as an iCalendar file (RFC 5545): days and districts, nothing of anyone helped."""
import datetime
from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils import timezone

from . import access
from .models import Contact, User

TYPE = "text/calendar; charset=utf-8"
FOLD = 75  # bytes that a line may have
DAYS_BACK, DAYS_AHEAD, MOST = 60, 400, 500
HEAD = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//CWC//CWC//JA", "CALSCALE:GREGORIAN", "METHOD:PUBLISH",
        "X-WR-CALNAME:対応の予定", "REFRESH-INTERVAL;VALUE=DURATION:PT1H")


def feed_of(user: User, *, with_numbers: bool) -> str:
    """The open next dates of the user's own contacts in sight, from two months back to a year ahead, the first 500.

    A restricted case gives no number, whatever was chosen.
    """
    today = timezone.localdate()
    rows = _planned(user, today)
    lines = [*HEAD, *(line for contact in rows for line in _event(contact, with_numbers)), "END:VCALENDAR"]
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _planned(user: User, today: datetime.date) -> QuerySet[Contact]:
    due = access.listed_contacts(user).due(today + datetime.timedelta(DAYS_AHEAD))
    since = today - datetime.timedelta(DAYS_BACK)
    return due.filter(coordinators=user, next_action_on__gte=since).order_by("next_action_on", "pk")[:MOST]


def _event(contact: Contact, with_numbers: bool) -> Iterator[str]:
    day, case = contact.next_action_on, contact.case
    number = case.number if with_numbers and case and not (case.is_restricted or (case.household and case.household.is_restricted)) else ""
    yield "BEGIN:VEVENT"
    yield f"UID:{contact.pk}@cwc.invalid"
    yield f"DTSTAMP:{contact.updated_at.astimezone(datetime.UTC):%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{day + datetime.timedelta(1):%Y%m%d}"
    yield f"SUMMARY:{_escaped(f'対応の予定（{contact.district}）{number}')}"
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
