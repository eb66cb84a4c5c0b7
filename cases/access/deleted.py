"""Deleted records, for whoever may bring them back."""
from collections.abc import Callable

from django.db.models import QuerySet

from cases.models import Activity, Case, Contact, Household, Member, Merge, User

from .closed import Ids
from .contacts import _contacts
from .sight import _cases, _households, _ids_to_change, _members


def deleted_records(user: User, kind: str) -> QuerySet:
    """Deleted records of a kind (DELETABLE) that the user could see and change before; latest first."""
    found = _DELETED[kind](user, _ids_to_change(user)).exclude(deleted_at=None)
    if name := {"household": "gone_household", "member": "gone_member"}.get(kind):  # what was merged away comes back with its merge
        found = found.exclude(pk__in=Merge.objects.standing().exclude(**{name: None}).values(name))
    return found.select_related("deleted_by").order_by("-deleted_at")


# The kinds that can be deleted, and where their deleted rows are looked for.
_DELETED: dict[str, Callable[[User, Ids], QuerySet]] = {
    "contact": lambda user, districts: _contacts(user, districts, Contact.everything.all()),
    "case": lambda user, districts: _cases(user, districts, Case.everything.all()),
    "household": lambda user, districts: _households(user, districts, Household.everything.all()),
    "member": lambda user, districts: _members(
        user, _households(user, districts, Household.everything.all()), Member.everything.all()),
    "activity": lambda user, districts: Activity.everything.filter(district__in=districts),
}
DELETABLE = tuple(_DELETED)
