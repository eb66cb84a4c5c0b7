"""Labels that would like to be formulas, links or pages of their own stay texts."""
import csv
import io
import re
import zipfile

import openpyxl
import pytest

from cases.formulas import restore
from reports.outputs import FORMATS, file_name
from tests.reports import readers
from tests.reports.factories import CONTEXT, RENJAKU, changed, make_report

FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "＝1", "\t=1", "'=1", "{=1}", "=HYPERLINK(\"http://127.0.0.1\")",
            "http://127.0.0.1/", "mailto:x", "0123", "internal:Sheet1!A1"]


def written(label, name):
    return FORMATS[name].write(make_report(label), CONTEXT)


@pytest.mark.parametrize("label", FORMULAS)
def test_a_csv_cell_is_no_formula_and_reads_back(label):
    rows = list(csv.reader(io.StringIO(written(label, "csv").decode("utf-8-sig"), newline="")))
    cell = next(row for row in rows if restore(row[3]) == label)[3]
    assert cell[0] not in "=+-@＝\t"


@pytest.mark.parametrize("label", FORMULAS)
def test_a_cell_of_the_workbook_is_a_text(label):
    content = written(label, "xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(content))["相談内容内訳"]
    assert (sheet["A5"].value, sheet["A5"].data_type) == (label, "s")
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        sheets = [parts.read(name).decode() for name in parts.namelist() if "worksheets/sheet" in name]
    assert not any("<f>" in each or re.search("<hyperlink[^>]* r:id", each) for each in sheets)
    assert sum("<hyperlink" in each for each in sheets) == 1  # the contents on the cover, which lead to its own sheets


def test_html_shows_tags_as_text():
    page = written("<script>alert(1)</script><img src=x>", "html").decode()
    assert "&lt;script&gt;" in page and not re.search("<script|<img", page)


def test_the_html_page_loads_nothing():
    page = written("食", "html").decode()
    assert not re.search(r"""(?:src|href)=["'](?!#)|url\(|@import|@font-face""", page)


@pytest.mark.parametrize(("districts", "whole", "name"), [
    ([], True, "実績報告_令和3年度_全地区.pdf"), (["大沢"], False, "実績報告_令和3年度_大沢.pdf"),
    (["大沢", "連雀"], False, "実績報告_令和3年度_大沢・連雀.pdf"), (["a/b:c"], False, "実績報告_令和3年度_a＿b＿c.pdf"),
    (["一", "二", "三", "四"], False, "実績報告_令和3年度_一ほか3地区.pdf"),
])
def test_file_names(districts, whole, name):
    columns = tuple(changed(RENJAKU, code=each, name=each) for each in districts)
    assert file_name(changed(make_report(whole=whole), districts=columns), "pdf") == name


def test_sheets_get_names_that_excel_takes():
    report = make_report()
    titles = ["対応[内訳]:*?/\\", "対応［内訳］" * 9, "対応［内訳］" * 9, "一覧（縦持ち）"]
    grids = tuple(changed(report.tables[1], title=title) for title in titles)
    book = openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"].write(changed(report, tables=grids), CONTEXT)))
    assert len(set(book.sheetnames)) == 7 and max(map(len, book.sheetnames)) <= 31


def test_a_negative_share_stays_a_number():
    report = make_report()
    grid = report.tables[0]
    rows = (changed(grid.rows[0], percent="-1.6"), *grid.rows[1:])
    report = changed(report, tables=(changed(grid, rows=rows), *report.tables[1:]))
    shares = [row["割合"] for row in readers.csv_rows(FORMATS["csv"].write(report, CONTEXT))]
    assert "-1.6" in shares and "'-1.6" not in shares
