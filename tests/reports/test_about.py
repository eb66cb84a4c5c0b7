"""集計について names the years of a 年度推移, and every sign that stands in it."""
import datetime

import pytest

from cases.models import Axis, District
from reports.grid import marks_in
from reports.layout import build
from reports.outputs.about import about
from reports.scope import scope_of
from reports.trend_shares import build_asked
from reports.trends import TrendChoice
from tests.factories import log_contact

pytestmark = pytest.mark.either


@pytest.fixture
def years(small, coordinator):
    """A contact in each of two years, in 大沢, and in the second one in 連雀, which was not there before."""
    for year in (2020, 2021):
        log_contact(small, coordinator, "topic:health", date=datetime.date(year, 4, 5))
    log_contact(small, coordinator, "topic:health", "topic:meal", district="renjaku")
    return small


def words(**more):
    return dict(about(build_asked(scope_of(2021), TrendChoice("topic", 2, **more))))


def test_a_trend_alone_is_of_all_its_years(years):
    assert words()["対象の期間"] == "令和2年4月1日から令和4年3月31日まで"
    assert dict(about(build(scope_of(2021))))["対象の期間"] == "令和3年4月1日から令和4年3月31日まで"


@pytest.mark.parametrize(("prior_as", "term", "told"), [
    ("difference", "「増減」", "前年度との差です。増えた数に＋を、減った数に△を付けています。"),
    ("rate", "「増減率」", "前年度の数に対する増減の割合（％）です。減った割合に△を付けています。前年度が0件のときは「皆増」とします。"),
    ("ratio", "「前年度比」", "前年度の数を100としたその年度の割合（％）です。前年度が0件のときは「皆増」とします。")])
def test_a_trend_alone_explains_how_its_years_are_compared(years, prior_as, term, told):
    assert words(prior_as=prior_as)[term] == told and term not in words()


def test_a_trend_alone_explains_its_percentages(years):
    assert "（％）" in words(shares=True) and "（％）" not in words()


def test_below_the_tables_of_a_report_the_years_of_a_trend_are_said(years):
    Axis.objects.filter(code="topic").update(trend_years=2, prior_as="rate")
    told = dict(about(build(scope_of(2021))))
    assert told["年度推移"] == "令和2年度から令和3年度までの各年度の数です。増減や比は、それぞれ1つ前の年度の数についてのものです。"
    assert told["「増減率」"].startswith("前年度（令和2年度）の数に対する")


@pytest.mark.parametrize("code", ["health", None])
def test_a_rate_of_one_district_beside_two_is_marked_in_its_row(years, code):
    [trend] = build_asked(scope_of(2021), TrendChoice("topic", 2, prior_as="rate")).trends
    row = next(each for each in (*trend.rows, trend.total) if each.code == code)
    assert trend.years[1].mark == "※1" and row.cells[1].change and "※1" in row.cells[1].prior_marks


def test_by_district_only_the_sum_is_of_other_districts(years):
    [trend] = build_asked(scope_of(2021), TrendChoice("topic", 2, "districts", prior_as="rate")).trends
    [mark] = [note.mark for note in trend.notes if "集計している地区" in note.text]
    assert [mark in marks_in(row.cells[1].prior_marks) for row in (*trend.rows, trend.total)] == [False, False, True]


def test_across_a_re_cut_that_kept_the_area_the_sums_are_compared_as_in_the_report(years, coordinator):
    District.objects.update(ends_on=datetime.date(2022, 3, 31))
    District.objects.create(code="all", name="全域", starts_on=datetime.date(2022, 4, 1), order=9)
    years.districts["all"] = District.objects.get(code="all")
    log_contact(years, coordinator, "topic:health", date=datetime.date(2022, 4, 5), district="all")
    Axis.objects.filter(code="topic").update(trend_years=2, prior_as="difference")
    report = build(scope_of(2022))
    [trend] = report.trends
    assert report.table("topic").total.prior_total == 3 and report.table("topic").total.marks.change == ""
    assert trend.total.cells[1].change == -2 and trend.total.cells[1].prior_marks == ""
    assert [note.text for note in trend.notes] == ["令和4年度から、集計している地区が「大沢・連雀」から「全域」に変わりました。合わせた区域は同じです。"]
