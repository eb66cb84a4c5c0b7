"""Every output of a public copy leaves out the same figures; the report of the office keeps them all."""
import io
import json

import openpyxl
import pytest
from django.core.management import call_command
from django.urls import reverse

from reports.grid import MASKED
from reports.margins import of_year
from reports.masked import leaves_nothing, masked
from reports.masking import Mask, mask_of
from reports.outputs import FORMATS, file_name
from tests.factories import log_contact
from tests.reports import readers
from tests.reports.factories import CONTEXT, make_report


@pytest.fixture(scope="module")
def public():
    report = make_report()
    return masked(report, mask_of(report, None, 6))


def written(report, name):
    return FORMATS[name].write(report, CONTEXT)


def hidden_in(report):
    return {key for key, figure in readers.of_report(report).items() if figure == MASKED}


def test_the_example_hides_figures_of_every_sort(public):
    hidden = hidden_in(public)
    assert ("相談内容内訳", "生涯学習・スポーツ", "大沢") in hidden and ("新規相談件数", "連雀", "6月") in hidden
    assert {column for _, _, column in hidden} >= {"合計", "割合", "大沢（前年度）", "12月"}


def test_a_copy_of_which_nothing_is_left_is_told(small, coordinator, as_user, monkeypatch):
    report = make_report()
    public = masked(report, mask_of(report, None, 3))
    values = frozenset(of_year(report).values)
    nothing = masked(report, Mask(6, values, values))
    assert leaves_nothing(nothing) and not leaves_nothing(public) and not leaves_nothing(report)
    log_contact(small, coordinator, "kind:new", "target:elderly")
    for copy, told in ((nothing, True), (public, False)):
        monkeypatch.setattr("reports.views.report.build_public", lambda *_, copy=copy: copy)
        assert ("1つも残りません" in as_user(coordinator).get(reverse("report_public", args=[2021])).content.decode()) == told


def test_csv_shows_the_mark_and_what_it_means(public):
    rows = readers.csv_rows(written(public, "csv"))
    hidden = [row for row in rows if MASKED in (row["値"], row["前年度値"])]
    assert hidden and all(row["注記"] and "伏せて" in row["注記"] for row in hidden)
    marked = {(row["表"], row["分類"], row["地区"], row["月"]) for row in rows if row["値"] == MASKED}
    assert len(marked) == sum(1 for _, _, column in hidden_in(public) if "前年度" not in column and column != "割合")


def test_html_and_pdf_show_the_mark_in_the_same_cells(public, pdf_bytes):
    page = written(public, "html").decode()
    found = {(title, row[0].removesuffix("（再掲）"), place) for title, (_, *rows) in readers.Tables(page).tables.items()
             for row in rows for place, text in enumerate(row) if text.strip("（）") == MASKED}
    assert len(found) == len(hidden_in(public))
    assert public.masks in page and "公開用" in page and "公開用" in readers.pdf_text(pdf_bytes(public))


def test_json_has_null_and_names_what_is_left_out(public):
    document = json.loads(written(public, "json"))
    sport = document["tables"][1]["rows"][3]
    assert sport["cells"]["osawa"]["count"] is None and "count" in sport["cells"]["osawa"]["masked"]
    assert document["public"] and "X" not in json.dumps([each["cells"] for each in document["tables"][1]["rows"]])
    assert document["monthly"][0]["rows"][1]["masked_months"]


def test_the_workbook_shows_the_mark_in_the_same_cells(public):
    book = openpyxl.load_workbook(io.BytesIO(written(public, "xlsx")))
    cells = [cell.value for sheet in book.worksheets[2:-1] for row in sheet.iter_rows(min_row=5) for cell in row[1:]]
    assert cells.count(MASKED) == len(hidden_in(public))
    assert [row["値"] for row in readers.xlsx_rows(written(public, "xlsx"))] == [
        row["値"] for row in readers.csv_rows(written(public, "csv"))]


def test_the_file_says_that_it_is_for_publication(public):
    assert file_name(public, "pdf") == "実績報告_公開用_令和3年度_全地区.pdf"


@pytest.fixture
def contacts(small, coordinator):
    for day in range(5):
        log_contact(small, coordinator, "kind:case", "target:child", "topic:meal", text=str(day))
    log_contact(small, coordinator, "kind:new", "target:elderly", "topic:health", text="one")


def read(capsysbinary, *arguments):
    call_command("build_report", "--fiscal-year", "2021", "--format", "json", *arguments)
    return json.loads(capsysbinary.readouterr().out)


def test_the_command_leaves_out_what_it_is_asked_to(contacts, capsysbinary):
    internal, public = read(capsysbinary), read(capsysbinary, "--public")
    counts = [[row["total"] for row in document["tables"][0]["rows"]] for document in (internal, public)]
    assert counts[0][:2] == [1, 5] and counts[1][:2] == [None, None] and "public" not in internal


def test_the_page_offers_the_copy_and_the_office_keeps_its_figures(contacts, as_user, coordinator, django_assert_max_num_queries):
    client = as_user(coordinator)
    with django_assert_max_num_queries(32):
        page = client.get(reverse("report_public", args=[2021]))
    assert page.context["report"].masks in page.content.decode() and "か所" in page.content.decode()
    address = reverse("report_download", args=[2021, "json"])
    assert client.get(address).json()["tables"][0]["rows"][0]["total"] == 1
    assert client.get(address + "?public=1").json()["tables"][0]["rows"][0]["total"] is None


def test_the_council_decides_what_is_small(contacts, as_user, admin):
    client = as_user(admin)
    page = client.get(reverse("council_edit"))
    form = page.context["form"]
    client.post(reverse("council_edit"), {**{name: form[name].value() for name in form.fields if form[name].value()}, "mask_below": "1"})
    copy = client.get(reverse("report_download", args=[2021, "json"]) + "?public=1").json()
    assert copy["tables"][0]["rows"][0]["total"] == 1 and copy["masks"] == ""
