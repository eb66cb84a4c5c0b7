"""A file that comes again: nothing twice, changes are updates, and screen edits are not overwritten."""
import pytest

from cases.models import Case, Contact, ContactCategory, ImportBatch
from cases.services.contacts import update_contact

from .record_files import as_csv, as_xlsx, counts, load, load_rows, row, table

pytestmark = pytest.mark.django_db


def edit(contact: Contact, text: str, small, by) -> None:
    contact.text = text
    chosen = {axis: contact.categories_of(axis) for axis in small.axes}
    update_contact(contact=contact, version=contact.version, categories=chosen, coordinators=[], by=by)


ROWS = (row("1", 世帯番号="S1", 記録="一"), row("", 世帯番号="S1", 記録="二"), row("", 記録="三"), row("", 記録="三"))


def test_the_same_file_twice_changes_nothing(small):
    assert counts(load_rows(*ROWS)[0]) == (4, 0, 0, 0)
    before = list(Contact.objects.order_by("pk").values())
    found, batch = load_rows(*ROWS)
    assert batch is None and counts(found) == (0, 0, 4, 0)
    assert list(Contact.objects.order_by("pk").values()) == before


def test_two_equal_rows_are_two_contacts_and_a_third_is_new(small):
    load_rows(*ROWS)
    found, _ = load_rows(*ROWS, row("", 記録="三"))
    assert counts(found) == (1, 0, 4, 0)
    assert Contact.objects.filter(text="三").count() == 3


def test_equal_rows_in_another_order_and_with_other_columns(small):
    load_rows(*ROWS)
    lines = table(*reversed(ROWS), headings=[each for each in table()[0] if each not in ("時刻", "所要分", "ケース番号")])
    assert counts(load(as_csv(lines))[0]) == (0, 0, 4, 0)


def test_the_changes_of_a_workbook_name_their_sheets(as_user, admin, small):
    months = {"4月": [row("1", "2021-04-05", 記録="前")], "5月": [row("2", "2021-05-05", 記録="前")]}
    for text in ("前", "後"):
        found, batch = load(as_xlsx(**{name: table(*(each | {"記録": text} for each in rows)) for name, rows in months.items()}), name="x.xlsx")
    assert [(each["sheet"], each["row"]) for each in batch.summary["changes"]] == [("4月", 2), ("5月", 2)]
    page = as_user(admin).get(f"/imports/{batch.pk}/").content.decode()
    assert '<td data-label="シート">5月</td><td data-label="行" class="num">2</td>' in page


def test_a_changed_row_replaces_its_codings(small):
    load_rows(row("1", 相談内容="食事", 対応内訳="◎傾聴", 記録="前"))
    found, batch = load_rows(row("1", "2022-04-01", 相談内容="住まい・道路", 対応内訳="傾聴", 記録="後"))
    contact = Contact.objects.with_codings(Case.objects.all()).get()
    assert counts(found) == (0, 1, 0, 0)
    assert batch.summary["changes"] == [{"row": 2, "record": "1", "columns": ["日付", "記録", "相談内容", "対応内訳"]}]
    assert (contact.text, contact.fiscal_year, contact.version) == ("後", 2022, 2)
    assert [each.code for each in contact.categories_of("topic")] == ["housing"]
    assert set(contact.codings.values_list("fiscal_year", "is_main")) == {(2022, False)}


def test_what_the_file_has_no_column_for_stays(small, coordinator):
    load_rows(row("1", 担当者="osawa", 所要分="30", 記録="前", 世帯番号="S1", 対応内訳="傾聴"))
    lines = table(row("1", "2021-04-06"), headings=["記録番号", "日付", "地区", "対応実績", "相談者", "対応方法", "支援対象者"])
    assert counts(load(as_csv(lines))[0]) == (0, 1, 0, 0)
    contact = Contact.objects.with_codings(Case.objects.all()).get()
    assert (contact.minutes, contact.text, contact.case.number) == (30, "前", "S1")
    assert list(contact.coordinators.all()) == [coordinator]
    assert [each.code for each in contact.categories_of("action")] == ["listen"]


@pytest.mark.parametrize("number", ["1", ""])
def test_an_edit_on_screen_survives_the_same_file(small, admin, number):
    load_rows(row(number, 記録="前"))
    edit(Contact.objects.with_codings(Case.objects.all()).get(), "直した", small, admin)
    found, _ = load_rows(row(number, 記録="前"))
    assert counts(found) == (0, 0, 1, 0)
    assert Contact.objects.get().text == "直した"
    assert len(found.reading.warnings) == 1


def test_a_household_without_case_number(small):
    load_rows(row("1", 世帯番号="S1"), row("2", 世帯番号="S1"))
    case = Contact.objects.first().case
    assert (case.number, case.household.number, case.contacts.count()) == ("S1", "S1", 2)


def test_households_and_cases_by_number(small):
    load_rows(row("1", "2021-05-01", 世帯番号="S1", ケース番号="K1"), row("2", 世帯番号="S1"), row("3", ケース番号="K9"))
    cases = dict(Contact.objects.values_list("record_number", "case__number"))
    assert cases == {"1": "K1", "2": "K1", "3": "K9"}
    case = Contact.objects.get(record_number="1").case
    assert f"{case.opened_on}" == "2021-04-05"
    assert Contact.objects.get(record_number="3").case.subject == "group"


def test_a_household_with_two_open_cases_asks_which(small):
    load_rows(row("1", 世帯番号="S1", ケース番号="K1"), row("2", 世帯番号="S1", ケース番号="K2"))
    found, _ = load_rows(row("3", 世帯番号="S1"))
    assert [(each.row, each.column) for each in found.reading.errors] == [(2, "世帯番号")]


def test_a_case_of_another_household(small):
    load_rows(row("1", 世帯番号="S1", ケース番号="K1"))
    found, _ = load_rows(row("2", 世帯番号="S2", ケース番号="K1"))
    assert [(each.row, each.column) for each in found.reading.errors] == [(2, "ケース番号")]


def test_the_same_file_after_its_case_was_closed(small):
    load_rows(row("", 世帯番号="S1"))
    case = Contact.objects.get().case
    case.closed_on = case.opened_on
    case.save()
    assert counts(load_rows(row("", 世帯番号="S1"))[0]) == (0, 0, 1, 0)


def test_no_batch_where_nothing_was_written(small):
    load_rows(row("1"))
    load_rows(row("1"))
    assert ImportBatch.objects.count() == 1
    assert ContactCategory.objects.count() == 3
