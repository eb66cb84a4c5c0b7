"""Which agencies are involved with a household: by referrals of its cases, by meetings about them, and by the ties of its ecomap."""
from dataclasses import dataclass, field

from . import access
from .family import is_drawn
from .models import Case, Conference, Household, Referral, Resource, User
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


def agencies_of(user: User, household: Household) -> list[Agency]:
    """The agencies, as far as what names them is in the user's sight, by number. At most five queries.

    None of a household whose whereabouts are hidden: an agency may tell where it is.
    """
    found: dict[int, Agency] = {}
    if access.protected_households().filter(pk=household.pk).exists():
        return []
    for each in access.visible_referrals(user).filter(case__household=household).select_related("resource").order_by("date", "id"):
        found.setdefault(each.resource_id, Agency(each.resource)).referrals.append(each)
    for each in _conferences(user, household):
        for agency in each.agencies.all():
            found.setdefault(agency.pk, Agency(agency)).conferences.append(f"{format_date(each.date)}の{each.get_kind_display()}")
    ties = access.visible_ties(user).filter(household=household).exclude(resource=None)
    for each in filter(is_drawn, ties.select_related("resource")):
        found.setdefault(each.resource_id, Agency(each.resource)).ties.append(each.get_strength_display())
    return sorted(found.values(), key=lambda agency: agency.resource.code)


def _conferences(user: User, household: Household):
    cases = Case.objects.filter(household=household).values("pk")
    return access.visible_parts(user, Conference).standing().filter(cases__in=cases).distinct().order_by("date", "id").prefetch_related("agencies")
