"""A bar chart of twelve months, this year beside last year, as numbers for an SVG; the table beside it says the same."""
from collections.abc import Sequence
from typing import NamedTuple

from cases.periods import FISCAL_MONTHS

WIDTH, HEIGHT, LEFT, BOTTOM, TOP = 720, 220, 44, 24, 10
_STEPS = (1, 2, 5)


class Bar(NamedTuple):
    """A rectangle, in the units of the SVG; `figure` is what it stands for."""

    x: float
    y: float
    width: float
    height: float
    figure: int


class Bars(NamedTuple):
    """Bars of this and of last year, the lines of the scale as (y, figure), and the months as (x, month)."""

    now: tuple[Bar, ...]
    before: tuple[Bar, ...]
    scale: tuple[tuple[float, int], ...]
    months: tuple[tuple[float, int], ...]


def bars_of(course: Sequence[tuple]) -> Bars | None:
    """The chart of (this year, last year, …) from April to March; None without a figure. A month that has none has no bar."""
    known = [figure for pair in course for figure in pair[:2] if figure is not None]
    if not any(known):
        return None
    step = _step(max(known))
    top = -(-max(known) // step) * step
    slot = (WIDTH - LEFT) / len(course)
    return Bars(_bars([now for now, *_ in course], LEFT + slot / 2, slot, top), _bars([before for _, before, *_ in course], LEFT + slot * .1, slot, top),
                tuple((_y(figure, top), figure) for figure in range(0, top + 1, step)),
                tuple((LEFT + slot * (place + .5), month) for place, month in enumerate(FISCAL_MONTHS)))


def _step(largest: int) -> int:
    """The step of a scale of two to five lines: 1, 2 or 5 times a power of ten."""
    step = 10 ** max(0, len(str(largest)) - 2)
    while True:
        for each in _STEPS:
            if largest <= each * step * 5:
                return each * step
        step *= 10


def _bars(figures: Sequence[int | None], first: float, slot: float, top: int) -> tuple[Bar, ...]:
    return tuple(Bar(round(first + place * slot, 1), _y(figure, top), round(slot * .38, 1), round(HEIGHT - BOTTOM - _y(figure, top), 1), figure)
                 for place, figure in enumerate(figures) if figure is not None)


def _y(figure: int, top: int) -> float:
    return round(TOP + (HEIGHT - BOTTOM - TOP) * (1 - figure / top), 1)
