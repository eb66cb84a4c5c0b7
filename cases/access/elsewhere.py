"""That there is more than is in sight: records of districts out of sight, without a word of what is in them.

What is closed to the user is never told of, and neither is a contact of several cases, one of which may be closed.
"""
from collections.abc import Iterable

from cases.models import Case, Contact, Household, User

from .closed import closed_to
from .conditions import none_of
from .sight import _ids_to_read


def told_elsewhere(user: User, cases: Iterable[Case]) -> set[int]:
    """Ids of those of these cases in sight that have contacts counted for districts out of sight. One query, none for no case."""
    ids = [case.pk for case in cases]
    elsewhere = Contact.objects.filter(case__in=ids, also_cases=None).exclude(district__in=_ids_to_read(user))
    return set(elsewhere.order_by().values_list("case", flat=True).distinct()) if ids else set()


def goes_on_elsewhere(user: User, household: Household) -> bool:
    """Whether this household in sight has cases of districts out of sight. One query."""
    cases = Case.objects.filter(none_of("pk", closed_to(user).cases), household=household)
    return cases.exclude(district__in=_ids_to_read(user)).exists()
