"""What belongs to one household that is in sight: where its members in sight are known, nothing of it is asked of everybody's.

Each household given here is one that `access` gave, or that of a case which it gave.
"""
from django.db.models import Prefetch, Q, QuerySet, prefetch_related_objects

from cases import trail
from cases.models import Consent, Household, Member, Merge, Protection, Relation, Tie, User

from .closed import closed_to
from .conditions import none_of
from .sight import visible_members


def members_of(user: User, household: Household) -> QuerySet[Member]:
    """Its members that are not closed to the user."""
    return Member.objects.filter(none_of("pk", closed_to(user).members), household=household)


def relations_of(user: User, household: Household) -> QuerySet[Relation]:
    """Relations between two of its members who are both in sight."""
    members = _ids(user, household)
    return Relation.objects.filter(household=household, first__in=members, second__in=members)


def ties_of(user: User, household: Household) -> QuerySet[Tie]:
    """Its ties, those of a member closed to the user left out."""
    return Tie.objects.filter(_of_nobody_closed("member", user, household), household=household)


def consents_of(user: User, household: Household) -> QuerySet[Consent]:
    """The consents of its members in sight."""
    return Consent.objects.filter(member__in=_ids(user, household))


def merges_of(user: User, household: Household) -> QuerySet[Merge]:
    """Its standing merges and those of its members, those of a member closed to the user left out."""
    return Merge.objects.standing().filter(_of_nobody_closed("kept_member", user, household), household=household)


def protections_of(user: User, *households: Household) -> list[Protection]:
    """Every standing protection that hides these households' whereabouts, asked for once a request.

    `member` and `from_member` are None where that member is closed to the user.
    """
    homes = {each.pk: each for each in households if each}
    return trail.once(("protections", user.pk, *homes), lambda: _protections(user, homes)) if homes else []


def _protections(user: User, homes: dict[int, Household]) -> list[Protection]:
    found = list(Protection.objects.standing().filter(household__in=homes))
    for each in found:
        each.household = homes[each.household_id]
    if found:
        members = visible_members(user)
        prefetch_related_objects(found, Prefetch("member", members), Prefetch("from_member", members))
    return found


def _of_nobody_closed(path: str, user: User, household: Household) -> Q:
    return Q(**{path: None}) | Q(**{f"{path}__in": _ids(user, household)})


def _ids(user: User, household: Household) -> list[int]:
    """The ids of its members in sight, asked for once a request: as members they would be taken for read."""
    return trail.once(("members", user.pk, household.pk), lambda: [*members_of(user, household).values_list("pk", flat=True)])
