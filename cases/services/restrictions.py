"""Saying who may know of a record (閲覧の制限), and handing it over when nobody is left who may."""
from collections.abc import Iterable
from datetime import date

from django.db import transaction

from cases import access, audit, trail
from cases.models import Case, Household, Member, User

from .saving import save_versioned

Restrictable = Household | Case | Member


class NobodyWaits(Exception):
    """No record of this kind and number waits to be handed over; or the user could not open it. Nothing was changed."""


@transaction.atomic
def restrict(*, record: Restrictable, named: Iterable[User], reason: str, version: int | None, by: User) -> None:
    """Make the record one of `named` and of `by` alone. Raises Conflict when it was saved by someone else meanwhile."""
    record.is_restricted, record.restriction_reason = True, reason
    save_versioned(instance=record, version=version)
    people = {*named, by}
    record.named.set(people)
    audit.event("restriction.set", objects=[record], purpose=reason, detail={"named": sorted(each.pk for each in people)})


@transaction.atomic
def lift(*, record: Restrictable, reason: str, version: int | None, by: User) -> None:
    """Open the record again to everyone of the district. Raises Conflict."""
    record.is_restricted, record.restriction_reason = False, ""
    save_versioned(instance=record, version=version)
    record.named.clear()
    audit.event("restriction.lifted", objects=[record], purpose=reason)


def shut_out(record: Restrictable, by: User, day: date) -> list[User]:
    """Coordinators of the open cases of a restricted household, or of a restricted case, who may not open these on a day, by name. Cases closed to `by` are not told of."""
    with trail.offering():  # compared, not shown
        rows = Case.objects.filter(pk=record.pk) if isinstance(record, Case) else record.cases.all() if isinstance(record, Household) else Case.objects.none()
        cases = list(rows.open().exclude(coordinator=None).select_related("coordinator", "household"))
        closed = access.closed_among(by, "case", [case.pk for case in cases])
        found = {case.coordinator for case in cases if case.pk not in closed and not access.may_be_given(case, case.coordinator, day)}
    return sorted(found, key=lambda user: (user.name, user.pk))


def orphans(kind: type[Restrictable]) -> list[Restrictable]:
    """Restricted records of a kind none of whose named users can open them today. A few statements for each."""
    related = [] if kind is Household else ["household"]
    with trail.offering():  # compared, not shown
        return [each for each in kind.objects.restricted().select_related(*related)
                if not access.readers_of(each).filter(pk__in=each.named.all()).exists()]


@transaction.atomic
def hand_over(*, kind: type[Restrictable], number: str, to: User, reason: str, by: User) -> int:
    """Name `to` alone on the waiting records of this number (members: of this household); returns how many.

    Raises NobodyWaits where there is none that `to` could open: a number that does not exist, one that is not
    restricted and one that is in good hands are answered alike.
    """
    waiting = [each for each in orphans(kind) if number_of(each) == number and access.readers_of(each).filter(
        pk=to.pk).exists()]
    if not waiting:
        raise NobodyWaits
    for record in waiting:
        record.restriction_reason = reason
        save_versioned(instance=record, version=record.version)
        record.named.set([to])
        audit.event("restriction.handed_over", objects=[record], purpose=reason, detail={"to": to.pk})
    return len(waiting)


def number_of(record: Restrictable) -> str:
    """The number by which a record is asked for; a member's is the household's."""
    return record.household.number if isinstance(record, Member) else record.number
