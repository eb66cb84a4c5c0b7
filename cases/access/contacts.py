"""Which contacts a user may see and change: those of cases in sight, and those counted for districts in sight."""
from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from cases.models import Contact, User

from .closed import Ids, closed_to, of_unseen_cases, unseen
from .conditions import Sight, none_of
from .sight import _ids_to_change, _ids_to_read, _made_once, to_read, visible_cases


def visible_contacts(user: User) -> QuerySet[Contact]:
    """Contacts of a visible case, and those counted for a visible district unless their case is closed to the user.

    A case that came from another district brings what was written of it there. Of several cases none may be closed to the user, and
    where it is counted for another district all must be in sight.
    """
    return _made_once("visible", _contacts_of_both, user, _ids_to_read(user))


def of_contact_in_sight(user: User, path: str) -> Q:
    """That the contact at `path` is one of visible_contacts, as a condition on the rows of a figure: they are looked up from there, and not all contacts."""
    return to_read(user).of_contact(path)


def contacts_of_cases_in_sight(user: User) -> QuerySet[Contact]:
    """As visible_contacts where it is asked of cases in sight alone, such as those of a list: these are not looked at again for each contact."""
    return Contact.objects.filter(none_of("pk", unseen(user, _ids_to_read(user))))


def contacts_of_districts(user: User) -> QuerySet[Contact]:
    """Those of visible_contacts that are counted for a visible district: what lists without words, and counts, are of."""
    return _made_once("counted here", _contacts, user, _ids_to_read(user))


def changeable_contacts(user: User) -> QuerySet[Contact]:
    """Visible contacts counted for the user's own districts: those that a case brought from another one are there to be read."""
    return _made_once("changeable", _contacts, user, _ids_to_change(user))


def listed_contacts(user: User) -> QuerySet[Contact]:
    """Contacts of the visible districts with all that a list line prints; a case out of sight is None, or none of the ほかのケース."""
    return in_list_lines(user, contacts_of_districts(user))


def in_list_lines(user: User, contacts: QuerySet[Contact]) -> QuerySet[Contact]:
    """As listed_contacts, of any contacts in sight."""
    cases = visible_cases(user)
    return with_number_of_others(contacts).in_lines(cases).prefetch_related(Prefetch("case", cases.named()))


def told_contacts(user: User) -> QuerySet[Contact]:
    """Visible contacts with all that a timeline prints; `case` as in listed_contacts."""
    cases = visible_cases(user)
    return with_number_of_others(visible_contacts(user)).in_timeline(cases).prefetch_related(Prefetch("case", cases.only("number")))


def whole_contacts(user: User) -> QuerySet[Contact]:
    """Visible contacts with all that the page of one prints and a form changes; `case` as in listed_contacts."""
    cases = visible_cases(user)
    return with_number_of_others(visible_contacts(user)).with_codings(cases).prefetch_related(Prefetch("case", cases.select_related("household")))


def with_number_of_others(contacts: QuerySet[Contact]) -> QuerySet[Contact]:
    """Contacts with `number_of_others`: how many ほかのケース each has that are not deleted, those out of sight too."""
    links = Contact.also_cases.through.objects.filter(contact=OuterRef("pk"), case__deleted_at=None).order_by().values("contact")
    return contacts.annotate(number_of_others=Coalesce(Subquery(links.annotate(n=Count("pk")).values("n")), 0))


def unseen_of_several(user: User) -> QuerySet:
    """Ids of the contacts of several cases that are out of sight for one of them."""
    return of_unseen_cases(user, _ids_to_read(user)).values("contact")


def also_links(user: User) -> QuerySet:
    """The rows (contact, case) of the ほかのケース of the contacts in sight."""
    districts = _ids_to_read(user)
    here = Q(contact__district__in=districts) | Q(contact__case__deleted_at=None)  # else the case that is left does not bring it
    return Contact.also_cases.through.objects.filter(here, contact__deleted_at=None).exclude(contact__in=unseen(user, districts)).order_by()


def _contacts(user: User, districts: Ids, among: QuerySet | None = None) -> QuerySet[Contact]:
    among = Contact.objects.all() if among is None else among
    return among.filter(none_of("case", closed_to(user).cases), none_of("pk", unseen(user, districts)), district__in=districts)


def _contacts_of_both(user: User, districts: Ids) -> QuerySet[Contact]:
    here = Q(district__in=districts) | Sight(user, districts).within("case")
    return Contact.objects.filter(here, none_of("case", closed_to(user).cases), none_of("pk", unseen(user, districts)))
