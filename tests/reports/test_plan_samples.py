"""The preview of a coming year (年度更新): each table has last year's column of the latest year in which it has figures."""
import datetime

import pytest

from cases.models import Axis, Category
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
