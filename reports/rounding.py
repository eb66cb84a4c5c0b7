"""Shares in per cent with one decimal, as the printed tables have them."""
from collections.abc import Sequence


def plain(counts: Sequence[int], base: int) -> list[str]:
    """Each share of `base` rounded half up on its own; the column need not add up to 100.0."""
    return [_text((2000 * count + base) // (2 * base)) for count in counts]


def largest_remainder(counts: Sequence[int]) -> list[str]:
    """Shares of the counts' sum that add up to exactly 100.0 (最大剰余法).

    Every share is cut to one decimal; the tenths that are missing go to the largest remainders, the first
    row winning a tie. The sum of the counts must not be 0.
    """
    base = sum(counts)
    tenths = [1000 * count // base for count in counts]
    by_remainder = sorted(range(len(counts)), key=lambda row: (-(1000 * counts[row] % base), row))
    for row in by_remainder[:1000 - sum(tenths)]:
        tenths[row] += 1
    return [_text(value) for value in tenths]


def ratio(count: int, prior: int) -> str:
    """`count` in per cent of `prior`, which is not 0, rounded half up; below 0 where one of them is."""
    return _signed(1000 * count, prior)


def rate_of_change(count: int, prior: int) -> str:
    """What came to `prior`, which is not 0, in per cent of it; halves are rounded away from 0. Nothing is -0.0."""
    return _signed(1000 * (count - prior), abs(prior))


def _signed(numerator: int, base: int) -> str:
    tenths = (2 * abs(numerator) + abs(base)) // (2 * abs(base))
    below = tenths and (numerator < 0) != (base < 0)
    return f"-{_text(tenths)}" if below else _text(tenths)


def _text(tenths: int) -> str:
    return f"{tenths // 10}.{tenths % 10}"
