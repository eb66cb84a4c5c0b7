"""The workbook of a report can be handed in: cover, contents that lead to the tables, sheets ready for A4."""
import io
import re

import openpyxl
import pytest

from reports.grid import Note
from reports.outputs import FORMATS, wording
from tests.reports.factories import CONTEXT, changed, make_monthly, make_report, make_topics

pytestmark = pytest.mark.either


def book_of(report, context=CONTEXT):
    return openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"].write(report, context)))


@pytest.fixture(scope="module")
def book():
    return book_of(make_report(), changed(CONTEXT, made_by="佐藤"))


def texts(sheet):
    return [cell for row in sheet.values for cell in row if cell]


def test_the_cover_names_year_council_and_day(book):
    assert texts(book["表紙"])[:7] == ["下書き", "令和3年度", CONTEXT.programme, "地域福祉コーディネーター実績報告", "大沢地区・連雀地区",
                                       "令和4年4月5日", CONTEXT.council]
    assert "作成　佐藤" in texts(book["表紙"])


def test_each_line_of_the_contents_leads_to_the_title_of_its_table(book):
    links = {cell.value: cell.hyperlink.location for row in book["表紙"].iter_rows() for cell in row if cell.hyperlink}
    assert [*links][2:5] == ["（１）対応実績内訳", "①新規相談件数", "（２）相談内容内訳"]
    for words, location in links.items():
        sheet, place = re.fullmatch("'(.+)'!(.+)", location).groups()
        if words[0] in "（①":
            assert book[sheet][place].value == "令和3年度　" + re.sub("^(（.）|①)", "", words)
        assert sheet in book.sheetnames


def test_the_monthly_tables_stand_below_that_of_the_kinds(book):
    assert book.sheetnames == ["表紙", "集計について", "対応実績内訳", "相談内容内訳", "一覧（縦持ち）"]
    assert [text for text in texts(book["対応実績内訳"]) if str(text).startswith("令和3年度")] == ["令和3年度　対応実績内訳", "令和3年度　新規相談件数"]


def test_every_sheet_is_an_a4_page_wide_in_a_japanese_font(book):
    for sheet in book:
        assert sheet.page_setup.paperSize == 9 and sheet.page_setup.fitToHeight == 0
        assert "&P" in sheet.oddFooter.right.text and "令和3年度" in sheet.oddHeader.right.text
        assert {cell.font.name for row in sheet.iter_rows() for cell in row if cell.value is not None} == {"BIZ UDPGothic"}
    assert book["相談内容内訳"].print_title_rows == "$4:$4"


def test_a_page_ends_before_a_table_that_would_be_cut():
    months = tuple(changed(make_monthly(), kind=str(place), rows=make_monthly().rows * 8) for place in range(3))
    sheet = book_of(changed(make_report(), monthly=months))["対応実績内訳"]
    titles = [row[0].row for row in sheet.iter_rows() if str(row[0].value).startswith("令和3年度")]
    breaks = [each.id + 1 for each in sheet.row_breaks.brk]
    assert len(titles) == 4 and breaks and {*breaks} < {*titles}


def test_the_notes_of_a_figure_stand_in_the_order_under_the_table():
    grid = changed(make_topics(), notes=(Note("※1", "甲"), Note("※2", "乙"), Note("※3", "丙")))
    assert wording.marked_notes(grid, "※3※1※3") == "※1 甲 ※3 丙"
