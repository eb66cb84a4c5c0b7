"""What is typed to find a household or a case, beside what is known of it: folded, and as people say it.

An address is found by 大沢一丁目 and by 大沢1丁目, by 三丁目五番 and by 3-5, a telephone number with its hyphens and without, as a telephone shows it.
"""
import re
from collections.abc import Iterable
from functools import lru_cache

from .blocks import flat_blocks, from_the_city, without_city
from .text import fold
from .towns import with_digits

_BEHIND_CITY = "\x01"  # before what is left of an address without its city; nobody types it
_APART = "\x02"  # between the own city and the next word, which may be of the same address or not
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


@lru_cache(maxsize=_KEPT)
def address_words(address: str, city: str) -> tuple[str, ...]:
    """What an address is found by: as it is written, and without the council's own city (a folded one), which people leave out."""
    local = without_city(fold(address), city) if city else ""
    return (address, f"{_BEHIND_CITY}{local}") if local else (address,)


def search_words(typed: str, city: str = "") -> list[str]:
    """The words typed, folded; a 丁目 in digits, an address from its city on. Behind the council's own city (a folded one) stands a sign."""
    words = [word for each in typed.split() if (word := with_digits(from_the_city(fold(each))))]
    own = [f"{city}{_BEHIND_CITY}{word[len(city):]}" if city and word.startswith(city) and word != city else word for word in words]
    return _with_next(own, city) if city in words[:-1] else own


def _with_next(words: list[str], city: str) -> list[str]:
    """The own city and the word behind it as one: they are one address (三鷹市 大沢), or words of their own. A prefecture before it is left out."""
    place = words.index(city)
    following = words[place + 1]
    is_prefecture = place > 0 and from_the_city("".join(words[place - 1:place + 2])) == city + following
    return [*words[:place - is_prefecture], f"{city}{_BEHIND_CITY}{_APART}{following}", *words[place + 2:]]


def has_all(text: str, words: Iterable[str]) -> bool:
    """Whether every word of search_words occurs in a search_text; what stands behind the own city also in an address that leaves it out."""
    return all(any(_has(text, each) for each in _readings(word)) for word in words)


@lru_cache(maxsize=200)
def _readings(word: str) -> tuple[str, ...]:
    city, sign, rest = word.partition(_BEHIND_CITY)
    if rest.startswith(_APART):
        return (city + rest[1:], sign + rest[1:], city + rest)
    return (city + rest, sign + rest) if sign else (word,)


def _has(text: str, word: str) -> bool:
    if _APART in word:
        return all(_has(text, each) for each in word.split(_APART))
    return bool(word in text or _is_phone(word) and _digits(word) in text or (place := _place(word)) and place.search(text))


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
