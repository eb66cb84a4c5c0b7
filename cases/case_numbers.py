"""Several case numbers in one text, on the log page and in files."""
import re
import unicodedata
from collections.abc import Iterable

from django.db.models import QuerySet

from .models import Case

_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−ー", "-"))


def numbers_in(text: str) -> list[str]:
    """The numbers of a text in their order, repeated ones too. White space is part of a number, line breaks are not."""
    return [each for part in re.split(r"[、,，;；\r\n]+", text) if (each := part.strip())]


def cases_by_number(typed: Iterable[str], rows: QuerySet[Case]) -> dict[str, Case]:
    """The cases among `rows` by their numbers as typed; Ｃ－０００５ and c-0005 are C-0005 where no case bears just that number."""
    spelled = {each: _spellings(each) for each in typed}
    found = {case.number: case for case in rows.filter(number__in=dict.fromkeys(one for each in spelled.values() for one in each))}
    return {each: found[first] for each, own in spelled.items() if (first := next((one for one in own if one in found), None))}


def _spellings(number: str) -> tuple[str, ...]:
    """What a number may stand for: as it is, in half-width, in capitals."""
    narrow = unicodedata.normalize("NFKC", number).translate(_DASHES)
    return number, narrow, narrow.upper()


def numbers_of(cases: Iterable[Case]) -> str:
    """The numbers of cases as they are typed."""
    return "、".join(sorted(case.number for case in cases))
