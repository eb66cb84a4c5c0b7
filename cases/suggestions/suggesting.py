"""What is suggested for a text."""
from collections.abc import Collection
from functools import lru_cache
from typing import NamedTuple

from cases.codebook import AxisInYear, Codebook
from cases.models import Category, Council, LearntWords
from cases.models.axes import KIND

from .grams import grams
from .scoring import Said, Voice, said

MOST = 5  # suggestions at a time


class Suggestion(NamedTuple):
    """A category, its axis, and the words of the text that caused it, as they are written there."""

    axis: AxisInYear
    category: Category
    words: tuple[str, ...]


def suggestions(text: str, codebook: Codebook, kind: str | None, chosen: Collection[str]) -> list[Suggestion]:
    """The surest first, at most MOST; only what the kind is asked for in the codebook's year and is not chosen, and no その他 or 不明.

    `chosen`: "axis code:category code". Of an axis that takes one answer nothing, where one is chosen. Empty where the
    council has turned it off, or nothing was learnt.
    """
    if not Council.current().suggests or not text.strip() or (voices := _voices()) is None:
        return []
    words, found = grams(text), []
    for axis in (each for each in codebook.axes if each.axis.code != KIND and each.asks(kind)):
        for one in _of_axis(axis, voices, words, chosen):
            category = next(each for each in axis.categories if each.pk == one.category)
            found.append((one.margin, Suggestion(axis, category, tuple(dict.fromkeys(words[each] for each in one.words)))))
    return [each for _, each in sorted(found, key=lambda pair: -pair[0])[:MOST]]


def _of_axis(axis: AxisInYear, voices: dict[int, Voice], words: Collection[str], chosen: Collection[str]) -> list[Said]:
    codes = {each.pk: f"{axis.axis.code}:{each.code}" for each in axis.categories}
    if axis.axis.single and any(each in chosen for each in codes.values()):
        return []
    offered = [each.pk for each in axis.categories if not each.is_rest]
    return [each for each in said(voices, offered, words, single=axis.axis.single) if codes[each.category] not in chosen]


def _voices() -> dict[int, Voice] | None:
    when = LearntWords.objects.values_list("learnt_at", flat=True).first()
    return _read(when) if when else None


@lru_cache(maxsize=1)
def _read(when) -> dict[int, Voice]:
    """The stored words, read anew by each process once they were learnt anew."""
    words = LearntWords.objects.get().words
    return {int(pk): Voice(each["prior"], each["weights"], each["threshold"]) for pk, each in words.items()}
