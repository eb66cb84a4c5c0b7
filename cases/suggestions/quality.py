"""How good suggestions are, on texts that nothing was learnt from."""
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from .learning import Coded
from .scoring import Voice, said


@dataclass(frozen=True)
class Quality:
    """Of one axis: how many categories were suggested and how many of these were right; how many there were to find.

    `usual` is the share of the texts that have the category that is most frequent: what is right of always suggesting that.
    Categories that are never offered (その他, 不明) are neither suggested nor to be found: `left_out` of them, that the texts
    have `left_out_times`. What is suggested for such a text is wrong all the same.
    """

    texts: int
    suggested: int
    right: int
    to_find: int
    usual: float
    left_out: int = 0
    left_out_times: int = 0

    @property
    def precision(self) -> float | None:
        """The share of the suggestions that were right; None where nothing was suggested."""
        return self.right / self.suggested if self.suggested else None

    @property
    def found(self) -> float | None:
        """The share of the categories that were suggested; None where there was none to find."""
        return self.right / self.to_find if self.to_find else None


def quality(voices: Mapping[int, Voice], records: Sequence[Coded], axis: Collection[int], *, single: bool, rest: Collection[int] = ()) -> Quality:
    """Of the categories of one axis, in texts that are coded on it; those among `rest` are never offered."""
    rest = set(axis) & set(rest)
    offered = set(axis) - rest
    texts = [each for each in records if each.categories & set(axis)]
    suggested = right = 0
    for each in texts:
        found = {one.category for one in said(voices, offered, each.words, single=single)}
        suggested += len(found)
        right += len(found & each.categories)
    times = Counter(category for each in texts for category in each.categories if category in axis)
    of_rest = sum(times.pop(category, 0) for category in rest)
    usual = max(times.values(), default=0) / len(texts) if texts else 0.0
    return Quality(len(texts), suggested, right, sum(times.values()), usual, len(rest), of_rest)
