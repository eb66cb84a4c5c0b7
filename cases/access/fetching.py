"""One record by its id: in sight, or 404."""
from functools import partial

from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404

from cases import trail
from cases.models import (
    Activity,
    ActivityKind,
    Case,
    Contact,
    District,
    Draft,
    Household,
    ImportBatch,
    ImportJob,
    Leader,
    Member,
    Protection,
    Referral,
    Relation,
    Resource,
    SavedSearch,
    Tie,
    User,
    Waiting,
)

from .contacts import (
    whole_contacts,
)
from .deleted import (
    DELETABLE,
    deleted_records,
)
from .parts import PARTS, WITH, visible_parts
from .rights import may_change
from .sight import (
    ended_protections,
    visible_activities,
    visible_cases,
    visible_households,
    visible_members,
    visible_protections,
    visible_referrals,
    visible_relations,
    visible_ties,
    visible_waitings,
)


def get_deleted(user: User, kind: str, pk: int) -> Model:
    """A deleted record that the user may bring back, or Http404."""
    if kind not in DELETABLE:
        raise Http404
    return _get(user, deleted_records(user, kind), pk)


def get_contact(user: User, pk: int, *, to_change: bool = False) -> Contact:
    """A visible contact with what its page prints; Http404, or PermissionDenied when it is there only to read."""
    return _get(user, whole_contacts(user), pk, to_change)


def get_case(user: User, pk: int, *, to_change: bool = False) -> Case:
    """A visible case; Http404, or PermissionDenied when it is there only to read."""
    return _get(user, visible_cases(user).select_related("household", "resource", "district", "coordinator"), pk, to_change)


def get_household(user: User, pk: int, *, to_change: bool = False) -> Household:
    """A visible household; Http404, or PermissionDenied when it is there only to read."""
    return _get(user, visible_households(user), pk, to_change)


def get_member(user: User, pk: int, *, to_change: bool = False) -> Member:
    """A visible member with the household; Http404, or PermissionDenied when it is there only to read."""
    return _get(user, visible_members(user).select_related("household"), pk, to_change)


def get_protection(user: User, pk: int, *, to_change: bool = False) -> Protection:
    """A visible protection with the household; Http404, or PermissionDenied when it is there only to read."""
    return _get(user, visible_protections(user).select_related("household"), pk, to_change)


def get_relation(user: User, pk: int, *, to_change: bool = False) -> Relation:
    """A visible relation with the household; Http404, or PermissionDenied when it is there only to read."""
    return _get(user, visible_relations(user).select_related("household"), pk, to_change)


def get_tie(user: User, pk: int, *, to_change: bool = False) -> Tie:
    """A visible tie with the household; Http404, or PermissionDenied when it is there only to read."""
    return _get(user, visible_ties(user).select_related("household"), pk, to_change)


def get_waiting(user: User, pk: int, *, to_change: bool = False) -> Waiting:
    """A visible waiting with its case; Http404, or PermissionDenied when it is there only to read."""
    return _get(user, visible_waitings(user).select_related("case__household"), pk, to_change)


def get_referral(user: User, pk: int, *, to_change: bool = False) -> Referral:
    """A visible referral (つなぎ) with its case; Http404, or PermissionDenied when it is there only to read."""
    return _get(user, visible_referrals(user).with_record(), pk, to_change)


def get_leader(user: User, pk: int, *, to_change: bool = False) -> Leader:
    """A leader of a local resource, whom everyone may see and change, or Http404."""
    return _get(user, Leader.objects.select_related("resource"), pk, to_change)


def get_activity(user: User, pk: int, *, to_change: bool = False) -> Activity:
    """A visible entry of the register (地域支援の記録); Http404, or PermissionDenied when it is there only to read."""
    return _get(user, visible_activities(user).listed(), pk, to_change)


def get_part(user: User, model: type[Model], pk: int, *, to_change: bool = False) -> Model:
    """A visible row of a model of PARTS, with what it belongs to; Http404, or PermissionDenied when it is there only to read."""
    return _get(user, visible_parts(user, model).select_related(*WITH.get(model, ())), pk, to_change)


def visible_drafts(user: User) -> QuerySet[Draft]:
    """The user's own drafts that have not expired: what one typed oneself stays readable wherever one works now."""
    return Draft.objects.filter(owner=user).live()


def gone_drafts(user: User) -> QuerySet[Draft]:
    """The user's own drafts that expired, of which they have not been told yet; nothing of what was typed is left."""
    return Draft.objects.filter(owner=user).gone()


def get_draft(user: User, pk: int) -> Draft:
    """An own draft, or Http404."""
    return _get(user, visible_drafts(user), pk)


def visible_saved_searches(user: User) -> QuerySet[SavedSearch]:
    """The user's own saved searches. They hold no record: what they find is asked anew, within the user's sight."""
    return SavedSearch.objects.filter(owner=user)


def get_saved_search(user: User, pk: int) -> SavedSearch:
    """An own saved search, or Http404."""
    return _get(user, visible_saved_searches(user), pk)


def get_batch(user: User, pk: int) -> ImportBatch:
    """An import, for the admin who keeps imports; Http404 for everyone else."""
    batches = ImportBatch.objects.defer("content")
    return _get(user, batches if user.is_admin else batches.none(), pk)


def get_import_job(user: User, batch_pk: int) -> ImportJob | None:
    """The background work on an import, if there is any, for whom get_batch gives the import; else Http404."""
    _get(user, ImportBatch.objects.defer("content", "summary") if user.is_admin else ImportBatch.objects.none(), batch_pk)
    return ImportJob.objects.defer("preview").filter(batch=batch_pk).first()


def get_user(user: User, pk: int) -> User:
    """A user (利用者), for the admin who keeps them; Http404 for everyone else."""
    return _get(user, User.objects.all() if user.is_admin else User.objects.none(), pk)


def get_district(user: User, pk: int) -> District:
    """A district (地区), for the admin who keeps them; Http404 for everyone else."""
    return _get(user, District.objects.all() if user.is_admin else District.objects.none(), pk)


def get_activity_kind(user: User, pk: int) -> ActivityKind:
    """A kind of the register (地域支援の種別), for the admin who keeps them; Http404 for everyone else."""
    return _get(user, ActivityKind.objects.all() if user.is_admin else ActivityKind.objects.none(), pk)


def get_record(user: User, kind: str, pk: int, *, to_change: bool = False) -> Model:
    """A visible record of a kind that has a history (_GETTERS), or Http404.

    PermissionDenied when it is wanted to be changed and is there only to read.
    """
    if kind not in _GETTERS:
        raise Http404
    return _GETTERS[kind](user, pk, to_change=to_change)


def get_resource(user: User, pk: int, *, to_change: bool = False) -> Resource:
    """A local resource (社会資源), which everyone may see and change, or Http404."""
    return _get(user, Resource.objects.all(), pk, to_change)


def _get_any_protection(user: User, pk: int, *, to_change: bool = False) -> Protection:
    """As get_protection; an ended one too, which nobody changes."""
    return _get(user, (visible_protections(user) | ended_protections(user)).select_related("household"), pk, to_change)


def _get_part(model: type[Model], user: User, pk: int, *, to_change: bool = False) -> Model:
    return get_part(user, model, pk, to_change=to_change)


_GETTERS = {"contact": get_contact, "case": get_case, "household": get_household, "member": get_member,
            "resource": get_resource, "protection": _get_any_protection, "relation": get_relation, "tie": get_tie, "waiting": get_waiting, "activity": get_activity, "referral": get_referral, "leader": get_leader,
            **{model._meta.model_name: partial(_get_part, model) for model in PARTS},
            "user": lambda user, pk, to_change: get_user(user, pk), "district": lambda user, pk, to_change: get_district(user, pk),
            "activitykind": lambda user, pk, to_change: get_activity_kind(user, pk)}


def find_record(user: User, kind: str, pk: int) -> Model | None:
    """As get_record; None where there is nothing in sight."""
    try:
        return get_record(user, kind, pk)
    except Http404:
        return None


def _get(user: User, queryset: QuerySet, pk: int, to_change: bool = False):
    found = queryset.filter(pk=pk).first()
    if found is None:
        raise Http404
    if to_change and not may_change(user, found):
        raise PermissionDenied
    trail.opened(found._meta.model_name, found.pk)
    return found
