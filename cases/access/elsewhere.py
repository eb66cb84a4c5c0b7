"""That there is more than is in sight: a household's cases of districts out of sight, without a word of what is in them.

What is closed to the user is never told of.
"""
from cases.models import Case, Household, User

from .closed import closed_to
from .conditions import none_of
from .sight import _ids_to_read


def goes_on_elsewhere(user: User, household: Household) -> bool:
    """Whether this household in sight has cases of districts out of sight. One query."""
    cases = Case.objects.filter(none_of("pk", closed_to(user).cases), household=household)
    return cases.exclude(district__in=_ids_to_read(user)).exists()
