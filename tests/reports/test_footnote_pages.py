"""Supervisors and admins edit, hide, bring back and add footnotes; every output repeats them."""
import datetime
import io

import openpyxl
import pytest
from django.urls import reverse

from cases.models import Category, Footnote, Revision
from reports.layout import build
from reports.outputs import FORMATS
from reports.outputs.json import document
from reports.public import build_public
from reports.scope import scope_of
from tests.factories import log_contact
from tests.reports import readers
from tests.reports.factories import CONTEXT

pytestmark = pytest.mark.either
LIST = "/reports/2021/notes/"
MEAL, NEW = f"{LIST}topic/introduced-meal/", f"{LIST}new/?axis=topic"


@pytest.fixture
def site(as_user, small, coordinator, supervisor):
    log_contact(small, coordinator, "topic:pr", "topic:health", date=datetime.date(2021, 3, 31))
    log_contact(small, coordinator, "topic:meal", "topic:health")
    return as_user(supervisor)


def texts(axis="topic"):
    return {note.mark: note.text for note in build(scope_of(2021)).table(axis).notes}


def test_the_list_shows_each_note_with_where_it_stands(site):
    page = site.get(LIST).content.decode()
    assert "「食事」の前年度の数" in page and "自動（新設）" in page and "番号は表に付きません" in page


def test_a_text_is_edited_beside_the_codebooks_and_brought_back(site, supervisor):
    before = texts()["※1"]
    assert site.post(MEAL, {"text": "※1 食事は\n新しい項目です。", "version": "0"}).status_code == 302
    assert texts()["※1"] == "食事は 新しい項目です。"
    assert before in site.get(LIST).content.decode() and before in site.get(MEAL).content.decode()
    assert site.post(MEAL, {"text": "別の文", "version": "1", "revert": "1"}).status_code == 302
    assert texts()["※1"] == before and Footnote.objects.get().changed_by == supervisor
    assert Revision.objects.filter(kind="footnote").count() == 2


def test_saving_the_same_text_is_no_edit(site):
    site.post(MEAL, {"text": texts()["※1"], "version": "0"})
    assert Footnote.objects.get().text == ""


def test_a_note_is_hidden_with_a_reason_and_shown_again(site):
    text = texts()["※1"]
    assert site.post(MEAL, {"text": text, "is_hidden": "on", "version": "0"}).status_code == 422
    site.post(MEAL, {"text": text, "is_hidden": "on", "hidden_reason": "本文にあるため", "version": "0"})
    assert list(texts()) == ["※"] and text not in texts().values()
    rows = {row.code: row for row in build(scope_of(2021)).table("topic").rows}
    assert rows["meal"].cells["osawa"].prior_mark is None and "本文にあるため" in site.get(LIST).content.decode()
    site.post(MEAL, {"text": text, "version": "1"})
    assert texts()["※1"] == text


def test_an_edit_is_told_when_the_codebook_says_something_else_now(site):
    site.post(MEAL, {"text": "直した文", "version": "0"})
    Category.objects.filter(code="meal").update(note="災害のため設けました")
    assert "自動の文がその後に変わりました" in build(scope_of(2021)).warnings[-1]
    page = site.get(MEAL).content.decode()
    assert "災害のため設けました" in page and "直したときの自動の文" in page


@pytest.mark.parametrize(("row", "column", "expected"), [
    ("", "", lambda grid: grid.mark), ("health", "", lambda grid: grid.rows[0].marks.label),
    ("health", "count:renjaku", lambda grid: grid.rows[0].cells["renjaku"].mark),
    ("health", "prior:osawa", lambda grid: grid.rows[0].cells["osawa"].beside_prior),
    ("health", "count:", lambda grid: grid.rows[0].sums.mark), ("health", "percent", lambda grid: grid.rows[0].marks.percent),
    ("=", "count:osawa", lambda grid: grid.total.cells["osawa"].mark)])
def test_a_note_by_hand_stands_where_it_was_put(site, row, column, expected):
    assert site.post(NEW, {"row": row, "column": column, "text": "手で加えた注です。"}).status_code == 302
    grid = build(scope_of(2021)).table("topic")
    assert {note.mark: note.text for note in grid.notes}[expected(grid)] == "手で加えた注です。"
    form = site.get(reverse("footnote_edit", args=[Footnote.objects.get().pk])).context["form"]
    assert (form["row"].value(), form["column"].value()) == (row, column)


@pytest.mark.parametrize("wrong", [{"text": ""}, {"text": "※"}, {"row": "pr"}, {"column": "prior:renjaku"}, {"row": "", "column": "percent"},
                                   {"text": "あ" * 501}])
def test_a_note_without_text_or_place_is_refused(site, wrong):
    assert site.post(NEW, {"row": "health", "column": "", "text": "注"} | wrong).status_code == 422


def test_a_note_of_a_row_that_the_year_lost_is_told_and_listed(site, small):
    site.post(NEW, {"row": "housing", "text": "住まいの注"})
    Category.objects.filter(code="housing").update(last_year=2020)
    assert "「住まいの注」は、付けるところがなくなったため" in build(scope_of(2021)).warnings[-1]
    assert "今の表にはありません" in site.get(LIST).content.decode()
    assert site.get(reverse("footnote_edit", args=[Footnote.objects.get().pk])).status_code == 200


def test_a_note_is_of_one_year(site, small, coordinator):
    site.post(NEW, {"row": "health", "text": "今年だけの注"})
    log_contact(small, coordinator, "topic:meal", date=datetime.date(2022, 5, 1))
    assert not build(scope_of(2022)).table("topic").notes


@pytest.mark.parametrize("address", [f"{LIST}topic/introduced-x/", f"{LIST}nothing/introduced-meal/", f"{LIST}new/?axis=x%00",
                                     "/reports/1990/notes/"])
def test_what_does_not_exist_is_no_page(site, address):
    assert site.get(address).status_code == 404


@pytest.fixture
def noted(site, small):
    """A report with a mark at every kind of place."""
    Category.objects.filter(code="pr").update(merged_into=small.categories["topic:health"])
    for row, column in (("", ""), ("meal", ""), ("housing", "count:osawa"), ("housing", "count:"), ("=", "prior:osawa"),
                        ("meal", "percent")):
        site.post(NEW, {"row": row, "column": column, "text": f"{row}と{column}への注です。"})
    return build(scope_of(2021))


@pytest.mark.parametrize("name", ["csv", "json", "html", "xlsx", "pdf", "screen"])
def test_every_output_repeats_every_note(noted, site, name, pdf_bytes):
    notes = noted.table("topic").notes
    assert [note.mark for note in notes] == [f"※{number}" for number in range(1, 9)]
    if name == "screen":
        text = site.get("/reports/2021/").content.decode()
    elif name == "pdf":
        text = readers.pdf_text(pdf_bytes(noted))
    elif name == "xlsx":
        text = str(readers.xlsx_rows(FORMATS["xlsx"].write(noted, CONTEXT)))
    else:
        text = FORMATS[name].write(noted, CONTEXT).decode()
    assert all(note.mark in text and note.text in text for note in notes)


def test_notes_stand_beside_their_figures_in_the_csv(noted):
    rows = readers.csv_rows(FORMATS["csv"].write(noted, CONTEXT))
    found = {(row["分類"], row["地区"]): row["注記"] for row in rows if row["表"] == "相談内容内訳"}
    assert "housingとcount:osawaへの注です。" in found["住まい・道路", "大沢"] and not found["住まい・道路", "連雀"]
    assert "housingとcount:への注です。" in found["住まい・道路", "合計"]
    assert "mealとへの注です。" in found["食事", "連雀"] and "mealとpercentへの注です。" in found["食事", "合計"]
    assert "事業PR" in found["健康・医療・介護", "大沢"] and "とへの注です。" in found["合計", "連雀"]


def test_a_marked_figure_stays_a_number_in_the_workbook(noted):
    book = openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"].write(noted, CONTEXT)))
    sheet = next(each for each in book if each.title.startswith("相談内容"))
    [cell] = [each for row in sheet.iter_rows() for each in row if each.number_format.endswith('" ※6"')]
    assert cell.value == 0


def test_programs_find_the_marks(noted):
    table = next(each for each in document(noted)["tables"] if each["axis"] == "topic")
    rows = {row["code"]: row for row in table["rows"]}
    assert table["mark"] == "※1" and rows["housing"]["cells"]["osawa"]["mark"] == "※6" and rows["housing"]["total_mark"] == "※7"
    assert rows["health"]["cells"]["osawa"]["beside_prior"] == rows["health"]["change_mark"] == "※2"


def test_the_pages_ask_the_database_the_same_however_many_notes_there_are(noted, site, django_assert_max_num_queries):
    with django_assert_max_num_queries(34):  # fourteen of them are of what only a trend says
        site.get(LIST)


# -- Notes of a monthly table

NEW_KIND = f"{LIST}new/?axis=kind"


@pytest.fixture
def of_months(site):
    """A note of the monthly table of 新規相談."""
    answer = site.post(NEW_KIND, {"row": "new", "column": "monthly", "text": "4月は窓口を閉じた日があり、2件を5月に数えました。"})
    assert answer.status_code == 302
    return build(scope_of(2021))


def test_a_note_by_hand_stands_at_a_monthly_table(of_months, site):
    monthly = {each.kind: each for each in of_months.monthly}
    assert monthly["new"].mark == "※" and [note.mark for note in monthly["new"].notes] == ["※"]
    assert monthly["case"].mark == "" and monthly["new"].notes[0] not in of_months.table("kind").notes
    page = site.get(LIST).content.decode()
    assert "「新規相談」の月別の表の題" in page and "今の表にはありません" not in page
    form = site.get(reverse("footnote_edit", args=[Footnote.objects.get().pk])).context["form"]
    assert (form["row"].value(), form["column"].value()) == ("new", "monthly")


@pytest.mark.parametrize("name", ["csv", "json", "html", "xlsx", "pdf", "screen"])
def test_every_output_repeats_a_note_of_a_monthly_table(of_months, site, name, pdf_bytes):
    note = of_months.monthly[0].notes[0].text
    text = {"screen": lambda: site.get("/reports/2021/").content.decode(), "pdf": lambda: readers.pdf_text(pdf_bytes(of_months)),
            "xlsx": lambda: str(readers.xlsx_rows(FORMATS["xlsx"].write(of_months, CONTEXT)))}.get(
        name, lambda: FORMATS[name].write(of_months, CONTEXT).decode())()
    assert note in text


def test_the_public_copy_tells_no_small_figure_of_it(of_months):
    notes = [note.text for note in build_public(scope_of(2021), 3).monthly[0].notes]
    assert notes[0].startswith("4月は窓口を閉じた日があり、X件を5月に")


@pytest.mark.parametrize("row", ["outreach", "=", ""])
def test_a_monthly_table_that_is_not_there_takes_no_note(site, row):
    answer = site.post(NEW_KIND, {"row": row, "column": "monthly", "text": "注"})
    assert answer.status_code == 422 and answer.context["form"].errors["column"]


def test_a_note_of_a_monthly_table_that_is_no_more_is_told(of_months, site):
    Category.objects.filter(code="new").update(monthly=False)
    assert "付けるところがなくなったため" in build(scope_of(2021)).warnings[-1]
    assert "今の表にはありません" in site.get(LIST).content.decode()
