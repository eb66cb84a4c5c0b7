"""Answers of the last contact, put into the log form for the next one (前回と同じ)."""
from django.http import QueryDict

from cases.finding import last_contact
from cases.models import Case, User
from cases.models.axes import KIND

from .categories import MAIN_PREFIX, PREFIX, initial_categories


def same_answers(user: User, case: Case | None) -> dict:
    """All answers of the case's last contact, or of the user's own last one that has no case; {} for none."""
    contact = last_contact(user, case)
    return initial_categories(contact) if contact else {}


def usual_answers(user: User, case: Case | None) -> dict:
    """What will most likely be answered as last time: the axes of the case's last contact that have one answer.

    Topics and actions are left to be chosen each time. Nothing without a case. The kind is left out after the
    case's first contact, whose kind (新規相談) is hardly ever that of the second.
    """
    if case is None:
        return {}
    answers = {name: value for name, value in same_answers(user, case).items()
               if not isinstance(value, list) and not name.startswith(MAIN_PREFIX)}
    if case.contacts.count() < 2:
        answers.pop(PREFIX + KIND, None)
    return answers


def filled(chosen: QueryDict, answers: dict, *, anew: bool) -> QueryDict:
    """What is chosen on a page, with the answers where nothing is chosen; `anew`: with them instead of it."""
    full = chosen.copy()
    if anew:
        for name in [each for each in full if each.startswith((PREFIX, MAIN_PREFIX))]:
            del full[name]
    for name, value in answers.items():
        if not full.get(name):
            full.setlist(name, value if isinstance(value, list) else [value])
    return full
