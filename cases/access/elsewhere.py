"""That there is more than is in sight: records of districts out of sight, without a word of what is in them.

What is closed to the user is never told of.
"""
from collections import Counter, defaultdict
from collections.abc import Iterable

from django.db.models import Q, QuerySet

from cases.models import Case, Contact, Household, User

from .closed import Ids, closed_to, unseen
from .conditions import none_of
from .sight import _ids_to_change, _ids_to_read


def told_elsewhere(user: User, cases: Iterable[Case]) -> Counter:
    """By the ids of these cases in sight, how many of their contacts are out of sight: those that another district wrote of a case of its own, too. One query."""
    links, closed = Contact.also_cases.through.objects, closed_to(user).cases
    hidden = links.filter(Q(case__in=closed) | Q(contact__case__in=closed)).values("contact")
    rows = links.filter(contact__in=unseen(user, _ids_to_read(user)), contact__deleted_at=None).exclude(contact__in=hidden)
    found: dict[int, set[int]] = defaultdict(set)
    for contact, own, other in rows.values_list("contact", "contact__case", "case"):
        found[contact] |= {own, other}
    return Counter(case.pk for case in cases for of in found.values() if case.pk in of)


def goes_on_elsewhere(user: User, household: Household) -> bool:
    """Whether this household in sight has cases of districts out of sight. One query."""
    return _cases_outside(user, _ids_to_read(user)).filter(household=household).exists()


def homes_with_cases_elsewhere(user: User, households: Iterable[Household]) -> set[int]:
    """The ids of those of these households in sight that have cases in which the user may not write, of other districts than the own. One query."""
    return set(_cases_outside(user, _ids_to_change(user)).filter(household__in=[each.pk for each in households]).values_list("household", flat=True))


def _cases_outside(user: User, districts: Ids) -> QuerySet[Case]:
    return Case.objects.filter(none_of("pk", closed_to(user).cases)).exclude(district__in=districts).order_by()
