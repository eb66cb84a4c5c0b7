"""Which agencies are involved with a household: by referrals of its cases, and by the ties of its ecomap."""
from dataclasses import dataclass, field

from . import access
from .models import Household, Referral, Resource, User


@dataclass
class Agency:
    """A resource with the household's referrals, the oldest first, and its standing ties in words."""

    resource: Resource
    referrals: list[Referral] = field(default_factory=list)
    ties: list[str] = field(default_factory=list)

    @property
    def last(self) -> Referral | None:
        """The latest referral."""
        return self.referrals[-1] if self.referrals else None


def agencies_of(user: User, household: Household) -> list[Agency]:
    """The agencies, as far as what names them is in the user's sight, by number. Two queries."""
    found: dict[int, Agency] = {}
    for each in access.visible_referrals(user).filter(case__household=household).select_related("resource").order_by("date", "id"):
        found.setdefault(each.resource_id, Agency(each.resource)).referrals.append(each)
    ties = access.visible_ties(user).filter(household=household, is_withdrawn=False, ends_on=None).exclude(resource=None)
    for each in ties.select_related("resource"):
        found.setdefault(each.resource_id, Agency(each.resource)).ties.append(each.get_strength_display())
    return sorted(found.values(), key=lambda agency: agency.resource.code)
