"""The previous year as 増減, 増減率 or 前年度比: the same in every output, and never 0 or ∞ where a year is missing."""
import io
import json
from dataclasses import replace
from fractions import Fraction

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.comparison import BRACKET, DIFFERENCE, RATE, RATIO, compared
from reports.grid import MASKED, NO_MARKS
from reports.outputs import FORMATS, wording
from tests.reports import readers
from tests.reports.factories import CONTEXT, make_report

pytestmark = pytest.mark.either
HEADINGS = {DIFFERENCE: "大沢（増減）", RATE: "大沢（増減率％）", RATIO: "大沢（前年度比％）"}
# 健康 1,446 after 1,225, 病気 1,000 after 700, 食事 new, スポーツ 2 after 0, 仕事 not available, ひきこもり 7 after 5, 合計
SHOWN = {DIFFERENCE: ["+221", "+300", "※1", "+2", "－", "+2", "+448"],
         RATE: ["18.0", "42.9", "※1", "皆増", "－", "40.0", "41.5"],
         RATIO: ["118.0", "142.9", "※1", "皆増", "－", "140.0", "141.5"]}
MODES = pytest.mark.parametrize("prior_as", [DIFFERENCE, RATE, RATIO])


def shown_as(report, prior_as, **marks):
    """The report with the table of topics showing the previous year so; `marks` on its last row."""
    grid = report.table("topic")
    rows = [row._replace(prior_as=prior_as) for row in (*grid.rows, grid.total)]
    rows[-1] = rows[-1]._replace(marks=NO_MARKS._replace(**marks))
    return replace(report, tables=(report.tables[0], replace(grid, rows=tuple(rows[:-1]), total=rows[-1])))


def written(report, name):
    return FORMATS[name].write(report, CONTEXT)


@given(st.integers(0, 5000), st.integers(1, 5000))
def test_rates_are_rounded_half_away_from_zero(count, prior):
    for text, exact in ((compared(count, prior, RATE, MASKED), Fraction(100 * (count - prior), prior)),
                        (compared(count, prior, RATIO, MASKED), Fraction(100 * count, prior))):
        off = abs(Fraction(text)) - abs(exact)
        assert -Fraction(1, 20) < off <= Fraction(1, 20) and Fraction(text) * exact >= 0 and text != "-0.0"


@pytest.mark.parametrize(("count", "prior", "changes"), [
    (None, 5, (None, None, None)), (5, None, (None, None, None)), (5, 0, (5, "皆増", "皆増")), (0, 0, (0, None, None)),
    (0, 5, (-5, "-100.0", "0.0")), (7, 7, (0, "0.0", "100.0")), (MASKED, 5, (MASKED,) * 3), (5, MASKED, (MASKED,) * 3),
    (MASKED, None, (None, None, None)), (3, 8, (-5, "-62.5", "37.5"))])
def test_what_is_missing_is_no_figure_and_from_zero_is_all_new(count, prior, changes):
    assert tuple(compared(count, prior, each, MASKED) for each in (DIFFERENCE, RATE, RATIO)) == changes
    assert compared(count, prior, BRACKET, MASKED) is None


def test_the_words_of_a_change():
    assert [wording.change(each, DIFFERENCE) for each in (21, -1234, 0, None, MASKED)] == ["+21", "△1,234", "0", "－", "X"]
    assert [wording.change(each, RATE) for each in ("2.5", "-1234.5", "0.0", "皆増", None)] == ["2.5", "△1,234.5", "0.0", "皆増", "－"]


@MODES
def test_html_and_pdf_print_the_change(prior_as, pdf_bytes):
    report = shown_as(make_report(), prior_as)
    head, *rows = readers.Tables(written(report, "html").decode()).tables["相談内容内訳"]
    assert [row[2] for row in rows] == SHOWN[prior_as] and "".join(head[1:3]) == HEADINGS[prior_as]
    assert prior_as != RATE or all("".join(row[:3]) in readers.pdf_text(pdf_bytes(report)) for row in rows)


@MODES
def test_the_workbook_holds_numbers(prior_as):
    sheet = openpyxl.load_workbook(io.BytesIO(written(shown_as(make_report(), prior_as), "xlsx")))["相談内容内訳"]
    found = [row[2] for row in sheet.iter_rows(min_row=5, max_row=11, values_only=True)]
    assert [each if isinstance(each, str) else wording.change(each if prior_as == DIFFERENCE else f"{each:.1f}", prior_as)
            for each in found] == SHOWN[prior_as]
    assert sheet["B4"].value == HEADINGS[prior_as] and sheet["C5"].number_format.count('"△"') == 1


@MODES
def test_the_long_form_and_json_hold_the_change_beside_both_figures(prior_as):
    report = shown_as(make_report(), prior_as)
    rows = [row for row in readers.csv_rows(written(report, "csv")) if (row["表"], row["地区"]) == ("相談内容内訳", "大沢")]
    assert {row["前年度との比較"] for row in rows} == {wording.PRIOR_WORDS[prior_as]} and rows[0]["前年度値"] == "1225"
    table = json.loads(written(report, "json"))["tables"][1]
    cells = [row["cells"]["osawa"] for row in (*table["rows"], table["total"])]
    assert [row["比較の値"] for row in rows] == ["" if each["change"] is None else str(each["change"]) for each in cells]
    assert table["prior_as"] == prior_as and [cells[0]["prior"], cells[2]["change"]] == [1225, None]
    assert readers.xlsx_rows(written(report, "xlsx")) == readers.csv_rows(written(report, "csv"))


def test_a_change_that_crosses_a_change_of_definition_is_marked_once_and_no_missing_one_is():
    report = shown_as(make_report(), DIFFERENCE, change="※2", priors={"osawa": "※2"})
    _, *rows = readers.Tables(written(report, "html").decode()).tables["相談内容内訳"]
    assert rows[-1][2] == "+448※2" and "".join(rows[-1][4:5]) == "1,909"
    assert report.table("topic").unmarked == []
    marked = openpyxl.load_workbook(io.BytesIO(written(report, "xlsx")))["相談内容内訳"]["C11"]
    assert (marked.value, marked.number_format) == (448, '"+"#,##0" ※2";"△"#,##0" ※2";0" ※2"')


def test_a_table_of_brackets_stays_as_it_was():
    before = make_report()
    assert "前年度との比較" in written(before, "csv").decode("utf-8-sig") and "change" not in written(before, "json").decode()
    assert readers.of_html(written(before, "html")) == readers.of_report(before)
