"""What a case is known by: its own words, those of its household and of its members, as far as given rows hold them."""
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from django.db.models import QuerySet

from . import access
from .case_numbers import is_number
from .merging.survivors import survivors
from .models import Case, Household, Member, User
from .searching import address_words, has_all, phone_words, search_text, search_words
from .text import fold

Part = tuple[str, ...]  # what something is called, the value as it is read, and what else it is found by


class Known(NamedTuple):
    """A case with what it is found by."""

    pk: int
    number: str
    household: int | None
    own: tuple[Part, ...]
    text: str

    def is_meant_by(self, typed: str, words: list[str]) -> bool:
        """Whether what is typed finds the case: by its words, or because it or a word of it is its number (c128 for C-0128)."""
        return bool(words) and (is_number(typed, self.number) or all(has_all(self.text, [word]) or is_number(word, self.number) for word in words))


def words_typed(typed: str) -> list[str]:
    """The words to look for, folded; those that name the council's own city find addresses without it, too."""
    return search_words(typed, _own_city())


def _own_city() -> str:
    return fold(access.the_council().city)


def matching_cases(user: User, cases: QuerySet[Case], texts: Iterable[str]) -> list[list[int]]:
    """For each text that was typed the ids of those of the cases that it finds, in five queries whatever their number.

    Of households and members only what the user may read is searched; the whereabouts of a protected household find nothing.
    """
    known = list(known_cases(cases, homes_by(access.visible_households(user), access.visible_members(user))))
    return [[each.pk for each in known if each.is_meant_by(text, words)] for text in texts for words in [words_typed(text)]]


def known_cases(cases: QuerySet[Case], homes: dict[int, list[Part]]) -> Iterator[Known]:
    """Each case with its folded text."""
    texts = {pk: text_of(parts) for pk, parts in homes.items()}
    for pk, number, home, title, name in cases.order_by().values_list("pk", "number", "household", "title", "subject_name"):
        own = (("番号", number), ("題名", title), ("名称", name))
        yield Known(pk, number, home, own, f"{text_of(own)}|{texts.get(home, '')}")


def homes_by(households: QuerySet[Household], members: QuerySet[Member]) -> dict[int, list[Part]]:
    """What each household is found by, by its id; the whereabouts of a protected one are left out."""
    hidden, city = set(access.protected_households().values_list("pk", flat=True)), _own_city()
    found = {pk: [("世帯番号", number), ("世帯", name), *(() if pk in hidden else (("住所", *address_words(address, city)), ("電話", *phone_words(phone))))]
             for pk, number, name, address, phone in households.order_by().values_list("pk", "number", "name", "address", "phone")}
    for pk, family, given, kana, phone in members.order_by().values_list("household", "family_name", "given_name", "kana", "phone"):
        name = f"{family} {given}".strip()
        found.setdefault(pk, []).extend((("世帯員", name), ("ふりがな", kana)))
        if phone and pk not in hidden:
            found[pk].append((f"{name or '世帯員'}の電話", *phone_words(phone)))
    for number, pk in survivors().items():
        if pk in found:
            found[pk].append(("統合前の世帯番号", number))
    return found


def text_of(parts: Iterable[Part]) -> str:
    """All that the parts are found by, folded."""
    return search_text(text for part in parts for text in part[1:])
