"""Making two households or two people one (統合), and taking it back exactly (統合を取り消す)."""
from collections.abc import Callable, Mapping
from typing import TypeVar

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.module_loading import import_string

from cases import audit
from cases.imports.shadows import copied
from cases.merge_choices import choices_of, wrong_lives
from cases.merging.changes import Change, apply, read, stored, take_back
from cases.merging.plan import forbidden, named_after, plan
from cases.merging.undoing import problems_of
from cases.models import Case, Contact, Household, HouseholdType, KeptApart, Member, Merge, User

from .contacts import Conflict

Record = Household | Member
Look = TypeVar("Look")
COUNTED = (Household, HouseholdType, Case, Member)  # what the figures read of that a merge changes
MOST_YEARS = 5


class Refused(Exception):
    """The two cannot be merged, or a merge cannot be taken back. Nothing was changed; the message is Japanese."""


@transaction.atomic
def merge(*, kept: Record, gone: Record, versions: tuple[int | None, int | None], chosen: Mapping[str, str], reason: str,
          by: User) -> Merge:
    """Make the two one: everything of `gone` belongs to `kept`, which gets the chosen values.

    Sent again it returns the merge that stands. Raises Conflict when one of the two versions is no longer the stored
    one, Refused where they can never be one.
    """
    if before := standing_merge(kept._meta.model_name, kept.pk, gone.pk):
        return before
    _claim(kept, versions[0])
    _claim(gone, versions[1])
    if words := forbidden(kept, gone):
        raise Refused(words)
    choices = choices_of(kept, gone)
    if wrong := wrong_lives(choices, chosen, kept, gone, timezone.localdate()):
        raise Refused("".join(wrong.values()))
    changes = plan(kept, gone, choices, chosen, by=by, at=_now())
    named = named_after(kept, gone)
    apply(changes)
    if named:
        kept.named.set(named[1])
    made = Merge.objects.create(reason=reason, made_by=by, changes={"rows": stored(changes), "named": named}, **_ends(kept, gone))
    audit.event("record.merged", user=by, objects=[kept, gone], purpose=reason, detail={"kept": kept.pk, "gone": gone.pk})
    return made


@transaction.atomic
def undo_merge(*, made: Merge, version: int | None, reason: str, by: User) -> None:
    """Make both records what they were, with all that belonged to each. Raises Conflict; Refused where something was changed since."""
    rows = Merge.objects.standing().filter(pk=made.pk, version=version)
    if not rows.update(version=F("version") + 1, undone_at=_now(), undone_by=by, undone_reason=reason):
        raise Conflict
    if problems := problems_of(made):
        raise Refused("".join(problems))
    take_back(read(made.changes["rows"]))
    if named := made.changes["named"]:
        made.kept.named.set(named[0])
    audit.event("record.unmerged", user=by, objects=[made.kept, made.gone], purpose=reason, detail={"merge": made.pk})


def standing_merge(kind: str, kept: int, gone: int) -> Merge | None:
    """The merge that has made these two one (by their ids), if it stands."""
    table, ends = (Household, ("household", "gone_household")) if kind == "household" else (Member, ("kept_member", "gone_member"))
    found = {f"{end}__in": table.everything.filter(pk=pk) for end, pk in zip(ends, (kept, gone), strict=True)}
    return Merge.objects.standing().filter(**found).first()


def effect_of(kept: Record, gone: Record, chosen: Mapping[str, str], by: User) -> list[dict]:
    """The tables of each fiscal year that the merge would change, before and after; the latest MOST_YEARS years with contacts.

    It is tried on copies of what is counted: nothing is written and nobody waits.
    """
    changes = [each for each in plan(kept, gone, choices_of(kept, gone), chosen, by=by, at=_now()) if each.table in COUNTED]
    measure = import_string(settings.IMPORT_EFFECT)
    return measure(_years(kept, gone), lambda look: _trial(changes, look))


def keep_apart(*, first: Record, second: Record, by: User) -> KeptApart:
    """Say that two records are different ones; said twice it is one row."""
    low, high = sorted((first.pk, second.pk))
    return KeptApart.objects.get_or_create(kind=first._meta.model_name, first_id=low, second_id=high, defaults={"set_by": by})[0]


def _trial(changes: list[Change], look: Callable[[], Look]) -> tuple[Look, Look]:
    with copied(COUNTED):
        before = look()
        apply(changes)
        return before, look()


def _years(kept: Record, gone: Record) -> list[int]:
    of = {"case__household__in": [kept, gone]} if isinstance(kept, Household) else {"case__person__in": [kept, gone]}
    return sorted(set(Contact.objects.filter(**of).order_by().values_list("fiscal_year", flat=True)))[-MOST_YEARS:][::-1]


def _claim(record: Record, version: int | None) -> None:
    if not type(record).objects.filter(pk=record.pk, version=version).update(version=F("version") + 1):
        raise Conflict


def _ends(kept: Record, gone: Record) -> dict:
    if isinstance(kept, Household):
        return {"household": kept, "gone_household": gone}
    return {"household_id": kept.household_id, "kept_member": kept, "gone_member": gone}


def _now():
    """To the second: it is kept as text, too, and compared."""
    return timezone.now().replace(microsecond=0)
