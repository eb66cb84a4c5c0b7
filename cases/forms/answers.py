"""Answers of the last contact, put into the log form for the next one (前回と同じ)."""
from django.http import QueryDict
from django.utils import timezone

from cases import access, periods
from cases.finding import last_contact
from cases.models import Case, User
from cases.models.axes import KIND
from cases.models.draft_nouns import DRAFT_FORMS

from .categories import MAIN_PREFIX, PREFIX, initial_categories

_COMES_WITH_A_CASE = {"form_token", "version", "date", "district", "coordinators", "case"}


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


def is_only_begun(typed: QueryDict, user: User) -> bool:
    """Whether a new contact has a case and only what comes with one: nothing was typed, and no answer chosen that its last contact does not give.

    Whoever chooses the case again has all of it again.
    """
    said = {name: some for name, values in typed.lists() if DRAFT_FORMS["contact"].keeps(name) and (some := [each for each in values if each.strip()])}
    case = typed.get("case", "")
    if not said.keys() - _COMES_WITH_A_CASE <= {name for name in said if name.startswith(PREFIX)} or not (case.isdecimal() and len(case) < 19):
        return False
    found = access.changeable_cases(user).filter(pk=case).first()
    return found is not None and _as_begun(said, found, user) and _as_last_time(said, usual_answers(user, found))


def _as_begun(said: dict[str, list[str]], case: Case, user: User) -> bool:
    """Whether day, district and coordinators are those that the page begins with."""
    districts = {str(each) for each in (case.district_id, *(own.pk for own in access.own_districts(user)[:1]))}
    return (_is_today(said.get("date", [""])[0]) and said.get("coordinators") == [str(user.pk)]
            and set(said.get("district", ())) <= districts)


def _is_today(typed: str) -> bool:
    today = timezone.localdate()
    try:
        return periods.parse_date_near(typed, today, is_ahead=False) == today
    except periods.PeriodError:
        return False


def _as_last_time(said: dict[str, list[str]], usual: dict) -> bool:
    return all(values == [usual.get(name)] for name, values in said.items() if name.startswith(PREFIX))
