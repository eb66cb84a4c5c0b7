"""What belongs to a case or to a member and has an address of its own: whoever sees, or may change, that does so with its parts."""
from collections.abc import Callable

from django.db.models import Exists, Model, OuterRef, Q, QuerySet, Subquery

from cases.models import (
    Assessment,
    Case,
    CaseEvent,
    Conference,
    Consent,
    Goal,
    Monitoring,
    SupportPlan,
    Task,
    User,
)

from .closed import closed_to
from .conditions import Sight, none_of
from .sight import members_within, to_change, to_read

Condition = Callable[[Sight], Q]


def visible_parts(user: User, model: type[Model]) -> QuerySet:
    """The rows of a model of PARTS in the user's sight."""
    return model._default_manager.filter(PARTS[model](to_read(user)))


def changeable_parts(user: User, model: type[Model]) -> QuerySet:
    """The rows of a model of PARTS that the user may change."""
    return model._default_manager.filter(PARTS[model](to_change(user)))


def _of_case(path: str) -> Condition:
    return lambda sight: sight.of_case(path)


def _of_cases(sight: Sight) -> Q:
    """A meeting speaks of all its cases: who may not know of one of them is not shown what was said.

    One that was handed into another district since does not hide it: who works where one is in sight still has to do with what was decided.
    Where all were, and into several districts, none of these may know of all: it stays with the one that wrote it, as a contact does.
    """
    rows = Conference.cases.through.objects.filter(conference=OuterRef("pk"))
    gone = CaseEvent.objects.standing().filter(case=OuterRef("case"), from_district__in=sight.districts, handed_at__gt=OuterRef("conference__created_at"))
    there = sight.of_case("case")
    known = there | Q(Exists(gone)) & Q(case__deleted_at=None) & none_of("case", closed_to(sight.user).cases)
    return Q(Exists(rows.filter(there)) | Exists(_apart(rows))) & ~Q(Exists(rows.exclude(known)))


def _apart(rows: QuerySet) -> QuerySet:
    """Those of the rows (meeting, case) that are of another district than the first case of their meeting."""
    first = Conference.cases.through.objects.filter(conference=OuterRef("conference")).order_by("case__district").values("case__district")[:1]
    return rows.exclude(case__district=Subquery(first))


def meetings_elsewhere(user: User, case: Case) -> int:
    """How many meetings about a case in sight are out of sight for a case of another district, none of them closed to the user. One query."""
    of = Conference.objects.standing().filter(cases=case).exclude(_of_cases(to_read(user)))
    return of.exclude(pk__in=Conference.objects.filter(cases__in=closed_to(user).cases).order_by().values("pk")).count()


def _of_goal_or_meeting(sight: Sight) -> Q:
    return sight.of_case("goal__plan__case") | Q(conference__in=Conference.objects.filter(_of_cases(sight)).order_by().values("pk"))


PARTS: dict[type[Model], Condition] = {
    CaseEvent: _of_case("case"), SupportPlan: _of_case("case"), Assessment: _of_case("case"), Goal: _of_case("plan__case"), Monitoring: _of_case("plan__case"),
    Conference: _of_cases, Task: _of_goal_or_meeting,
    Consent: lambda sight: Q(member__in=members_within(sight).values("pk")),
}
# What the page of a part prints of what it belongs to.
WITH = {CaseEvent: ["case__household"], SupportPlan: ["case__household", "case__coordinator"], Assessment: ["case__household", "created_by"], Goal: ["plan__case__household"],
        Monitoring: ["plan__case__household"], Task: ["goal__plan", "conference"], Consent: ["member__household"]}
