"""What is exported comes back as it was: import(export(x)) = x, for records and for published figures."""
import datetime
import io
import random

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases import access
from cases.exports.figures import export_figures
from cases.exports.records import export_records
from cases.exports.tables import CSV, XLSX
from cases.imports.stored import contents
from cases.models import Case, Category, Contact, ContactCategory, Household, ImportBatch, PublishedFigure
from cases.services.imports import Source, import_file, plan_import
from tests.factories import log_contact, make_user

from .record_files import as_csv

pytestmark = pytest.mark.django_db
FEW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
# Every character that can be stored and that a file can hold; those that begin formulas and marks come often.
LETTERS = st.one_of(st.sampled_from("=+-@'◎;、；,\"\n\t　 <#合計｜|＝%"),
                    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\x85\u2028\u2029"))
TEXTS = st.text(LETTERS, max_size=30).map(str.strip)


@st.composite
def plans(draw):
    """What a contact holds, as plain values."""
    kind = draw(st.sampled_from(["new", "case", "outreach"]))
    topics = draw(st.lists(st.sampled_from(["health", "meal", "housing", "odd"]), unique=True))
    actions = draw(st.lists(st.sampled_from(["listen", "inform", "link"]), unique=True))
    return {
        "paths": [f"kind:{kind}", *(f"topic:{each}" for each in topics), *([draw(st.sampled_from(["target:elderly", "target:child"]))]
                                                                          if kind != "outreach" else [])],
        "actions": actions, "main": draw(st.sampled_from([None, *actions])), "district": draw(st.sampled_from(["osawa", "renjaku"])),
        "date": draw(st.dates(datetime.date(2021, 4, 1), datetime.date(2023, 3, 31))), "text": draw(TEXTS),
        "counterpart": draw(TEXTS), "minutes": draw(st.none() | st.integers(0, 1440)),
        "time": draw(st.none() | st.times().map(lambda each: each.replace(second=0, microsecond=0))),
        "number": draw(st.booleans()), "case": draw(st.sampled_from([None, "家1", "会"])),
        "also": draw(st.lists(st.sampled_from(["家1", "会", "ほかの 家=2"]), unique=True))}


@pytest.fixture
def council(small, coordinator, admin):
    """The small council with names that are hard to write: a separator in a label, a user who looks like a formula."""
    small.categories["topic:odd"] = Category.objects.create(
        axis=small.axes["topic"], code="odd", label="ゴミ、ペット;ほか", aliases="ごみ", order=9)
    Category.objects.create(axis=small.axes["topic"], code="twin", label="食事 ", first_year=1990, order=10)
    household = Household.objects.create(number="家1")
    small.people = [coordinator, make_user("coordinator", "@hanako", *small.districts.values())]
    small.cases = {"ほかの 家=2": Case.objects.create(number="ほかの 家=2", title="家2", household=household, district=small.districts["osawa"],
                                                 opened_on=datetime.date(2020, 4, 1)), "家1": Case.objects.create(number="家1", title="家1", household=household, district=small.districts["osawa"],
                                             opened_on=datetime.date(2020, 4, 1)),
                   "会": Case.objects.create(number="会", title="会", subject="group", subject_name="会",
                                            district=small.districts["osawa"], opened_on=datetime.date(2020, 4, 1))}
    return small


def store(council, planned):
    for place, each in enumerate(planned):
        contact = log_contact(council, council.people[0], *each["paths"], date=each["date"], district=each["district"],
                              text=each["text"], counterpart=each["counterpart"], minutes=each["minutes"], time=each["time"],
                              record_number=f"=番号{place}" if each["number"] else None, case=council.cases.get(each["case"]))
        contact.coordinators.set(council.people[:place % 3])
        contact.also_cases.set(council.cases[number] for number in each["also"] if each["case"] not in (None, number))
        ContactCategory.objects.bulk_create(ContactCategory.of(
            contact, council.categories[f"action:{code}"], council.axes["action"], code == each["main"]) for code in each["actions"])


def stored():
    """All records as content, in an order that is none of the files'."""
    return sorted((sorted(each.content.items()) for each in contents(Contact.objects.all())), key=repr)


def load(content, subject=ImportBatch.Subject.RECORDS, name="file"):
    return import_file(source=Source(subject, name, content))[0]


def shuffled(export, seed, file_format):
    """The same export with its rows, sheets and columns in another order."""
    shuffle = random.Random(seed)  # noqa: S311 (an order, not a secret)
    order = shuffle.sample(range(len(export.headings)), len(export.headings))
    if export.headings[order[0]] != "日付" and "日付" in export.headings:
        order.sort(key=lambda place: export.headings[place] != "日付")  # a first cell 「合計」 would be a row of totals
    sheets = {name: [[row[place] for place in order] for row in shuffle.sample(rows, len(rows))] for name, rows in export.sheets.items()}
    head = [export.headings[place] for place in order]
    names = shuffle.sample(sorted(sheets), len(sheets))
    return type(export)(head, {name: sheets[name] for name in names}).write(file_format)


@FEW
@given(st.lists(plans(), min_size=1, max_size=5), st.sampled_from([CSV, XLSX]), st.integers())
def test_records_come_back_as_they_were(council, planned, file_format, seed):
    with transaction.atomic():
        store(council, planned)
        before, export = stored(), export_records(Contact.objects.all())
        assert export.troubles == []
        again = plan_import(source=Source(ImportBatch.Subject.RECORDS, "file", shuffled(export, seed, file_format)))
        assert (again.reading.errors, again.created, again.updated, again.unchanged) == ([], 0, 0, len(planned))
        Contact.everything.all().delete()
        Case.everything.all().delete()
        assert load(shuffled(export, seed, file_format)).reading.errors == []
        assert stored() == before
        transaction.set_rollback(True)


@st.composite
def printed(draw):
    """Published figures by key: districts and 全体, every axis, months and years, known and not available."""
    keys = st.tuples(st.sampled_from([2019, 2020, 2021]), st.sampled_from([None, "osawa"]), st.sampled_from(["kind:new", "topic:meal",
                     "topic:health", "action:", "topic:"]), st.sampled_from([None, 4, 1, 3]))
    notes = TEXTS.filter(lambda text: len(text) <= 30)
    return draw(st.dictionaries(keys, st.tuples(st.none() | st.integers(-5, 10**6), notes), min_size=1, max_size=8))


@FEW
@given(printed(), st.sampled_from([CSV, XLSX]), st.integers())
def test_figures_come_back_as_they_were(council, figures, file_format, seed):
    with transaction.atomic():
        for (year, district, path, month), (value, note) in figures.items():
            year = max(year, 2021) if path == "topic:meal" else max(year, 2020) if district else year
            axis, code = path.split(":")
            PublishedFigure.objects.get_or_create(
                fiscal_year=year, district=council.districts.get(district), axis=council.axes[axis], month=month,
                category=council.categories.get(path) if code else None, defaults={"value": value, "note": note})
        before, export = set(values()), export_figures(PublishedFigure.objects.all())
        assert export.troubles == []
        content = shuffled(export, seed, file_format)
        again = plan_import(source=Source(ImportBatch.Subject.FIGURES, "file", content))
        assert (again.reading.errors, again.created, again.updated) == ([], 0, 0)
        PublishedFigure.objects.all().delete()
        load(content, ImportBatch.Subject.FIGURES)
        assert set(values()) == before
        transaction.set_rollback(True)


def values():
    return PublishedFigure.objects.values_list("fiscal_year", "district", "axis", "category", "month", "value", "note")


def test_a_record_typed_on_screen_is_not_taken_for_a_row_that_says_less(council):
    contact = log_contact(council, council.people[0], text="画面で入力")
    export = export_records(Contact.objects.all())
    few = ["日付", "地区", "対応実績", "相談者", "対応方法", "支援対象者"]
    line = [export.sheets["令和3年度"][0][export.headings.index(each)] for each in few]
    assert load(as_csv([few, line])).created == 1
    assert Contact.objects.filter(text="").count() == 1 and Contact.objects.get(pk=contact.pk).text == "画面で入力"


def test_what_the_import_could_not_read_is_said_and_the_command_fails(council, tmp_path, capsys):
    log_contact(council, council.people[0], text="あ" * 40_000)
    with pytest.raises(CommandError, match="1件"):
        call_command("export_records", "--output", str(tmp_path / "records.csv"))
    assert "32,767文字" in capsys.readouterr().err


def test_the_commands_write_what_the_import_commands_read(council, tmp_path, capsys):
    log_contact(council, council.people[0], "topic:odd", record_number="7")
    call_command("export_records", "--fiscal-year", "R3", "--output", str(tmp_path / "records.xlsx"))
    call_command("export_figures", "--output", str(tmp_path / "figures.csv"))
    call_command("import_records", str(tmp_path / "records.xlsx"))
    assert "対応記録を1件書き出しました" in (said := capsys.readouterr().out) and "変更なし1件" in said


def test_the_browser_gives_what_is_in_sight(council, as_user, supervisor):
    log_contact(council, council.people[0], text="見える")
    client = as_user(supervisor)
    assert "令和3年度" in client.get(reverse("export_list")).content.decode()
    response = client.get(reverse("export_file", args=["records", "csv"]) + "?fiscal_year=2021")
    assert response["Content-Type"].startswith("text/csv") and "見える" in response.content.decode()
    assert client.get(reverse("export_file", args=["records", "csv"]) + "?fiscal_year=x").status_code == 404
    assert client.get(reverse("export_file", args=["users", "csv"])).status_code == 404


def test_what_is_out_of_sight_is_not_in_the_file(council, other_coordinator, coordinator):
    log_contact(council, coordinator, text="大沢の記録")
    assert export_records(access.visible_contacts(other_coordinator)).count == 0
    assert export_records(access.visible_contacts(coordinator)).count == 1


def test_sheets_are_fiscal_years(council):
    log_contact(council, council.people[0])
    log_contact(council, council.people[0], date=datetime.date(2022, 4, 1))
    book = openpyxl.load_workbook(io.BytesIO(export_records(Contact.objects.all()).write(XLSX)))
    assert book.sheetnames == ["令和3年度", "令和4年度"]
