"""Who may see and change a merge (統合): whoever may see and change the records, as access decides."""
from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q, QuerySet
from django.http import Http404

from cases import access, trail
from cases.models import Household, Merge, User


def merged_into(user: User, pk: int) -> Household | None:
    """The household in sight that another one (by its id) was merged into, over several merges too."""
    led = Merge.objects.standing().filter(gone_household__in=Household.everything.filter(pk=pk)).values_list("household", flat=True).first()
    while led and (on := Merge.objects.standing().filter(gone_household=led).values_list("household", flat=True).first()):
        led = on
    return access.visible_households(user).filter(pk=led).first() if led else None


def merges_of(user: User, household: Household) -> QuerySet[Merge]:
    """The standing merges of a household in sight and of its members, those of a member closed to the user left out."""
    return access.merges_of(user, household).prefetch_related("gone_household", "gone_member", "made_by")


def get_merge(user: User, pk: int) -> Merge:
    """A standing merge of records that the user may change, or Http404."""
    made = _merges(user).standing().filter(pk=pk).first()
    if made is None:
        raise Http404
    if not access.may_change(user, made.kept):
        raise PermissionDenied
    trail.opened("merge", made.pk)
    return made


def undone_merge(user: User, pk: int) -> Merge | None:
    """A merge of records that the user may change, if it was taken back."""
    made = _merges(user).filter(pk=pk).exclude(undone_at=None).select_related("undone_by", "household", "kept_member").first()
    return made if made and access.may_change(user, made.kept) else None


def get_two(user: User, kind: str, pk: int, other: int) -> tuple[Model, Model]:
    """Two different records of a kind that the user may change, who may then merge them; members of one household.

    Coordinators may in their own districts, for a merge can be undone. Http404 or PermissionDenied.
    """
    two = tuple(access.get_record(user, kind, each, to_change=True) for each in (pk, other))
    if pk == other or (kind == "member" and two[0].household_id != two[1].household_id):
        raise Http404
    return two


def _merges(user: User) -> QuerySet[Merge]:
    seen = Q(kept_member=None) | Q(kept_member__in=access.visible_members(user).order_by().values("pk"))
    return Merge.objects.filter(seen, household__in=access.visible_households(user).order_by().values("pk")).select_related(
        "household", "gone_household", "kept_member", "gone_member", "made_by")
