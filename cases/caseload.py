"""How much work there is: open cases by coordinator, the cases with most contacts, and the time that was written down."""
from collections import Counter
from typing import NamedTuple

from django.db.models import Count, Sum

from . import access
from .district_names import show_apart
from .models import Case, Contact, User

BUSIEST = 10


class Load(NamedTuple):
    """Open cases (進行中) of a coordinator, by their id; the name is "" for those that nobody has been given."""

    name: str
    cases: int
    coordinator: int | None = None


class Spent(NamedTuple):
    """所要時間 of a calendar month and of its fiscal year; `code` is that of the district, "" for all."""

    name: str
    month: "Minutes"
    year: "Minutes"
    code: str = ""


class Minutes(NamedTuple):
    """所要時間 in minutes, of how many contacts it was written down, and how many there are."""

    total: int
    known: int
    contacts: int


def caseload(user: User) -> list[Load]:
    """Open cases in the user's sight by coordinator, the most first; closed and restricted ones out of sight do not count."""
    found = access.visible_cases(user).open().order_by().values_list("coordinator__name", "coordinator").annotate(n=Count("pk"))
    return sorted((Load(name or "", n, pk) for name, pk, n in found), key=lambda each: (-each.cases, each.name, each.coordinator or 0))


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


def minutes(user: User, fiscal_year: int, month: int) -> list[Spent]:
    """所要時間 of the contacts in sight of a calendar month, and of its fiscal year: of all (合計), and of each district that has any. A contact is one here, whatever number of cases it is of."""
    found = access.contacts_of_districts(user).in_year(fiscal_year).order_by().values_list("district", "month").annotate(
        total=Sum("minutes"), known=Count("minutes"), contacts=Count("pk"))
    rows = [(district, at, Minutes(total or 0, known, contacts)) for district, at, total, known, contacts in found]
    districts = [each for each in access.visible_districts(user) if each.pk in {district for district, *_ in rows}]
    show_apart(districts)
    return [Spent("合計", *_spent(rows, month)),
            *(Spent(str(each), *_spent([row for row in rows if row[0] == each.pk], month), each.code) for each in districts)]


def _spent(rows: list[tuple[int, int, Minutes]], month: int) -> tuple[Minutes, Minutes]:
    return tuple(Minutes(*(sum(column) for column in zip((0, 0, 0), *some, strict=True)))
                 for some in ([spent for _, at, spent in rows if at == month], [spent for *_, spent in rows]))
