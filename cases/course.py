"""ケースの経過: what happened to a case, day by day, and whether it goes on from the year before (前年度から継続)."""
import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from .models import Case, CaseEvent, Contact
from .periods import fiscal_year_span

Kind = CaseEvent.Kind


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the course: what happened on a day. Without an event it is told by the case itself.

    `next_on` is the next date that it carried over, unless a later handover has taken that day along.
    """

    date: datetime.date
    words: str
    event: CaseEvent | None = None
    reason: str = ""
    next_on: datetime.date | None = None


def course_of(case: Case, events: Iterable[CaseEvent]) -> list[Entry]:
    """The beginning, every event, and the end of a case, by day. An end without an event was written before there were any."""
    events = list(events)
    lines = [Entry(case.opened_on, "開始"), *(Entry(each.date, each.get_kind_display(), each, each.reason, _carried_by(each, events)) for each in events)]
    if case.closed_on and not any(each.kind == Kind.CLOSED and each.date == case.closed_on for each in events):
        lines.append(Entry(case.closed_on, Kind.CLOSED.label, reason=case.closing_reason))
    return sorted(lines, key=lambda each: each.date)


def _carried_by(event: CaseEvent, events: Iterable[CaseEvent]) -> datetime.date | None:
    moves = [each for each in events if each.kind == Kind.HANDED_OVER and each.next_on == event.next_on]
    return event.next_on if event.next_on and event == max(moves, key=lambda each: each.handed_at, default=event) else None


def continued(cases: QuerySet[Case], fiscal_year: int) -> QuerySet[Case]:
    """Cases that go on from the year before: opened before 1 April and still open on it, or contacted in the year.

    A case that had been closed before 1 April and was opened again in the year is left out: it was reopened (再開). In the
    years that it stayed closed it goes on only where there were contacts.
    """
    start, end = fiscal_year_span(fiscal_year)
    still_open = (Q(closed_on=None) | Q(closed_on__gte=start)) & (Q(turn=None) | Q(turn=Kind.REOPENED))
    goes_on = still_open | Q(_contacts(fiscal_year)) | Q(_also(fiscal_year))
    return (cases.alias(turn=_last_turn("pk", start)).filter(goes_on, opened_on__lt=start)
            .exclude(pk__in=_reopened(start, end).values("case")))


def _contacts(fiscal_year: int) -> Exists:
    return Exists(Contact.objects.filter(case=OuterRef("pk"), fiscal_year=fiscal_year))


def _also(fiscal_year: int) -> Exists:
    return Exists(Contact.also_cases.through.objects.filter(case=OuterRef("pk"), contact__fiscal_year=fiscal_year, contact__deleted_at=None))


def _last_turn(case: str, before: datetime.date) -> Subquery:
    """The kind of the last closing or reopening before a day, of the case in the column `case`."""
    turns = CaseEvent.objects.standing().filter(case=OuterRef(case), kind__in=(Kind.CLOSED, Kind.REOPENED), date__lt=before)
    return Subquery(turns.order_by("-date", "-id").values("kind")[:1])


def _reopened(start: datetime.date, end: datetime.date) -> QuerySet[CaseEvent]:
    """Reopenings in [start, end) of cases whose last turn before `start` was a closing."""
    turns = CaseEvent.objects.standing().order_by().filter(kind=Kind.REOPENED, date__gte=start, date__lt=end)
    return turns.alias(turn=_last_turn("case", start)).filter(turn=Kind.CLOSED)
