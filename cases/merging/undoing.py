"""What stands in the way of taking a merge back: whatever of it was changed since. Reads only."""
from collections.abc import Iterator

from django.db.models import Q

from cases.models import Case, Merge, Protection, Relation, Tie

from .changes import Change, read

_WORDS = {"household": "世帯", "member": "世帯員", "case": "ケース", "protection": "支援措置", "relation": "世帯員の関係",
          "tie": "周囲とのつながり", "householdtype": "世帯の分類"}


def problems_of(made: Merge) -> list[str]:
    """Each in words, without a name or number of a record; [] where the merge can be taken back."""
    changes = read(made.changes["rows"])
    return [*_changed(made, changes), *_named(made), *_merged_since(made, changes), *_new_protections(made, changes),
            *_across(made, changes)]


def _changed(made: Merge, changes: list[Change]) -> Iterator[str]:
    """Columns that the merge has set and someone has set again."""
    since: dict[str, list[str]] = {}
    for each in changes:
        row = each.table._base_manager.filter(pk=each.pk).first()
        if not each.stands(row):
            since.setdefault(each.model, []).extend(each.differing(row) if row else ["消去"])
    for model, columns in since.items():
        yield f"統合の後に、{_WORDS[model]}の「{'」「'.join(dict.fromkeys(columns))}」が変更されています。"


def _named(made: Merge) -> Iterator[str]:
    if made.changes["named"] and sorted(made.kept.named.values_list("pk", flat=True)) != made.changes["named"][1]:
        yield "統合の後に、見ることができる利用者が変更されています。"


def _merged_since(made: Merge, changes: list[Change]) -> Iterator[str]:
    members = _moved(changes, "member")
    later = Merge.objects.standing().filter(pk__gt=made.pk).filter(Q(kept_member__in=members) | Q(gone_member__in=members))
    if members and later.exists():
        yield "統合の後に、世帯員も統合されています。先にそちらを取り消してください。"


def _new_protections(made: Merge, changes: list[Change]) -> Iterator[str]:
    """A protection entered since would be of one of the two only, and the other's whereabouts would be shown."""
    moved = _moved(changes, "protection")
    new = Protection.objects.standing().filter(household=made.household, created_at__gt=made.made_at).exclude(pk__in=moved)
    if new.exists():
        yield "統合の後に支援措置が登録されています。どちらの記録のものか決められないため、取り消せません。"


def _across(made: Merge, changes: list[Change]) -> Iterator[str]:
    """What has come to name people of both households since."""
    if made.gone_household_id is None:
        return
    members = _moved(changes, "member")
    looked = [(Case.everything, "case", ("person",)), (Protection.objects, "protection", ("member", "from_member")),
              (Relation.objects, "relation", ("first", "second")), (Tie.objects, "tie", ("member",))]
    for rows, model, names in looked:
        ours = Q(pk__in=_moved(changes, model))
        for name in names:
            theirs = Q(**{f"{name}__in": members})
            if rows.filter(household=made.household).filter((ours & ~theirs & Q(**{f"{name}__isnull": False})) | (~ours & theirs)).exists():
                yield f"統合の後に、{_WORDS[model]}が両方の世帯の人を指すようになっています。先に直してください。"
                break


def _moved(changes: list[Change], model: str) -> list[int]:
    return [each.pk for each in changes if each.model == model and "household_id" in each.before]
