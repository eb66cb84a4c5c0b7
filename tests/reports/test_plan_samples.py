"""The preview of a coming year (年度更新): each table has last year's column of the latest year in which it has figures."""
import datetime

import pytest

from cases.models import Axis, Category, Contact, EarlierLabel
from reports.layout import build
from reports.scope import scope_of
from tests.factories import log_contact

pytestmark = pytest.mark.either


@pytest.fixture
def years(small, coordinator, publish):
    """Contacts of 令和3年度; of 令和4年度 nothing but 対応方法, as it was printed. The preview is of 令和5年度."""
    log_contact(small, coordinator, "topic:health", "topic:housing", date=datetime.date(2021, 10, 1))
    publish(("osawa", "method", "phone", 40), ("osawa", "method", "visit", 2), ("osawa", "method", "mail", 1), year=2022)
    return small


def table(axis):
    return build(scope_of(2023), is_preview=True).table(axis)


def priors(grid):
    return {row.code: row.priors[0] for row in (*grid.rows, grid.total)}


def test_each_table_has_the_latest_year_of_its_own(years):
    topic, method = table("topic"), table("method")
    assert priors(topic) == {"health": 1, "meal": 0, "housing": 1, None: 2} and "見本として令和3年度の数字" in topic.basis
    assert priors(method) == {"phone": 40, "visit": 2, "mail": 1, None: 43} and "見本" not in method.basis


def test_a_table_that_began_after_all_figures_has_none_and_no_zeros(years):
    axis = Axis.objects.create(code="place", name="場所", answer="single", first_year=2022, order=9)
    Category.objects.create(axis=axis, code="home", label="自宅")
    grid = table("place")
    assert {*priors(grid).values()} == {None} and not grid.columns[0].has_prior and grid.notes == ()


def test_a_table_that_begins_with_the_year_says_so(years):
    axis = Axis.objects.create(code="place", name="場所", answer="single", first_year=2023, order=9)
    Category.objects.create(axis=axis, code="home", label="自宅", first_year=2023)
    assert [note.text for note in table("place").notes] == ["「場所」は令和5年度から新たに設けた項目のため、前年度の実績はありません。"]


def test_an_item_that_the_sampled_year_did_not_have_is_not_zero(years):
    Category.objects.filter(code="meal").update(first_year=2022)
    Category.objects.filter(code="housing").update(last_year=2022)
    grid = table("topic")
    assert priors(grid) == {"health": 1, "meal": None, None: 2}
    assert any("令和4年度は「住まい・道路」の項目があり、実績が大沢1件" in note.text for note in grid.notes)


def test_what_was_retired_since_stays_inside_the_total_as_in_the_report_of_its_own_year(years):
    """The preview is of 令和5年度, 住まい・道路 was last an item in 令和3年度: the 合計 of that year holds it all the same."""
    Category.objects.filter(code="housing").update(last_year=2021)
    grid, own = table("topic"), build(scope_of(2021)).table("topic")
    assert priors(grid) == {"health": 1, "meal": 0, None: 2} and own.total.total == grid.total.prior_total == 2
    assert grid.basis.endswith("その合計は、令和3年度にあって今はない「住まい・道路」も含めた数です。") and grid.notes == ()


def test_a_retired_row_of_a_printed_year_is_inside_its_total_too(years, publish):
    Category.objects.filter(code="housing").update(last_year=2021)
    publish(("osawa", "topic", "health", 20), ("osawa", "topic", "meal", 10), ("osawa", "topic", "housing", 29), year=2021)
    assert priors(table("topic")) == {"health": 20, "meal": 10, None: 59}


def test_below_a_row_counts_what_stood_there_in_the_year_of_the_sample(years):
    """食事 was below 健康 in 令和3年度 alone: that year's report counts it there and not beside it."""
    meal, health = (Category.objects.get(code=code) for code in ("meal", "health"))
    EarlierLabel.objects.create(category=meal, last_year=2021, label="食事", defined=True, parent=health)
    log_contact(years, Contact.objects.get().coordinators.get(), "topic:meal", date=datetime.date(2021, 10, 2))
    assert priors(table("topic")) == {"health": 2, "meal": 1, "housing": 1, None: 3}
