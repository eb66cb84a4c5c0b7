"""担当をまとめて引き継ぐ: the open cases of one coordinator, or of none, that a user may hand over, with what each leaves to whoever comes next."""
import datetime
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Max, OuterRef, Prefetch, Q, QuerySet, Subquery

from . import access
from .carried import EVER, promised
from .followups import left_rows
from .models import Case, CaseEvent, Task, User

MOST = 100  # on one page; the others stand there once these are handed over


@dataclass(slots=True)
class ToHandOver:
    """A case with its handover to come, its last contact and earliest next date in sight, and what else is open: 支援計画1、返事待ち2."""

    case: Case
    to_come: CaseEvent | None
    last: datetime.date | None
    next_on: datetime.date | None
    left: str


def may_be_handed_over(user: User) -> QuerySet[Case]:
    """The open cases that the user may hand over, each by itself too."""
    return access.changeable_cases(user).open()


def coordinators_to_choose(user: User) -> QuerySet[User]:
    """Whose cases may be asked for: everyone who works or worked where the user does, whoever has such a case, and the user."""
    here = Q(assignments__district__in=[each.pk for each in access.own_districts(user)])
    return User.objects.filter(here | Q(cases__in=may_be_handed_over(user).order_by().values("pk")) | Q(pk=user.pk)).distinct().order_by("name", "pk")


def cases_to_hand_over(user: User, coordinator: User | None) -> list[ToHandOver]:
    """The open cases of a coordinator, or those that nobody has been given, by their numbers; one more than MOST where there are more. The number of queries depends on none."""
    cases = list(_with_last_days(user, may_be_handed_over(user).filter(coordinator=coordinator)).select_related(
        "household", "district", "coordinator").order_by("number")[:MOST + 1])
    to_come = {event.case_id: event for event in CaseEvent.objects.standing().filter(
        case__in=cases, kind=CaseEvent.Kind.TO_HAND_OVER).select_related("to_user", "to_district")}
    days, left = _next_dates(user, cases), _left_words(user, cases)
    return [ToHandOver(case, to_come.get(case.pk), max(filter(None, (case.last, case.also_last)), default=None), days.get(case.pk), left[case.pk])
            for case in cases]


def _with_last_days(user: User, cases: QuerySet[Case]) -> QuerySet[Case]:
    own = access.contacts_of_cases_in_sight(user).filter(case=OuterRef("pk")).order_by().values("case")
    also = access.also_links(user).filter(case=OuterRef("pk")).values("case")
    handed = CaseEvent.objects.standing().filter(case=OuterRef("pk"), kind=CaseEvent.Kind.HANDED_OVER).order_by().values("case")
    return cases.annotate(last=Subquery(own.annotate(last=Max("date")).values("last")), also_last=Subquery(also.annotate(last=Max("contact__date")).values("last")),
                          handed_last=Subquery(handed.annotate(last=Max("date")).values("last")))


def _next_dates(user: User, cases: Collection[Case]) -> dict[int, datetime.date]:
    """By the case's id its earliest open next date in sight, of a contact or carried over before."""
    due = access.visible_contacts(user).due(EVER).order_by()
    contacts = [*due.filter(case__in=cases).values_list("case", "next_action_on"), *due.filter(also_cases__in=cases).values_list("also_cases", "next_action_on")]
    carried = promised(access.visible_parts(user, CaseEvent).filter(case__in=cases), EVER).values_list("case", "next_on")
    return dict(sorted([*contacts, *carried], key=lambda row: row[1], reverse=True))


def _left_words(user: User, cases: Collection[Case]) -> dict[int, str]:
    plans, goals, tasks, referrals, waitings = left_rows(user, cases)
    about = Prefetch("conference__cases", Case.objects.filter(pk__in=[case.pk for case in cases]).only("pk"), to_attr="about")
    tasks = tasks.select_related("goal__plan", "conference").prefetch_related(about)
    of = {"支援計画": [each.case_id for each in plans], "目標": goals.values_list("plan__case", flat=True),
          "やること": [pk for task in tasks for pk in _cases_of(task)],
          **{name: [own or of_contact for own, of_contact in rows.values_list("case", "contact__case")] for name, rows in (("つなぎ", referrals), ("返事待ち", waitings))}}
    numbers = {name: Counter(ids) for name, ids in of.items()}
    return {case.pk: _words((name, found[case.pk]) for name, found in numbers.items()) for case in cases}


def _cases_of(task: Task) -> list[int]:
    return [task.goal.plan.case_id] if task.goal_id else [case.pk for case in task.conference.about]


def _words(numbers: Iterable[tuple[str, int]]) -> str:
    return "、".join(f"{name}{number}" for name, number in numbers if number)
