"""What is closed to a user though its district is in sight: restricted records that do not name them, and what tells of such."""
from collections.abc import Collection, Iterable
from functools import cache
from typing import NamedTuple

from django.db import connection
from django.db.models import Q, QuerySet, Value

from cases import trail
from cases.models import Case, Conference, Contact, Household, Member, User

Ids = Collection[int]
FEW = 500  # ids that are told to the database as numbers; more as the question for them
_NOBODY = User(pk=-1)


def closed_cases(user: User) -> QuerySet[Case]:
    """Cases that are restricted, or whose household is, without naming the user."""
    return Case.everything.filter(Q(pk__in=Case.everything.closed_to(user)) |
                                  Q(household__in=Household.everything.closed_to(user)))


class Closed(NamedTuple):
    """What is closed to a user: ids, or the questions for them."""

    cases: Ids | QuerySet
    households: Ids | QuerySet
    members: Ids | QuerySet


def closed_to(user: User) -> Closed:
    """As numbers, asked once a request: few are closed to anyone, and so they cost no subqueries in whatever is asked of records."""
    return trail.once(("closed", user.pk), lambda: _numbers(user)) if trail.is_kept() else _questions(user)


def closed_among(user: User, kind: str, ids: Iterable[int]) -> set[int]:
    """Those ids of cases, households, members, contacts or meetings (`kind`, a model's name) that are closed to the user, or tell of a closed case.

    One query for each way to what may be closed, none for no id. What is of any other kind is never closed.
    """
    ids, closed = list(ids), closed_to(user)
    ways = {"case": (Case, {"pk": closed.cases}), "household": (Household, {"pk": closed.households}),
            "member": (Member, {"pk": closed.members, "household": closed.households}),
            "contact": (Contact, {"case": closed.cases, "also_cases": closed.cases}), "conference": (Conference, {"cases": closed.cases})}
    model, paths = ways.get(kind, (None, {}))
    rows = [model._base_manager.filter(pk__in=ids).filter(**{f"{path}__in": shut}) for path, shut in paths.items() if ids]
    return {pk for found in rows for pk in found.order_by().values_list("pk", flat=True)}


def _questions(user: User) -> Closed:
    return Closed(closed_cases(user), Household.everything.closed_to(user), Member.everything.closed_to(user))


def _numbers(user: User) -> Closed:
    """The ids; the questions where they are many."""
    statement, values = _statement(connection.vendor, FEW + 1)
    with connection.cursor() as cursor:
        cursor.execute(statement, [user.pk if value == _NOBODY.pk else value for value in values])
        found = cursor.fetchall()
    if len(found) > FEW:
        return _questions(user)
    return Closed(*([pk for at, pk in found if at == place] for place in range(len(Closed._fields))))


@cache
def _statement(vendor: str, most: int) -> tuple[str, tuple]:
    """The questions as one statement, put together once: every page asks it first. Its values have nobody's id for the user's."""
    asked = [each.order_by().values_list(Value(place), "pk") for place, each in enumerate(_questions(_NOBODY))]
    return asked[0].union(*asked[1:], all=True)[:most].query.sql_with_params()


def unseen(user: User, districts: Ids) -> Ids | QuerySet:
    """As `of_unseen_cases`; numbers for the same reason."""
    def ask():
        found = [*of_unseen_cases(user, districts)[:FEW + 1]]
        return found if len(found) <= FEW else of_unseen_cases(user, districts)
    return trail.once(("unseen", user.pk, *districts), ask) if trail.is_kept() else of_unseen_cases(user, districts)


def of_unseen_cases(user: User, districts: Ids) -> QuerySet:
    """Ids of the contacts of several cases that are out of sight for one of them: what was said of one tells of the others.

    One that is closed to the user hides it. One of another district does so where the contact is counted elsewhere, too: who works
    where it was written knows it. Asked of the list of such contacts, which is short, and never of each contact.
    """
    closed = closed_to(user).cases
    elsewhere = (~Q(case__district__in=districts) | ~Q(contact__case__district__in=districts)) & ~Q(contact__district__in=districts)
    return Contact.also_cases.through.objects.filter(elsewhere | Q(case__in=closed) | Q(contact__case__in=closed)).values_list("contact", flat=True)
