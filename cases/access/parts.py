"""What belongs to a case or to a member and has an address of its own: whoever sees, or may change, that does so with its parts."""
from collections.abc import Callable

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from cases.models import (
    Assessment,
    Case,
    CaseEvent,
    Conference,
    Consent,
    Goal,
    Member,
    Monitoring,
    SupportPlan,
    Task,
    User,
)

from .sight import changeable_cases, changeable_members, visible_cases, visible_members

Condition = Callable[[QuerySet[Case], QuerySet[Member]], Q]


def visible_parts(user: User, model: type[Model]) -> QuerySet:
    """The rows of a model of PARTS in the user's sight."""
    return model._default_manager.filter(PARTS[model](visible_cases(user).order_by(), visible_members(user).order_by()))


def changeable_parts(user: User, model: type[Model]) -> QuerySet:
    """The rows of a model of PARTS that the user may change."""
    return model._default_manager.filter(PARTS[model](changeable_cases(user).order_by(), changeable_members(user).order_by()))


def _of_case(path: str) -> Condition:
    return lambda cases, members: Q(Exists(cases.filter(pk=OuterRef(path))))


def _of_cases(cases: QuerySet[Case], members: QuerySet[Member]) -> Q:
    """A meeting speaks of all its cases: who may not know of one of them is not shown what was said."""
    rows = Conference.cases.through.objects.filter(conference=OuterRef("pk"))
    there = Q(case__in=cases.values("pk"))
    return Q(Exists(rows.filter(there))) & ~Q(Exists(rows.exclude(there)))


def _of_goal_or_meeting(cases: QuerySet[Case], members: QuerySet[Member]) -> Q:
    goals, meetings = (model.objects.filter(PARTS[model](cases, members)).order_by().values("pk") for model in (Goal, Conference))
    return Q(goal__in=goals) | Q(conference__in=meetings)


PARTS: dict[type[Model], Condition] = {
    CaseEvent: _of_case("case"), SupportPlan: _of_case("case"), Assessment: _of_case("case"), Goal: _of_case("plan__case"), Monitoring: _of_case("plan__case"),
    Conference: _of_cases, Task: _of_goal_or_meeting,
    Consent: lambda cases, members: Q(member__in=members.values("pk")),
}
# What the page of a part prints of what it belongs to.
WITH = {CaseEvent: ["case__household"], SupportPlan: ["case__household", "case__coordinator"], Assessment: ["case__household", "created_by"], Goal: ["plan__case__household"],
        Monitoring: ["plan__case__household"], Task: ["goal__plan", "conference"], Consent: ["member__household"]}
