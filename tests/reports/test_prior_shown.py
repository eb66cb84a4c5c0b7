"""A table shows the previous year as its axis says in the codebook, from a fiscal year on, and on every page."""
from cases.models import Axis, EarlierRule, PublishedFigure
from reports.comparison import DIFFERENCE, RATE
from reports.layout import build
from reports.outputs import wording
from reports.scope import scope_of
from tests.factories import log_contact


def test_the_report_shows_the_previous_year_as_the_codebook_says(small, coordinator):
    for category in (small.categories["topic:health"], None):
        PublishedFigure.objects.create(fiscal_year=2020, district=small.districts["osawa"], axis=small.axes["topic"],
                                       category=category, value=4)
    Axis.objects.filter(code="topic").update(prior_as=RATE)
    log_contact(small, coordinator, "topic:health", "topic:meal")
    grid = build(scope_of(2021)).table("topic")
    assert [row.cells["osawa"].change for row in (*grid.rows, grid.total)] == ["-75.0", None, None, "-50.0"]
    assert [wording.prior(row.cells["osawa"]) for row in (*grid.rows, grid.total)] == ["△75.0", "※1", "－", "△50.0※1※2"]
    assert grid.prior_as == RATE and "（　）" not in grid.basis and build(scope_of(2021)).shown_priors == [RATE]


def test_an_old_report_keeps_its_brackets(small, coordinator):
    Axis.objects.filter(code="topic").update(prior_as=DIFFERENCE)
    EarlierRule.objects.create(axis=small.axes["topic"], last_year=2021, answer="multiple", unit="件", percent_base="mentions", rounding="sum100")
    log_contact(small, coordinator, "topic:health")
    assert [build(scope_of(year)).table("topic").prior_as for year in (2021, 2022)] == ["bracket", "difference"]


def test_the_page_shows_the_change_and_its_figures_still_open_their_contacts(small, coordinator, as_user):
    Axis.objects.filter(code="kind").update(prior_as=DIFFERENCE)
    PublishedFigure.objects.create(fiscal_year=2020, district=small.districts["osawa"], axis=small.axes["kind"],
                                   category=small.categories["kind:case"], value=3)
    log_contact(small, coordinator, "kind:case", "target:child")
    page = as_user(coordinator).get("/reports/2021/").content.decode()
    assert ">△2</td>" in page and "「増減」は前年度（令和2年度）との差です" in page and "（増減）" in page
    assert "figures/?axis=kind&amp;category=case&amp;district=osawa" in page
