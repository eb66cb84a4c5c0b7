"""How much work there is: open cases by coordinator, the cases with most contacts, and the time that was written down."""
from collections import Counter
from typing import NamedTuple

from django.db.models import Count, Sum

from . import access
from .models import Case, Contact, User

BUSIEST = 10


class Load(NamedTuple):
    """Open cases (進行中) of a coordinator; the name is "" for those that nobody has been given."""

    name: str
    cases: int


class Minutes(NamedTuple):
    """所要時間 in minutes, of how many contacts it was written down, and how many there are."""

    total: int
    known: int
    contacts: int


def caseload(user: User) -> list[Load]:
    """Open cases in the user's sight by coordinator, the most first; closed and restricted ones out of sight do not count."""
    found = access.visible_cases(user).open().order_by().values_list("coordinator__name").annotate(n=Count("pk"))
    return [Load(name or "", n) for name, n in sorted(found, key=lambda each: (-each[1], each[0] or ""))]


def busiest(user: User, fiscal_year: int) -> list[Case]:
    """Up to BUSIEST cases in sight with the most contacts (`n`) in the fiscal year; those without any are left out."""
    counts = _most_contacts(user, fiscal_year)
    cases = access.visible_cases(user).select_related("household", "coordinator").in_bulk(counts)
    for pk, case in cases.items():
        case.n = counts[pk]
    return [cases[pk] for pk in counts]


def _most_contacts(user: User, fiscal_year: int) -> dict[int, int]:
    """Case id -> contacts of the BUSIEST cases; a contact of several cases is one of each. Three queries at most."""
    seen = access.visible_cases(user).order_by().values("pk")
    rows = Contact.objects.in_year(fiscal_year).filter(case__in=seen).exclude(
        pk__in=access.unseen_of_several(user)).order_by().values_list("case").annotate(n=Count("pk"))
    also = Counter(dict(access.also_links(user).filter(contact__fiscal_year=fiscal_year, case__in=seen).values_list("case").annotate(n=Count("pk"))))
    counts = dict(rows.order_by("-n", "case")[:BUSIEST]) | (dict(rows.filter(case__in=list(also))) if also else {})
    both = {case: counts.get(case, 0) + also[case] for case in {*counts, *also}}
    return dict(sorted(both.items(), key=lambda each: (-each[1], each[0]))[:BUSIEST])


def minutes(user: User, fiscal_year: int, month: int | None = None) -> Minutes:
    """所要時間 of the contacts in sight of a fiscal year, or of one calendar month of it."""
    contacts = access.visible_contacts(user).in_year(fiscal_year).order_by()
    if month is not None:
        contacts = contacts.filter(month=month)
    found = contacts.aggregate(total=Sum("minutes"), known=Count("minutes"), contacts=Count("pk"))
    return Minutes(found["total"] or 0, found["known"], found["contacts"])
