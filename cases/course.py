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
    """A line of the course: what happened on a day. Without an event it is told by the case itself."""

    date: datetime.date
    words: str
    event: CaseEvent | None = None
    reason: str = ""


def course_of(case: Case, events: Iterable[CaseEvent]) -> list[Entry]:
    """The beginning, every event, and the end of a case, by day. An end without an event was written before there were any."""
    events = list(events)
    lines = [Entry(case.opened_on, "開始"), *(Entry(each.date, each.get_kind_display(), each, each.reason) for each in events)]
    if case.closed_on and not any(each.kind == Kind.CLOSED and each.date == case.closed_on for each in events):
        lines.append(Entry(case.closed_on, Kind.CLOSED.label, reason=case.closing_reason))
    return sorted(lines, key=lambda each: each.date)


def continued(cases: QuerySet[Case], fiscal_year: int) -> QuerySet[Case]:
    """Cases that go on from the year before: opened before 1 April, and open on some day of the year or contacted in it.

    A case that was closed on 1 April and opened again later in the year is left out: it was reopened (再開).
    """
    start, end = fiscal_year_span(fiscal_year)
    goes_on = Q(closed_on=None) | Q(closed_on__gte=start) | Q(_contacts(fiscal_year)) | Q(_also(fiscal_year))
    return cases.filter(goes_on, opened_on__lt=start).exclude(pk__in=_reopened(start, end).values("case"))


def _contacts(fiscal_year: int) -> Exists:
    return Exists(Contact.objects.filter(case=OuterRef("pk"), fiscal_year=fiscal_year))


def _also(fiscal_year: int) -> Exists:
    return Exists(Contact.also_cases.through.objects.filter(case=OuterRef("pk"), contact__fiscal_year=fiscal_year, contact__deleted_at=None))


def _reopened(start: datetime.date, end: datetime.date) -> QuerySet[CaseEvent]:
    """Reopenings in [start, end) of cases whose last turn before `start` was a closing."""
    turns = CaseEvent.objects.filter(case=OuterRef("case"), kind__in=(Kind.CLOSED, Kind.REOPENED), date__lt=start)
    before = Subquery(turns.order_by("-date", "-id").values("kind")[:1])
    return CaseEvent.objects.order_by().filter(kind=Kind.REOPENED, date__gte=start, date__lt=end).alias(turn=before).filter(turn=Kind.CLOSED)
