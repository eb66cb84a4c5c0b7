"""Who and what belongs to two households that may be one, as far as it is in sight; and who stands twice in the one they became."""
from collections.abc import Sequence
from dataclasses import dataclass

from cases import access
from cases.likenesses import pairs, person_traits
from cases.models import Case, Contact, Household, KeptApart, Member, User

SAME_NAME = 2  # points: in one household a full name or a reading is enough to ask


@dataclass(frozen=True, slots=True)
class Side:
    """The members, the cases and the last contact of a household."""

    members: list[Member]
    cases: list[Case]
    last: Contact | None


def sides_of(user: User, kept: Household, gone: Household) -> list[Side]:
    """Both households, the one that stays first; the number of queries depends on no record."""
    members = list(access.visible_members(user).filter(household__in=(kept, gone)))
    cases = list(access.visible_cases(user).filter(household__in=(kept, gone)).select_related("coordinator").order_by("number"))
    return [Side([each for each in members if each.household_id == home.pk], [each for each in cases if each.household_id == home.pk],
                 access.visible_contacts(user).of_cases(Case.objects.filter(household=home)).first()) for home in (kept, gone)]


def standing_twice(members: Sequence[Member]) -> list[tuple[Member, Member]]:
    """Members of one household with the same full name or reading, but those who were said to be different people."""
    traits = {each.pk: set(person_traits(name=each.family_name + each.given_name if each.family_name and each.given_name else "",
                                         kana=each.kana, birth=each.birth_date)) for each in members}
    found, by_id = pairs(traits, SAME_NAME)[0], {each.pk: each for each in members}
    apart = set(KeptApart.objects.filter(kind=KeptApart.Kind.MEMBER, first_id__in=by_id).values_list("first_id", "second_id")) if found else ()
    return [(by_id[each.first], by_id[each.second]) for each in found if (each.first, each.second) not in apart]
