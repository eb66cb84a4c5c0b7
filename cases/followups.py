"""What has to be followed up: cases that nobody has been in touch with for too long (連絡が空いているケース), 返事待ち, やること and plans to look at."""
import datetime
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import F, Max, OuterRef, Prefetch, Q, QuerySet, Subquery

from . import access
from .models import Case, Contact, Goal, Monitoring, Referral, SupportPlan, Task, User, Waiting
from .models.cases import names_of_case


@dataclass(frozen=True, slots=True)
class Quiet:
    """A case, the day of its last contact (None: it had none), and how many days ago that was; without one since it was opened."""

    case: Case
    last: datetime.date | None
    days: int


def quiet_cases(user: User, day: datetime.date) -> list[Quiet]:
    """Open cases of the user's own districts without a contact for `quiet_days` or more, the longest first.

    A planned next action does not count as a contact, a contact of a later day than `day` does. A case that names no
    number of days is never told. Three queries.
    """
    return quiet_among(access.changeable_cases(user), day, access.also_links(user))


def quiet_among(cases: QuerySet[Case], day: datetime.date, also: QuerySet) -> list[Quiet]:
    """As quiet_cases, of any cases; `also` are the rows of ほかのケース that are looked at. One query.

    The day of the last contact is asked for by itself: grouped by its contacts, every column of a case would be compared.
    """
    last = Contact.objects.filter(case=OuterRef("pk")).order_by("-date").values("date")[:1]
    other = also.filter(case=OuterRef("pk")).order_by("-contact__date").values("contact__date")[:1]
    rows = cases.open().exclude(quiet_days=None).in_lines("quiet_days", "opened_on").annotate(last=Subquery(last), also_last=Subquery(other))
    found = (_quiet(case, day) for case in rows)
    return _longest_first(each for each in found if each.days >= each.case.quiet_days)


def waiting_in(waitings: QuerySet[Waiting]) -> QuerySet[Waiting]:
    """Those of `waitings` that are open, the longest first, with all that a line of the table prints. One query."""
    return waitings.open().select_related("case__household", "case__coordinator", "contact").only(
        "whom", "what", "since", *names_of_case("case__"), "case__coordinator__name", "contact__date")


def open_tasks(user: User) -> QuerySet[Task]:
    """Open tasks (やること) of the user's own districts, the earliest first and last those without a day. Two queries: one for the cases of meetings.

    Of the cases of a meeting those in sight are named. Those of goals that are no longer worked on, of ended plans, of closed cases and of what was taken back are left out.
    """
    tasks = open_among(access.changeable_parts(user, Task))
    return tasks.select_related("goal__plan__case__household", "conference").only(
        "who", "what", "until", "done_on", *names_of_case("goal__plan__case__"), "conference__date", "conference__kind").prefetch_related(
            Prefetch("conference__cases", access.visible_cases(user).named().order_by("number"))).order_by(F("until").asc(nulls_last=True), "id")


def open_among(tasks: QuerySet[Task]) -> QuerySet[Task]:
    """As open_tasks, of any tasks."""
    worked_on = Q(goal__state=Goal.State.DOING, goal__plan__state=SupportPlan.State.ACTIVE, goal__plan__is_withdrawn=False,
                  goal__plan__case__closed_on=None)
    return tasks.open().filter(Q(conference__is_withdrawn=False) | worked_on)


@dataclass(frozen=True, slots=True)
class LeftOpen:
    """What a case still has open, as far as it is in sight, and its last contact."""

    plans: list[SupportPlan]
    goals: list[Goal]
    tasks: list[Task]
    referrals: list[Referral]
    waitings: list[Waiting]
    last_contact: datetime.date | None

    @property
    def total(self) -> int:
        """How many there are, contacts apart."""
        return sum(map(len, (self.plans, self.goals, self.tasks, self.referrals, self.waitings)))


def left_open(user: User, case: Case) -> LeftOpen:
    """What somebody may have forgotten to end before the case is closed. Six or seven queries."""
    last = access.visible_contacts(user).of_cases([case]).order_by().aggregate(last=Max("date"))["last"]
    return LeftOpen(*map(list, left_rows(user, [case])), last)


def left_rows(user: User, cases: Collection[Case]) -> tuple[QuerySet, ...]:
    """What these cases have open, as far as it is in sight: plans, goals, tasks, referrals and waitings."""
    plans = access.visible_parts(user, SupportPlan).standing().filter(case__in=cases).exclude(state=SupportPlan.State.ENDED)
    goals = access.visible_parts(user, Goal).filter(plan__in=plans.order_by().values("pk"), state=Goal.State.DOING)
    tasks = access.visible_parts(user, Task).open().filter(
        Q(goal__in=goals.order_by().values("pk")) | Q(conference__cases__in=cases, conference__is_withdrawn=False)).select_related("goal").distinct()
    of = Q(case__in=cases) | Q(contact__case__in=cases)
    return plans, goals, tasks, access.visible_referrals(user).open().filter(of), access.visible_waitings(user).open().filter(of)


def tasks_due(user: User, day: datetime.date) -> QuerySet[Task]:
    """Open tasks whose day is `day` or before, without the cases of their meetings. One query."""
    return open_tasks(user).prefetch_related(None).filter(until__lte=day)


def tasks_to_tell(user: User, day: datetime.date) -> QuerySet[Task]:
    """Open tasks whose day is `day` or before, and those that have none: nobody is reminded of them else. Two queries."""
    return open_tasks(user).filter(Q(until__lte=day) | Q(until=None))


def plans_to_look_at(user: User, day: datetime.date) -> QuerySet[SupportPlan]:
    """Plans in force of the user's own districts whose last monitoring says to look again by `day` (`look_on`). One query."""
    plans = looked_at_by(access.changeable_parts(user, SupportPlan), day)
    return plans.select_related("case__household", "case__coordinator").only(
        *names_of_case("case__"), "case__coordinator__name").order_by("look_on", "id")


def looked_at_by(plans: QuerySet[SupportPlan], day: datetime.date) -> QuerySet[SupportPlan]:
    """As plans_to_look_at, of any plans."""
    return with_look_on(plans).filter(state=SupportPlan.State.ACTIVE, look_on__lte=day)


def with_look_on(plans: QuerySet[SupportPlan]) -> QuerySet[SupportPlan]:
    """Those of `plans` that stand and whose case is open, each with `look_on`: when its last monitoring says to look again."""
    last = Monitoring.objects.filter(plan=OuterRef("pk")).order_by("-date", "-id").values("next_on")[:1]
    return plans.standing().filter(case__closed_on=None).annotate(look_on=Subquery(last))


def _quiet(case: Case, day: datetime.date) -> Quiet:
    last = max(filter(None, (case.last, case.also_last)), default=None)
    return Quiet(case, last, (day - max(last or case.opened_on, case.opened_on)).days)


def _longest_first(found: Iterable[Quiet]) -> list[Quiet]:
    return sorted(found, key=lambda each: (-each.days, each.case.pk))
