"""Several categories in one cell where offices separate them by marks that also stand inside labels: 生活・健康, 生活／健康."""
import re
from collections.abc import Callable, Collection, Sequence

from .cells import MAIN_MARK, Cell, Value, split_values

IsKnown = Callable[[str], object]
_BETWEEN = re.compile("([・･／/,])")
_BEFORE = re.compile("^[○◯〇●◎✓✔☑]\\s*(?=.)")
_MOST = 20  # texts and marks of a cell that are looked at


def values_of(cell: Cell, labels_with_comma: Collection[str], is_known: IsKnown) -> list[Value]:
    """The values as split_values reads them; a word that is not known is parted where every part of it is.

    A ○ before a word says no more than that it is chosen.
    """
    return [part for value in split_values(cell, labels_with_comma) for part in _parted(value, is_known)]


def _parted(value: Value, is_known: IsKnown) -> list[Value]:
    if is_known(value.label):
        return [value]
    whole = _bare(value.label)
    parts = _BETWEEN.split(value.label)
    found = _known_parts(parts, is_known) if len(parts) <= _MOST else None
    first, *others = found or [whole]
    return [Value(first.label, first.main or value.main), *others]


def _known_parts(parts: Sequence[str], is_known: IsKnown) -> list[Value] | None:
    """The parts as known words, the longest first: 健康・医療・介護 is one. None where some are none."""
    for length in range(len(parts), 0, -2):
        value = _bare("".join(parts[:length]))
        if value.label and is_known(value.label):
            rest = _known_parts(parts[length + 1:], is_known) if length < len(parts) else []
            if rest is not None:
                return [value, *rest]
    return None


def _bare(text: str) -> Value:
    """The word without the mark before it."""
    text = text.strip()
    return Value(_BEFORE.sub("", text), text.startswith(MAIN_MARK))
