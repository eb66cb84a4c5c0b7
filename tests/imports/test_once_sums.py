"""Sums of people and households, each counted once: warned about only where they cannot be right."""
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.imports.figure_plan import plan_figures
from cases.imports.figure_sums import CATEGORIES, DISTRICTS, Key, Once, open_sums
from cases.imports.figures import read_figures
from cases.imports.sheets import Sheet
from cases.models import Axis, EarlierRule, PublishedFigure
from reports.published import published_year
from tests.reports.test_people_tables import BANDS, add_axis

pytestmark = pytest.mark.either
MET = st.lists(st.sets(st.tuples(st.integers(1, 3), st.integers(1, 3)), min_size=1), min_size=1, max_size=8)


def printed(met):
    """What a table prints of people by the (district, category) in which each was met; None is 全体 and 合計."""
    places = [*{place for each in met for place in each}]
    keys = {(district, category) for d, c in places for district in (d, None) for category in (c, None)}
    return {Key(2021, district, 1, category, None): sum(any(district in (None, d) and category in (None, c) for d, c in each) for each in met)
            for district, category in keys}


def found(figures, once):
    return {each.check for each in open_sums(figures, {2021: {1, 2, 3}}, {(1, 2021): once})}


@given(MET)
def test_a_table_of_people_that_is_right_is_never_warned_about(met):
    assert found(printed(met), Once("people", has_one=False, has_several=True)) == set()


@given(MET)
def test_what_is_less_than_a_part_or_more_than_all_is_told(met):
    figures, whole = printed(met), Key(2021, None, 1, None, None)
    parts = [value for key, value in figures.items() if key.district and key.category is None]
    for wrong in (max(parts) - 1, sum(parts) + 1):
        assert DISTRICTS in found(figures | {whole: wrong}, Once("people", has_one=False, has_several=True))


def test_rows_add_up_where_everyone_stands_in_one(small):
    figures = {Key(2021, 1, 1, None, None): 5, Key(2021, 1, 1, 1, None): 3, Key(2021, 1, 1, 2, None): 3}
    assert found(figures, Once("people", has_one=True, has_several=False)) == {CATEGORIES}
    assert found(figures, Once("people", has_one=False, has_several=False)) == set()
    assert found(figures | {Key(2021, 1, 1, None, None): 7}, Once("people", has_one=False, has_several=False)) == {CATEGORIES}


def warned(*lines, title="相談内容内訳", year="令和4年度"):
    plan = plan_figures(read_figures([Sheet("表", [[year], [title], *map(list, lines)])]))
    assert not plan.reading.errors
    return [(each.get("check", CATEGORIES), each["total"], each.get("counts")) for each in plan.open_totals]


TABLE = ["", "大沢", "連雀", "全体"], ["健康・医療・介護", 4, 3, 6], ["住まい・道路", 3, 2, 5], ["合計", 6, 5, 9]


def test_a_file_is_held_against_the_rule_of_its_year(small):
    Axis.objects.filter(code="topic").update(counts="people")
    EarlierRule.objects.create(axis=small.axes["topic"], last_year=2021, answer="multiple", unit="件", percent_base="mentions", rounding="sum100")
    assert warned(*TABLE) == [] and {check for check, *_ in warned(*TABLE, year="令和3年度")} == {CATEGORIES, DISTRICTS}
    wrong = (*TABLE[:3], ["合計", 6, 5, 12])
    assert warned(*wrong) == [(DISTRICTS, 12, "people")]


def test_months_need_not_add_up_either(small):
    lines = (["", "4月", "5月", "合計"], ["大沢", 3, 3, 4])
    assert warned(*lines, title="新規相談件数") == [("months", 4, None)]
    Axis.objects.filter(code="kind").update(counts="households")
    assert warned(*lines, title="新規相談件数") == []


def test_ages_add_up_over_their_bands(small):
    add_axis(small, "age", "age", [BANDS[0], BANDS[-1]], "people", first_year=2020)
    lines = (["", "大沢", "連雀"], ["60歳未満", 2, 1], ["不明", 1, 1], ["合計", 4, 2])
    assert warned(*lines, title="age内訳") == [(CATEGORIES, 4, "people")]


def test_the_page_of_published_figures_marks_the_same(small, publish_topics):
    assert [each["total"] for each in published_year(2021).open_sums] == [9]
    Axis.objects.filter(code="topic").update(counts="people")
    assert published_year(2021).open_sums == ()


@pytest.fixture
def publish_topics(small):
    for district, value in (("osawa", 6), ("renjaku", 5), ("", 9)):
        PublishedFigure.objects.create(fiscal_year=2021, axis=small.axes["topic"], district=small.districts.get(district), value=value)
