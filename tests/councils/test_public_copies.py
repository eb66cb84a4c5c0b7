"""The public copies of every council keep most of their figures, and print none that is small."""
import pytest
from django.conf import settings

from cases.demo.councils import load_council
from reports.grid import MASKED
from reports.public import build_public
from reports.scope import scope_of

from .golden import COUNCILS, year_of, years_of

BELOW = 3
MOST = 0.5  # of the figures of a table's year, or of last year beside it, that a copy may leave out


@pytest.mark.either
@pytest.mark.parametrize("council", COUNCILS)
def test_a_copy_keeps_most_of_its_figures_and_of_last_years(db, council):
    load_council(settings.FIXTURES / council)
    for year in sorted({*years_of(council).folder.years, year_of(council) - 1}):
        copy = build_public(scope_of(year), BELOW)
        assert left_out(copy, "counts", "total") < MOST and left_out(copy, "priors", "prior_total") < MOST, year


def test_next_years_copy_keeps_what_no_sum_ties_to_what_it_gives_up(db):
    load_council(settings.FIXTURES / "reino")
    rows = build_public(scope_of(2021), 5).table("kind")
    assert [row.prior_total for row in (*rows.rows, rows.total)] == [19, 19, 53, 8, 99]


def left_out(copy, places, sums) -> float:
    """The share of the figures that are left out; none of the others is small."""
    rows = [row for grid in copy.tables for row in (*grid.rows, grid.total)]
    figures = [each for row in rows for each in (*getattr(row, places), getattr(row, sums)) if each is not None]
    assert not {*range(1, BELOW)} & {*figures}
    return figures.count(MASKED) / max(len(figures), 1)
