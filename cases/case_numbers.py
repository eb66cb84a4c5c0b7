"""Several case numbers in one text, on the log page and in files."""
import re
from collections.abc import Iterable

from .models import Case


def numbers_in(text: str) -> list[str]:
    """The numbers of a text in their order, repeated ones too. White space is part of a number, line breaks are not."""
    return [each for part in re.split(r"[、,，;；\r\n]+", text) if (each := part.strip())]


def numbers_of(cases: Iterable[Case]) -> str:
    """The numbers of cases as they are typed."""
    return "、".join(sorted(case.number for case in cases))
