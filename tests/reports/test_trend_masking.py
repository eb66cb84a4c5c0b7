"""The public copy of changes and of a 年度推移: no difference, rate or other year's column gives a small figure away."""
from dataclasses import fields as fields_of
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports import trend_grid
from reports.comparison import DIFFERENCE, RATE, RATIO, compared
from reports.grid import MASKED, Cell, Report
from reports.margins import Key, of_year, together
from reports.masked import figure_of, masked
from reports.masking import mask_of
from reports.trend_grid import CATEGORIES, DISTRICTS, TrendGrid, TrendRow, TrendYear
from tests.reports import tiny

pytestmark = pytest.mark.either
BELOW = 3
YEARS = (2019, 2020, 2021)


def trend_of(reports, prior_as, of):
    """A trend of the topics over the years of the reports, the oldest first."""
    tables = [report.table("topic") for report in reports]
    codes = [each.code for each in reports[0].districts]
    years = tuple(TrendYear(report.fiscal_year, str(report.fiscal_year), tuple(codes)) for report in reports)

    def row(code, counts):
        n = len(counts)
        return TrendRow(code, code or "合計", tuple(counts), (True,) * n, ("counted",) * n, ("",) * n, ("",) * n, prior_as=prior_as)
    if of == DISTRICTS:
        rows = [row(code, [table.total.counts[place] for table in tables]) for place, code in enumerate(codes)]
    else:
        by_code = [{each.code: each.total for each in table.rows} for table in tables]
        rows = [row(code, [some.get(code) for some in by_code]) for code in sorted({code for some in by_code for code in some})]
    return TrendGrid("topic", "topicの推移", "件", years, tuple(rows), row(None, [table.total.total for table in tables]), of)


@st.composite
def copies(draw):
    """(report, the reports of the years before it, the latest first): the last one's tables show changes, and it has trends."""
    districts = [f"d{number}" for number in range(draw(st.integers(1, 2)))]
    prior_as, retired = draw(st.sampled_from([DIFFERENCE, RATE, RATIO])), draw(st.booleans())
    reports, before = [], None
    for year in YEARS:
        topics = {(t, d): draw(tiny.SMALL) for t, d in product("wxyz" if retired and year == YEARS[0] else "xyz", districts)}
        kinds = dict.fromkeys(product(("case", "new"), districts, tiny.MONTHS), 9)
        singles = dict.fromkeys(product("abc", districts), 12)
        gone = {"\0rest": {d: before.get(("w", d), 0) for d in districts}} if before and retired and year == YEARS[1] else {}
        reports.append(tiny.report(kinds, singles, topics, before and before | gone, year))
        before = topics
    return with_changes(reports, prior_as), reports[-2::-1]


def with_changes(reports, prior_as):
    report = reports[-1]
    tables = tuple(replace(grid, rows=tuple(row._replace(prior_as=prior_as) for row in grid.rows),
                           total=grid.total._replace(prior_as=prior_as)) for grid in report.tables)
    return replace(report, tables=tables, trends=tuple(trend_of(reports, prior_as, of) for of in (CATEGORIES, DISTRICTS)))


def cells_of(copy: Report, real: Report):
    """(key, key of the year before, the printed cell, the true one) wherever a figure stands beside last year's."""
    for grid, true in zip(copy.tables, real.tables, strict=True):
        codes = [each.code for each in grid.columns]
        for row, was in zip((*grid.rows, grid.total), (*true.rows, true.total), strict=True):
            cells = [(code, row.cells[code], was.cells[code]) for code in codes]
            for place, cell, shown in (*cells, (together(codes), row.sums, was.sums)):
                key = Key(copy.fiscal_year, grid.axis, row.code, place)
                yield key, key._replace(fiscal_year=key.fiscal_year - 1), cell, shown
    for trend, true in zip(copy.trends, real.trends, strict=True):
        for row, was in zip((*trend.rows, trend.total), (*true.rows, true.total), strict=True):
            keys = [figure_of(trend, row, year) for year in trend.years]
            yield from zip(keys, (None, *keys), row.cells, was.cells, strict=False)


def told(copy, real, worlds, change_of=lambda cell, true: cell.change):
    """What a reader can tell of masked figures: those that no other world makes another number without changing the print.

    `change_of` is the change that is printed in a cell. A year of which nothing is printed gives nothing away.
    """
    hidden, found = {}, set()
    printed = list(cells_of(copy, real))
    for key, before, cell, true in printed:
        hidden |= {key: true.count} if cell.count == MASKED else {}
        hidden |= {before: true.prior} if before and cell.prior == MASKED else {}
    for change in worlds:
        if all(_is_same(change, *each, change_of(*each[2:])) for each in printed) and _adds_up(change, copy, real):
            found |= {key for key in change if hidden.get(key, -1) + change[key] >= 0}
    shown = {key.fiscal_year for key, _, cell, _ in printed if cell.count not in (MASKED, None)}
    shown |= {before.fiscal_year for _, before, cell, _ in printed if before and cell.prior not in (MASKED, None)}
    return {key for key in hidden if key.fiscal_year in shown} - found


def _is_same(change, key, before, cell, true, shown):
    count, prior = (None if value is None else value + change.get(each, 0) for each, value in ((key, true.count), (before, true.prior)))
    same = cell.count in (MASKED, None) or count == true.count
    same = same and (cell.prior in (MASKED, None) or prior == true.prior)
    return same and (shown in (MASKED, None) or shown == compared(count, prior, cell.prior_as, MASKED))


def _adds_up(change, copy, real):
    for trend in real.trends:
        for place, year in enumerate(trend.years):
            rows = [(row, row.counts[place]) for row in trend.rows if row.counts[place] is not None]
            world = sum(count + change.get(figure_of(trend, row, year), 0) for row, count in rows)
            if world != trend.total.counts[place] + change.get(figure_of(trend, trend.total, year), 0):
                return False
    return True


@settings(max_examples=60, deadline=None)
@given(copies())
def test_every_masked_figure_of_every_year_might_be_another_with_all_that_is_printed_as_it_is(made):
    report, (before, *earlier) = made
    mask = mask_of(report, before, BELOW, earlier)
    copy = masked(report, mask)
    assert told(copy, report, mask.worlds) == set()
    figures = [count for trend in copy.trends for row in (*trend.rows, trend.total) for count in row.counts]
    assert not {1, 2} & {*figures}


@settings(max_examples=40, deadline=None)
@given(copies())
def test_a_trend_leaves_out_at_least_what_the_copy_of_each_year_does(made):
    report, (before, *earlier) = made
    hidden = mask_of(report, before, BELOW, earlier).hidden
    years = [report, before, *earlier]
    for own, last in zip(years, [*years[1:], None], strict=True):
        assert {key for key in mask_of(own, last, BELOW).hidden if key.fiscal_year == own.fiscal_year} <= hidden


EXAMPLE_YEARS = [tiny.report(
    {(k, "d0", m): 9 for k, m in product(("case", "new"), tiny.MONTHS)}, {(c, "d0"): 12 for c in "abc"},
    {("x", "d0"): 12 + 4 * place, ("y", "d0"): small, ("z", "d0"): 9}, year=year) for place, (year, small) in enumerate(zip(YEARS, (2, 7, 9), strict=True))]


@pytest.mark.parametrize("prior_as", [DIFFERENCE, RATE, RATIO])
def test_the_same_reader_finds_the_figure_where_a_change_or_another_years_mask_is_forgotten(prior_as):
    report, before, earlier = with_changes(EXAMPLE_YEARS, prior_as), EXAMPLE_YEARS[1], EXAMPLE_YEARS[0]
    mask = mask_of(report, before, BELOW, [earlier])
    copy, small = masked(report, mask), Key(2019, "topic", "y", "d0")
    assert small in mask.hidden and not told(copy, report, mask.worlds)
    assert small in told(copy, report, mask.worlds, change_of=lambda cell, true: true.change)
    forgotten = masked(report, mask_of(report, before, BELOW))  # the mask of two years knows nothing of 令和元年度
    assert next(row for row in forgotten.trends[0].rows if row.code == "y").counts[0] == 2


def test_every_field_of_a_trend_that_holds_a_figure_is_known_to_the_mask():
    """A figure added to the trends must be masked too: add it to reports/masked.py, then here."""
    known = {"TrendRow": {"code", "label", "linked", "sources", "marks", "change_marks", "parent", "recount", "prior_as", "apart", "places", "is_beside", "name"} | {"counts", "shares"},
             "TrendYear": {"fiscal_year", "label", "places", "chosen", "source", "mark"},
             "TrendGrid": {"axis", "title", "unit", "years", "of", "across", "basis", "rule", "counts", "shows_shares"} | {"rows", "total", "notes"}}
    for name, fields in known.items():
        kind = getattr(trend_grid, name)
        assert set(getattr(kind, "_fields", None) or [each.name for each in fields_of(kind)]) == fields, name
    assert {each.name for each in fields_of(Report)} == {
        "fiscal_year", "label", "prior_label", "districts", "tables", "monthly", "edition", "warnings", "whole", "public", "masks",
        "trends", "joints", "subject", "records", "chapters"}
    assert set(Cell._fields) == {"count", "prior", "prior_mark", "linked", "prior_linked", "mark", "beside_prior", "prior_as", "change_mark", "share"}


@settings(max_examples=60, deadline=None)
@given(copies())
def test_last_years_figures_hide_behind_nothing_that_its_own_copy_prints(made):
    report, (before, *earlier) = made
    own, printed = mask_of(before, earlier[0], BELOW), of_year(before)
    changed = {key for change in mask_of(report, before, BELOW, earlier).worlds for key in change}
    assert (changed & set(printed.values)) - printed.unprinted <= own.hidden
