"""A record that comes again without its 記録番号, or under another one: one contact is not counted twice without a word."""
import pytest

from cases.models import Contact, Household
from cases.services.deletion import delete_record
from cases.services.imports import Source, plan_import

from .record_files import HEADINGS, as_csv, counts, load, load_rows, plan, row, table

pytestmark = [pytest.mark.django_db, pytest.mark.either]
SAID = {"世帯番号": "S1", "所要分": "30", "記録": "見本の記録"}
NO_NUMBERS = [each for each in HEADINGS if each != "記録番号"]


@pytest.fixture
def one(small):
    """One call, imported with its number."""
    load_rows(row("K-1", **SAID))


def warnings(found) -> list[tuple]:
    """Row, value and reason of what is told of doubles."""
    return [(each.row, each.value, each.reason) for each in found.reading.warnings if "同じ内容の記録" in each.reason]


@pytest.mark.parametrize("headings", [HEADINGS, NO_NUMBERS, [each for each in NO_NUMBERS if each != "所要分"]])
def test_without_its_number_it_is_the_same_record(one, headings):
    found, batch = load(as_csv(table(row("", **SAID), headings=headings)))
    assert batch is None and counts(found) == (0, 0, 1, 0)


def test_each_record_answers_for_one_row_and_not_where_another_row_has_its_number(one):
    assert counts(plan(as_csv(table(row("", **SAID), row("", **SAID))))) == (1, 0, 1, 0)
    assert counts(plan(as_csv(table(row("K-1", **SAID), row("", **SAID))))) == (1, 0, 1, 0)


def test_a_changed_row_is_asked_about_and_the_record_keeps_its_number(one):
    changed = as_csv(table(row("", **SAID | {"所要分": ""})))
    found = plan(changed)
    assert [(record.number, found.names(keys)) for _, record, keys in found.matches.similar] == [("K-1", ["所要分"])]
    load(changed, similar="update")
    assert Contact.objects.values_list("record_number", "minutes").get() == ("K-1", None)
    assert counts(plan(changed)) == (0, 0, 1, 0)


def test_the_same_under_another_number_is_told_and_comes_in(one):
    found, _ = load_rows(row("K-1", **SAID), row("K-8", "2021-04-06", **SAID), row("K-9", **SAID))
    assert counts(found) == (2, 0, 1, 0) and warnings(found) == []  # its record is said by its own number
    load_rows(row("", 記録="番号なし"))
    found = plan(as_csv(table(row("L-1", **SAID), row("L-2", **SAID), row("L-3", **SAID), row("L-4", 記録="番号なし"))))
    (row_number, value, reason), = warnings(found)
    assert (row_number, value) == (2, "L-1") and "記録番号「K-1」" in reason and "ほかに2件あります（3・5行目）" in reason
    (_, _, reason), = warnings(plan(as_csv(table(row("L-4", 記録="番号なし")))))
    assert "記録番号のない記録" in reason and "ほかに" not in reason


def test_a_deleted_record_is_no_double(one, admin):
    delete_record(record=(contact := Contact.objects.get()), version=contact.version, by=admin, reason="誤入力")
    assert warnings(plan(as_csv(table(row("K-9", **SAID))))) == []


def test_a_restricted_record_is_told_to_nobody_who_may_not_see_it(one, admin):
    content = as_csv(table(row("K-9", **SAID)))
    assert len(warnings(plan_import(source=Source("records", "x.csv", content), by=admin))) == 1
    Household.everything.update(is_restricted=True)
    assert warnings(plan_import(source=Source("records", "x.csv", content), by=admin)) == []
