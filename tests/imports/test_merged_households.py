"""A file that names a household that was merged away means the one that stayed, and names no other number."""
import pytest

from cases.models import Contact, Household
from tests.cases.merging import close, home, join, part

from .record_files import as_csv, load_rows, plan, row, table

CASE = {"世帯番号": "S-2", "ケース番号": "C-S-2"}


@pytest.fixture
def merged(small, coordinator):
    kept, gone = (home(small, coordinator, number, contacts=0) for number in ("S-1", "S-2"))
    return join(kept, gone, coordinator)


def test_a_row_of_the_number_that_is_gone_goes_to_the_one_that_stayed(merged):
    load_rows(row("1", **CASE))
    assert Contact.objects.get().case.household.number == "S-1" and Household.objects.count() == 1


def test_the_file_that_was_loaded_before_the_merge_changes_nothing(merged, coordinator):
    part(merged, coordinator)
    load_rows(row("1", **CASE))
    join(Household.objects.get(number="S-1"), Household.objects.get(number="S-2"), coordinator)
    again = plan(as_csv(table(row("1", **CASE))))
    assert (again.matches.unchanged, again.matches.changed, again.matches.new) == (1, [], [])


def test_over_two_merges_it_means_the_last(merged, small, coordinator):
    join(home(small, coordinator, "S-3", contacts=0), merged.household, coordinator)
    load_rows(row("1", **CASE))
    assert Contact.objects.get().case.household.number == "S-3"


def test_a_refusal_names_the_number_of_the_file(merged, coordinator):
    close(merged.household, coordinator)
    found = plan(as_csv(table(row("1", 世帯番号="S-2")))).reading.row_errors
    assert [each.value for each in found] == ["S-2"] and "S-1" not in repr(found)
