"""Handovers to come (担当の引き継ぎの予定): those of one coordinator as far as they are in sight, and how many more are out of sight."""
import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Min, Q, QuerySet

from . import access
from .models import Case, CaseEvent, District, User
from .models.cases import names_of_case
from .models.districts import names_of_district


@dataclass(frozen=True, slots=True)
class Unseen:
    """Cases that are to come and are not seen before: how many, and the first day (None: there is no such case)."""

    count: int
    first: datetime.date | None


def to_come(events: QuerySet[CaseEvent]) -> QuerySet[CaseEvent]:
    """Those of `events` that were entered ahead and are not carried out yet, the oldest day first, with all that a line prints; none of a case that has ended."""
    rows = events.standing().filter(kind=CaseEvent.Kind.TO_HAND_OVER, case__deleted_at=None, case__closed_on=None)
    return rows.select_related("case__household", "case__district", "from_user", "to_user", "to_district").only(
        "date", *names_of_case("case__"), "case__subject_name", *names_of_district("case__district__"), "from_user__name", "to_user__name",
        *names_of_district("to_district__")).order_by("date", "id")


def own_moves(user: User) -> list[CaseEvent]:
    """Handovers to come of cases in sight, which the user gives or is given. One query."""
    return list(to_come(access.visible_parts(user, CaseEvent)).filter(Q(case__coordinator=user) | Q(to_user=user)))


def unseen_moves(user: User, *, into: Iterable[District] | None = None) -> Unseen:
    """What the user, or a coordinator of the districts `into`, will be given and the user does not see before, as a number. One query.

    A case that stays closed to the user is not told.
    """
    given = Q(to_user=user) if into is None else Q(to_district__in=[each.pk for each in into])
    cases = Case.objects.exclude(pk__in=access.closed_cases(user)).exclude(pk__in=access.visible_cases(user).order_by().values("pk"))
    rows = to_come(CaseEvent.objects.filter(given, case__in=cases.order_by().values("pk")))
    return Unseen(**rows.aggregate(count=Count("pk"), first=Min("date")))
