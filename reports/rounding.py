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


def _text(tenths: int) -> str:
    return f"{tenths // 10}.{tenths % 10}"
