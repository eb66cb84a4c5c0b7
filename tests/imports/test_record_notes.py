"""Notes below a list of contact records are left out and told; what may be left of a contact is not."""
import pytest

from .record_files import HEADINGS, as_csv, as_xlsx, plan, reasons, row, table

pytestmark = [pytest.mark.django_db, pytest.mark.either]
NOTES = ["※注：匿名の相談を含む", "（注）3月分は速報値", "※印は電話のみ", "注1　再掲を除く", "＊担当は主担当", "【注意】取扱注意", "以上"]


def read(*below: list):
    return plan(as_csv([*table(row("1"), row("2")), *below]))


def told(found) -> list[tuple]:
    return [(each.row, each.value) for each in found.reading.warnings if "注の行" in each.reason]


@pytest.mark.parametrize("note", NOTES)
def test_a_note_below_the_list_is_told_and_no_error(small, note):
    found = read([], [note])
    assert reasons(found) == [] and (found.created, found.reading.read) == (2, 2)
    assert told(found) == [(5, note)]


def test_several_notes_below_a_totals_row_and_one_that_goes_on(small):
    found = read(["合計", "", "2"], ["※1 速報値"], ["　（3月まで）"], ["※2 匿名を含む"])
    assert reasons(found) == [] and [row for row, _ in told(found)] == [5, 6, 7]


def test_a_note_in_any_column_even_without_heading(small):
    assert reasons(read(["", "", "※注：匿名を含む"])) == []
    wide = as_xlsx(記録=[["", *HEADINGS], ["", *table(row("1"))[1]], ["※注：匿名を含む"]])
    assert reasons(plan(wide, name="x.xlsx")) == []


@pytest.mark.parametrize("line", [["1号"], ["", "2021-04-07"], ["※", "2021-04-07"]])
def test_what_may_be_left_of_a_contact_stays_an_error(small, line):
    assert {number for number, _, _ in reasons(read(line))} == {4}


def test_a_date_below_a_note_is_not_taken_for_one_of_its_lines(small):
    found = read(["※注：速報値"], ["", "2021-04-07"])
    assert told(found) == [] and {number for number, _, _ in reasons(found)} == {4, 5}


def test_a_note_between_contacts_is_an_error(small):
    found = plan(as_csv([*table(row("1")), ["※上の続き"], *table(row("2"))[1:]]))
    assert told(found) == [] and {number for number, _, _ in reasons(found)} == {3}
