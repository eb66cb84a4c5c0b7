"""Who may see and change what. The only place that decides.

Coordinators and supervisors see the records of the districts they are assigned to today; the first and the
last day of an assignment count. An admin keeps the system and sees records only when also assigned.
Out of sight is 404, seen but not allowed is 403.
"""
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from . import trail
from .models import Case, Contact, District, Household, ImportBatch, Member, Resource, User

COORDINATOR, SUPERVISOR, ADMIN = User.Role.COORDINATOR, User.Role.SUPERVISOR, User.Role.ADMIN
EVERYONE = (COORDINATOR, SUPERVISOR, ADMIN)


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


def visible_districts(user: User) -> QuerySet[District]:
    """Districts whose records the user may read and write today."""
    return user.districts_on(timezone.localdate())


def visible_contacts(user: User) -> QuerySet[Contact]:
    """Contacts counted for a visible district."""
    return Contact.objects.filter(district__in=visible_districts(user))


def visible_cases(user: User) -> QuerySet[Case]:
    """Cases of a visible district."""
    return Case.objects.filter(district__in=visible_districts(user))


def visible_households(user: User) -> QuerySet[Household]:
    """Households that live in a visible district, have a case there, or were entered by the user."""
    districts = visible_districts(user)
    here = Q(district__in=districts) | Q(pk__in=visible_cases(user).values("household"))
    own = Q(created_by=user, district=None, cases=None) if districts.exists() else Q(pk__in=[])
    return Household.objects.filter(here | own).distinct()


def get_contact(user: User, pk: int, *, with_codings: bool = False) -> Contact:
    """A visible contact, with all that its page prints where that is asked for, or Http404."""
    contacts = visible_contacts(user)
    return _get(contacts.with_codings() if with_codings else contacts, pk)


def get_case(user: User, pk: int) -> Case:
    """A visible case, or Http404."""
    return _get(visible_cases(user), pk)


def get_household(user: User, pk: int) -> Household:
    """A visible household, or Http404."""
    return _get(visible_households(user), pk)


def get_member(user: User, pk: int) -> Member:
    """A member of a visible household, or Http404."""
    return _get(Member.objects.filter(household__in=visible_households(user)).select_related("household"), pk)


def get_batch(user: User, pk: int) -> ImportBatch:
    """An import, for the admin who keeps imports; Http404 for everyone else."""
    return _get(ImportBatch.objects.all() if user.is_admin else ImportBatch.objects.none(), pk)


def get_record(user: User, kind: str, pk: int) -> Model:
    """A visible record of a kind (contact, case, household, member, resource), or Http404."""
    if kind not in _GETTERS:
        raise Http404
    return _GETTERS[kind](user, pk)


def get_resource(user: User, pk: int) -> Resource:
    """A local resource (社会資源), which everyone may see, or Http404."""
    return _get(Resource.objects.all(), pk)


_GETTERS = {"contact": get_contact, "case": get_case, "household": get_household, "member": get_member,
            "resource": get_resource}


def find_record(user: User, kind: str, pk: int) -> Model | None:
    """As get_record; None where there is nothing in sight."""
    try:
        return get_record(user, kind, pk)
    except Http404:
        return None


def supervised_users(user: User) -> QuerySet[User]:
    """Whose reading the user may review: an admin everyone's, a supervisor that of everyone in a district of theirs."""
    if user.is_admin:
        return User.objects.all()
    return User.objects.filter(Q(assignments__district__in=visible_districts(user)) | Q(pk=user.pk)).distinct()


def may_change(user: User, record: Model) -> bool:
    """Whether the user may change a record that is in sight."""
    return True


def hidden_columns(user: User, record: Model) -> set[str]:
    """Columns of a record whose content is not shown, only that it changed."""
    return set()


def _get(queryset: QuerySet, pk: int):
    found = queryset.filter(pk=pk).first()
    if found is None:
        raise Http404
    trail.opened(found._meta.model_name, found.pk)
    return found
