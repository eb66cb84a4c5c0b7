"""C7: texts that a spreadsheet would run stay texts in every export, and reading an export gives them back."""
import csv
import io
import re
import zipfile

import openpyxl
import pytest
from django.db.models import Value
from django.db.models.functions import Concat
from django.urls import reverse
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cases import reference
from cases.formulas import restore
from cases.models import Category, Resource
from cases.reference import TABLES, import_reference
from reports.outputs import FORMATS
from tests.access_table import ROUTES
from tests.measures import measured
from tests.objects import address, make_objects
from tests.reports.factories import CONTEXT, changed, make_report

RUN = re.compile("[\\s\u00ad\u200b-\u200f\u2060\ufeff]*[=+\\-@|%＝＋－＠]|[\t\r\n\ufeff]")
NASTY = ["=1+1", "+1", "-1", "@SUM(A1)", "|calc", "%x", "\t=1", "\ufeff=1", "　=1", "\xa0=1", "＝1", "＋1", "－1", "＠SUM",
         "'=1", "''=1", '=cmd|" /C calc"!A0', '=HYPERLINK("http://127.0.0.1/"&A1)', "DDE(\"cmd\";1)", "'", "{=1}", "_x003D_1",
         "_x000D_=1", "=1\n=2", "a\n=1", "0123", "1e5", "http://127.0.0.1/", "mailto:x", "TRUE", "#REF!"]
TEXTS = st.sampled_from(NASTY) | st.text(st.sampled_from("'=+-@|%＝－ \t\n\ufeff　\xa0_x0dA食")) | st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Co", "Cn"]))
EXPORTS = {"report_download", "register_download", "export_file", "reference_export", "ledger_export", "codebook_export"}


def read_csv(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def run_in_csv(content: bytes) -> list[str]:
    """Cells that a spreadsheet would run. A number of ours (a share below zero) is none."""
    return [cell for line in read_csv(content) for cell in line
            if RUN.match(cell) and not re.fullmatch(r"-\d+(\.\d+)?", cell)]


def run_in_xlsx(content: bytes) -> list[str]:
    """Formulas and links out of a workbook, and cells that hold such a text as anything but a text."""
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        found = [mark for name in parts.namelist() if "worksheets/sheet" in name
                 for mark in re.findall(r"<f[ >]|<hyperlink[^>]* r:id", parts.read(name).decode())]
    return found + [cell.value for sheet in openpyxl.load_workbook(io.BytesIO(content)) for line in sheet.iter_rows()
                    for cell in line if isinstance(cell.value, str) and cell.data_type != "s"]


def report_of(text: str):
    """A report whose labels, titles, districts, notes and units are all the text."""
    report = make_report(text)
    tables = tuple(changed(grid, title=text, unit=text, columns=tuple(changed(each, name=text) for each in grid.columns),
                           notes=tuple(changed(note, text=text) for note in grid.notes)) for grid in report.tables)
    return changed(report, tables=tables, districts=tuple(changed(each, name=text) for each in report.districts),
                   monthly=tuple(changed(each, label=text) for each in report.monthly))


HOSTILE_CONTEXT = changed(CONTEXT, council="=1+1", programme="@SUM(A1)", made_by="+1")


@pytest.mark.either
@given(TEXTS.filter(lambda text: text.strip()))
@settings(max_examples=40, deadline=None)
@example("=1+1")
@example("𠮷" * 40)
def test_no_cell_of_a_report_is_run_whatever_its_labels_are(text):
    report = report_of(text)
    content = FORMATS["csv"].write(report, HOSTILE_CONTEXT)
    assert run_in_csv(content) == []
    assert text in {restore(cell) for line in read_csv(content) for cell in line}
    assert run_in_xlsx(FORMATS["xlsx"].write(report, HOSTILE_CONTEXT)) == []
    measured("C7", report_texts_tried=1, cells_run=0)


def stored(text: str) -> str:
    """What a field keeps of a text: no spaces around it, plain line breaks."""
    return text.replace("\r\n", "\n").strip()


@pytest.mark.django_db
@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_reading_an_export_gives_every_text_back(admin, file_format):
    @given(st.lists(TEXTS.map(stored).filter(bool), min_size=6, max_size=6))
    @settings(max_examples=40 if file_format == "csv" else 15, deadline=None)
    @example(NASTY[:6])
    @example([stored(each) for each in NASTY[6:12]])
    @example([stored(each) for each in NASTY[12:18]])
    @example([stored(each) for each in NASTY[18:24]])
    def round_trip(texts):
        names = ("code", "name", "category", "address", "contact_person", "note")
        given = {name: text[:Resource._meta.get_field(name).max_length].strip() or "x" for name, text in zip(names, texts, strict=True)}
        Resource.objects.all().delete()
        Resource.objects.create(**given)
        content = reference.write(TABLES["resources"], file_format)
        assert (run_in_csv if file_format == "csv" else run_in_xlsx)(content) == []
        Resource.objects.all().delete()
        outcome = import_reference(table=TABLES["resources"], content=content, file_name="x", by=admin, dry_run=False)
        assert not outcome.problems
        assert {name: getattr(Resource.objects.get(), name) for name in names} == given
        measured("C7", texts_read_back=len(texts), changed_on_the_way=0)
    round_trip()


@pytest.mark.either
def test_every_export_is_among_those_tried(small, coordinator, admin, supervisor, client):
    objects, found = make_objects(small, coordinator), set()
    admin.assignments.create(district=small.districts["osawa"], starts_on="2020-04-01")
    for user, routes in ((admin, [route for route, line in ROUTES.items() if line.lets_in("admin")]),
                         (supervisor, [route for route, line in ROUTES.items() if not line.lets_in("admin")])):
        client.force_login(user)
        found |= {route for route in routes if "GET" in ROUTES[route].methods and "attachment" in client.get(
            address(route, objects)).headers.get("Content-Disposition", "")}
    assert found == EXPORTS


def test_the_codebook_as_a_workbook_runs_no_label(small, admin, client):
    Category.objects.filter(axis__code="topic").update(label=Concat(Value("=1+1"), "code"), note="@SUM(A1)")
    client.force_login(admin)
    content = client.get(reverse("codebook_export")).content
    assert run_in_xlsx(content) == []
    assert "=1+1meal" in str([row for sheet in openpyxl.load_workbook(io.BytesIO(content)) for row in sheet.iter_rows(values_only=True)])


# -- Negative controls

@pytest.mark.either
def test_a_csv_without_the_apostrophe_is_found(monkeypatch):
    monkeypatch.setattr("reports.outputs.csv.defuse", lambda text: text)
    assert "=1+1" in run_in_csv(FORMATS["csv"].write(report_of("=1+1"), CONTEXT))


@pytest.mark.either
def test_a_workbook_that_makes_formulas_is_found(monkeypatch):
    monkeypatch.setattr("xlsxwriter.worksheet.Worksheet.write_string", lambda self, *cell: self.write_formula(*cell[:3]))
    assert run_in_xlsx(FORMATS["xlsx"].write(report_of("=1+1"), CONTEXT))


@pytest.mark.django_db
def test_an_apostrophe_that_stays_is_found(admin, monkeypatch):
    Resource.objects.create(code="R-1", name="=1+1")
    content = reference.write(TABLES["resources"], "csv")
    monkeypatch.setattr(reference, "restore", lambda text: text)
    outcome = import_reference(table=TABLES["resources"], content=content, file_name="x", by=admin, dry_run=True)
    assert outcome.updated == 1
