"""Which agencies are involved with a household: by referrals of its cases, by meetings about them, and by the ties of its ecomap."""
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from . import access
from .family import is_drawn
from .models import Case, Conference, Household, Referral, Resource, Tie, User
from .periods import format_date


@dataclass
class Agency:
    """A resource with the household's referrals, the oldest first, the meetings that it took part in and its standing ties in words."""

    resource: Resource
    referrals: list[Referral] = field(default_factory=list)
    ties: list[str] = field(default_factory=list)
    conferences: list[str] = field(default_factory=list)

    @property
    def last(self) -> Referral | None:
        """The latest referral."""
        return self.referrals[-1] if self.referrals else None


def agencies_of(user: User, household: Household | None, referrals: Iterable[Referral], case: Case | None = None) -> list[Agency]:
    """The agencies by number, as far as what names them is in the user's sight: of the household, of a `case` its own and those of its household's ecomap.

    `referrals` are those in sight, the oldest first. None of a household whose whereabouts are hidden: an agency may tell
    where it is. At most four queries.
    """
    found: dict[int, Agency] = {}
    if household and access.protections_of(user, household):
        return []
    for each in referrals:
        found.setdefault(each.resource_id, Agency(each.resource)).referrals.append(each)
    for each in _conferences(user, Q(cases=case) if case else Q(cases__household=household)):
        for agency in each.agencies.all():
            found.setdefault(agency.pk, Agency(agency)).conferences.append(f"{format_date(each.date)}の{each.get_kind_display()}")
    for each in filter(is_drawn, _ties(user, household)):
        found.setdefault(each.resource_id, Agency(each.resource)).ties.append(each.get_strength_display())
    return sorted(found.values(), key=lambda agency: agency.resource.code)


def conferences_with(user: User, resource: Resource) -> QuerySet[Conference]:
    """Meetings in sight in which an agency took part, the latest first; none about a household whose whereabouts are hidden."""
    return _naming(user).filter(agencies=resource).order_by("-date", "-id")


def _conferences(user: User, of: Q) -> QuerySet[Conference]:
    """Meetings about some of the cases, with the agencies."""
    return _naming(user).filter(of).distinct().order_by("date", "id").prefetch_related("agencies")


def _naming(user: User) -> QuerySet[Conference]:
    """Meetings that name their agencies: those about a protected household too are left out."""
    protected = Conference.objects.filter(cases__household__in=access.protected_households()).values("pk")
    return access.visible_parts(user, Conference).standing().exclude(pk__in=protected)


def _ties(user: User, household: Household | None) -> Iterable[Tie]:
    """The household's ties to agencies."""
    if household is None:
        return ()
    return access.ties_of(user, household).exclude(resource=None).select_related("resource")
