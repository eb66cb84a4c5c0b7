"""Find a case while its number, a name, a telephone number or an address is typed (ケースの候補)."""
from datetime import date

from django.db.models import Max

from . import access, trail
from .merging.survivors import survivors
from .models import Case, Contact, User
from .searching import has_all, phone_words, search_text, search_words
from .text import fold

SHOWN = 8


def cases_found(user: User, typed: str, limit: int = SHOWN) -> list[Case]:
    """Open cases that the user may write in and in which every word occurs, the likeliest first; [] for no words.

    Searched are the case's number, title and group, its household's number, name, address and telephone, and the
    names, kana and telephones of its members, as far as the user sees them; the whereabouts of a protected household
    find nothing. Width, kana and variant kanji do not matter. The number of queries does not depend on that of cases.
    """
    words = search_words(typed)
    if not words:
        return []
    with trail.offering():
        found = [(pk, fold(number)) for pk, number, text in _texts(user) if has_all(text, words)]
    ranked = sorted(_latest_first(found), key=lambda case: _rank(case[1], fold(typed)))[:limit]
    cases = access.visible_cases(user).select_related("household", "district").in_bulk([pk for pk, _ in ranked])
    return [cases[pk] for pk, _ in ranked if pk in cases]


def last_contact(user: User, case: Case | None) -> Contact | None:
    """The latest contact of the case in sight; without a case the user's own latest one that has none."""
    contacts = access.visible_contacts(user).prefetch_related("codings__axis", "codings__category")
    if case is not None:
        return contacts.of_cases([case]).first()
    return contacts.filter(case=None, created_by=user).order_by("-pk").first()


def _texts(user: User) -> list[tuple[int, str, str]]:
    """Id, number and folded text of each open case."""
    homes = _homes(user)
    return [(pk, number, search_text((number, *own)) + "|" + homes.get(home, ""))
            for pk, number, home, *own in access.changeable_cases(user).open().order_by().values_list(
                "pk", "number", "household", "title", "subject_name")]


def _latest_first(found: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """The cases, that with the latest contact first; asked of what was found alone, for all cases it would take longer than to find them."""
    contacts = Contact.objects.filter(case__in=[pk for pk, _ in found]).order_by()
    last = dict(contacts.values_list("case").annotate(Max("date"))) if found else {}
    return sorted(found, key=lambda case: (last.get(case[0], date.min), case[0]), reverse=True)


def _homes(user: User) -> dict[int, str]:
    """The folded text of each household by its id."""
    hidden = set(access.protected_households().values_list("pk", flat=True))
    texts = {pk: [number, name, *(() if pk in hidden else (address, *phone_words(phone)))]
             for pk, number, name, address, phone in access.changeable_households(user).order_by().values_list(
                 "pk", "number", "name", "address", "phone")}
    for pk, family, given, kana, phone in access.changeable_members(user).order_by().values_list(
            "household", "family_name", "given_name", "kana", "phone"):
        texts.setdefault(pk, []).extend((family + given, kana, *(() if pk in hidden else phone_words(phone))))
    for number, pk in survivors().items():
        if pk in texts:
            texts[pk].append(number)
    return {pk: search_text(own) for pk, own in texts.items()}


def _rank(number: str, typed: str) -> tuple:
    """Numbers that end or begin with it come first; among equals the order stays, which is by the latest contact."""
    return not number.endswith(typed), not number.startswith(typed)
