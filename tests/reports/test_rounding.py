"""Shares: plain rounding, and largest remainder that adds up to 100.0."""
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from reports import rounding


def test_plain_rounding_is_half_up_and_need_not_add_up():
    assert rounding.plain([1, 1, 1], 3) == ["33.3", "33.3", "33.3"]
    assert rounding.plain([1, 1999], 2000) == ["0.1", "100.0"]


def test_the_missing_tenth_goes_to_the_largest_remainder():
    assert rounding.largest_remainder([2, 3, 2]) == ["28.6", "42.8", "28.6"]


def test_the_first_row_wins_a_tie():
    assert rounding.largest_remainder([1, 1, 1]) == ["33.4", "33.3", "33.3"]


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=40).filter(any))
def test_every_column_adds_up_to_100(counts):
    shares = [Decimal(share) for share in rounding.largest_remainder(counts)]
    assert sum(shares) == 100
    assert all(abs(share - Decimal(100 * count) / sum(counts)) < Decimal("0.1")
               for share, count in zip(shares, counts, strict=True))
