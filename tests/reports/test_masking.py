"""The public copy: small figures are left out, and nothing that is printed gives them away."""
from dataclasses import fields as fields_of
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports import grid, masking
from reports.grid import MASKED, Note
from reports.masked import masked
from reports.masking import Mask, mask_of
from reports.witness import change_of
from tests.reports import tiny

BELOW = 3


def public(report, before=None, below=BELOW):
    return masked(report, mask_of(report, before, below))


def small_only(report):
    """What a naive mask would do: the small figures, and nothing with them."""
    mask = mask_of(report, None, BELOW)
    values = tiny.of_year(report) | tiny.of_prior(report)
    return masked(report, Mask(BELOW, frozenset(key for key, value in values.items() if 0 < value < BELOW), mask.known))


EXAMPLE = tiny.report(
    {("case", "d0", 4): 9, ("case", "d0", 5): 8, ("new", "d0", 4): 5, ("new", "d0", 5): 1,
     ("case", "d1", 4): 7, ("case", "d1", 5): 6, ("new", "d1", 4): 4, ("new", "d1", 5): 6},
    {("a", "d0"): 20, ("b", "d0"): 2, ("c", "d0"): 1, ("a", "d1"): 10, ("b", "d1"): 10, ("c", "d1"): 3},
    {("x", "d0"): 12, ("x", "d1"): 30, ("y", "d0"): 2, ("y", "d1"): 0, ("z", "d0"): 40, ("z", "d1"): 9})


@settings(max_examples=120, deadline=None)
@given(tiny.reports())
def test_every_figure_that_is_left_out_might_be_another(report):
    mask = mask_of(report, None, BELOW)
    reader = tiny.Reader(masked(report, mask), report)
    assert reader.might_be_another(mask.worlds) == set(reader.unknown) and not reader.pinned()


@settings(max_examples=40, deadline=None)
@given(tiny.reports(least=3), st.booleans())
def test_a_joint_column_tells_nothing_of_its_districts(report, is_two):
    codes = ("d0", "d1") if is_two else ("d1", "d2")
    report = tiny.with_joint(report, codes)
    mask = mask_of(report, None, BELOW)
    reader = tiny.Reader(masked(report, mask), report)
    assert reader.might_be_another(mask.worlds) == set(reader.unknown) and not reader.pinned()


def test_without_the_second_mask_the_same_reader_finds_the_small_figures():
    reader = tiny.Reader(small_only(EXAMPLE), EXAMPLE)
    assert reader.pinned() == reader.unknown and len(reader.unknown) >= 4
    assert not reader.might_be_another(mask_of(EXAMPLE, None, BELOW).worlds)


@settings(max_examples=60, deadline=None)
@given(tiny.reports())
def test_every_small_figure_is_left_out_wherever_it_stands(report):
    copy = public(report)
    figures = [each for grid in copy.tables for row in (*grid.rows, grid.total)
               for each in (*row.counts, *row.priors, row.total, row.prior_total)]
    figures += [each for grid in copy.monthly for row in (*grid.rows, grid.total) for each in (*row.counts, row.total)]
    assert not {1, 2} & {*figures}


BIG = {("case", "d0", m): 30 for m in tiny.MONTHS} | {("new", "d0", m): 20 for m in tiny.MONTHS}


def one_district(topics, priors=None, year=2021):
    """A report whose only small figures can be those of the topics."""
    return tiny.report(BIG, {("a", "d0"): 100, ("b", "d0"): 0, ("c", "d0"): 0}, topics, priors, year)


def test_zero_stays_where_no_other_figure_needs_it():
    report = one_district({("x", "d0"): 12, ("y", "d0"): 0, ("z", "d0"): 9})
    assert public(report) == replace(report, public=True) and not mask_of(report, None, BELOW).hidden


def test_what_a_published_total_holds_beside_its_rows_is_a_figure_too():
    report = one_district({("x", "d0"): 12, ("y", "d0"): 5, ("z", "d0"): 9})

    def with_an_unknown_row(grid, left):
        last = grid.total._replace(counts=[26 + left], total=26 + left)
        return replace(grid, total=last, shows_percent=False) if grid.axis == "topic" else grid

    def found(left):
        copy = public(replace(report, tables=tuple(with_an_unknown_row(each, left) for each in report.tables))).table("topic")
        return [row.total for row in (*copy.rows, copy.total)].count(MASKED)
    assert (found(30), found(2)) == (0, 1)  # 2 would be known to who knows which row is missing


def test_percentages_of_hidden_sums_are_left_out_and_others_stay():
    rows = public(one_district({("x", "d0"): 12, ("y", "d0"): 1, ("z", "d0"): 9})).table("topic").rows
    assert [row.percent == MASKED for row in rows] == [row.total == MASKED for row in rows]
    assert sum(row.total == MASKED for row in rows) == 2


def test_what_last_years_copy_left_out_is_left_out_beside_this_year_too():
    before = one_district({("x", "d0"): 12, ("y", "d0"): 1, ("z", "d0"): 9}, year=2020)
    with_y, = (row.code for row in public(before).table("topic").rows if row.total == MASKED and row.code != "y")
    # This year has no item y any more: its own columns show that the rest is 1, and any row might hide it.
    report = one_district({("x", "d0"): 12, ("z", "d0"): 9}, {("x", "d0"): 12, ("z", "d0"): 9, "\0rest": {"d0": 1}})
    assert [row.code for row in public(report, before).table("topic").rows if row.priors == [MASKED]] == [with_y]


def test_a_note_keeps_the_figures_of_what_is_no_more_to_itself_where_one_is_small():
    notes = (Note("※1", "令和2年度は「甲」の項目があり、実績が1件ありました。"), Note("※2", "令和2年度は「乙」の項目があり、実績が22件ありました。"))
    report = one_district({("x", "d0"): 12, ("z", "d0"): 9}, {("x", "d0"): 12, ("z", "d0"): 9, "\0rest": {"d0": 23}})
    report = replace(report, tables=tuple(replace(each, notes=notes) if each.axis == "topic" else each for each in report.tables))
    assert [each.text[-11:] for each in public(report).table("topic").notes[:2]] == ["実績がX件ありました。"] * 2


def test_a_rule_does_not_tell_a_small_figure():
    def rule_of(number, **fields):
        report = replace(EXAMPLE, tables=tuple(replace(each, rule=f"1件の対応記録に1つの項目です。地区外は{number}件です。") for each in EXAMPLE.tables))
        return masked(replace(report, **fields), mask_of(report, None, BELOW)).tables[0].rule[16:]
    assert (rule_of(2), rule_of(30), rule_of(30, whole=False)) == ("地区外はX件です。", "地区外は30件です。", "地区外はX件です。")


@settings(max_examples=30, deadline=None)
@given(tiny.reports())
def test_a_sum_over_some_districts_is_left_out_with_any_of_them(report):
    mask = mask_of(report, None, BELOW)
    codes = [each.code for each in report.districts]
    for key in list(mask.hidden):
        if key.places in codes and len(codes) == 3:
            other = next(each for each in codes if each != key.places)
            assert mask.hides(key._replace(places="+".join(sorted((key.places, other)))))


def test_where_no_change_is_found_only_what_is_tied_to_the_figure_goes(monkeypatch):
    monkeypatch.setattr(masking, "change_of", lambda key, *more: None if key.axis == "topic" else change_of(key, *more))
    mask = mask_of(EXAMPLE, None, BELOW)
    topics, others = ({key for key in mask.known if (key.axis == "topic") is is_so and key.fiscal_year == EXAMPLE.fiscal_year} for is_so in (True, False))
    assert topics <= mask.hidden and others & mask.hidden == others & mask_as_usual().hidden and others - mask.hidden


def test_tables_that_a_sum_ties_together_go_together(monkeypatch):
    monkeypatch.setattr(masking, "change_of", lambda key, *more: None)
    mask = mask_of(EXAMPLE, None, BELOW)
    assert {key for key in mask.known if key.axis in ("kind", "consulter")} <= mask.hidden


def mask_as_usual():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(masking, "change_of", change_of)
        return mask_of(EXAMPLE, None, BELOW)


def test_the_setting_decides_what_is_small():
    assert not mask_of(EXAMPLE, None, 1).hidden
    assert mask_of(EXAMPLE, None, 3).hidden < mask_of(EXAMPLE, None, 8).hidden or mask_of(EXAMPLE, None, 8).hidden


def test_every_field_that_holds_a_figure_is_known_to_the_mask():
    """A figure added to the grids must be masked too: add it to reports/masked.py, then here."""
    figures = {"Row": {"counts", "priors", "total", "prior_total", "percent", "calculated"},
               "MonthlyRow": {"counts", "total"}, "Grid": {"base", "rows", "total", "notes", "rule"}}
    words = {"Row": {"code", "label", "columns", "parent", "recount", "linked", "mark", "marks", "published",
                     "prior_as"},
             "MonthlyRow": {"district", "label", "linked", "published", "mixed"},
             "Grid": {"axis", "title", "unit", "columns", "shows_percent", "basis", "counts", "asked", "mark", "percent_mark",
                      "outside"}}
    for name, known in figures.items():
        kind = getattr(grid, name)
        fields = set(getattr(kind, "_fields", None) or [each.name for each in fields_of(kind)])
        assert fields == known | words[name], name
