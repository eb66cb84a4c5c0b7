"""Dealing categories to contacts like cards: every margin exact, and the pairs as plausible as the margins allow."""
from collections.abc import Mapping, Sequence
from math import exp, log
from random import Random

from .targets import TargetError

_UNLIKELY = 1e-4  # the odds of a pair that no weight mentions
_SWAPS = 70  # proposals for each card
_COLD = 15  # of them at the end, where only what is better is taken

Weights = Mapping[str, float]


def deal(rng: Random, pool: Mapping[str, int], sizes: Sequence[int], weights: Sequence[Weights]) -> list[list[str]]:
    """Give contact i `sizes[i]` different categories so that each category is dealt exactly `pool` times.

    `weights[i]` are the odds of each category for contact i (1 where a category is not named). Cards are
    swapped between pairs of contacts, which leaves every margin as it is. Raises TargetError when the
    pool cannot be dealt at all.
    """
    names = list(pool)
    hands = _first_hands(rng, [pool[name] for name in names], sizes)
    return _shuffled(rng, names, hands, weights)


def redeal(rng: Random, hands: Sequence[Sequence[str]], weights: Sequence[Weights]) -> list[list[str]]:
    """Swap between hands that are dealt already; the margins stay what they are."""
    names = sorted({name for hand in hands for name in hand})
    return _shuffled(rng, names, [[names.index(name) for name in hand] for hand in hands], weights)


def _shuffled(rng: Random, names: list[str], hands: list[list[int]], weights: Sequence[Weights]) -> list[list[str]]:
    scores = [[log(each.get(name, 1.0) or _UNLIKELY) for name in names] for each in weights]
    _swap(rng, hands, scores)
    return [[names[card] for card in sorted(hand)] for hand in hands]


def _first_hands(rng: Random, counts: Sequence[int], sizes: Sequence[int]) -> list[list[int]]:
    """Any hands with the right margins: the most frequent category first, to those with the most room."""
    if sum(counts) != sum(sizes):
        raise TargetError(f"{sum(counts)} categories cannot be dealt to {sum(sizes)} places")
    hands: list[list[int]] = [[] for _ in sizes]
    for card in sorted(range(len(counts)), key=lambda each: -counts[each]):
        order = sorted(range(len(sizes)), key=lambda i: (len(hands[i]) - sizes[i], rng.random()))
        for i in order[:counts[card]]:
            if len(hands[i]) == sizes[i]:
                raise TargetError("a category occurs more often than contacts have room for it")
            hands[i].append(card)
    return hands


def _swap(rng: Random, hands: list[list[int]], scores: list[list[float]]) -> None:
    places = [(i, slot) for i, hand in enumerate(hands) for slot in range(len(hand))]
    random, count = rng.random, len(places)
    for turn in range(_SWAPS * count):
        i, slot = places[int(random() * count)]
        j, other = places[int(random() * count)]
        mine, theirs = hands[i][slot], hands[j][other]
        if mine == theirs or theirs in hands[i] or mine in hands[j]:
            continue
        gain = scores[i][theirs] + scores[j][mine] - scores[i][mine] - scores[j][theirs]
        if gain > 0 or (turn < (_SWAPS - _COLD) * count and random() < exp(gain)):
            hands[i][slot], hands[j][other] = theirs, mine


def hand_sizes(rng: Random, total: int, appetites: Sequence[float], most: int) -> list[int]:
    """How many categories each contact gets: one at least, `most` at most, `total` in all, more where keen.

    Raises TargetError when the total leaves a contact without any, or is more than all can take.
    """
    if not len(appetites) <= total <= most * len(appetites):
        raise TargetError(f"{total} categories cannot be dealt to {len(appetites)} contacts, 1 to {most} each")
    sizes = [1] * len(appetites)
    keys = sorted((-log(1 - rng.random()) / appetite * (1 + extra), i)
                  for i, appetite in enumerate(appetites) for extra in range(most - 1))
    for _, i in keys[:total - len(sizes)]:
        sizes[i] += 1
    return sizes
