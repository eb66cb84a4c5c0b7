"""Learning from coded texts: a naive Bayes model of each category, and how sure it must be to be suggested.

Words that fewer than RARE cases use are not learnt, so that no name of a person becomes one.
"""
import math
import zlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from .scoring import Voice

RARE = 5  # cases, or contacts without one
COMMON = 0.4  # of all texts: words that more of them have speak for nothing
MOST_WORDS, LEAST_WEIGHT, LEAST_TIMES = 150, 0.7, 5  # of a category
WANTED, LEAST_SUGGESTED = 0.8, 5  # precision from which on a category is suggested, and in how many texts that was seen
FOLDS = 5  # parts, each heard by what was learnt of the four others
DOUBT = 2  # suggestions, one of them right, that are added to what was seen: four right of five may be luck

Heard = dict[int, list[tuple[float, bool]]]  # by category


@dataclass(frozen=True)
class Coded:
    """A text as it is learnt from: its words, the ids of its categories, and whose it is (a case, or the contact itself)."""

    words: frozenset[str]
    categories: frozenset[int]
    of: str


def learn(records: Sequence[Coded]) -> dict[int, Voice]:
    """Category id -> what speaks for it, without a threshold; categories too rare to tell are left out."""
    known = _worth_knowing(records)
    texts, with_word = len(records), Counter()
    coded: dict[int, Counter] = {}
    times = Counter()
    for each in records:
        words = each.words & known
        with_word.update(words)
        times.update(each.categories)
        for category in each.categories:
            coded.setdefault(category, Counter()).update(words)
    return {category: Voice(_log_odds(times[category], texts), weights) for category, counts in coded.items()
            if (weights := _weights(counts, with_word, times[category], texts))}


def _worth_knowing(records: Iterable[Coded]) -> frozenset[str]:
    used: Counter = Counter()
    texts: Counter = Counter()
    last: dict[str, str] = {}
    ordered = sorted(records, key=lambda each: each.of)
    for each in ordered:
        texts.update(each.words)
        for word in each.words:
            if last.get(word) != each.of:
                last[word] = each.of
                used[word] += 1
    return frozenset(word for word, cases in used.items() if cases >= RARE and texts[word] <= COMMON * len(ordered))


def _log_odds(times: int, of: int) -> float:
    return math.log((times + 0.5) / (of - times + 0.5))


def _weights(counts: Counter, with_word: Counter, times: int, texts: int) -> dict[str, float]:
    """The words that are met more often with the category than without it: those that tell most come in."""
    found = {}
    for word, here in counts.items():
        weight = math.log((here + 0.5) / (times + 1)) - math.log((with_word[word] - here + 0.5) / (texts - times + 1))
        if here >= LEAST_TIMES and weight >= LEAST_WEIGHT:
            found[word] = weight
    best = sorted(found, key=lambda word: (-counts[word] * found[word], word))[:MOST_WORDS]
    return {word: found[word] for word in best}


def learn_sure(records: Sequence[Coded]) -> dict[int, Voice]:
    """As learn, with thresholds. Each text is heard by what was learnt of the others alone, and so all of them teach and all are asked.

    The contacts of a case are in one part: they repeat each other.
    """
    heard: Heard = {}
    parts = [[each for each in records if zlib.crc32(f"part {each.of}".encode()) % FOLDS == part] for part in range(FOLDS)]
    for part in parts:
        others = learn([each for other in parts if other is not part for each in other])
        for category, scores in hear(others, part).items():
            heard.setdefault(category, []).extend(scores)
    return calibrated(learn(records), heard)


def hear(voices: Mapping[int, Voice], records: Sequence[Coded]) -> Heard:
    """By category how strongly each text with any of its words speaks for it, and whether the text has it."""
    heard: Heard = {}
    for each in records:
        for category, voice in voices.items():
            score, caused = voice.heard(each.words)
            if caused:
                heard.setdefault(category, []).append((score, category in each.categories))
    return heard


def calibrated(voices: Mapping[int, Voice], heard: Heard) -> dict[int, Voice]:
    """The same with thresholds: the lowest score from which on WANTED of the texts that were heard have the category, with DOUBT."""
    return {category: replace(voice, threshold=_threshold(heard.get(category, ()))) for category, voice in voices.items()}


def _threshold(heard: Iterable[tuple[float, bool]]) -> float | None:
    right, threshold = 0, None
    for suggested, (score, is_right) in enumerate(sorted(heard, reverse=True), 1):
        right += is_right
        if suggested >= LEAST_SUGGESTED and right + DOUBT / 2 >= WANTED * (suggested + DOUBT):
            threshold = score
    return threshold
