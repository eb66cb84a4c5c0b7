"""Rows that are wrong are named by row, column, value and reason, and nothing is imported."""
import pytest

from cases.imports.sheets import SheetError
from cases.models import Case, Category, Contact, Household, User
from tests.factories import make_user

from .record_files import HEADINGS, as_csv, counts, load, load_rows, plan, reasons, row, table

pytestmark = [pytest.mark.django_db, pytest.mark.either]


@pytest.mark.parametrize(("cells", "column", "value"), [
    ({"日付": "2021/2/30"}, "日付", "2021/2/30"),
    ({"日付": ""}, "日付", ""),
    ({"日付": "4/5"}, "日付", "4/5"),
    ({"時刻": "25:00"}, "時刻", "25:00"),
    ({"所要分": "1441"}, "所要分", "1441"),
    ({"所要分": "1.5"}, "所要分", "1.5"),
    ({"地区": "井の頭"}, "地区", "井の頭"),
    ({"地区": "連雀", "日付": "2020-04-05"}, "地区", "連雀"),
    ({"担当者": "いない人"}, "担当者", "いない人"),
    ({"対応実績": "けいはつ"}, "対応実績", "けいはつ"),
    ({"対応実績": ""}, "対応実績", ""),
    ({"対応実績": "新規相談"}, "支援対象者", ""),
    ({"支援対象者": "高齢者"}, "支援対象者", "高齢者"),
    ({"相談者": "市民（本人）;市民（家族）"}, "相談者", "市民（本人）、市民（家族）"),
    ({"相談内容": "食事", "日付": "2021-03-31"}, "相談内容", "食事"),
    ({"相談内容": "食事;事業PR"}, "相談内容", "事業PR"),
    ({"対応内訳": "◎傾聴;◎情報提供"}, "対応内訳", "傾聴、情報提供"),
    ({"世帯番号": "9" * 41}, "世帯番号", "9" * 41),
])
def test_a_wrong_cell_is_named(small, cells, column, value):
    assert (2, column, value) in reasons(plan(as_csv(table(row("1", **cells)))))


@pytest.mark.parametrize(("became", "said"), [
    ({"merged_into": "health"}, "この年度の分類は「健康・医療・介護」です。"), ({"split": ("meal", "housing")}, "この年度の分類は「食事」「住まい・道路」です。"), ({}, "")])
def test_of_a_category_that_ended_the_reason_names_what_it_became(small, became, said):
    old = Category.objects.create(axis=small.axes["topic"], code="home", label="暮らし", last_year=2020)
    Category.objects.filter(pk=old.pk).update(merged_into=small.axes["topic"].categories.filter(code=became.get("merged_into")).first())
    small.axes["topic"].categories.filter(code__in=became.get("split", ())).update(split_from=old)
    [error] = plan(as_csv(table(row("1", 対応実績="新規相談", 支援対象者="高齢者", 相談内容="暮らし")))).reading.errors
    assert error.reason == f"「暮らし」は、令和3年度の相談内容にはありません（令和2年度まで）。{said}"


def test_one_error_and_nothing_at_all_is_imported(small):
    found, batch = load_rows(row("1", 世帯番号="S1"), row("2", "令和3年13月1日"))
    assert batch is None and counts(found)[3] == 1
    assert not Contact.objects.exists() and not Household.objects.exists() and not Case.objects.exists()


def test_skip_errors_imports_the_right_rows_only(small):
    found, batch = load_rows(row("1"), row("2", "2021/4/31"), row("3", 世帯番号="S1"), skip_errors=True)
    assert set(Contact.objects.values_list("record_number", flat=True)) == {"1", "3"}
    assert batch.summary["errors"][0]["row"] == 3


def test_an_unknown_heading_stops_everything(small):
    lines = table({**row("1"), "備考": "大切"}, headings=(*HEADINGS, "備考"))
    for skip_errors in (False, True):
        found, batch = load(as_csv(lines), skip_errors=skip_errors)
        assert batch is None and reasons(found) == [(1, "備考", "")]


def test_a_value_without_heading_stops_everything(small):
    lines = table(row("1"))
    lines[1].append("欄外のメモ")
    found, batch = load(as_csv(lines))
    assert batch is None and reasons(found) == [(2, "P列", "欄外のメモ")]


def test_missing_headings_are_named(small):
    found, _ = load(as_csv(table(row("1", 対応実績="新規相談"), headings=("日付", "対応実績", "相談者", "相談内容"))))
    assert [each[1] for each in reasons(found)][:3] == ["地区", "対応方法", "支援対象者"]


def test_the_same_number_twice_in_a_file(small):
    found, _ = load_rows(row("1"), row("1", "2021-04-06"))
    assert reasons(found) == [(3, "記録番号", "1")]
    assert "2行目" in found.reading.errors[0].reason


def test_a_date_outside_the_given_year(small):
    found = plan(as_csv(table(row("1", "2021-03-31"), row("2", "2021-04-01"))), fiscal_year=2021)
    assert reasons(found) == [(2, "日付", "2021-03-31")]


def test_two_people_of_the_same_name(small):
    for username in ("a", "b"):
        make_user("coordinator", username)
    User.objects.filter(username__in=("a", "b")).update(name="山田 花子")
    found, _ = load_rows(row("1", 担当者="山田花子"), row("2", 担当者="b"))
    assert reasons(found) == [(2, "担当者", "山田花子")]


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n\x00\x00", b"<html></html>", b"PK\x03\x04 broken"])
def test_what_is_no_table_is_refused_with_a_reason(small, content):
    with pytest.raises(SheetError) as refused:
        load(content, "records.xlsx")
    assert str(refused.value)


def test_a_table_of_something_else(small):
    found, batch = load(as_csv([["氏名", "住所"], ["見本", "見本市"]]))
    assert batch is None and "見つかりません" in found.reading.errors[0].reason


def test_a_sheet_that_is_not_there(small):
    found, _ = load(as_csv(table(row("1"))), sheet="5月")
    assert "records" in found.reading.errors[0].reason


def test_without_a_codebook(db):
    found, _ = load_rows(row("1"))
    assert "分類表" in found.reading.errors[0].reason
