"""Which rows a merge changes, and what forbids it. Reads only; see services/merges.py for the deed."""
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from django.db.models import Q

from cases.merge_choices import GONE, Choice, chosen_types, new_values
from cases.models import Case, Consent, Household, HouseholdType, Member, Protection, Relation, Tie, User
from cases.text import fold

from .changes import Change, change, removal

OPPOSED = "支援措置で守られる人と、知らせてはいけない相手は、統合できません。"
NAMED_AS_OPPOSED = "支援措置の「知らせてはいけない相手」に当たる人がいるおそれがあるため、統合できません。支援措置の内容を確かめてください。"
RELATED = "この2人の間に関係（{kind}）が登録されています。別の人ではないか確かめ、同じ人であれば、先にその関係を取り消してください。"


def plan(kept: Household | Member, gone: Household | Member, choices: Sequence[Choice], chosen: Mapping[str, str], *,
         by: User, at: datetime) -> list[Change]:
    """Every row that changes, the two records included; for who may see the one that stays see `named_after`."""
    moved = _of_household(kept, gone) if isinstance(kept, Household) else _of_member(kept, gone)
    values = new_values(choices, chosen, kept, gone) | _restriction(kept, gone)
    types = _types(kept, gone, chosen_types(choices, chosen)) if isinstance(kept, Household) else ()
    left = {"deleted_at": at, "deleted_by_id": by.pk, "deletion_reason": f"統合（{kept._meta.verbose_name}{getattr(kept, 'number', '')}）"}
    return [*moved, *types, *([change(kept, **values)] if values else []), change(gone, **left)]


def named_after(kept: Household | Member, gone: Household | Member) -> tuple[list[int], list[int]] | None:
    """Ids of who is named on the record that stays, before and after; None where nothing changes.

    The stricter restriction wins: of two restricted records only who is named on both sees the one.
    """
    mine, theirs = (sorted(each.named.values_list("pk", flat=True)) if each.is_restricted else None for each in (kept, gone))
    after = theirs if mine is None else mine if theirs is None else sorted({*mine} & {*theirs})
    return None if after is None or after == mine else (mine or [], after)


def forbidden(kept: Household | Member, gone: Household | Member) -> str:
    """Why the two can never be one, in words; "" where they may."""
    return _apart(kept, gone) if isinstance(kept, Member) else _opposed_households(kept, gone)


def _apart(kept: Member, gone: Member) -> str:
    two = [kept.pk, gone.pk]
    # A protection without a member is of everyone in the household but who it is against; ended ones are told apart too.
    if Protection.objects.filter(Q(member=None) | Q(member__in=two), from_member__in=two).exists():
        return OPPOSED
    between = Relation.objects.filter(first__in=two, second__in=two, is_withdrawn=False).first()
    return RELATED.format(kind=between.get_kind_display()) if between else ""


def _opposed_households(kept: Household, gone: Household) -> str:
    for one, other in ((kept, gone), (gone, kept)):
        against = [fold(text) for text in Protection.objects.filter(household=one).values_list("from_text", flat=True) if text]
        if against and any(name in text for name in _names(other) for text in against):
            return NAMED_AS_OPPOSED
    return ""


def _names(household: Household) -> Iterator[str]:
    """Whole names: a family name alone is that of everyone in it."""
    if len(own := fold(household.name)) > 2:
        yield own
    for family, given in household.members.values_list("family_name", "given_name"):
        if family and given:
            yield fold(family + given)


def _of_household(kept: Household, gone: Household) -> Iterator[Change]:
    """All that belongs to the household, deleted and restricted rows too."""
    for rows in (Member.everything, Case.everything, Protection.objects, Relation.objects, Tie.objects):
        for row in rows.filter(household=gone).order_by("pk"):
            yield change(row, household_id=kept.pk)


def _of_member(kept: Member, gone: Member) -> Iterator[Change]:
    """All that names the member. A relation that the other has as well stays where it is, out of sight."""
    links = [(Case.everything, "person"), (Protection.objects, "member"), (Protection.objects, "from_member"), (Tie.objects, "member"), (Consent.objects, "member")]
    for rows, name in links:
        for row in rows.filter(**{name: gone}).order_by("pk"):
            yield change(row, **{f"{name}_id": kept.pk})
    known = {(row.first_id, row.kind, row.second_id) for row in Relation.objects.filter(Q(first=kept) | Q(second=kept))}
    for row in Relation.objects.filter(Q(first=gone) | Q(second=gone)).order_by("pk"):
        first, second = (kept.pk if pk == gone.pk else pk for pk in (row.first_id, row.second_id))
        if first != second and (first, row.kind, second) not in known:
            yield change(row, first_id=first, second_id=second)


def _restriction(kept, gone) -> dict:
    if not gone.is_restricted:
        return {}
    reasons = dict.fromkeys(each for each in (kept.restriction_reason, gone.restriction_reason) if each)
    return {"is_restricted": True, "restriction_reason": "／".join(reasons)[:200]}


def _types(kept: Household, gone: Household, chosen: Mapping[int, str]) -> Iterator[Change]:
    """Of an axis whose types are those of the household that goes, those replace the other's."""
    taken = [axis for axis, side in chosen.items() if side == GONE]
    for row in HouseholdType.objects.filter(household=kept, axis__in=taken).order_by("pk"):
        yield removal(row)
    for row in HouseholdType.objects.filter(household=gone, axis__in=taken).order_by("pk"):
        yield change(row, household_id=kept.pk)
