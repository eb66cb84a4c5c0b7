"""What a user may do with a record that is in sight, and who else may be told of it."""
from collections.abc import Callable, Iterable
from functools import partial

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from cases.models import (
    WHEREABOUTS,
    Activity,
    Assignment,
    Case,
    Conference,
    Contact,
    District,
    Draft,
    Household,
    Member,
    Protection,
    Referral,
    Relation,
    Tie,
    User,
    Waiting,
)
from cases.models.draft_nouns import ADMIN, OFFICE, RESTRICT

from .by_role import COORDINATOR, SUPERVISOR
from .contacts import (
    changeable_contacts,
    visible_contacts,
)
from .heirs import heirs_by_case
from .parts import PARTS, changeable_parts, visible_parts
from .sight import (
    _ids_to_change,
    _ids_to_read,
    changeable_activities,
    changeable_cases,
    changeable_districts,
    changeable_households,
    changeable_members,
    changeable_protections,
    changeable_referrals,
    changeable_relations,
    changeable_ties,
    changeable_waitings,
    protected_households,
    reads_elsewhere,
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


def supervised_users(user: User) -> QuerySet[User]:
    """Whose reading the user may review: an admin everyone's, a supervisor that of everyone in a district of theirs."""
    return User.objects.all() if user.is_admin else colleagues(user)


def colleagues(user: User) -> QuerySet[User]:
    """Everyone who is or was assigned to a district that the user reads today, and the user."""
    return User.objects.filter(Q(assignments__district__in=_ids_to_read(user)) | Q(pk=user.pk)).distinct()


def coordinators_in_sight(user: User) -> QuerySet[User]:
    """The colleagues, and whoever else is the coordinator of a case in sight, such as one without a district by now."""
    of_cases = visible_cases(user).exclude(coordinator=None).order_by().values("coordinator")
    return User.objects.filter(Q(pk__in=colleagues(user).values("pk")) | Q(pk__in=of_cases))


def hidden_columns(user: User, record: Model) -> set[str]:
    """Columns of a record whose content is not shown, only that it changed: the whereabouts of who is protected, passwords."""
    if isinstance(record, User):
        return {"password"}
    if isinstance(record, Conference):  # an agency may tell where it is
        return {"agencies"} if protected_households().filter(cases__conferences=record).exists() else set()
    if isinstance(record, (Referral, Contact)):
        of = _cases_of(record)
        return {"resource_id"} if of and protected_households().filter(of).exists() else set()
    household = record if isinstance(record, Household) else getattr(record, "household", None)
    names = WHEREABOUTS.get(type(record), ())
    if not names or not protected_households().filter(pk=household.pk).exists():
        return set()
    return {record._meta.get_field(name).column for name in names}


def _cases_of(record: Referral | Contact) -> Q | None:
    """The households whose case a referral or a contact is of; None for a contact of no case."""
    if isinstance(record, Contact):
        also = Q(cases__also_contacts=record.pk) if record.pk else Q()
        return Q(cases=record.case_id) | also if record.case_id else None
    return Q(cases=record.case_id) if record.case_id else Q(cases__contacts=record.contact_id) | Q(cases__also_contacts=record.contact_id)


def may_see(user: User, record: Model) -> bool:
    """Whether a record is in the user's sight; what is no record of people everyone may see."""
    visible = _VISIBLE.get(type(record))
    return visible is None or visible(user).filter(pk=record.pk).exists()


def ids_in_sight(user: User, kind: str, ids: Iterable[int]) -> set[int]:
    """Which of these rows of a kind are in the user's sight; all, where the kind is no record of people."""
    visible = {model._meta.model_name: rows for model, rows in _VISIBLE.items()}.get(kind)
    return set(ids) if visible is None else set(visible(user).filter(pk__in=list(ids)).values_list("pk", flat=True))


def may_change(user: User, record: Model) -> bool:
    """Whether the user may change a record that is in sight."""
    changeable = _CHANGEABLE.get(type(record))
    if changeable is None:
        return True
    if isinstance(record, Contact) and not reads_elsewhere(user):  # a case may have brought it from another district, to be read
        return record.district_id in _ids_to_change(user)
    if not reads_elsewhere(user) and not isinstance(record, Protection):
        return True  # what is in sight is then what may be changed, but for protections that have ended
    return changeable(user).filter(pk=record.pk).exists()


def may_open_form(user: User, draft: Draft) -> bool:
    """Whether the user has a role that opens the form of the draft at all: a form of the settings, or of the reports, tells what it is of."""
    return user.is_admin or draft.form.only not in (ADMIN, OFFICE) or (draft.form.only == OFFICE and user.role == SUPERVISOR)


def may_go_on(user: User, draft: Draft) -> bool:
    """Whether the user may write today what an own draft is of: change its record, or add one to what it belongs to."""
    if not may_open_form(user, draft):
        return False
    if draft.form.only == RESTRICT:
        record = _VISIBLE[apps.get_model("cases", draft.form.stores)](user).filter(pk=draft.target).first()
        return record is not None and may_restrict(user, record)
    if draft.target is not None:
        return _may_change(user, draft.form.stores, draft.target)
    if draft.parent is not None:
        is_at_work = _is_everyones(draft.form.stores) or not _is_everyones(draft.parent_model) or changeable_districts(user).exists()
        return is_at_work and _may_change(user, draft.parent_model, draft.parent)
    if not draft.form.new or draft.form.needs_parent:
        return False
    return _is_everyones(draft.form.stores) or changeable_districts(user).exists()


def _may_change(user: User, kind: str, pk: int) -> bool:
    model = apps.get_model("cases", kind)
    rows = model._default_manager.all() if _is_everyones(kind) else _CHANGEABLE[model](user)
    return rows.filter(pk=pk).exists()


def _is_everyones(kind: str) -> bool:
    """Whether this is no record of people, which everyone may write."""
    return apps.get_model("cases", kind) not in _CHANGEABLE


def may_restrict(user: User, record: Household | Member | Case) -> bool:
    """Whether the user may say who sees this record: a supervisor of the district, once restricted the named."""
    within = getattr(record, "household", None)
    is_named = record.is_restricted or bool(within and within.is_restricted)  # else it would be out of sight
    return (is_named or user.role == SUPERVISOR) and may_change(user, record)


def check_may_restrict(user: User, record: Household | Member | Case) -> None:
    """Raises PermissionDenied unless `may_restrict`."""
    if not may_restrict(user, record):
        raise PermissionDenied


def readers_of(record: Household | Member | Case) -> QuerySet[User]:
    """Active users who may be named on a record: those who could change it today, were it not restricted."""
    household = record if isinstance(record, Household) else record.household
    if isinstance(record, Case):
        districts = District.objects.filter(pk=record.district_id)
    else:
        districts = District.objects.filter(Q(households=household) | Q(cases__household=household))
    at_work = Assignment.objects.on(timezone.localdate())
    here = at_work.filter(district__in=districts.order_by().values("pk"))
    creator = Q(pk=household.created_by_id, pk__in=at_work.values("user")) if not districts.exists() else Q(pk__in=[])
    found = User.objects.filter(Q(pk__in=here.values("user")) | creator, is_active=True)
    within = record is not household and household is not None and household.is_restricted
    return found.filter(pk__in=household.named.all()) if within else found


def kept_from(contact: Contact) -> list[User]:
    """The coordinators of the districts of a contact's cases who do not see it, because another of its cases is out of their sight."""
    cases, today = contact.cases, timezone.localdate()
    heirs = heirs_by_case(cases, today) if len(cases) > 1 else {}
    at_work = {each.user.pk: each.user for found in heirs.values() for each in found if each.district is None and each.user.role == COORDINATOR}
    return [each for each in at_work.values() if not visible_contacts(each).filter(pk=contact.pk).exists()]


_VISIBLE: dict[type, Callable[[User], QuerySet]] = {
    Contact: visible_contacts, Case: visible_cases, Household: visible_households, Member: visible_members,
    Protection: visible_protections, Relation: visible_relations, Tie: visible_ties, Waiting: visible_waitings,
    Activity: visible_activities, Referral: visible_referrals,
    **{model: partial(visible_parts, model=model) for model in PARTS},
}
_CHANGEABLE: dict[type, Callable[[User], QuerySet]] = {
    Contact: lambda user: changeable_contacts(user), Case: lambda user: changeable_cases(user),
    Household: lambda user: changeable_households(user), Member: lambda user: changeable_members(user),
    Protection: lambda user: changeable_protections(user),
    Relation: lambda user: changeable_relations(user), Tie: lambda user: changeable_ties(user),
    Waiting: lambda user: changeable_waitings(user), Activity: lambda user: changeable_activities(user),
    Referral: lambda user: changeable_referrals(user),
    **{model: partial(changeable_parts, model=model) for model in PARTS},
}
