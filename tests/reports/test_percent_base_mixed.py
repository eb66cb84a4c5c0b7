"""Percentages of records (件数) where some figures were published, and last year's 合計 of other districts."""
import datetime

import pytest

from cases.models import Axis
from reports.layout import build
from reports.scope import scope_of
from tests.factories import log_contact

pytestmark = pytest.mark.django_db


@pytest.fixture
def logged(small, coordinator):
    """Three contacts in 大沢 and two in 連雀; percentages of all axes are shares of them."""
    Axis.objects.exclude(code="kind").update(percent_base="records")
    for district, n in (("osawa", 3), ("renjaku", 2)):
        for _ in range(n):
            log_contact(small, coordinator, "kind:new", "consulter:self", "topic:meal", "topic:health", district=district)


def table(axis):
    return build(scope_of(2021)).table(axis)


def percents(grid):
    return {row.code: row.percent for row in grid.rows}


def test_counted_tables_are_shares_of_the_records_and_say_nothing_more(logged):
    grid = table("topic")
    assert grid.base == 5 and percents(grid)["meal"] == "100.0" and "割合は" not in grid.rule


def test_a_single_axis_with_a_published_district_is_shares_of_its_total(logged, publish):
    publish(("renjaku", "consulter", "self", 5), ("renjaku", "consulter", "", 97))
    grid = table("consulter")
    assert (grid.total.total, grid.base, percents(grid)["self"]) == (100, 100, "8.0")
    assert "割合は、この表の合計に対するものです。" in grid.rule and "公表値の連雀は、当時の報告書の数え方によります。" in grid.rule


def test_several_answers_need_the_published_kinds_of_the_district(logged, publish):
    cells = [("renjaku", "topic", code, 7) for code in ("health", "meal", "housing")]
    publish(*cells, ("renjaku", "topic", "", 21))
    grid = table("topic")
    assert (grid.base, set(percents(grid).values())) == (None, {None}) and "割合は示していません" in grid.rule
    publish(*(("renjaku", "kind", code, 7) for code in ("new", "case", "outreach", "training")))
    grid = table("topic")
    assert (grid.base, percents(grid)["meal"]) == (31, "32.3")
    assert "割合は、対応実績の件数（連雀は公表値、ほかは対応記録）に対するものです。" in grid.rule


def test_published_kinds_alone_do_not_change_what_counted_tables_are_shares_of(logged, publish):
    publish(*(("renjaku", "kind", code, 50) for code in ("new", "case", "outreach", "training")))
    grid = table("topic")
    assert (grid.base, percents(grid)["meal"]) == (5, "100.0")
    assert "割合は、対応記録から数えた対応実績の件数に対するものです。" in grid.rule


@pytest.mark.parametrize("prior_as", ["bracket", "difference", "rate", "ratio"])
def test_a_printed_total_of_fewer_districts_is_marked_beside_this_year(small, coordinator, publish, prior_as):
    Axis.objects.update(prior_as=prior_as)
    log_contact(small, coordinator, "topic:meal", "topic:health", date=datetime.date(2022, 5, 1))
    publish(("osawa", "topic", "health", 5), ("osawa", "topic", "", 5), ("", "topic", "", 7))
    grid = build(scope_of(2022)).table("topic")
    [note] = [each for each in grid.notes if "そのまま比べられません" in each.text]
    assert "令和3年度の合計は公表値です。連雀の令和3年度の件数が分からず" in note.text
    assert grid.total.sums.prior == 7 and note.mark in grid.total.sums.prior_marks
    assert not grid.total.cells["osawa"].prior_marks and not grid.rows[0].sums.prior_marks


def test_a_printed_total_alone_or_of_all_districts_of_then_has_no_mark(publish):
    publish(("", "topic", "", 7), ("osawa", "topic", "", 7), year=2020)  # 連雀 was not there
    assert not [each for each in table("topic").notes if "比べられません" in each.text]
    publish(("", "topic", "", 7))
    assert not [each for each in build(scope_of(2022)).table("topic").notes if "比べられません" in each.text]
