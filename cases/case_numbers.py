"""Several case numbers in one text, on the log page and in files."""
import re
import unicodedata
from collections.abc import Container, Iterable
from functools import lru_cache

from django.db.models import QuerySet

from .models import Case
from .text import fold

_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−ー", "-"))


_SIGNS = re.compile(r"[^\w\s#./・-]")  # what nobody puts beside a number that has none


def numbers_in(text: str) -> list[str]:
    """The numbers of a text in their order, repeated ones too. White space may be part of a number (`parted`), line breaks are not."""
    return [each for part in re.split(r"[、,，;；\r\n]+", text) if (each := part.strip())]


def parted(numbers: Iterable[str], known: Container[str]) -> list[str]:
    """The numbers, those that white space alone divides taken apart: 「C-2 C-3」.

    White space may be part of a number, so what is known as one stays whole, and so does 「家 2」, for a number has digits.
    """
    return [each for number in numbers for each in ([number] if number in known or not _is_several(number) else number.split())]


def spaced(numbers: Iterable[str]) -> list[str]:
    """Those of the numbers that may be several, divided by white space alone."""
    return [number for number in numbers if _is_several(number)]


def _is_several(number: str) -> bool:
    words = number.split()
    return len(words) > 1 and all(re.search(r"\d", word) for word in words)


def cases_by_number(typed: Iterable[str], rows: QuerySet[Case]) -> dict[str, Case]:
    """The cases among `rows` by their numbers as typed; Ｃ－０００５, c-0005 and C0005 are C-0005 where no case bears just that number.

    One query, another one where a number was not found so, and none for none.
    """
    spelled = {each: spellings(each) for each in typed}
    if not spelled:
        return {}
    known = {case.number: case for case in rows.filter(number__in=dict.fromkeys(one for each in spelled.values() for one in each))}
    found = {each: known[first] for each, own in spelled.items() if (first := next((one for one in own if one in known), None))}
    return found | _bare([each for each in spelled if each not in found], rows)


def _bare(typed: list[str], rows: QuerySet[Case]) -> dict[str, Case]:
    """The cases whose numbers are the typed ones when hyphens are left out, where each is that of one case alone."""
    wanted = {each: bare for each in typed if (bare := _without_hyphens(each))}
    if not wanted:
        return {}
    meant: dict[str, list[int]] = {}
    for pk, number in rows.order_by().values_list("pk", "number"):
        meant.setdefault(_without_hyphens(number), []).append(pk)
    only = {each: meant[bare][0] for each, bare in wanted.items() if len(meant.get(bare, ())) == 1}
    cases = rows.in_bulk(list(only.values())) if only else {}
    return {each: cases[pk] for each, pk in only.items()}


def _without_hyphens(number: str) -> str:
    return fold(number).replace("-", "")


def spellings(number: str) -> tuple[str, ...]:
    """What a number may stand for: as it is, in half-width, in capitals."""
    narrow = unicodedata.normalize("NFKC", number).translate(_DASHES)
    return number, narrow, narrow.upper()


def is_number(typed: str, number: str) -> bool:
    """Whether what is typed is this number, however it is written: c128, Ｃ－０１２８ and 128 are C-0128; 128% is none."""
    said = _parts(typed)
    if not any(map(str.isdecimal, said)):  # a name, beside the numbers of thousands of cases
        return False
    parts = _parts(number)
    is_same = said == parts or said == parts[-1:] and said[0].isdecimal() and not any(map(str.isdecimal, parts[:-1]))
    return is_same and set(_SIGNS.findall(fold(typed))) <= set(fold(number))


@lru_cache(maxsize=20_000)
def _parts(number: str) -> tuple[str, ...]:
    """The words and figures of a number, folded, without signs and leading zeros."""
    return tuple(each.lstrip("0") or "0" if each.isdecimal() else each for each in re.findall(r"\d+|[^\W\d_]+", fold(number)))


def numbers_of(cases: Iterable[Case]) -> str:
    """The numbers of cases as they are typed."""
    return "、".join(sorted(case.number for case in cases))
