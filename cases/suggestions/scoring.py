"""How strongly the words of a text speak for a category."""
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

MOST_WORDS = 3  # that are added up, and shown


@dataclass(frozen=True)
class Voice:
    """One category: `weights` and `prior` in log odds; suggested from `threshold` on, never where that is None."""

    prior: float
    weights: Mapping[str, float]
    threshold: float | None = None

    def heard(self, words: Collection[str]) -> tuple[float, list[str]]:
        """(log odds, the words that caused it, the strongest first); words that overlap speak once."""
        caused: list[str] = []
        for word in sorted((each for each in words if each in self.weights), key=lambda each: (-self.weights[each], -len(each), each)):
            if len(caused) < MOST_WORDS and not any(_overlap(word, other) for other in caused):
                caused.append(word)
        return self.prior + sum(self.weights[each] for each in caused), caused

    def stored(self) -> dict:
        """As JSON keeps it."""
        return {"prior": round(self.prior, 3), "threshold": self.threshold,
                "weights": {word: round(weight, 3) for word, weight in self.weights.items()}}


class Said(NamedTuple):
    """A category that is sure enough: by how much, and the words that caused it."""

    margin: float
    category: int
    words: list[str]


def said(voices: Mapping[int, Voice], axis: Iterable[int], words: Collection[str], *, single: bool) -> list[Said]:
    """The categories of an axis that words speak for, the surest first; of a `single` axis the surest alone."""
    found = []
    for category in axis:
        voice = voices.get(category)
        if voice is None or voice.threshold is None:
            continue
        score, caused = voice.heard(words)
        if caused and score >= voice.threshold:
            found.append(Said(score - voice.threshold, category, caused))
    found.sort(key=lambda each: (-each.margin, each.category))
    return found[:1] if single else found


def _overlap(word: str, other: str) -> bool:
    return any(word[at:at + 2] in other for at in range(len(word) - 1))
