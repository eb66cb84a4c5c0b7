"""A cell that shows an error of the office program is read as what it shows, and never as blank."""
import pytest

from cases.imports.sheets import read_sheets
from tests.imports.record_files import as_csv, plan, reasons, row, table
from tests.messy.workbooks import Page, Shown, as_ods, as_xls, as_xlsx

WRITERS = {"a.xlsx": as_xlsx, "a.ods": as_ods, "a.xls": as_xls}


@pytest.mark.either
@pytest.mark.parametrize("name", WRITERS)
def test_each_format_gives_what_the_cell_shows(name):
    rows = [["記録番号", "記録"], ["1", Shown("#REF!")], [Shown("#N/A"), "あ"]]
    pages = [Page("一", [["空き"]]), Page("二", rows)]
    found = read_sheets(WRITERS[name](pages), name)
    assert [list(each) for each in found[1].rows] == [["記録番号", "記録"], ["1", "#REF!"], ["#N/A", "あ"]]
    assert [list(each) for each in found[0].rows] == [["空き"]]


@pytest.mark.parametrize("heading", ["日付", "時刻", "所要分", "地区", "担当者", "対応実績", "相談内容", "世帯番号", "記録", "記録番号"])
def test_a_record_with_one_is_refused_with_its_heading(small, heading):
    lines = table(row("1") | {heading: Shown("#REF!")})
    assert reasons(plan(as_xlsx([Page("記録", lines)]), "a.xlsx")) == [(2, heading, "#REF!")]


def test_so_is_one_in_a_csv(small):
    found = plan(as_csv(table(row("1") | {"記録": "#DIV/0!"})))
    assert "エラーの値" in found.reading.errors[0].reason
