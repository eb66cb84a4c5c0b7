"""What a 担当の引き継ぎ carries over: the next date that was promised, into a district that counts its own contacts; cases just given."""
import datetime
from typing import NamedTuple

from django.db.models import Exists, F, Min, OuterRef, Q, QuerySet
from django.utils import timezone

from . import access
from .models import Case, CaseEvent, Conference, Contact, User
from .models.cases import names_of_case
from .models.districts import names_of_district

EVER = datetime.date(9999, 12, 31)
TOLD = datetime.timedelta(days=14)  # for how long a case that was given is told of
Kind = CaseEvent.Kind


def promised(events: QuerySet[CaseEvent], day: datetime.date, beside: QuerySet[Contact] | None = None) -> QuerySet[CaseEvent]:
    """Those of `events` whose carried next date is on or before `day` and still open, the earliest first.

    It is answered as one of a contact is, by contacts logged since: one on or after the day, or one that plans its own.
    A closed case has none, and a later handover into another district has taken the date along. One that is told by a contact
    `beside` is left out: the case came back to where that contact had stayed due for another of its cases.
    """
    since = Q(date__gte=OuterRef("date"), created_at__gt=OuterRef("handed_at"))
    answers = Contact.objects.filter(since, Q(date__gte=OuterRef("next_on")) | ~Q(next_action_on=None))
    again = CaseEvent.objects.standing().filter(case=OuterRef("case"), handed_at__gt=OuterRef("handed_at")).exclude(from_district=None)
    done = Exists(answers.filter(case=OuterRef("case"))) | Exists(answers.filter(also_cases=OuterRef("case"))) | Exists(again)
    return events.standing().filter(kind=Kind.HANDED_OVER, next_on__lte=day, case__closed_on=None, case__deleted_at=None).exclude(
        done if beside is None else done | _told_by(beside)).order_by("next_on", "id")


def _told_by(contacts: QuerySet[Contact]) -> Q:
    same = contacts.order_by().filter(next_action_on=OuterRef("next_on"), district=OuterRef("case__district")).due(EVER)
    return Exists(same.filter(case=OuterRef("case"))) | Exists(same.filter(also_cases=OuterRef("case")))


def next_date_of(case: Case) -> datetime.date | None:
    """The earliest open next date of a case in its district, of a contact or carried over before; None: there is none."""
    own = Contact.objects.of_cases([case.pk]).filter(district=case.district_id).due(EVER).order_by().aggregate(day=Min("next_action_on"))["day"]
    carried = promised(CaseEvent.objects.filter(case=case.pk), EVER).values_list("next_on", flat=True).first()
    return min(filter(None, (own, carried)), default=None)


def next_dates_of(user: User, case: Case) -> tuple[list[Contact], list[CaseEvent]]:
    """The open next dates of a case as far as they are in sight: of its contacts, and carried over before. Two queries."""
    seen = access.visible_contacts(user)
    contacts = seen.of_cases([case]).due(EVER).order_by("next_action_on", "id").only("next_action_on", "date")
    return list(contacts), list(promised(access.visible_parts(user, CaseEvent).filter(case=case), EVER, seen))


class Shared(NamedTuple):
    """How many contacts and meetings in sight are of a case and of others as well: a district that it goes to alone is told their number."""

    contacts: int
    meetings: int


def shared_by(user: User, case: Case) -> Shared:
    """What a case has together with other cases. Three queries."""
    contacts = access.visible_contacts(user).of_cases([case]).filter(also_cases__isnull=False).distinct()
    others = Conference.cases.through.objects.filter(conference__cases=case).exclude(case=case).values("conference")
    return Shared(contacts.count(), access.visible_parts(user, Conference).standing().filter(pk__in=others).count())


def promised_to(user: User, day: datetime.date) -> list[CaseEvent]:
    """The carried next dates of the own districts that are due by `day`. One query."""
    return list(in_lines(promised(access.changeable_parts(user, CaseEvent), day, access.contacts_of_districts(user))))


def given_to(user: User) -> list[CaseEvent]:
    """Handovers of the last days by which the user was given a case that the user has not logged a contact of since. One query.

    What one took over by one's own hand is no news. Of several handovers of a case the last is told.
    """
    mine = Contact.objects.filter(Q(coordinators=user) | Q(created_by=user), created_at__gt=OuterRef("handed_at"))
    begun = Exists(mine.filter(case=OuterRef("case"))) | Exists(mine.filter(also_cases=OuterRef("case")))
    rows = access.visible_parts(user, CaseEvent).standing().filter(
        kind=Kind.HANDED_OVER, to_user=user, case__coordinator=user, case__closed_on=None, case__deleted_at=None, handed_at__gte=timezone.now() - TOLD)
    rows = rows.exclude(begun).exclude(from_user=F("to_user")).exclude(created_by=user)
    return list({each.case_id: each for each in in_lines(rows.order_by("handed_at"))}.values())


def in_lines(events: QuerySet[CaseEvent]) -> QuerySet[CaseEvent]:
    """With all that a line of the table prints."""
    return events.select_related("case__household", "from_user", "from_district").only(
        "date", "next_on", *names_of_case("case__"), "case__subject_name", "from_user__name", *names_of_district("from_district__"))
