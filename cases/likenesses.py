"""What two records of households or people have in common (重複の手がかり): folded traits, each with points and words. Plain data."""
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import combinations
from typing import NamedTuple

from .blocks import flat_blocks, to_the_block, without_city
from .text import fold

SHORTEST_PHONE = 9  # digits; shorter ones are extensions
MOST_IN_COMMON = 30  # what more records share tells nothing of two of them: the desk's telephone, a block of flats
ASK_FROM = 3  # points from which two records are likely to be one
_SPOKEN = {"whole": (5, "氏名と生年月日が同じ"), "read": (4, "ふりがなと生年月日が同じ"), "phone": (3, "電話番号が同じ"),
           "address": (3, "住所が同じ"), "place": (2, "住所が番地まで同じ"),
           "name": (2, "氏名（世帯の呼び名）が同じ"), "kana": (2, "ふりがなが同じ")}
_NAMES = ("whole", "read", "name", "kana")
_IMPLIED = {"whole": "name", "read": "kana"}  # is told by the first alone


class Trait(NamedTuple):
    """One folded value; `kind` is a key of the table of points and words."""

    kind: str
    value: str


class Likeness(NamedTuple):
    """Two records, how much speaks for their being one, and the reasons in words."""

    first: int
    second: int
    score: int
    reasons: tuple[str, ...]


def household_traits(*, name: str = "", address: str = "", phone: str = "", city: str = "") -> Iterator[Trait]:
    """What a household is known by, its members left out; `city` is the council's own, which an address may name or not."""
    if len(own := fold(name)) > 1:
        yield Trait("name", own)
    if place := fold_address(address, city):
        yield Trait("address", place)
        if block := to_the_block(without_city(fold(address), fold(city))):
            yield Trait("place", block)
    yield from _phones(phone)


def person_traits(*, name: str = "", kana: str = "", birth: date | None = None, phone: str = "") -> Iterator[Trait]:
    """What a person is known by. A day of birth says nothing alone."""
    for kind, exact, text in (("name", "whole", name), ("kana", "read", kana)):
        if len(own := fold(text)) > 1:
            yield Trait(kind, own)
            if birth:
                yield Trait(exact, f"{own}|{birth:%Y%m%d}")
    yield from _phones(phone)


def fold_address(address: str, city: str = "") -> str:
    """An address without the own city in which 一丁目2番3号, １－２－３ and 1-2-3 are one; "" for one that names no block, such as 大沢3丁目, a whole 町丁目."""
    folded = without_city(fold(address), fold(city))
    place = flat_blocks(folded)
    return place if len(re.findall(r"\d+", place)) > 1 or to_the_block(folded) else ""


def likeness(first: int, second: int, common: Iterable[Trait]) -> Likeness:
    """Two records with what they have in common, each kind counted once, the strongest reason first, with the names in it."""
    values = defaultdict(list)
    for trait in sorted(common):
        values[trait.kind].append(trait.value.partition("|")[0])
    if "address" in values:
        values.pop("place", None)  # no point of its own
    told = [kind for kind in _SPOKEN if kind in values.keys() - {_IMPLIED[each] for each in values if each in _IMPLIED}]
    return Likeness(first, second, sum(_SPOKEN[kind][0] for kind in values), tuple(_words(kind, values[kind]) for kind in told))


def _words(kind: str, values: Iterable[str]) -> str:
    """Whose name it is, for two households may share that of a member whom their lines do not show."""
    return _SPOKEN[kind][1] + (f"（{'・'.join(values)}）" if kind in _NAMES else "")


def alike(traits: Mapping[int, set[Trait]], own: set[Trait]) -> list[Likeness]:
    """The records that have something in common with what is typed (`own`), the likeliest first; `first` is 0."""
    found = [likeness(0, pk, common) for pk, theirs in traits.items() if (common := theirs & own)]
    return sorted(found, key=lambda each: (-each.score, each.second))


def pairs(traits: Mapping[int, set[Trait]], least: int = ASK_FROM) -> tuple[list[Likeness], int]:
    """Pairs of at least so many points, the likeliest first; and how many values more than MOST_IN_COMMON records share.

    Such a value makes no pair, and counts for none.
    """
    holders = defaultdict(list)
    for pk in sorted(traits):
        for trait in traits[pk]:
            holders[trait].append(pk)
    common = defaultdict(set)
    for trait, pks in holders.items():
        if len(pks) <= MOST_IN_COMMON:
            for pair in combinations(pks, 2):
                common[pair].add(trait)
    found = [each for pair, shared in common.items() if (each := likeness(*pair, shared)).score >= least]
    return sorted(found, key=lambda each: (-each.score, each.first, each.second)), sum(
        len(pks) > MOST_IN_COMMON for pks in holders.values())


def _phones(text: str) -> Iterator[Trait]:
    digits = re.sub(r"\D", "", unicodedata.normalize("NFKC", text).replace("+81", "0"))
    if len(digits) >= SHORTEST_PHONE:
        yield Trait("phone", digits)
