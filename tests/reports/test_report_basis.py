"""A year of published figures, of records, or of both: each table says which it is, in every output."""
import io
import json

import openpyxl
import pytest

from reports.layout import build
from reports.outputs import FORMATS
from reports.scope import scope_of
from tests.factories import log_contact
from tests.reports import readers
from tests.reports.factories import CONTEXT

PRINTED = "公表値（当時の報告書の件数のまま）です。"


def basis(report) -> dict:
    return {grid.axis: grid.basis for grid in report.tables}


def test_a_counted_year_with_published_figures_before_it(small, coordinator, publish):
    log_contact(small, coordinator)
    publish(("osawa", "kind", "", 707), year=2020)
    found = basis(build(scope_of(2021)))
    assert found["kind"] == "対応記録から数えた件数です。（　）の前年度は公表値（当時の報告書の件数のまま）です。"
    assert found["topic"] == "対応記録から数えた件数です。"


def test_districts_and_axes_of_one_year_from_both(small, coordinator, publish):
    log_contact(small, coordinator, "kind:new", "target:elderly", "topic:health")
    publish(("renjaku", "kind", "new", 75), ("renjaku", "kind", "", 75))
    report = build(scope_of(2021))
    kinds, topics = report.table("kind"), report.table("topic")
    assert kinds.basis == "連雀は公表値、大沢は対応記録から数えた件数です。"
    assert (kinds.total.counts, kinds.total.total) == ([1, 75], 76)
    assert topics.basis == "大沢は対応記録から数えた件数、連雀は件数が分かりません。"
    assert (topics.total.counts, topics.total.total, topics.total.percent) == ([1, None], None, None)
    assert [row.percent for row in topics.rows] == [None, None, None]
    assert report.monthly[0].basis == kinds.basis


def test_a_year_with_only_published_figures(small, publish):
    publish(("osawa", "topic", "health", 225), ("osawa", "topic", "", 300),
            ("renjaku", "topic", "health", 75), ("renjaku", "topic", "", 100))
    report = build(scope_of(2021))
    topics = report.table("topic")
    assert topics.basis == PRINTED and report.table("kind").basis == "公表値も対応記録もありません。"
    assert [row.percent for row in topics.rows] == ["75.0", None, None] and topics.total.total == 400


def test_only_the_whole_was_published(small, publish):
    publish(("", "kind", "new", 132), ("", "kind", "", 707), ("", "kind", "new", 12, 4))
    report, after = build(scope_of(2021)), build(scope_of(2022))
    kinds = report.table("kind")
    assert kinds.basis == "大沢・連雀は件数が分かりません、合計は公表値です。"
    assert (kinds.total.total, kinds.rows[0].total) == (707, 132) and not kinds.total.linked
    assert report.monthly[0].total.counts == (12,) + (None,) * 11
    assert after.table("kind").total.prior_total == 707


def test_a_printed_whole_over_counted_districts_opens_no_contacts(small, coordinator, publish):
    for district in small.districts:
        log_contact(small, coordinator, "kind:new", "target:elderly", district=district)
    publish(("", "kind", "", 9))
    kinds = build(scope_of(2021)).table("kind")
    assert kinds.basis == "大沢・連雀は対応記録から数えた件数、合計は公表値です。"
    assert kinds.total.total == 9 and not kinds.total.linked and kinds.rows[0].linked


@pytest.fixture
def mixed(small, coordinator, publish):
    log_contact(small, coordinator, "kind:new", "target:elderly")
    publish(("renjaku", "kind", "", 75), ("renjaku", "kind", "new", 75))
    return build(scope_of(2021))


def xlsx_text(content):
    book = openpyxl.load_workbook(io.BytesIO(content))
    return "".join(str(cell) for sheet in book for row in sheet.values for cell in row if cell)


@pytest.mark.parametrize("name", ["json", "html", "pdf", "xlsx"])
def test_every_output_prints_the_line_under_its_table(mixed, name, request):
    line = mixed.table("kind").basis
    if name == "pdf":
        text = readers.pdf_text(request.getfixturevalue("pdf_bytes")(mixed))
    else:
        text = FORMATS[name].write(mixed, CONTEXT)
        text = xlsx_text(text) if name == "xlsx" else text.decode()
    assert text.count("".join(line.split())) == 3  # the table and two monthly ones


def test_the_page_prints_it_too(mixed, as_user, coordinator):
    page = as_user(coordinator).get("/reports/2021/").content.decode()
    assert page.count(mixed.table("kind").basis) == 3


def test_each_figure_of_the_csv_names_its_source(mixed):
    found = {row["地区"]: row["出典"] for row in readers.csv_rows(FORMATS["csv"].write(mixed, CONTEXT))
             if row["分類"] == "合計" and row["表"] == "対応実績内訳"}
    assert found == {"大沢": "対応記録", "連雀": "公表値", "合計": "公表値と対応記録"}


def test_json_keeps_its_keys(mixed):
    table = json.loads(FORMATS["json"].write(mixed, CONTEXT))["tables"][0]
    assert list(table)[:7] == ["axis", "title", "unit", "rows", "total", "notes", "basis"]


def test_of_a_wholly_printed_table_nothing_is_said_about_counting(small, coordinator, publish):
    publish(("osawa", "kind", "new", 707), ("renjaku", "kind", "new", 1), ("osawa", "topic", "meal", 3))
    log_contact(small, coordinator, "topic:meal")
    rules = {grid.axis: grid.rule for grid in build(scope_of(2021)).tables}
    assert rules["kind"] == "当時の報告書の数え方によります。" and "対応記録に複数の項目" in rules["action"]
