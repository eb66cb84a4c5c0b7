"""What is typed to find a household or a case, beside what is known of it: folded, and as people say it.

An address is found by 大沢一丁目 and by 大沢1丁目, by 三丁目五番 and by 3-5, a telephone number with its hyphens and without, as a telephone shows it.
"""
import re
from collections.abc import Iterable
from functools import lru_cache

from .blocks import flat_blocks
from .text import fold
from .towns import with_digits

_TELEPHONE = re.compile(r"[\d()+-]+")
_NOT_DIGITS = re.compile(r"\D")
_KEPT = 20_000  # households or telephones: the same thousands are gone through at every key that is typed
_SHORTEST = 6  # digits: fewer are a part of an address (1-2-3) as well


def search_text(parts: Iterable[str | None]) -> str:
    """All that a record is found by, as one folded text; 大沢一丁目5番 stands in it as written, as 大沢1丁目5番 and as 大沢1-5."""
    return _folded("|".join(filter(None, parts)))


@lru_cache(maxsize=_KEPT)
def _folded(said: str) -> str:
    text = fold(said)
    return "|".join(dict.fromkeys((text, with_digits(text), flat_blocks(text))))


@lru_cache(maxsize=_KEPT)
def phone_words(phone: str) -> tuple[str, ...]:
    """What a telephone number is found by: as it is written, and its digits alone; not folded yet, there are thousands."""
    return (phone, _digits(phone)) if phone else ()


def search_words(typed: str) -> list[str]:
    """The words typed, folded; a 丁目 in digits."""
    return [word for each in typed.split() if (word := with_digits(fold(each)))]


def has_all(text: str, words: Iterable[str]) -> bool:
    """Whether every word occurs in a search_text."""
    return all(word in text or _is_phone(word) and _digits(word) in text or (place := _place(word)) and place.search(text) for word in words)


@lru_cache(maxsize=200)
def _place(word: str) -> re.Pattern | None:
    """A place that is said with 丁目, 番 or 号 as it stands in a search_text: whole numbers, and not one alone."""
    flat = flat_blocks(word)
    if flat == word or flat.isdecimal():
        return None
    return re.compile(rf"{'(?<![0-9-])' if flat[0].isdecimal() else ''}{re.escape(flat)}{'' if word[-1].isdecimal() else '(?![0-9])'}")


def _is_phone(word: str) -> bool:
    return bool(_TELEPHONE.fullmatch(word)) and len(_digits(word)) >= _SHORTEST


def _digits(text: str) -> str:
    return _NOT_DIGITS.sub("", text)
