"""Contact records from spreadsheets and CSV become contacts with their codings."""
import csv
import datetime
import io

import pytest
from django.urls import reverse

from cases.models import Case, Contact, ImportBatch

from .record_files import HEADINGS, as_csv, as_xlsx, counts, load, load_rows, row, table
from .test_import_pages import decide, upload

pytestmark = pytest.mark.django_db


def labels(contact: Contact, axis: str) -> list[str]:
    return [each.label for each in contact.categories_of(axis)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_csv_in_the_encodings_of_offices(coordinator, encoding):
    content = as_csv(table(row("1", 担当者="見本 osawa", 記録="髙﨑さん①、～１０時")), encoding)
    plan, batch = load(content)
    contact = Contact.objects.get()
    assert counts(plan) == (1, 0, 0, 0)
    assert (contact.text, contact.batch, contact.record_number) == ("髙﨑さん①、～１０時", batch, "1")
    assert list(contact.coordinators.all()) == [coordinator]


def test_a_workbook_with_real_dates_and_numbers(coordinator):
    lines = table({**row(101, datetime.date(2021, 4, 5)), "時刻": 0.4375, "所要分": 45, "担当者": "osawa"})
    load(as_xlsx(記録=lines), "records.xlsx")
    contact = Contact.objects.get()
    assert (contact.record_number, contact.date) == ("101", datetime.date(2021, 4, 5))
    assert (contact.time, contact.minutes) == (datetime.time(10, 30), 45)


@pytest.mark.parametrize(("written", "year", "month"), [
    ("令和4年3月31日", 2021, 3), ("R4.4.1", 2022, 4), ("令和３年４月５日", 2021, 4), ("2021/4/5", 2021, 4)])
def test_the_fiscal_year_follows_the_date(small, written, year, month):
    load_rows(row("1", written))
    contact = Contact.objects.get()
    assert (contact.fiscal_year, contact.month) == (year, month)
    assert {(each.fiscal_year, each.month) for each in contact.codings.all()} == {(year, month)}


def test_the_first_year_of_an_era_is_read(small):
    plan, _ = load_rows(row("1", "令和元年5月1日"))
    assert "大沢" in plan.reading.errors[0].reason  # read as 2019-05-01, when the district did not exist yet


def test_several_values_in_a_cell_by_name_code_and_alias(small):
    small.categories["topic:health"].aliases = "健康"
    small.categories["topic:health"].save()
    load_rows(row("1", 相談内容="健康；meal\n住まい・道路", 対応内訳="傾聴、◎情報提供"))
    contact = Contact.objects.with_codings(Case.objects.all()).get()
    assert labels(contact, "topic") == ["健康・医療・介護", "食事", "住まい・道路"]
    assert [(each.category.label, each.is_main) for each in contact.codings.all() if each.axis.code == "action"] == [
        ("情報提供", True), ("傾聴", False)]


def test_one_column_per_category_under_a_merged_heading(small):
    plain = list(HEADINGS[:10])
    marks = ["健康・医療・介護", "食事", "傾聴", "情報提供"]
    lines = [["令和3年度 対応記録"], plain, ["" for _ in plain] + marks,
             [row("7").get(each, "") for each in plain] + ["○", "", "レ", "◎"],
             ["合計"] + [""] * 9 + [1, 0, 1, 1]]
    merges = [(1, 10, 11, "相談内容"), (1, 12, 13, "対応内訳")]
    plan, _ = load(as_xlsx(merges, 記録=lines), "records.xlsx")
    assert plan.reading.errors == []
    contact = Contact.objects.with_codings(Case.objects.all()).get()
    assert labels(contact, "topic") == ["健康・医療・介護"]
    assert labels(contact, "action") == ["情報提供", "傾聴"]
    assert plan.reading.sheets[0].totals == 1 and plan.reading.warnings == []


def test_month_sheets_give_month_and_year(small):
    april, march = table(row("1", "4/5")), table(row("2", "31"))
    plan, _ = load(as_xlsx(**{"4月": april, "3月": march}), "r.xlsx", fiscal_year=2021)
    assert list(Contact.objects.order_by("date").values_list("date", flat=True)) == [
        datetime.date(2021, 4, 5), datetime.date(2022, 3, 31)]
    assert plan.reading.several_sheets


def test_a_day_that_the_month_of_its_sheet_does_not_have_is_named_in_japanese_years(small):
    plan, _ = load(as_xlsx(**{"2月": table(row("1", "30"))}), "r.xlsx", fiscal_year=2021)
    assert plan.reading.row_errors[0].reason == "令和4年2月に30日はありません。"


def test_one_sheet_by_name_and_other_sheets_named(small):
    book = as_xlsx(記録=table(row("1")), 控え=table(row("2")), 集計=[["対応実績", "件数"], ["啓発", 1]])
    plan, _ = load(book, "r.xlsx", sheet="控え")
    assert Contact.objects.get().record_number == "2"
    plan, _ = load(book, "r.xlsx")
    assert counts(plan) == (1, 0, 1, 0)
    assert [each.sheet for each in plan.reading.warnings] == ["集計"]


def test_a_totals_row_that_differs_is_told_and_not_imported(small):
    lines = table(row("1", 所要分="30"), row("2", 所要分="20"), {"日付": "合計", "所要分": "60"})
    plan, _ = load(as_csv(lines))
    assert Contact.objects.count() == 2
    assert [(each.row, each.column, each.value) for each in plan.reading.warnings] == [(4, "所要分", "60")]


def test_counterpart_and_next_date_are_read_where_given(small):
    lines = table({**row("1"), "相手": "民生委員", "次回予定日": "2021-04-20"}, headings=(*HEADINGS, "相手", "次回予定日"))
    load(as_csv(lines))
    contact = Contact.objects.get()
    assert (contact.counterpart, contact.next_action_on) == ("民生委員", datetime.date(2021, 4, 20))


def test_a_main_mark_on_an_axis_without_a_main_answer_is_told_once_a_column(small):
    rows = [row(str(number), 相談内容="◎食事；住まい・道路", 対応内訳="◎傾聴") for number in range(1, 8)]
    plan, _ = load_rows(*rows, row("8", 対応方法="◎電話"))
    told = {each.column: (each.row, each.value, each.reason) for each in plan.reading.warnings}
    assert told["相談内容"][:2] == (2, "◎食事；住まい・道路") and "◎は取り込まず、○と同じに読み取ります。（2・3・4・5・6行目など7件）" in told["相談内容"][2]
    assert told["対応方法"][0] == 9 and told["対応方法"][2].endswith("（9行目）") and "対応内訳" not in told
    assert Contact.objects.count() == 8


def test_so_it_is_in_columns_of_marks(small):
    lines = [["日付", "地区", "対応実績", "相談者", "対応方法", "相談内容", ""], ["", "", "", "", "", "食事", "住まい・道路"],
             ["2021-04-05", "大沢", "啓発", "市民（本人）", "電話", "◎", "○"]]
    found = load(as_xlsx([(0, 5, 6, "相談内容")], 記録=lines), "x.xlsx")[0]
    assert any("主な回答（◎）を選ばない軸" in each.reason and each.column == "食事" for each in found.reading.warnings)


@pytest.mark.parametrize("separator", [";", "\t", ","])
def test_the_separator_is_told_by_the_lines_that_have_one(small, separator):
    lines = [["対応記録一覧"], *table(row("1", 相談内容="健康・医療・介護;食事", 記録='一行目;"\n二行目;三;四,五')), list(table(row("2"))[1])]
    out = io.StringIO()
    csv.writer(out, delimiter=separator).writerows(lines)
    plan, _ = load(f"{out.getvalue()}{separator * 14}\r\n".encode("cp932"))
    assert counts(plan) == (2, 0, 0, 0) and labels(Contact.objects.with_codings(Case.objects.all()).get(record_number="1"), "topic") == ["健康・医療・介護", "食事"]


def test_a_row_of_many_answers_with_semicolons_is_still_one_of_commas(small):
    plan, _ = load_rows(*[row(str(number), 相談内容="健康・医療・介護;食事;住まい・道路;") for number in range(3)])
    assert counts(plan) == (3, 0, 0, 0)


def test_what_is_left_of_a_file_with_semicolons_has_semicolons(as_user, admin, small):
    site = as_user(admin)
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows(table(row("1"), row("2", "2021/2/30")))
    upload(site, out.getvalue().encode())
    batch = ImportBatch.objects.get()
    decide(site, "commit", batch, skip_errors="on")
    left = site.get(reverse("import_rejected", args=[batch.pk])).content.decode()
    assert left.splitlines()[1].startswith("2;2021/2/30;") and Contact.objects.count() == 1
