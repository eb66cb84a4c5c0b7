"""A figure beside that of the previous year: their difference (増減), its rate (増減率), or their ratio (前年度比).

Rates and ratios are texts in per cent with one decimal, as shares are ("-2.5"). None is "not available": there is no
figure of one of the years, or both are 0, so that no rate can be told. From 0 to anything is 皆増, never ∞.
"""
from .rounding import rate_of_change, ratio

# How a table shows the previous year: its figure in （　）, or what became of it.
BRACKET, DIFFERENCE, RATE, RATIO = "bracket", "difference", "rate", "ratio"
ALL_NEW = "皆増"


def compared(count, prior, prior_as: str, masked: str) -> int | str | None:
    """The change from `prior` to `count`; None in a table of brackets. What is made of a `masked` figure is masked."""
    if prior_as == BRACKET or count is None or prior is None:
        return None
    if masked in (count, prior):
        return masked
    if prior_as == DIFFERENCE:
        return count - prior
    if not prior:
        return ALL_NEW if count else None
    return rate_of_change(count, prior) if prior_as == RATE else ratio(count, prior)
