"""Find a case while its number, a name, a telephone number or an address is typed (ケースの候補)."""
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date

from django.db.models import Max, Prefetch

from . import access, trail
from .case_numbers import is_number
from .known import Known, Part, homes_by, known_cases, text_of, words_typed
from .models import Case, Contact, ContactCategory, Household, User
from .searching import has_all, search_text
from .text import fold

SHOWN = 8
HOMES_SHOWN = 3
ANONYMOUS = {fold(each) for each in ("匿名", "とくめい")}
PLACE = "住所"
LONGEST = 40  # characters of a value that is told beside a hit


def cases_found(user: User, typed: str, limit: int = SHOWN) -> list[Case]:
    """Open cases that the user may write in and in which every word occurs, the likeliest first; [] for no words.

    Searched are the case's number, title and group, its household's number, name, address and telephone, and the
    names, kana and telephones of its members, as far as the user sees them; the whereabouts of a protected household
    find nothing. Width, kana and variant kanji do not matter. The number of queries does not depend on that of cases.
    `found_by` of each says what was found where its line does not show it: [("電話", "0422-00-1234")], and of namesakes where
    they live and who works on their case; `is_meant` whether it is the only one that was typed (cases_meant).
    """
    words = words_typed(typed)
    if not words:
        return []
    with trail.offering():
        homes = _homes(user)
        found = {each.pk: each for each in _known(user, homes) if each.is_meant_by(typed, words)}
    meant = _meant(found.values(), typed)
    ranked = sorted(_latest_first(found), key=lambda pk: (pk != meant, *_rank(fold(found[pk].number), fold(typed))))[:limit]
    cases = access.visible_cases(user).select_related("household", "district", "coordinator").in_bulk(ranked)
    named = Counter(_name(case.household) for case in cases.values() if case.household)
    for pk, case in cases.items():
        parts = (*found[pk].own, *homes.get(found[pk].household, ()))
        case.found_by = _told(parts, words, _line(case))
        if case.household and named[_name(case.household)] > 1:
            case.found_by = [*dict.fromkeys([*case.found_by, *_told_apart(parts, case.coordinator)])]
        case.is_meant = pk == meant
    return [cases[pk] for pk in ranked if pk in cases]


def is_anonymous(typed: str) -> bool:
    """Whether it is typed that nobody knows who it was: an entry without a case."""
    return fold(typed) in ANONYMOUS


def homes_found(user: User, typed: str, limit: int) -> list[Household]:
    """Households that the user may write in and in which every word occurs, by their numbers: they are told of where no open case was found.

    `told_by` says where each is, unless that is hidden; `goes_on_elsewhere` whether it has cases outside of the user's districts.
    """
    words = words_typed(typed)
    if not words:
        return []
    with trail.offering():
        homes = _homes(user)
        found = [pk for pk, parts in homes.items() if has_all(text_of(parts), words)]
        rows = list(access.changeable_households(user).filter(pk__in=found).order_by("number")[:limit]) if found else []
    elsewhere = access.homes_with_cases_elsewhere(user, rows) if rows else set()
    for home in rows:
        home.told_by, home.goes_on_elsewhere = _told_apart(homes[home.pk], None), home.pk in elsewhere
    return rows


def cases_meant(user: User, typed: Iterable[str]) -> dict[str, int]:
    """The id of the open case that each text can only mean: it is that case's number, however it is written, or finds that
    case alone. What may mean several, or none, is left out.
    """
    with trail.offering():
        known = list(_known(user, _homes(user)))
    found = {text: _meant([each for each in known if each.is_meant_by(text, words_typed(text))], text) for text in typed}
    return {text: pk for text, pk in found.items() if pk is not None}


def last_contact(user: User, case: Case | None) -> Contact | None:
    """The latest contact of the case in sight; without a case the user's own latest one that has none."""
    contacts = access.visible_contacts(user).prefetch_related(Prefetch("codings", ContactCategory.objects.select_related("axis", "category")))
    if case is not None:
        return contacts.of_cases([case]).first()
    return contacts.filter(case=None, created_by=user).order_by("-pk").first()


def _meant(found: Iterable[Known], typed: str) -> int | None:
    """The only one of the candidates whose number it is; else the only candidate."""
    found = list(found)
    meant = [each.pk for each in found if is_number(typed, each.number)] or [each.pk for each in found]
    return meant[0] if len(meant) == 1 else None


def _known(user: User, homes: dict[int, list[Part]]) -> Iterator[Known]:
    """The open cases that the user may write in."""
    return known_cases(access.changeable_cases(user).open(), homes)


def _homes(user: User) -> dict[int, list[Part]]:
    return trail.once(("homes", user.pk), lambda: homes_by(access.changeable_households(user), access.changeable_members(user)))


def _latest_first(found: Iterable[int]) -> list[int]:
    """The cases, that with the latest contact first; asked of what was found alone, for all cases it would take longer than to find them."""
    contacts = Contact.objects.filter(case__in=list(found)).order_by()
    last = dict(contacts.values_list("case").annotate(Max("date"))) if found else {}
    return sorted(found, key=lambda pk: (last.get(pk, date.min), pk), reverse=True)


def _line(case: Case) -> str:
    """What the line of a hit shows."""
    return search_text((str(case), str(case.household or "")))


def _told(parts: Iterable[Part], words: Iterable[str], shown: str) -> list[tuple[str, str]]:
    """For each word that the line does not show, the first part that has it, shortened; each part once."""
    missing = [word for word in words if not has_all(shown, [word])]
    having = (next((part for part in parts if has_all(text_of([part]), [word])), None) for word in missing)
    return [(label, value if len(value) <= LONGEST else f"{value[:LONGEST]}…") for label, value, *_ in dict.fromkeys(filter(None, having))]


def _name(household: Household) -> str:
    return fold(household.name)


def _told_apart(parts: Iterable[Part], coordinator: User | None) -> list[tuple[str, str]]:
    """By what one namesake is told from another: where they live, as far as it is in sight, and who works on the case."""
    place = next((part[1] for part in parts if part[0] == PLACE and part[1]), "")
    return [(label, value[:LONGEST]) for label, value in ((PLACE, place), ("担当", coordinator.name if coordinator else "")) if value]


def _rank(number: str, typed: str) -> tuple:
    """Numbers that end or begin with it come first; among equals the order stays, which is by the latest contact."""
    return not number.endswith(typed), not number.startswith(typed)
