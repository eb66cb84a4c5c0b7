"""Every table says in a line under it how it counts, the monthly ones too, in every output."""
import openpyxl
import pytest

from cases.models import Axis, Category
from reports.layout import build
from reports.outputs import FORMATS
from reports.scope import scope_of
from tests.factories import log_contact
from tests.reports.factories import CONTEXT
from tests.reports.readers import pdf_text

pytestmark = pytest.mark.either


@pytest.fixture
def report(small, coordinator):
    log_contact(small, coordinator, "kind:new", "target:elderly")
    return build(scope_of(2021))


def rules(report):
    return [each.rule for each in (*report.tables, *report.monthly)]


def test_every_table_has_one_and_the_screen_shows_it(as_user, coordinator, report):
    page = as_user(coordinator).get("/reports/2021/").content.decode()
    assert len(rules(report)) == 8 and all(rules(report))
    assert page.count("数え方：") == 8 and all(f"数え方：{rule}" in page for rule in rules(report))


@pytest.mark.parametrize("name", ["html", "csv", "json"])
def test_every_text_output_prints_it(report, name):
    text = FORMATS[name].write(report, CONTEXT).decode("utf-8-sig")
    assert all(rule in text for rule in rules(report))


def test_the_pdf_prints_it(report, pdf_bytes):
    text = "".join(pdf_text(pdf_bytes(report)).split())
    assert all("".join(rule.split()) in text for rule in rules(report))


def test_every_sheet_prints_it(report, tmp_path):
    path = tmp_path / "report.xlsx"
    path.write_bytes(FORMATS["xlsx"].write(report, CONTEXT))
    found = {cell for sheet in openpyxl.load_workbook(path) for row in sheet.iter_rows(values_only=True) for cell in row}
    assert {f"数え方：{rule}" for rule in rules(report)} <= found


def test_it_speaks_of_the_kinds_and_of_what_is_unknown_as_the_council_does(small, coordinator):
    Axis.objects.filter(code="kind").update(name="業務の区分")
    axis = Axis.objects.create(code="home", name="世帯", answer="single", source="household", order=9)
    axis.asked_for.add(small.categories["kind:new"])
    Category.objects.create(axis=axis, code="unknown", label="聞いていない")
    report = build(scope_of(2021))
    assert report.table("home").rule.startswith("業務の区分が「新規相談」の対応記録を延べで数えています。本人や世帯の分からない対応記録は「聞いていない」に数えています。")
    assert report.monthly[0].rule.startswith("業務の区分が「新規相談」")
