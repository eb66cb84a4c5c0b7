"""年度推移 with percentages: of each year those that its own report prints, in every output but public copies."""
import datetime
import json

import pytest
from django.urls import reverse

from cases.models import Axis, ShareOverride
from reports.layout import build
from reports.masked import NO_SHARES as NO_SHARES_IN_PUBLIC
from reports.outputs import FORMATS
from reports.public import public_copy
from reports.scope import scope_of
from reports.trend_grid import DISTRICTS
from reports.trend_shares import NO_SHARES, NO_SHARES_OF_DISTRICTS, build_asked
from reports.trends import TrendChoice
from tests.factories import log_contact
from tests.reports import readers
from tests.reports.factories import CONTEXT

pytestmark = pytest.mark.either


@pytest.fixture
def years(small, coordinator, publish):
    """令和2年度 published, the next two logged; one percentage of 令和3年度 set by hand."""
    publish(("osawa", "topic", "health", 30), ("osawa", "topic", "pr", 11), ("osawa", "topic", "", 41), year=2020)
    for year, topics in ((2021, ("health", "health", "meal")), (2022, ("health", "meal", "meal"))):
        for day, topic in enumerate(topics, 1):
            log_contact(small, coordinator, f"topic:{topic}", date=datetime.date(year, 4, day))
    ShareOverride.objects.create(fiscal_year=2021, axis=small.axes["topic"], category=small.categories["topic:health"], printed="66.6",
                                 count=2, base=3, reason="公表のとおり")


def report(**more):
    return build_asked(scope_of(2022), TrendChoice(**{"axis": "topic", "years": 3, "shares": True} | more))


def test_each_is_that_of_the_report_of_its_year(years):
    trend, = report().trends
    for place, year in enumerate((2020, 2021, 2022)):
        own = build(scope_of(year)).table("topic")
        told = {row.code: row.shares[place] for row in (*trend.rows, trend.total)}
        assert {row.code: row.percent for row in (*own.rows, own.total)}.items() <= told.items()
    assert next(row for row in trend.rows if row.code == "health").shares[1] == "66.6"


@pytest.mark.parametrize("choice", [{"shares": False}, {"of": DISTRICTS}])
def test_none_where_none_is_asked_for_or_there_are_none(years, choice):
    trend, = report(**choice).trends
    assert not trend.shows_shares and not any(row.shares for row in trend.all_rows)


@pytest.mark.parametrize(("choice", "said"), [({"of": DISTRICTS}, NO_SHARES_OF_DISTRICTS), ({"axis": "kind"}, NO_SHARES)])
def test_it_says_why_there_are_none(years, choice, said):
    Axis.objects.filter(code="kind").update(percent_base=Axis.PercentBase.NONE)
    assert report(**choice).trends[0].basis.endswith(f"。{said}") and said not in report(**choice | {"shares": False}).trends[0].basis


def test_years_that_were_published_are_not_said_to_be_counted_so(years):
    assert report().trends[0].rule.endswith("公表値の令和2年度は、当時の報告書の数え方によります。")


@pytest.mark.parametrize("more", [{}, {"prior_as": "difference"}, {"across": "rows"}])
def test_they_stand_beside_the_figures_in_every_output(years, pdf_bytes, more):
    found = report(**more)
    rows = readers.csv_rows(FORMATS["csv"].write(found, CONTEXT))
    assert {(row["年度"], row["割合"]) for row in rows if row["分類"] == "健康・医療・介護"} >= {("2021", "66.6"), ("2022", "33.3")}
    assert readers.xlsx_rows(FORMATS["xlsx"].write(found, CONTEXT)) == rows
    table, = json.loads(FORMATS["json"].write(found, CONTEXT))["trends"]
    assert [cell["percent"] for cell in table["total"]["cells"]] == ["100.0"] * 3
    assert "(66.6%)" in FORMATS["html"].write(found, CONTEXT).decode()
    assert "(66.6%)" in readers.pdf_text(pdf_bytes(found))


def test_a_public_copy_has_none_and_says_so(years):
    scope = scope_of(2022)
    copy = public_copy(report(), scope, below=3)
    assert not copy.trends[0].shows_shares and copy.trends[0].basis.endswith(NO_SHARES_IN_PUBLIC)
    assert "percent" not in FORMATS["json"].write(copy, CONTEXT).decode()
    assert all(NO_SHARES_IN_PUBLIC in FORMATS[kind].write(copy, CONTEXT).decode("utf-8-sig") for kind in ("html", "csv", "json"))
    assert NO_SHARES_IN_PUBLIC not in public_copy(report(shares=False), scope, below=3).trends[0].basis


def test_the_page_offers_them(years, as_user, supervisor):
    site, address = as_user(supervisor), reverse("report_trend", args=[2022])
    assert "66.6％" not in site.get(address + "?trend=topic&years=3").content.decode()
    page = site.get(address + "?trend=topic&years=3&shares=on")
    assert "66.6％" in page.content.decode() and "shares=on" in page.context["query"]
