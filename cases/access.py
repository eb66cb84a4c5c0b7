"""Who may see and change what. The only place that decides.

Coordinators and supervisors see the records of the districts they are assigned to today; the first and the
last day of an assignment count. Where the council says so, a coordinator may read those of the other districts
too (`visible_*`), and change only the own ones (`changeable_*`). An admin keeps the system and sees records only
when also assigned. A restricted record is in the sight of the users named on it and of nobody else.
Out of sight is 404, seen but not allowed is 403.
"""
from collections.abc import Callable, Collection, Iterable
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, Model, OuterRef, Prefetch, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from . import trail
from .models import (
    WHEREABOUTS,
    Assignment,
    Case,
    Contact,
    Council,
    District,
    Draft,
    Household,
    ImportBatch,
    ImportJob,
    Member,
    Merge,
    Protection,
    Relation,
    Resource,
    SavedSearch,
    Tie,
    User,
    Waiting,
)

COORDINATOR, SUPERVISOR, ADMIN = User.Role.COORDINATOR, User.Role.SUPERVISOR, User.Role.ADMIN
EVERYONE = (COORDINATOR, SUPERVISOR, ADMIN)
Ids = Collection[int]


def roles(*allowed: str):
    """Decorate a view that only users of these roles may open; others get 403."""

    def decorate(view):
        @wraps(view)
        def checked(request, *args, **kwargs):
            if request.user.role not in allowed:
                raise PermissionDenied
            return view(request, *args, **kwargs)

        checked.allowed_roles = allowed
        return checked

    return decorate


def changeable_districts(user: User) -> QuerySet[District]:
    """Districts whose records the user may read and write today."""
    return user.districts_on(timezone.localdate())


def visible_districts(user: User) -> QuerySet[District]:
    """Districts whose records the user may read today."""
    own = changeable_districts(user)
    if user.role != COORDINATOR:
        return own
    covers = Exists(Council.objects.filter(reads_elsewhere=True)) & Exists(own)
    return District.objects.filter(Q(pk__in=own.order_by().values("pk")) | Q(covers))


def _ids_to_change(user: User) -> Ids:
    """The own districts. Asked once a request: every question about a record needs them, and as numbers they cost no subquery."""
    return trail.once(("change", user.pk), lambda: [*changeable_districts(user).values_list("pk", flat=True)])


def _ids_to_read(user: User) -> Ids:
    return trail.once(("read", user.pk), lambda: [*visible_districts(user).values_list("pk", flat=True)])


def visible_contacts(user: User) -> QuerySet[Contact]:
    """Contacts counted for a visible district, those of closed cases left out."""
    return _contacts(user, _ids_to_read(user))


def changeable_contacts(user: User) -> QuerySet[Contact]:
    """Visible contacts of the user's own districts."""
    return _contacts(user, _ids_to_change(user))


def listed_contacts(user: User) -> QuerySet[Contact]:
    """Visible contacts with all that a list line prints; `case` is None where the case is out of sight."""
    return visible_contacts(user).with_codings().prefetch_related(
        Prefetch("case", visible_cases(user).select_related("household")))


def visible_cases(user: User) -> QuerySet[Case]:
    """Cases of a visible district that are not closed to the user."""
    return _cases(user, _ids_to_read(user))


def changeable_cases(user: User) -> QuerySet[Case]:
    """Visible cases of the user's own districts."""
    return _cases(user, _ids_to_change(user))


def visible_households(user: User) -> QuerySet[Household]:
    """Households that live in a visible district, have a case there, or were entered by the user."""
    return _households(user, _ids_to_read(user))


def changeable_households(user: User) -> QuerySet[Household]:
    """Visible households of the user's own districts, and those without any that the user entered."""
    return _households(user, _ids_to_change(user))


def visible_members(user: User) -> QuerySet[Member]:
    """Members of visible households that are not closed to the user."""
    return _members(user, visible_households(user))


def changeable_members(user: User) -> QuerySet[Member]:
    """Visible members of the households that the user may change."""
    return _members(user, changeable_households(user))


def visible_protections(user: User) -> QuerySet[Protection]:
    """Standing protections of visible households, those of a member closed to the user left out."""
    return _protections(user, visible_households(user))


def changeable_protections(user: User) -> QuerySet[Protection]:
    """Visible protections of the households that the user may change."""
    return _protections(user, changeable_households(user))


def visible_relations(user: User) -> QuerySet[Relation]:
    """Relations between two members who are both in sight."""
    return _relations(user, visible_households(user))


def changeable_relations(user: User) -> QuerySet[Relation]:
    """Visible relations of the households that the user may change."""
    return _relations(user, changeable_households(user))


def visible_ties(user: User) -> QuerySet[Tie]:
    """Ties of visible households, those of a member closed to the user left out."""
    return _ties(user, visible_households(user))


def changeable_ties(user: User) -> QuerySet[Tie]:
    """Visible ties of the households that the user may change."""
    return _ties(user, changeable_households(user))


def visible_waitings(user: User) -> QuerySet[Waiting]:
    """What visible cases, and visible contacts of no case, wait for."""
    return _waitings(visible_cases(user), visible_contacts(user))


def changeable_waitings(user: User) -> QuerySet[Waiting]:
    """What the cases and contacts wait for that the user may change."""
    return _waitings(changeable_cases(user), changeable_contacts(user))


def counted_cases(user: User) -> QuerySet[Case]:
    """Every case of the user's own districts, closed ones too: to be counted, never to be shown."""
    return Case.objects.filter(district__in=_ids_to_change(user))


def counted_contacts(user: User) -> QuerySet[Contact]:
    """Every contact of the user's own districts, those of closed cases too: to be counted, never to be shown."""
    return Contact.objects.filter(district__in=_ids_to_change(user))


def closed_cases(user: User) -> QuerySet[Case]:
    """Cases that are restricted, or whose household is, without naming the user."""
    return Case.everything.filter(Q(pk__in=Case.everything.closed_to(user)) |
                                  Q(household__in=Household.everything.closed_to(user)))


def protections_of(user: User, household: Household | None) -> list[Protection]:
    """Every standing protection that hides this household's whereabouts, for the banner of a record in sight.

    `member` and `from_member` are None where that member is closed to the user.
    """
    members = visible_members(user)
    return list(Protection.objects.standing().filter(household=household).prefetch_related(
        Prefetch("member", members), Prefetch("from_member", members))) if household else []


def protected_households() -> QuerySet[Household]:
    """Households whose whereabouts are hidden: some protection of them or of a member stands."""
    return Household.objects.filter(pk__in=Protection.objects.standing().values("household"))


def deleted_records(user: User, kind: str) -> QuerySet:
    """Deleted records of a kind (DELETABLE) that the user could see and change before; latest first."""
    found = _DELETED[kind](user, _ids_to_change(user)).exclude(deleted_at=None)
    if name := {"household": "gone_household", "member": "gone_member"}.get(kind):  # what was merged away comes back with its merge
        found = found.exclude(pk__in=Merge.objects.standing().exclude(**{name: None}).values(name))
    return found.select_related("deleted_by").order_by("-deleted_at")


def get_deleted(user: User, kind: str, pk: int) -> Model:
    """A deleted record that the user may bring back, or Http404."""
    if kind not in DELETABLE:
        raise Http404
    return _get(user, deleted_records(user, kind), pk)


def _contacts(user: User, districts: Ids, among: QuerySet | None = None) -> QuerySet[Contact]:
    among = Contact.objects.all() if among is None else among
    return among.filter(district__in=districts).exclude(case__in=closed_cases(user))


def _cases(user: User, districts: Ids, among: QuerySet | None = None) -> QuerySet[Case]:
    among = Case.objects.all() if among is None else among
    return among.filter(district__in=districts).exclude(pk__in=closed_cases(user))


def _households(user: User, districts: Ids, among: QuerySet | None = None) -> QuerySet[Household]:
    among = Household.objects.all() if among is None else among
    # A restricted case leaves its household where it was: any case of the district counts here.
    here = Q(district__in=districts) | Q(pk__in=Case.objects.filter(district__in=districts).values("household"))
    if districts:  # whoever works nowhere today sees nothing, not even what they once entered
        here |= Q(created_by=user, district=None) & ~Exists(Case.objects.filter(household=OuterRef("pk")))
    return among.filter(here).exclude(pk__in=Household.everything.closed_to(user))


def _members(user: User, households: QuerySet[Household], among: QuerySet | None = None) -> QuerySet[Member]:
    among = Member.objects.all() if among is None else among
    return among.filter(household__in=households.order_by().values("pk")).exclude(
        pk__in=Member.everything.closed_to(user))


def _protections(user: User, households: QuerySet[Household], among: QuerySet | None = None) -> QuerySet[Protection]:
    among = Protection.objects.standing() if among is None else among
    return among.filter(household__in=households.order_by().values("pk")).exclude(
        member__in=Member.objects.closed_to(user))


def _relations(user: User, households: QuerySet[Household]) -> QuerySet[Relation]:
    members = _members(user, households).order_by().values("pk")
    return Relation.objects.filter(household__in=households.order_by().values("pk"), first__in=members, second__in=members)


def _ties(user: User, households: QuerySet[Household]) -> QuerySet[Tie]:
    members = _members(user, households).order_by().values("pk")
    return Tie.objects.filter(Q(member=None) | Q(member__in=members), household__in=households.order_by().values("pk"))


def _waitings(cases: QuerySet[Case], contacts: QuerySet[Contact]) -> QuerySet[Waiting]:
    """Each waiting asks for its own record: few wait, and a list of all contacts would be made for them."""
    return Waiting.objects.filter(Exists(cases.filter(pk=OuterRef("case"))) | Exists(contacts.filter(pk=OuterRef("contact"))))


def get_contact(user: User, pk: int, *, to_change: bool = False) -> Contact:
    """A visible contact with what its page prints; Http404, or PermissionDenied when it is there only to read."""
    return _get(user, listed_contacts(user), pk, to_change)


def get_case(user: User, pk: int, *, to_change: bool = False) -> Case:
    """A visible case; Http404, or PermissionDenied when it is there only to read."""
    return _get(user, visible_cases(user).select_related("household"), pk, to_change)


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


def visible_drafts(user: User) -> QuerySet[Draft]:
    """The user's own drafts that have not expired: what one typed oneself stays readable wherever one works now."""
    return Draft.objects.filter(owner=user).live()


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


def ended_protections(user: User, household: Household | None = None) -> QuerySet[Protection]:
    """Protections that were ended, of visible households (of this one), those of a member closed to the user left out."""
    found = _protections(user, visible_households(user), Protection.objects.exclude(ended_at=None))
    return found if household is None else found.filter(household=household)


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


_GETTERS = {"contact": get_contact, "case": get_case, "household": get_household, "member": get_member,
            "resource": get_resource, "protection": _get_any_protection, "relation": get_relation, "tie": get_tie, "waiting": get_waiting,
            "user": lambda user, pk, to_change: get_user(user, pk), "district": lambda user, pk, to_change: get_district(user, pk)}


# The kinds that can be deleted, and where their deleted rows are looked for.
_DELETED: dict[str, Callable[[User, Ids], QuerySet]] = {
    "contact": lambda user, districts: _contacts(user, districts, Contact.everything.all()),
    "case": lambda user, districts: _cases(user, districts, Case.everything.all()),
    "household": lambda user, districts: _households(user, districts, Household.everything.all()),
    "member": lambda user, districts: _members(
        user, _households(user, districts, Household.everything.all()), Member.everything.all()),
}
DELETABLE = tuple(_DELETED)


def find_record(user: User, kind: str, pk: int) -> Model | None:
    """As get_record; None where there is nothing in sight."""
    try:
        return get_record(user, kind, pk)
    except Http404:
        return None


def supervised_users(user: User) -> QuerySet[User]:
    """Whose reading the user may review: an admin everyone's, a supervisor that of everyone in a district of theirs."""
    return User.objects.all() if user.is_admin else colleagues(user)


def colleagues(user: User) -> QuerySet[User]:
    """Everyone who is or was assigned to a district that the user reads today, and the user."""
    return User.objects.filter(Q(assignments__district__in=_ids_to_read(user)) | Q(pk=user.pk)).distinct()


def hidden_columns(user: User, record: Model) -> set[str]:
    """Columns of a record whose content is not shown, only that it changed: the whereabouts of who is protected, passwords."""
    if isinstance(record, User):
        return {"password"}
    household = record if isinstance(record, Household) else getattr(record, "household", None)
    names = WHEREABOUTS.get(type(record), ())
    if not names or not protected_households().filter(pk=household.pk).exists():
        return set()
    return {record._meta.get_field(name).column for name in names}


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
    return changeable is None or changeable(user).filter(pk=record.pk).exists()


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
    """Active users who may be named on a record: those who could change it today were it not restricted."""
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


_VISIBLE: dict[type, Callable[[User], QuerySet]] = {
    Contact: visible_contacts, Case: visible_cases, Household: visible_households, Member: visible_members,
    Protection: visible_protections, Relation: visible_relations, Tie: visible_ties, Waiting: visible_waitings,
}
_CHANGEABLE: dict[type, Callable[[User], QuerySet]] = {
    Contact: lambda user: changeable_contacts(user), Case: lambda user: changeable_cases(user),
    Household: lambda user: changeable_households(user), Member: lambda user: changeable_members(user),
    Protection: lambda user: changeable_protections(user),
    Relation: lambda user: changeable_relations(user), Tie: lambda user: changeable_ties(user),
    Waiting: lambda user: changeable_waitings(user),
}


def _get(user: User, queryset: QuerySet, pk: int, to_change: bool = False):
    found = queryset.filter(pk=pk).first()
    if found is None:
        raise Http404
    if to_change and not may_change(user, found):
        raise PermissionDenied
    trail.opened(found._meta.model_name, found.pk)
    return found
