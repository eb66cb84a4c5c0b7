"""From an order to places: x of everyone so that parents stand above the middle of their children."""
from dataclasses import dataclass
from functools import cached_property

from .family import Union
from .spread import spread

GAP, COUPLE_GAP, SWEEPS = 104.0, 124.0, 20


@dataclass
class Rows:
    """The persons of each generation from left to right, and their x."""

    rows: list[list[int]]
    unions: list[Union]
    x: dict[int, float]

    def middle(self, union: Union) -> float:
        """Where the line to the children begins: between a couple side by side, beside the later one of a couple apart,
        below a lone parent, above siblings without parents."""
        at = [self.x[each] for each in union.partners]
        if not at:
            return self._centre(union.ids)
        if len(at) == 1:
            return at[0]
        return sum(at) / 2 if self.are_adjacent(*union.partners) else max(at) - COUPLE_GAP / 2

    def are_adjacent(self, a: int, b: int) -> bool:
        """Whether nobody stands between the two."""
        return frozenset((a, b)) in self._neighbours

    @cached_property
    def _neighbours(self) -> set[frozenset[int]]:
        return {frozenset(pair) for row in self.rows for pair in zip(row, row[1:], strict=False)}

    def _centre(self, ids: list[int]) -> float:
        at = [self.x[each] for each in ids]
        return (min(at) + max(at)) / 2


def place(order: list[int], generation: dict[int, int], unions: list[Union]) -> Rows:
    """The rows with everyone's x, the leftmost at 0."""
    rows = [[each for each in order if generation[each] == row] for row in range(max(generation.values()) + 1)]
    placed = Rows(rows, unions, {each: at * GAP for row in rows for at, each in enumerate(row)})
    couples = {frozenset(union.partners) for union in unions if len(union.partners) == 2}
    gaps = [[COUPLE_GAP if frozenset(pair) in couples else GAP for pair in zip(row, row[1:], strict=False)] for row in rows]
    for sweep in range(SWEEPS):
        upwards = sweep % 2 == 0
        for number in (reversed(range(len(rows))) if upwards else range(len(rows))):
            _sweep(placed, number, gaps[number], upwards)
    for number in reversed(range(len(rows))):
        _sweep(placed, number, gaps[number], True)
    start = min(placed.x.values())
    placed.x = {each: round(x - start, 1) for each, x in placed.x.items()}
    return placed


def _sweep(placed: Rows, number: int, gaps: list[float], upwards: bool) -> None:
    row = placed.rows[number]
    wishes: dict[int, list[float]] = {each: [] for each in row}
    for union in placed.unions:
        if union.ids:
            _wish(placed, union, wishes, upwards)
        elif not upwards and len(union.partners) == 2 and placed.are_adjacent(*union.partners):
            _wish_together(placed, union, wishes)
    wanted = [sum(found) / len(found) if found else placed.x[each] for each, found in wishes.items()]
    weights = [1.0 if found else .05 for found in wishes.values()]
    placed.x.update(zip(row, spread(wanted, gaps, weights), strict=True))


def _wish(placed: Rows, union: Union, wishes: dict, upwards: bool) -> None:
    """Shift the parents above the children, or the children below the parents."""
    shift = placed._centre(union.ids) - placed.middle(union)
    for each in union.partners if upwards else union.ids:
        if each in wishes:
            wishes[each].append(placed.x[each] + (shift if upwards else -shift))


def _wish_together(placed: Rows, union: Union, wishes: dict) -> None:
    """Draw a couple without children together that stands far apart: nothing else does."""
    a, b = sorted(union.partners, key=placed.x.get)
    far = placed.x[b] - placed.x[a] - COUPLE_GAP
    if far > COUPLE_GAP and a in wishes:
        wishes[a].append(placed.x[a] + far / 2)
        wishes[b].append(placed.x[b] - far / 2)
