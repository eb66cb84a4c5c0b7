"""load_codebook: what is refused, where and why; and then nothing of the file is in the database."""
import datetime

import pytest

from cases.models import Axis, Category, Contact, District, PublishedFigure
from cases.services.codebook import load_codebook
from cases.services.contacts import create_contact
from tests.factories import make_user
from tests.imports.codebook_files import council, write_folder, write_workbook

pytestmark = [pytest.mark.django_db, pytest.mark.either]

WRONG = [
    ("軸", 2, "回答", "いくつでも", "のどれか"),
    ("軸", 2, "割合", "人数", "のどれか"),
    ("軸", 2, "端数", "切捨て", "のどれか"),
    ("軸", 2, "対象", "talk;tel", "「tel」という対応実績"),
    ("軸", 1, "対象", "talk", "すべての記録"),
    ("軸", 1, "回答", "複数", "「単一」に"),
    ("軸", 2, "軸コード", "困り", "半角の英数字"),
    ("軸", 2, "軸名", "地区", "見出しと同じ"),
    ("軸", 2, "軸名", "活動区分", "同じ名前"),
    ("軸", 2, "軸名", "", "空欄"),
    ("軸", 2, "並び順", "最後", "整数"),
    ("軸", 2, "単位", "世帯" * 6, "10文字以内"),
    ("分類", 3, "軸コード", "worries", "軸の表にありません"),
    ("分類", 4, "親", "talk", "軸「活動区分（kind）」の分類"),
    ("分類", 4, "親", "moneys", "同じ軸にありません"),
    ("分類", 4, "親", "debt", "自分自身"),
    ("分類", 3, "親", "debt", "2段まで"),
    ("分類", 4, "終了年度", "2018", "終了年度が開始年度より前"),
    ("分類", 4, "開始年度", "昭和64年度", "平成元年度"),
    ("分類", 3, "終了年度", "2020", "親「お金（money）」の年度の外"),
    ("分類", 4, "統合先", "money", "軸コード:分類コード"),
    ("分類", 4, "統合先", "worry:loan", "統合先の分類がありません"),
    ("分類", 4, "分類コード", "money", "同じコードが4行目"),
    ("分類", 4, "再掲", "はい", "「1」か空欄"),
    ("分類", 4, "月別", "1", "対応実績の分類だけ"),
    ("分類", 4, "名称", "合計", "集計に使う"),
    ("分類", 4, "名称", "お 金", "同じ名前"),
    ("分類", 4, "注記", "長" * 301, "300文字以内"),
    ("地区", 1, "開始日", "令和元年13月1日", "13月"),
    ("地区", 1, "終了日", "2019-03-31", "終了日が開始日より前"),
    ("地区", 1, "町丁目", "若葉4〜3丁目", "丁目の順"),
]


@pytest.fixture
def load(tmp_path):
    """Write a codebook as CSV files and load it."""
    return lambda tables=None, **changes: load_codebook(write_folder(tmp_path, tables or council(**changes)))


@pytest.mark.parametrize(("sheet", "row", "heading", "value", "reason"), WRONG)
def test_a_wrong_cell(load, sheet, row, heading, value, reason):
    result = load(**{sheet: (row, heading, value)})
    said = [(each.row, each.column) for each in result.problems if reason in each.reason]
    assert (row + 1, heading) in said
    assert all(each.sheet.endswith(".csv") for each in result.problems)
    assert (Axis.objects.count(), Category.objects.count(), District.objects.count()) == (0, 0, 0)


def test_an_alias_that_another_category_has(load):
    problem, = load(分類=(4, "別名", "貸付;お金")).problems
    assert (problem.row, problem.column) == (5, "名称") and "「お金」は「お金（money）」と同じ名前" in problem.reason


def test_every_problem_is_said_at_once(load):
    tables = council(軸=(2, "回答", "いくつでも"), 分類=(4, "終了年度", "来年"), 地区=(1, "開始日", ""))
    assert [(each.sheet, each.row) for each in load(tables).problems] == [
        ("axes.csv", 3), ("categories.csv", 5), ("districts.csv", 2)]


def test_unknown_double_and_missing_headings(load):
    tables = council()
    tables["軸"][0][2:5] = ["解答", "単位", "単位"]
    said = {(each.column, each.row) for each in load(tables).problems}
    assert said == {("解答", 1), ("回答", 1), ("単位", 1)}


def test_the_axis_kind_must_be_there(load):
    tables = council()
    tables["軸"] = [row for row in tables["軸"] if row[0] != "kind"]
    assert any("軸コード「kind」" in each.reason for each in load(tables).problems)


def test_a_file_that_is_no_workbook(tmp_path):
    (tmp_path / "分類.xlsx").write_bytes(b"%PDF-1.7 not a workbook")
    assert load_codebook(tmp_path / "分類.xlsx").messages[0].startswith("分類.xlsx 表計算ファイルではありません")


def test_a_workbook_without_the_sheets(tmp_path):
    tables = {"Sheet1": council()["軸"]}
    said = load_codebook(write_workbook(tmp_path / "x.xlsx", tables)).messages
    assert said == [f"{sheet} このシートがありません。" for sheet in ("軸", "分類", "地区")]


def test_a_folder_without_the_files_and_a_path_that_is_not_there(tmp_path):
    assert load_codebook(tmp_path).messages[0] == "axes.csv ファイルがありません。"
    assert load_codebook(tmp_path / "nowhere").messages[0].startswith("nowhere ファイルがありません。")


def test_a_file_in_an_unreadable_encoding_or_empty(tmp_path):
    write_folder(tmp_path, council())
    (tmp_path / "axes.csv").write_bytes(b"\xff\xfe\x81")
    (tmp_path / "districts.csv").write_bytes(b"")
    said = load_codebook(tmp_path).messages
    assert "文字コード" in said[0] and "空" in said[1]


@pytest.fixture
def logged(load):
    """A contact of fiscal year 2022 about 借金."""
    load()
    user = make_user("coordinator", "higashi", District.objects.get())
    chosen = {code.split(":")[0]: [Category.objects.get(code=code.split(":")[1])] for code in ("kind:talk", "worry:debt")}
    contact = Contact(date=datetime.date(2023, 3, 31), district=District.objects.get())
    return create_contact(contact=contact, categories=chosen, coordinators=[user], by=user)


def test_the_answer_cannot_change_under_contacts(load, logged):
    problem, = load(軸=(2, "回答", "単一")).problems
    assert (problem.row, problem.column) == (3, "回答") and "1件" in problem.reason
    assert Axis.objects.get(code="worry").answer == "multiple_main"


def test_years_cannot_be_narrowed_past_contacts(load, logged):
    problem, = load(分類=(4, "終了年度", "2021")).problems
    assert (problem.row, problem.column) == (5, "終了年度") and "令和4年度" in problem.reason
    assert Category.objects.get(code="debt").last_year == 2022


def test_years_cannot_be_narrowed_past_published_figures(load):
    load()
    debt = Category.objects.get(code="debt")
    PublishedFigure.objects.create(fiscal_year=2019, axis=debt.axis, category=debt, value=3)
    problem, = load(分類=(4, "開始年度", "2020")).problems
    assert problem.column == "開始年度" and "公表値" in problem.reason


def test_years_may_be_narrowed_as_far_as_the_contacts_reach(load, logged):
    assert load(分類=(4, "開始年度", "2022")).problems == []
