"""Published figures stand before counted ones in their own table only, and no sum is made of what is not known."""

import datetime

import pytest

from reports.checks import findings
from reports.layout import build
from reports.outputs import FORMATS
from reports.public import public_copy
from reports.scope import scope_of
from tests.factories import log_contact
from tests.reports import readers
from tests.reports.factories import CONTEXT

pytestmark = pytest.mark.django_db
APRIL_ONLY = (1,) + (0,) * 11


@pytest.fixture
def logged(small, coordinator):
    """In April one contact of either kind in either district."""
    for district in small.districts:
        for kind in ("kind:new", "kind:case"):
            log_contact(small, coordinator, kind, "target:elderly", "topic:meal", district=district)


def months(report, kind):
    return next(each for each in report.monthly if each.kind == kind)


def test_months_of_one_kind_leave_the_others_and_the_year_counted(logged, publish):
    publish(*(("osawa", "kind", "new", value, month) for value, month in ((3, 4), (4, 5), (5, 6))))
    report = build(scope_of(2021))
    new, case, kinds = months(report, "new"), months(report, "case"), report.table("kind")
    assert new.rows[0].counts == (3, 4, 5) + (0,) * 9 and new.rows[0].total == 12 and new.rows[1].counts == APRIL_ONLY
    assert new.basis == "大沢は4月〜6月の公表値と、ほかの月の対応記録から数えた件数、連雀は対応記録から数えた件数です。" and not new.rows[0].linked
    assert [row.counts for row in case.rows] == [APRIL_ONLY] * 2 and case.total.linked
    assert case.basis == "対応記録から数えた件数です。" == kinds.basis
    assert kinds.total.counts == [2, 2] and all(each.linked for each in kinds.columns)
    assert any("大沢は公表値を表示" in each for each in report.warnings)
    assert findings(report) == ["新規相談（大沢）の月別の合計は12件ですが、対応実績内訳では1件です。"]


def test_months_are_counted_beside_a_published_year_that_they_add_up_to_and_say_so(logged, publish):
    publish(("osawa", "kind", "new", 1), ("osawa", "kind", "case", 50), ("osawa", "kind", "", 51))
    report = build(scope_of(2021))
    new = months(report, "new")
    assert (new.rows[0].counts, new.rows[0].total, new.total.total) == (APRIL_ONLY, 1, 2)
    assert new.basis == "対応記録から数えた件数です。" and report.table("kind").rows[0].counts == [1, 1]
    found = {row["出典"] for row in readers.csv_rows(FORMATS["csv"].write(report, CONTEXT))
             if row["表"].startswith("新規相談") and "月別" in row["表"] and row["地区"] == "大沢"}
    assert found == {"対応記録"}


def test_a_few_contacts_of_a_published_year_make_neither_0_of_its_other_months_nor_another_sum(logged, publish):
    publish(("osawa", "kind", "new", 40), ("osawa", "kind", "case", 50), ("osawa", "kind", "", 90))
    report = build(scope_of(2021))
    new = months(report, "new")
    assert (new.rows[0].counts, new.rows[0].total, new.total.total) == ((None,) * 12, 40, 41)
    assert new.basis == "大沢は公表値、連雀は対応記録から数えた件数です。" and not new.rows[0].linked
    assert any("年間の公表値になるときだけ" in each for each in report.warnings)


def test_nor_beside_published_months(logged, publish):
    publish(("osawa", "kind", "new", 40), ("osawa", "kind", "new", 3, 5))
    new = months(build(scope_of(2021)), "new")
    assert new.rows[0].counts == (None, 3) + (None,) * 10 and new.rows[0].total == 40
    publish(("osawa", "kind", "case", 4), ("osawa", "kind", "case", 3, 5))
    case = months(build(scope_of(2021)), "case")
    assert case.rows[0].counts == (1, 3) + (0,) * 10 and case.rows[0].total == 4


def test_the_public_copy_hides_a_small_sum_of_months_beside_a_published_year(small, coordinator, publish):
    for month in (4, 5):
        log_contact(small, coordinator, "kind:new", "target:elderly", date=datetime.date(2021, month, 1))
    publish(("osawa", "kind", "new", 2), ("osawa", "kind", "case", 50), ("osawa", "kind", "", 52))
    assert months(public_copy(build(scope_of(2021)), scope_of(2021), 3), "new").rows[0].total == "X"


def test_no_total_is_made_of_rows_of_which_some_were_not_printed(publish):
    publish(("osawa", "kind", "new", 12))
    publish(("osawa", "kind", "new", 7), year=2020)
    publish(("osawa", "topic", "health", 1), ("osawa", "topic", "meal", 2), ("osawa", "topic", "housing", 0))
    report, after = build(scope_of(2021, ["osawa"])), build(scope_of(2022, ["osawa"]))
    assert (report.table("kind").total.counts, report.table("kind").total.total) == ([None], None)
    assert (report.table("kind").rows[0].counts, report.table("kind").total.priors) == ([12], [None])
    assert after.table("kind").total.priors == [None] and after.table("topic").total.priors == [3]


def test_months_of_a_published_district_without_contacts_are_not_known(publish, small):
    publish(("renjaku", "kind", "new", 75), ("renjaku", "kind", "", 75))
    new = months(build(scope_of(2021)), "new")
    assert (new.rows[1].counts, new.rows[1].total, new.rows[1].published) == ((None,) * 12, 75, True)


@pytest.mark.parametrize("value", [4, 5])
def test_a_published_figure_of_all_districts_that_these_do_not_add_up_to_is_said(logged, publish, value):
    publish((None, "kind", "new", value, None))
    told = [each for each in findings(build(scope_of(2021))) if "全地区の公表値" in each]
    assert told == [f"対応実績内訳（新規相談）の各地区の合計は2件ですが、全地区の公表値は{value}件です。公表値のまま表示しています。"]


def test_one_that_they_add_up_to_is_not_said(logged, publish):
    publish((None, "kind", "new", 2, None))
    assert not [each for each in findings(build(scope_of(2021))) if "全地区の公表値" in each]


def test_figures_of_one_district_and_axis_leave_the_zeros_of_others_and_its_own_other_axes(small, coordinator, publish):
    log_contact(small, coordinator, "kind:new", "target:elderly", district="osawa")
    publish(("osawa", "kind", "new", 5))
    report = build(scope_of(2021))
    assert report.table("kind").rows[0].counts == [5, 0]
    assert report.table("consulter").total.counts == [1, 0]


def test_a_district_of_which_only_figures_were_published_is_not_known_to_have_none_of_anything_else(small, coordinator, publish):
    log_contact(small, coordinator, "kind:new", "target:elderly", district="osawa")
    publish(("renjaku", "kind", "new", 5))
    report = build(scope_of(2021))
    assert report.table("kind").rows[0].counts == [1, 5] and report.table("consulter").total.counts == [1, None]


def test_the_source_of_each_month_is_told(logged, small, coordinator, publish):
    log_contact(small, coordinator, "kind:new", "target:elderly", date=datetime.date(2021, 7, 1))
    publish(("osawa", "kind", "new", 3, 5))
    rows = [row for row in readers.csv_rows(FORMATS["csv"].write(build(scope_of(2021)), CONTEXT))
            if row["表"].startswith("新規相談") and "月別" in row["表"] and row["地区"] == "大沢"]
    assert {row["月"]: (row["値"], row["出典"]) for row in rows if row["月"] in ("5", "7", "")} == {
        "5": ("3", "公表値"), "7": ("1", "対応記録"), "": ("5", "公表値と対応記録")}


def test_months_of_a_district_without_contacts_stay_unknown_beside_published_ones(small, coordinator, publish):
    log_contact(small, coordinator, "kind:new", "target:elderly", district="osawa")
    publish(("renjaku", "kind", "new", 3, 4))
    new = months(build(scope_of(2021)), "new")
    assert new.rows[1].counts == (3,) + (None,) * 11 and new.rows[1].total is None
