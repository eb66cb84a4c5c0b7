"""月曜のまとめ: what began and ended in a week of the supervisor's own districts, and what has to be followed up today.

How many contacts there were says reports/week.py.

What is restricted is counted and never shown here, whoever looks: the page is printed and lies on tables.
"""
import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from . import access, trail
from .carried import in_lines, promised
from .followups import looked_at_by, open_among, plans_to_look_at, quiet_among, tasks_to_tell, waiting_in
from .models import Case, CaseEvent, Conference, Contact, ContactCategory, SupportPlan, Task, User
from .models.axes import KIND
from .moves import to_come

Kind = CaseEvent.Kind
NEW = "new"  # the kind of a 新規相談
SHOWN = 50
WEEK = datetime.timedelta(days=7)
AHEAD = datetime.timedelta(days=7)  # what falls due until then is told, as on 今日
WHEN = {"late": "過ぎたもの", "soon": f"今日から{AHEAD.days}日以内のもの", "undated": "期限のないもの"}
RESTRICTED = Q(is_restricted=True) | Q(household__is_restricted=True)
OF_RESTRICTED = Q(case__is_restricted=True) | Q(case__household__is_restricted=True) | Q(pk__in=Contact.also_cases.through.objects.filter(
    Q(case__is_restricted=True) | Q(case__household__is_restricted=True)).values("contact"))


@dataclass(frozen=True, slots=True)
class Part:
    """One list of the summary: the first SHOWN rows, how many more there are, and how many are restricted; `all_rows` are all that may be shown."""

    rows: list
    more: int
    restricted: int
    all_rows: Iterable = ()

    def whole(self) -> "Part":
        """The same with all its rows."""
        return Part(list(self.all_rows), 0, self.restricted) if self.more else self

    @property
    def total(self) -> int:
        """All of them."""
        return len(self.rows) + self.more + self.restricted


@dataclass(frozen=True, slots=True)
class Dated:
    """A list in parts by its days: what is overdue, what falls due within a week, and what has no day; empty ones left out."""

    parts: list[tuple[str, Part]]

    def whole(self) -> "Dated":
        """The same with all rows of every part."""
        return Dated([(words, part.whole()) for words, part in self.parts])

    @property
    def rows(self) -> list:
        """Those of all parts."""
        return [row for _, part in self.parts for row in part.rows]

    @property
    def restricted(self) -> int:
        """How many are restricted."""
        return sum(part.restricted for _, part in self.parts)

    @property
    def total(self) -> int:
        """All of them."""
        return sum(part.total for _, part in self.parts)


def week_of(day: datetime.date) -> datetime.date:
    """The Monday of the week that holds `day`."""
    return day - datetime.timedelta(days=day.weekday())


def in_week(column: str, monday: datetime.date) -> Q:
    """That the day of a column is in the week from `monday`."""
    return Q(**{f"{column}__gte": monday, f"{column}__lt": monday + WEEK})


def summary(user: User, monday: datetime.date, today: datetime.date) -> dict[str, Part | Dated]:
    """New consultations, opened, reopened, closed and handed over cases of the week from `monday`; handovers to come, quiet cases and waitings of `today`.

    And what is overdue then or falls due within a week: next actions, next dates carried over, tasks, plans and planned work with groups.
    """
    contacts, cases = access.counted_contacts(user), access.counted_cases(user)
    new = in_week("date", monday) & Q(pk__in=ContactCategory.objects.filter(axis__code=KIND, category__code=NEW).values("contact"))
    seen = access.changeable_cases(user).exclude(RESTRICTED).select_related("household", "district", "coordinator")
    return {
        "new": _of_contacts(user, contacts.filter(new)),
        "opened": _part(seen.filter(in_week("opened_on", monday)), cases.filter(RESTRICTED, in_week("opened_on", monday)).count()),
        **_turns(seen, cases.filter(RESTRICTED), monday),
        "moves": _part(to_come(CaseEvent.objects.filter(case__in=seen.order_by().values("pk"))),
                       to_come(CaseEvent.objects.filter(case__in=cases.filter(RESTRICTED).values("pk"))).count()),
        "due": _due(user, contacts.due(today + AHEAD), today),
        "carried": _part(in_lines(promised(CaseEvent.objects.filter(case__in=seen.order_by().values("pk")), today + AHEAD, contacts.exclude(OF_RESTRICTED))),
                         promised(CaseEvent.objects.filter(case__in=cases.filter(RESTRICTED).values("pk")), today + AHEAD, contacts).count()),
        "quiet": _quiet(user, seen, cases, today),
        "waiting": _open_of(user, waiting_in(access.changeable_waitings(user))),
        "referrals": _open_of(user, access.changeable_referrals(user).open().listed()),
        "planned": _dated("next_on", today, access.changeable_activities(user).due(today + AHEAD).listed().order_by("next_on", "pk")),
        **_plans_and_tasks(user, cases.filter(RESTRICTED), today),
    }


def _turns(seen: QuerySet[Case], restricted: QuerySet[Case], monday: datetime.date) -> dict[str, Part]:
    """What happened to cases in the week, by its events: a past week says the same whatever has become of them since.

    Reopened cases are no new ones. A closing without an event (an import) is told by the case.
    """
    events = CaseEvent.objects.standing().filter(in_week("date", monday)).order_by("-date", "-id")
    again, ended, handed = (events.filter(kind=kind) for kind in (Kind.REOPENED, Kind.CLOSED, Kind.HANDED_OVER))
    reopened, closed = Q(pk__in=again.values("case")), in_week("closed_on", monday) | Q(pk__in=ended.values("case"))
    return {
        "reopened": _part(seen.filter(reopened).annotate(turned_on=_last(again, "date")), restricted.filter(reopened).count()),
        "closed": _part(seen.filter(closed).annotate(turned_on=Coalesce(_last(ended, "date"), F("closed_on")),
                                                     why=Coalesce(_last(ended, "reason"), F("closing_reason"))), restricted.filter(closed).count()),
        "handed": _part(handed.filter(case__in=seen.order_by().values("pk")).select_related("case__household", "case__district", "from_user", "to_user"),
                        handed.filter(case__in=restricted.order_by().values("pk")).count()),
    }


def _last(events: QuerySet[CaseEvent], column: str) -> Subquery:
    return Subquery(events.filter(case=OuterRef("pk")).values(column)[:1])


def _part(rows: QuerySet, restricted: int) -> Part:
    found = list(rows[:SHOWN])
    return Part(found, rows.count() - len(found) if len(found) == SHOWN else 0, restricted, rows)


def _dated(column: str, today: datetime.date, rows: QuerySet, restricted: QuerySet | None = None) -> Dated:
    """Rows in parts by the day in a column; of the `restricted` ones the numbers, in one query."""
    days = {"late": Q(**{f"{column}__lt": today}), "soon": Q(**{f"{column}__gte": today}), "undated": Q(**{column: None})}
    hidden = dict.fromkeys(days, 0) if restricted is None else restricted.order_by().aggregate(
        **{when: Count("pk", filter=day, distinct=True) for when, day in days.items()})
    parts = ((WHEN[when], _part(rows.filter(day), hidden[when])) for when, day in days.items())
    return Dated([(words, part) for words, part in parts if part.total])


def _of_contacts(user: User, contacts: QuerySet) -> Part:
    return _part(_shown(user, contacts), contacts.filter(OF_RESTRICTED).count())


def _due(user: User, contacts: QuerySet, today: datetime.date) -> Dated:
    return _dated("next_action_on", today, _shown(user, contacts).order_by("next_action_on", "pk"), contacts.filter(OF_RESTRICTED))


def _shown(user: User, contacts: QuerySet) -> QuerySet:
    return access.listed_contacts(user).filter(pk__in=contacts.exclude(OF_RESTRICTED).order_by().values("pk"))


def _quiet(user: User, seen: QuerySet, cases: QuerySet, today: datetime.date) -> Part:
    found = quiet_among(seen, today, access.also_links(user))
    with trail.offering():  # compared, not shown
        restricted = len(quiet_among(cases.filter(RESTRICTED), today, Contact.also_cases.through.objects.filter(contact__deleted_at=None)))
    return Part(found[:SHOWN], max(0, len(found) - SHOWN), restricted, found)


def _plans_and_tasks(user: User, restricted: QuerySet[Case], today: datetime.date) -> dict[str, Dated]:
    """What is to be done or looked at, as far as it is overdue, falls due within a week or has no day; of restricted cases, and of meetings about one, as a number."""
    end = today + AHEAD
    meetings = Conference.objects.filter(cases__in=restricted).values("pk")
    closed = Q(goal__plan__case__in=restricted.values("pk")) | Q(conference__in=meetings)
    plans = SupportPlan.objects.filter(case__in=restricted.values("pk"))
    return {
        "tasks": _dated("until", today, tasks_to_tell(user, end).exclude(pk__in=Task.objects.filter(closed).values("pk")),
                        open_among(Task.objects.filter(closed)).filter(Q(until__lte=end) | Q(until=None))),
        "plans": _dated("look_on", today, plans_to_look_at(user, end).exclude(case__in=restricted.values("pk")), looked_at_by(plans, end)),
    }


def _open_of(user: User, rows: QuerySet) -> Part:
    """Open waitings or referrals of the own districts; those of restricted records as a number."""
    closed = Q(case__in=access.counted_cases(user).filter(RESTRICTED).values("pk")) | Q(
        contact__in=access.counted_contacts(user).filter(OF_RESTRICTED).order_by().values("pk"))
    return _part(rows.exclude(closed), rows.model.objects.open().filter(closed).count())
