"""The printed tables: figures stand below each other with their marks outside, headings break between words, types are few."""
import re

from reports.grid import NO_MARKS, Note
from reports.outputs import html
from reports.outputs.crosstab import crosstab, monthly_columns, split
from reports.outputs.paper import SIZES, em
from reports.templatetags.printed import hanging, kept_together
from tests.reports.factories import (
    CONTEXT,
    OSAWA,
    changed,
    make_kinds,
    make_monthly,
    make_report,
    make_topics,
)
from tests.reports.test_crosstab import many

CSS = html.page(make_report(), CONTEXT)


def test_marks_hang_behind_their_figure_and_take_no_part_in_its_place():
    grid = make_topics()
    first, *others = grid.rows
    grid = changed(grid, rows=(changed(first, marks=NO_MARKS._replace(counts={OSAWA.code: "※1※2"})), *others), notes=(Note("※1", "甲"), Note("※2", "乙")))
    page = html.page(changed(make_report(), tables=(grid,), monthly=()), CONTEXT)
    cells = re.findall(r'<td class="(paired[^"]*)">([^<]*)', page)
    assert {kind for kind, _ in cells} == {"paired m2"}  # every figure of the column leaves the room that the marks of one take
    assert hanging("※1※2") in page and re.search(r"\.mark \{[^}]*width: 0;", CSS)


def test_room_for_marks_grows_with_them():
    grid = make_topics()
    first, *others = grid.rows
    widths = [crosstab(changed(grid, rows=(changed(first, marks=NO_MARKS._replace(counts={OSAWA.code: "※1" * n})), *others))).columns[0].width
              for n in range(5)]
    assert widths == sorted({*widths})


def test_a_column_is_as_wide_as_its_figures_and_the_longest_word_above():
    table = crosstab(many(3))
    for columns, heading in zip(table.below, table.headings, strict=True):
        assert sum(each.width for each in columns) > max(map(em, heading.words))
        assert columns[0].width > em("1,000")


def test_a_year_and_a_name_break_between_their_words_only():
    heading = crosstab(make_kinds()).headings[0]
    assert heading.words == ["大沢", "（前年度）"]
    alone = heading.__class__("令和3年度※1", False, is_year=True)
    assert alone.words == ["令和", "3年度※1"] and heading.__class__("85歳以上（再掲）", False).words == ["85歳以上", "（再掲）"]


def test_parts_are_of_about_equal_width():
    parts = split(crosstab(many(9)), 55)
    assert len(parts) == 2 and min(each.width for each in parts) > 0.75 * max(each.width for each in parts)


def test_a_joint_column_beside_four_others_does_not_split_the_table():
    grid = many(5)
    rows = [changed(row, counts=(12,) * 5, priors=(10,) * 5, total=60, prior_total=50) for row in (*grid.rows, grid.total)]
    assert [part.part for part in split(crosstab(changed(grid, rows=tuple(rows[:-1]), total=rows[-1])), 50)] == [""]


def test_the_tables_of_a_report_have_one_type_but_those_that_need_the_smallest():
    def types(districts):
        page = html.page(changed(make_report(), tables=(make_kinds(), many(districts))), CONTEXT)
        return set(re.findall(r'<table class="(?:months )?(\w+)"', page))
    assert (types(5), types(7), types(4)) == ({"roomy"}, {"dense"}, {"roomy", "tight"})


def test_months_fit_the_line():
    assert sum(each.width for each in monthly_columns(make_monthly())) + 7 < dict(SIZES)["roomy"]


def test_the_last_letters_of_a_text_stay_together():
    assert kept_together("数が分からないことを表します。") == '数が分からない<span class="end">ことを表します。</span>'
    assert kept_together("短い") == '<span class="end">短い</span>'
    assert kept_together("一二三四、五六七八九十。") == '一二三<span class="end">四、五六七八九十。</span>'
