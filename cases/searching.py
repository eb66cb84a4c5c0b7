"""What is typed to find a household or a case, beside what is known of it: folded, and as people say it.

An address is found by 大沢一丁目 and by 大沢1丁目, a telephone number with its hyphens and without, as a telephone shows it.
"""
import re
from collections.abc import Iterable
from functools import lru_cache

from .text import fold
from .towns import with_digits

_TELEPHONE = re.compile(r"[\d()+-]+")
_NOT_DIGITS = re.compile(r"\D")
_KEPT = 20_000  # households or telephones: the same thousands are gone through at every key that is typed
_SHORTEST = 6  # digits: fewer are a part of an address (1-2-3) as well


def search_text(parts: Iterable[str | None]) -> str:
    """All that a record is found by, as one folded text; 大沢一丁目 stands in it as written and as 大沢1丁目."""
    return _folded("|".join(filter(None, parts)))


@lru_cache(maxsize=_KEPT)
def _folded(said: str) -> str:
    text = fold(said)
    counted = with_digits(text)
    return text if counted == text else f"{text}|{counted}"


@lru_cache(maxsize=_KEPT)
def phone_words(phone: str) -> tuple[str, ...]:
    """What a telephone number is found by: as it is written, and its digits alone; not folded yet, there are thousands."""
    return (phone, _digits(phone)) if phone else ()


def search_words(typed: str) -> list[str]:
    """The words typed, folded; a 丁目 in digits."""
    return [word for each in typed.split() if (word := with_digits(fold(each)))]


def has_all(text: str, words: Iterable[str]) -> bool:
    """Whether every word occurs in a search_text."""
    return all(word in text or _is_phone(word) and _digits(word) in text for word in words)


def _is_phone(word: str) -> bool:
    return bool(_TELEPHONE.fullmatch(word)) and len(_digits(word)) >= _SHORTEST


def _digits(text: str) -> str:
    return _NOT_DIGITS.sub("", text)
