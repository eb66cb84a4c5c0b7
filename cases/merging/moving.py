"""What moves with a merge, in numbers and words: of records closed to the user nothing is told."""
from django.db.models import Q

from cases import access
from cases.models import Case, Consent, Household, Member, User

from .plan import named_after


def moving(user: User, kept: Household | Member, gone: Household | Member) -> list[tuple[str, int]]:
    """(words, how many) of everything in sight that will belong to the record that stays; lines of 0 are left out."""
    found = _of_household(user, gone) if isinstance(gone, Household) else _of_member(user, gone)
    named = named_after(kept, gone)
    return [(words, number) for words, number in [*found, ("閲覧の制限で指定する利用者（統合の後の人数）", len(named[1]) if named else 0)] if number]


def _of_household(user: User, gone: Household) -> list[tuple[str, int]]:
    here = {"household": gone}
    return [("世帯員", access.visible_members(user).filter(**here).count()),
            ("ケース", access.visible_cases(user).filter(**here).count()),
            ("対応記録（ケースと一緒に移ります）", access.visible_contacts(user).of_cases(Case.objects.filter(household=gone)).count()),
            ("支援措置", access.visible_protections(user).filter(**here).count()
             + access.ended_protections(user, gone).count()),
            ("世帯員の関係", access.visible_relations(user).filter(**here).count()),
            ("周囲とのつながり（社会資源など）", access.visible_ties(user).filter(**here).count())]


def _of_member(user: User, gone: Member) -> list[tuple[str, int]]:
    protections = Q(member=gone) | Q(from_member=gone)
    return [("本人になっているケース", access.visible_cases(user).filter(person=gone).count()),
            ("本人として数えられる対応記録", access.visible_contacts(user).of_cases(Case.objects.filter(person=gone)).count()),
            ("支援措置", access.visible_protections(user).filter(protections).count()
             + access.ended_protections(user).filter(protections).count()),
            ("ほかの世帯員との関係", access.visible_relations(user).filter(Q(first=gone) | Q(second=gone)).count()),
            ("周囲とのつながり", access.visible_ties(user).filter(member=gone).count()),
            ("同意", access.visible_parts(user, Consent).filter(member=gone).count())]
