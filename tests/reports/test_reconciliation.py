"""Records of a year beside its published figures: every difference is shown, and explained as far as possible."""
import csv
import datetime
import io
import re

import openpyxl
import pytest
from django.utils import timezone

from cases.models import Contact, Draft, PublishedFigure
from cases.services.deletion import delete_record
from reports.explanations import UNEXPLAINED
from reports.reconciliation import reconcile
from tests.factories import log_contact

pytestmark = pytest.mark.django_db


@pytest.fixture
def logged(small, coordinator):
    """One contact of each month in 大沢, all about health; two more in April about meals."""
    for month in range(1, 13):
        log_contact(small, coordinator, "kind:new", "target:elderly", "topic:health",
                    date=datetime.date(2021 + (month < 4), month, 2))
    for _ in range(2):
        log_contact(small, coordinator, "topic:meal")


def cells(year=2021) -> dict:
    """(axis, district, label, month) -> the cell."""
    return {(each.axis.code, each.district, each.label, each.month): each for each in reconcile(year).cells}


def reasons(*key) -> str:
    return " ".join(cells()[key].reasons)


def test_what_agrees_has_no_reason_and_only_published_tables_are_compared(publish, logged):
    publish(("osawa", "topic", "health", 12), ("osawa", "topic", "meal", 2), ("osawa", "topic", "", 14))
    found = reconcile(2021)
    assert not found.differences and {each.axis.code for each in found.cells} == {"topic"}
    [summary] = found.summaries
    assert (summary.agree, summary.differ, summary.printed, summary.counted) == (3, 0, 14, 14)


def test_a_difference_of_its_own(publish, logged):
    publish(("osawa", "topic", "health", 11))
    assert cells()["topic", "大沢", "健康・医療・介護", None].difference == 1
    assert reasons("topic", "大沢", "健康・医療・介護", None) == UNEXPLAINED


def test_what_one_category_has_more_another_has_less(publish, logged):
    publish(("osawa", "topic", "health", 9), ("osawa", "topic", "meal", 5))
    assert "「食事」の差（△3）と打ち消し合います" in reasons("topic", "大沢", "健康・医療・介護", None)


def test_a_sum_is_explained_by_its_parts_once_these_are(publish, logged):
    """食事 was not printed, and explains the 合計; 健康 is explained by nothing, and with it no sum that holds it."""
    publish(("osawa", "topic", "health", 12), ("osawa", "topic", "", 12), ("", "topic", "", 12))
    assert reasons("topic", "大沢", "合計", None) == "内訳の差の合計です（食事 +2）。"
    assert reasons("topic", "全体", "合計", None) == "内訳の差の合計です（大沢 +2）。"
    assert [each.unexplained for each in reconcile(2021).summaries] == [0, 0]
    PublishedFigure.objects.filter(category__code="health").update(value=11)
    PublishedFigure.objects.filter(category=None).update(value=11)
    assert reasons("topic", "大沢", "合計", None) == UNEXPLAINED
    assert [each.unexplained for each in reconcile(2021).summaries] == [2, 1]


def test_another_cut_of_the_districts(small, coordinator, publish, logged):
    log_contact(small, coordinator, "topic:housing", district="renjaku")
    publish(("osawa", "topic", "health", 10), ("renjaku", "topic", "health", 2), ("", "topic", "health", 12))
    assert "地区を合わせると一致します" in reasons("topic", "大沢", "健康・医療・介護", None)
    assert not cells()["topic", "全体", "健康・医療・介護", None].differs


def test_missing_months(publish, logged):
    Contact.objects.filter(date__month__in=[5, 6]).delete()
    publish(("osawa", "kind", "new", 12), ("osawa", "kind", "new", 1, 5), ("renjaku", "kind", "new", 3))
    assert "5月・6月の対応記録がありません" in reasons("kind", "大沢", "新規相談", None)
    assert "5月の対応記録がありません" in reasons("kind", "大沢", "新規相談", 5)
    assert "この地区の対応記録がありません" in reasons("kind", "連雀", "新規相談", None)


def test_missing_months_explain_nothing_where_the_totals_agree_or_too_little_is_missing(publish, logged, small, coordinator):
    Contact.objects.filter(date__month__in=[5, 6]).delete()
    log_contact(small, coordinator, "topic:housing")
    publish(("osawa", "topic", "health", 15), ("osawa", "topic", "meal", 1), ("osawa", "topic", "", 13))
    assert "対応記録がありません" not in reasons("topic", "大沢", "健康・医療・介護", None)
    publish(("osawa", "kind", "new", 20), ("osawa", "kind", "new", 1, 5), ("osawa", "kind", "new", 2, 6))
    assert "対応記録がありません" not in reasons("kind", "大沢", "新規相談", None)


def test_more_deleted_records_than_are_missing_explain_nothing(publish, logged, coordinator):
    for contact in Contact.objects.filter(date__month__in=[5, 6]):
        delete_record(record=contact, version=contact.version, reason="見本", by=coordinator)
    publish(("osawa", "topic", "health", 11))
    assert "削除" not in reasons("topic", "大沢", "健康・医療・介護", None)


def test_a_retired_category_and_the_one_it_went_to(small, publish, coordinator):
    pr = small.categories["topic:pr"]
    pr.merged_into = small.categories["kind:outreach"]
    pr.save()
    log_contact(small, coordinator, date=datetime.date(2020, 5, 1))
    publish(("osawa", "topic", "pr", 111), ("osawa", "kind", "outreach", 0), year=2020)
    found = cells(2020)
    assert "今の分類表では対応実績の「啓発」に数えます" in " ".join(found["topic", "大沢", "事業PR", None].reasons)
    assert "統合した「事業PR」の分" in " ".join(found["kind", "大沢", "啓発", None].reasons)


def test_a_printed_total_that_does_not_close(publish, logged):
    publish(("osawa", "topic", "health", 12), ("osawa", "topic", "meal", 2), ("osawa", "topic", "", 15))
    assert "印刷された内訳の合計（14）と+1違います" in reasons("topic", "大沢", "合計", None)


def test_a_slip_of_the_print(publish, logged):
    publish(("osawa", "topic", "health", 13), ("osawa", "topic", "meal", 2), ("osawa", "topic", "", 14))
    assert "印刷の誤りと考えられます" in reasons("topic", "大沢", "健康・医療・介護", None)


def test_deleted_records_and_drafts_are_not_counted(publish, logged, coordinator):
    contact = Contact.objects.filter(date__month=4, codings__category__code="health").first()
    delete_record(record=contact, version=contact.version, reason="見本", by=coordinator)
    for noun in ("contact", "activity"):
        Draft.objects.create(owner=coordinator, noun=noun, data={"district": [str(contact.district_id)], "date": ["R3.5.1"]})
    publish(("osawa", "topic", "health", 12), ("osawa", "topic", "meal", 3))
    found = reasons("topic", "大沢", "健康・医療・介護", None)
    assert "削除した対応記録が1件" in found and "下書きのままの対応記録が1件" in found
    assert "削除" not in reasons("topic", "大沢", "食事", None)


def test_not_published_and_not_counted_are_told_apart(publish, logged):
    publish(("osawa", "topic", "health", 12), ("osawa", "topic", "health", 1, 4), ("osawa", "topic", "housing", None))
    found = cells()
    assert found["topic", "大沢", "食事", None].printed is None and "公表値がありません" in found["topic", "大沢", "食事", None].reasons[0]
    assert found["topic", "大沢", "健康・医療・介護", 4].counted is None
    assert found["topic", "大沢", "健康・医療・介護", 4].reasons == ("この軸は、月別には数えていません。",)


def test_months_that_have_not_begun_are_not_missing(publish, small, coordinator):
    today = timezone.localdate()
    year = today.year if today.month >= 4 else today.year - 1
    publish(("osawa", "kind", "new", 3), year=year)
    found = {(each.label, each.month): each for each in reconcile(year).cells}["新規相談", None]
    assert found.reasons


def test_the_page_shows_a_summary_and_the_differences_in_a_fixed_number_of_queries(
        publish, logged, as_user, supervisor, django_assert_max_num_queries):
    publish(("osawa", "topic", "health", 11), ("osawa", "topic", "meal", 2), ("osawa", "topic", "", 14))
    site = as_user(supervisor)
    with django_assert_max_num_queries(24) as first:
        page = site.get("/reports/2021/reconciliation/").content.decode()
    queries = len(first)
    assert "まとめ" in page and "健康・医療・介護" in page and "食事" not in page
    assert "食事" in site.get("/reports/2021/reconciliation/?all=1").content.decode()
    publish(*(("renjaku", "topic", name, 5) for name in ("health", "meal", "housing")))
    with django_assert_max_num_queries(queries):
        site.get("/reports/2021/reconciliation/")


def test_each_axis_is_folded_by_itself_and_open_where_something_differs(publish, logged, as_user, supervisor):
    publish(("osawa", "topic", "health", 11), ("osawa", "topic", "", 14),
            ("osawa", "consulter", "self", 14), ("osawa", "consulter", "", 14))
    page = as_user(supervisor).get("/reports/2021/reconciliation/?all=1").content.decode()
    heads = re.findall(r'<details class="fold" id="axis-\w+"( open)?>\s*<summary>(.*?)</summary>', page)
    assert (" open", "相談内容：一致しない数 2件") in heads and ("", "相談者：すべて一致") in heads
    assert as_user(supervisor).get("/reports/2021/reconciliation/").content.decode().count('<details class="fold"') == 1


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_files_hold_every_cell(publish, logged, as_user, supervisor, kind):
    publish(("osawa", "topic", "health", 11), ("osawa", "topic", "meal", 2))
    content = as_user(supervisor).get(f"/reports/2021/reconciliation/?format={kind}").content
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig")))) if kind == "csv" else [
        ["" if cell is None else str(cell) for cell in row] for row in openpyxl.load_workbook(io.BytesIO(content)).active.values]
    assert rows[0][:8] == ["年度", "地区", "軸", "分類", "月", "公表値", "対応記録", "差"]
    assert rows[1] == ["2021", "大沢", "相談内容", "健康・医療・介護", "", "11", "12", "1", UNEXPLAINED]
    assert [row[3] for row in rows[1:]] == ["健康・医療・介護", "食事", "合計"]


def test_a_label_that_a_spreadsheet_would_run_is_a_text(small, publish, logged, as_user, supervisor):
    meal = small.categories["topic:meal"]
    meal.label = "=1+1"
    meal.save()
    publish(("osawa", "topic", "meal", 2))
    site = as_user(supervisor)
    assert ",'=1+1," in site.get("/reports/2021/reconciliation/?format=csv").content.decode()
    book = openpyxl.load_workbook(io.BytesIO(site.get("/reports/2021/reconciliation/?format=xlsx").content))
    assert [cell.data_type for row in book.active.iter_rows() for cell in row if cell.value == "=1+1"] == ["s"]
