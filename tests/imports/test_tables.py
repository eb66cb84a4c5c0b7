"""Finding the table in a sheet."""
import io

import openpyxl
import pytest

from cases.imports.sheets import Sheet, SheetError, read_sheets
from cases.imports.tables import MonthHint, column_letter, find_table, month_hint

KNOWN = {"日付", "地区", "記録", "相談者", "対応方法", "本人", "家族", "電話", "その他"}


def table_of(*rows, minimum=2, merges=()):
    return find_table(Sheet("4月", rows, merges=dict(merges)), KNOWN.__contains__, minimum)


def headings_of(table):
    return [(column.letter, column.group, column.name) for column in table.columns]


def test_headings_are_found_below_titles_and_rows_keep_their_numbers():
    table = table_of(["令和3年4月 記録"], [], ["日付", "地区", "備　考"], ["4/5", "大沢"], ["", " "], ["4/6", "連雀", "x"])
    assert table.heading_row_number == 3
    assert headings_of(table) == [("A", None, "日付"), ("B", None, "地区"), ("C", None, "備 考")]
    assert table.rows == [(4, ["4/5", "大沢", ""]), (6, ["4/6", "連雀", "x"])]


@pytest.mark.parametrize("label", ["総合計", "合計", "合　計", "計", "総計", "小計"])
def test_a_totals_row_is_kept_apart(label):
    table = table_of(["日付", "地区"], ["4/5", "大沢"], ["", label, "1"], ["4/6", "計画係"])
    assert [row.number for row in table.rows] == [2, 4]
    assert table.totals == [(3, ["", label, "1"])]


def test_without_enough_headings_there_is_no_table():
    assert table_of(["日付", "x"], ["4/5", "大沢"]) is None
    assert table_of(*[["x"]] * 30, ["日付", "地区"]) is None
    assert table_of() is None


def test_a_heading_may_not_occur_twice():
    with pytest.raises(SheetError, match="見出し「地区」がB列とD列の両方にあります"):
        table_of(["日付", "地区", "", "地区"])


def test_an_unknown_or_blank_heading_may_occur_twice():
    assert len(table_of(["日付", "地区", "備考", "", "備考", ""]).columns) == 4


def test_names_below_group_headings():
    table = table_of(["日付", "相談者", "", "", "対応方法", "", "記録"], ["", "本人", "家族", "その他", "電話", "その他", ""],
                     ["4/5", "○", "", "", "", "○", "電話で"])
    assert headings_of(table) == [
        ("A", None, "日付"), ("B", "相談者", "本人"), ("C", "相談者", "家族"), ("D", "相談者", "その他"),
        ("E", "対応方法", "電話"), ("F", "対応方法", "その他"), ("G", None, "記録")]
    assert [row.number for row in table.rows] == [3]


def test_group_headings_above_the_row_found():
    table = table_of(["題", "", "相談者", "", "", "記録"], ["日付", "地区", "本人", "家族", "その他", ""], ["4/5"], minimum=4)
    assert headings_of(table) == [
        ("A", None, "日付"), ("B", None, "地区"), ("C", "相談者", "本人"), ("D", "相談者", "家族"), ("E", "相談者", "その他"),
        ("F", None, "記録")]
    assert table.heading_row_number == 2


def test_a_title_above_the_headings_is_no_group():
    table = table_of(["令和3年度", "", "（単位：件）"], ["日付", "地区", "記録"])
    assert {column.group for column in table.columns} == {None}


def test_a_merged_group_ends_with_its_area():
    book = openpyxl.Workbook()
    book.active.append(["", "相談者", "", ""])
    book.active.append(["日付", "本人", "家族", "記録"])
    book.active.append(["4/5", "○", "", "電話で"])
    book.active.merge_cells("B1:C1")
    file = io.BytesIO()
    book.save(file)
    table = find_table(read_sheets(file.getvalue(), "x.xlsx")[0], KNOWN.__contains__, 3)
    assert headings_of(table) == [("A", None, "日付"), ("B", "相談者", "本人"), ("C", "相談者", "家族"), ("D", None, "記録")]


@pytest.mark.parametrize("first_row", [["4/5", "大沢", "電話で", ""], ["", "", "電話で"], ["", "○", "", "x"], [5.0, "x", "", "y"]])
def test_a_first_row_of_data_is_not_taken_for_headings(first_row):
    table = table_of(["日付", "地区", "記録", ""], first_row)
    assert [row.number for row in table.rows] == [2]


@pytest.mark.parametrize(("index", "letter"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16383, "XFD")])
def test_columns_are_named_as_in_excel(index, letter):
    assert column_letter(index) == letter


@pytest.mark.parametrize(("name", "titles", "hint"), [
    ("4月", [], MonthHint(4, None)), ("４月分", [], MonthHint(4, None)), ("令和3年4月", [], MonthHint(4, 2021)),
    ("R3年1月", [], MonthHint(1, 2021)), ("令和3年度1月", [], MonthHint(1, 2022)), ("2021年12月 (2)", [], MonthHint(12, 2021)),
    ("Sheet1", [["相談記録（令和 ３年 ４月分）"]], MonthHint(4, 2021)), ("4月", [["令和3年4月 日報"]], MonthHint(4, 2021)),
    ("4月", [["令和3年5月"]], MonthHint(4, None)), ("Sheet1", [["3年4月"]], MonthHint(4, None)),
    ("平成元年1月", [], MonthHint(1, 1989)), ("Sheet1", [], None), ("Sheet1", [["4月〜6月"]], None), ("13月", [], None),
    ("R4.6", [], MonthHint(6, 2022)), ("Ｒ４．６月分", [], MonthHint(6, 2022)), ("2022-06", [], MonthHint(6, 2022)), ("令和4年1/", [], None),
    ("4.6", [], None), ("R4.13", [], None), ("R4.6.1", [], None), ("Sheet1", [["R4.6"]], None),
    ("Sheet1", [["4月5日現在"]], None), ("Sheet1", [["日付", "地区", "記録"], ["4月から入院"]], None),
])
def test_the_month_of_a_sheet(name, titles, hint):
    assert month_hint(Sheet(name, titles)) == hint
