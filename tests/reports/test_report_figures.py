"""What the tables count, from a few contacts of which some must not count."""
import datetime

import pytest

from cases.models import Axis, PublishedFigure
from reports.layout import build
from reports.scope import UnknownDistrict, scope_of
from tests.factories import log_contact

NEW, CASE = ("kind:new", "target:elderly"), ("kind:case", "target:child")


@pytest.fixture
def contacts(small, coordinator):
    log_contact(small, coordinator, *NEW, "topic:meal", "topic:health", date=datetime.date(2021, 4, 1))
    log_contact(small, coordinator, *CASE, "topic:health", date=datetime.date(2022, 3, 31))
    log_contact(small, coordinator, *CASE, district="renjaku", date=datetime.date(2022, 1, 4))
    log_contact(small, coordinator, "kind:outreach", "topic:meal", date=datetime.date(2021, 9, 1))
    log_contact(small, coordinator, *CASE, date=datetime.date(2022, 4, 1))
    log_contact(small, coordinator, *CASE, "topic:pr", date=datetime.date(2021, 3, 31))


def counts(grid):
    return {row.label: [*(cell.count for cell in row.cells.values()), row.total] for row in [*grid.rows, grid.total]}


def priors(grid, district="osawa"):
    return {row.label: row.cells[district].prior for row in [*grid.rows, grid.total]}


def test_the_kinds(contacts):
    report = build(scope_of(2021))
    assert counts(report.table("kind")) == {
        "新規相談": [1, 0, 1], "ケース対応": [1, 1, 2], "啓発": [1, 0, 1], "研修": [0, 0, 0], "合計": [3, 1, 4]}


def test_an_axis_asked_for_two_kinds_counts_only_those(contacts):
    report = build(scope_of(2021))
    assert counts(report.table("target"))["合計"] == [2, 1, 3]
    assert report.table("target").rule.startswith("対応実績が「新規相談」「ケース対応」の対応記録")


def test_a_multiple_axis_counts_answers_not_contacts(contacts):
    table = build(scope_of(2021)).table("topic")
    assert counts(table) == {"健康・医療・介護": [2, 0, 2], "食事": [2, 0, 2], "住まい・道路": [0, 0, 0], "合計": [4, 0, 4]}
    assert [row.percent for row in table.rows] == ["50.0", "50.0", "0.0"]


def test_the_months_run_from_april_to_march(contacts):
    monthly = {grid.kind: grid for grid in build(scope_of(2021)).monthly}
    assert list(monthly) == ["new", "case"]
    assert monthly["case"].rows[0].counts == (0,) * 11 + (1,)
    assert monthly["case"].total.counts == (0,) * 9 + (1, 0, 1)
    assert monthly["new"].total.counts[0] == 1


def test_last_year_is_counted_where_nothing_was_published(contacts):
    table = build(scope_of(2021)).table("topic")
    assert priors(table) == {"健康・医療・介護": 0, "食事": None, "住まい・道路": 0, "合計": 1}
    assert priors(table, "renjaku") == {"健康・医療・介護": None, "食事": None, "住まい・道路": None, "合計": None}
    assert table.rows[1].cells["osawa"].prior_mark == "※1"
    assert table.rows[1].cells["renjaku"].prior_mark is None


def test_footnotes_write_themselves(contacts):
    table = build(scope_of(2021)).table("topic")
    assert [note.mark for note in table.notes] == ["※1", "※2"]
    assert "「食事」は令和3年度から新たに設けた項目" in table.notes[0].text
    assert "令和2年度は「事業PR」の項目があり、実績が1件" in table.notes[1].text
    assert "合計（1件）には含まれています" in table.notes[1].text


def test_one_footnote_has_no_number(contacts):
    assert [note.mark for note in build(scope_of(2021)).table("kind").notes] == ["※"]


def test_no_last_year_no_footnote(contacts):
    table = build(scope_of(2021, ["renjaku"])).table("topic")
    assert table.notes == () and not table.columns[0].has_prior


def publish(small, *rows, year=2020):
    for axis, category, value in rows:
        PublishedFigure.objects.create(
            fiscal_year=year, district=small.districts["osawa"], axis=small.axes[axis],
            category=small.categories.get(f"{axis}:{category}"), value=value)


def test_published_figures_come_before_counted_ones_and_are_not_added_up(small, contacts):
    publish(small, ("topic", "health", 225), ("topic", "pr", 111), ("topic", "", 1080))
    table = build(scope_of(2021)).table("topic")
    assert priors(table) == {"健康・医療・介護": 225, "食事": None, "住まい・道路": None, "合計": 1080}
    assert "実績が111件" in table.notes[1].text and "1,080件" in table.notes[1].text


def test_a_year_with_only_published_figures_has_them_as_its_counts(small):
    publish(small, ("topic", "health", 225), ("topic", "pr", 111), ("topic", "", 1080))
    table = build(scope_of(2020)).table("topic")
    assert counts(table) == {"健康・医療・介護": [225, 225], "住まい・道路": [None, None], "事業PR": [111, 111],
                             "合計": [1080, 1080]}
    assert [row.percent for row in table.rows] == ["20.8", None, "10.3"]


def test_a_sum_opens_its_contacts_unless_a_part_of_it_is_printed(small, coordinator):
    log_contact(small, coordinator, *CASE)
    assert build(scope_of(2021)).table("kind").total.linked
    PublishedFigure.objects.create(fiscal_year=2021, district=small.districts["renjaku"], axis=small.axes["kind"],
                                   value=5)
    assert not build(scope_of(2021)).table("kind").total.linked


def test_a_retired_recount_of_a_table_without_a_total(small, contacts):
    small.categories["topic:pr"].recount = True
    small.categories["topic:pr"].save()
    publish(small, ("topic", "pr", 111))
    note = build(scope_of(2021)).table("topic").notes[1].text
    assert "実績が111件" in note and "合計" not in note


def test_a_published_year_stays_as_printed_when_a_contact_is_logged_into_it(small, contacts):
    publish(small, ("kind", "new", 132), ("kind", "case", 381), ("kind", "", 707))
    report = build(scope_of(2020))
    assert counts(report.table("kind")) == {"新規相談": [132, 132], "ケース対応": [381, 381], "啓発": [None, None],
                                            "合計": [707, 707]}
    assert not report.table("kind").total.linked
    assert report.warnings == ("令和2年度の大沢は公表値を表示しています。この年度の日付の対応記録もありますが、"
                               "公表値のある表では数えていません。月別の表は、公表値のない月を記録から数えると年間の公表値になるときだけ、数えています。",)
    assert build(scope_of(2021)).warnings == ()


def test_a_district_alone(contacts):
    report = build(scope_of(2021, ["renjaku"]))
    assert counts(report.table("kind"))["合計"] == [1, 1]


def test_an_unknown_district_is_named(contacts):
    with pytest.raises(UnknownDistrict, match="「nowhere」はありません。選べる地区: osawa（大沢）"):
        scope_of(2021, ["osawa", "nowhere"])


def test_shares_of_the_records_asked_exceed_100(small, contacts):
    Axis.objects.filter(code="topic").update(percent_base="records")
    table = build(scope_of(2021)).table("topic")
    assert [row.percent for row in table.rows] == ["50.0", "50.0", "0.0"]
    assert table.total.percent is None


def test_answers_below_a_row_are_not_mistaken_for_records(small, contacts):
    Axis.objects.filter(code="topic").update(percent_base="records")
    small.categories["topic:meal"].parent = small.categories["topic:health"]
    small.categories["topic:meal"].save()
    rows = {row.label: row.percent for row in build(scope_of(2021)).table("topic").rows}
    assert rows == {"健康・医療・介護": None, "食事": "50.0", "住まい・道路": "0.0"}


def test_a_recount_is_shown_and_not_added(small, contacts):
    category = small.categories["topic:meal"]
    category.recount = True
    category.save()
    assert counts(build(scope_of(2021)).table("topic"))["合計"] == [2, 0, 2]


def test_a_row_includes_those_below_it(small, contacts):
    child = small.categories["topic:meal"]
    child.parent = small.categories["topic:health"]
    child.save()
    table = build(scope_of(2021)).table("topic")
    assert counts(table) == {"健康・医療・介護": [4, 0, 4], "食事": [2, 0, 2], "住まい・道路": [0, 0, 0], "合計": [4, 0, 4]}
    assert table.rows[1].parent == "health"


def test_statements_do_not_grow_with_the_contacts(small, coordinator, contacts, django_assert_num_queries):
    with django_assert_num_queries(10):
        build(scope_of(2021))
