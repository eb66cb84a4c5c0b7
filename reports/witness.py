"""Other worlds: changes of masked figures under which every printed figure and every sum stays as it is.

While a figure can be changed so, nobody can calculate it. The search masks as little more as it can for that.
"""
import heapq
import math
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import count

from .margins import Equation, Key

# A change of each figure by one, up or down.
Change = dict[Key, int]

_WEIGHTS = (0.8, 3.0, 30.0)  # how far the search prefers what closes soon to what masks least
_MOST_STEPS = 4_000


class Sums:
    """The equations by the figures in them."""

    def __init__(self, equations: Sequence[Equation], values: Mapping[Key, int]):
        self.values, self.equations = values, equations
        self.of: dict[Key, list[tuple[int, int]]] = defaultdict(list)
        for number, equation in enumerate(equations):
            for key, sign in equation.items():
                self.of[key].append((number, sign))

    def tied_to(self, key: Key) -> set[Key]:
        """The figure and all that sums tie to it, over however many others."""
        found, waiting = {key}, [key]
        while waiting:
            tied = {other for number, _ in self.of[waiting.pop()] for other in self.equations[number]} - found
            found |= tied
            waiting += tied
        return found

    def open_after(self, still_open: Mapping[int, int], key: Key, step: int) -> dict[int, int]:
        """The equations that do not close once `key` changes too, with what is missing in each."""
        found = dict(still_open)
        for number, sign in self.of[key]:
            found[number] = found.get(number, 0) + sign * step
            if not found[number]:
                del found[number]
        return found


def change_of(key: Key, sums: Sums, cost: Callable[[Key], float], accepts: Callable[[Change], bool]) -> Change | None:
    """A change of `key` and of as cheap others as can be found, under which all sums hold and no figure is below 0.

    What costs math.inf is not changed. None where the search finds no change that is accepted.
    """
    for weight in _WEIGHTS:
        if found := next(_changes(key, sums, cost, accepts, weight), None):
            return found
    return None


def _changes(key: Key, sums: Sums, cost, accepts, weight: float) -> Iterator[Change]:
    ticket, seen, heap = count(), set(), []
    for step in (1, -1):
        if sums.values[key] + step >= 0:
            still_open = sums.open_after({}, key, step)
            heapq.heappush(heap, (weight * len(still_open), next(ticket), 0.0, {key: step}, still_open))
    for _ in range(_MOST_STEPS):
        if not heap:
            return
        *_, spent, change, still_open = heapq.heappop(heap)
        if not still_open:
            if accepts(change):
                yield change
            continue
        for other, step in _closing(sums, change, still_open):
            further = change | {other: step}
            if (name := frozenset(further.items())) not in seen:
                seen.add(name)
                left, price = sums.open_after(still_open, other, step), spent + cost(other)
                if price == math.inf:
                    continue
                heapq.heappush(heap, (price + weight * len(left), next(ticket), price, further, left))


def _closing(sums: Sums, change: Change, still_open: Mapping[int, int]) -> Iterator[tuple[Key, int]]:
    """The next changes that mend one of the open equations: the one with the fewest figures."""
    number = min(still_open, key=lambda each: (len(sums.equations[each]), each))
    wanted = -1 if still_open[number] > 0 else 1
    for key, sign in sums.equations[number].items():
        step = wanted * sign
        if key not in change and sums.values[key] + step >= 0:
            yield key, step
