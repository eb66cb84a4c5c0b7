"""ほかのケース in a file: found, made, refused and taken back like the row's own case."""
import pytest

from cases.models import Case, Contact
from cases.services.imports import undo_import
from tests.factories import log_contact

from .record_files import HEADINGS, as_csv, counts, load, plan, row, table
from .test_import_pages import decide, uploaded

pytestmark = pytest.mark.django_db
WITH = (*HEADINGS, "ほかのケース")


def file(*rows):
    return as_csv(table(*rows, headings=WITH))


def numbers():
    return [(each.record_number, [each.case.number, *sorted(case.number for case in each.also_cases.all())]) for each in Contact.objects.order_by("record_number")]


def test_a_row_of_several_cases_makes_what_there_is_not_and_says_the_same_again(small):
    rows = [row("1", ケース番号="K1", 世帯番号="S1", ほかのケース="K2、K3"), row("2", ケース番号="K2", 世帯番号="S2")]
    load(file(*rows))
    assert numbers() == [("1", ["K1", "K2", "K3"]), ("2", ["K2"])]
    assert {each.number: each.household and each.household.number for each in Case.objects.all()} == {"K1": "S1", "K2": "S2", "K3": None}
    assert counts(plan(file(*rows)))[0] == 0 and plan(file(*rows)).unchanged == 2
    without = as_csv(table(*rows))
    assert plan(without).unchanged == 2  # what the file has no heading for is not compared


@pytest.mark.parametrize(("cells", "words"), [
    ({"ケース番号": "K1", "ほかのケース": "K1"}, "この行のケースと同じ"), ({"ほかのケース": "K2"}, "ケース番号も書いてください"),
    ({"ケース番号": "K1", "ほかのケース": "K2、K2"}, "重なっています"), ({"ケース番号": "K1", "ほかのケース": "K" * 41}, "長すぎます")])
def test_what_cannot_be_is_refused_with_its_row(small, cells, words):
    found = plan(file(row("1", **cells)))
    assert [each.column for each in found.reading.errors] == ["ほかのケース"] and words in found.reading.errors[0].reason and found.created == 0


def test_a_changed_row_replaces_them_and_the_undo_gives_them_back(small):
    load(file(row("1", ケース番号="K1", ほかのケース="K2")))
    _, batch = load(file(row("1", ケース番号="K2", ほかのケース="K1、K3")))
    assert numbers() == [("1", ["K2", "K1", "K3"])]
    undo_import(batch=batch)
    assert numbers() == [("1", ["K1", "K2"])]
    load(as_csv(table(row("1", ケース番号="K2"))))
    assert numbers() == [("1", ["K2"])]  # its own case is none of the others any more


def test_a_record_that_was_typed_is_not_taken_for_a_row_that_does_not_say_its_cases(small, coordinator):
    cases = [Case.objects.create(number=f"K{n}", title="見本", subject="place", district=small.districts["osawa"], opened_on="2021-04-01") for n in (1, 2)]
    log_contact(small, coordinator, case=cases[0], record_number="1").also_cases.set(cases[1:])
    found = plan(file(row("1", ケース番号="K1", ほかのケース="")))
    assert [keys for _, _, keys in found.matches.changed if "also_cases" in keys]


@pytest.mark.parametrize("cell", ["K2 K3", "K2　K3", "K2、K3", "K2，K3", "K2,K3", "K2\nK3", "K2 、K3 ", "K2\n\nK3"])
def test_they_are_parted_by_what_people_type(small, cell):
    load(file(row("1", ケース番号="K1", 世帯番号="S1", ほかのケース=cell)))
    assert numbers() == [("1", ["K1", "K2", "K3"])]
    assert plan(file(row("1", ケース番号="K1", ほかのケース="K3 K2"))).unchanged == 1


def test_a_number_with_a_space_in_it_stays_one_where_there_is_such_a_case(small, coordinator):
    Case.objects.create(number="R3 12", title="見本", subject="place", district=small.districts["osawa"], opened_on="2021-04-01")
    load(file(row("1", ケース番号="K1", ほかのケース="R3 12、家 2")))
    assert numbers() == [("1", ["K1", "R3 12", "家 2"])]
    load(file(row("1", ケース番号="K1", ほかのケース="R3 12、R4 1、K9"), row("2", ケース番号="R4 1")))
    assert numbers()[0] == ("1", ["K1", "K9", "R3 12", "R4 1"])


def test_one_that_stands_there_twice_behind_a_space_is_told(small):
    found = plan(file(row("1", ケース番号="K1", ほかのケース="K2 K2")))
    assert [each.column for each in found.reading.errors] == ["ほかのケース"] and "重なっています" in found.reading.errors[0].reason


def test_a_file_without_the_column_takes_none_away_by_a_blank_case(small):
    load(file(row("1", ケース番号="K1", ほかのケース="K2、K3")))
    found = plan(as_csv(table(row("1", ケース番号="", 世帯番号=""))))
    assert [(each.row, each.column) for each in found.reading.errors] == [(2, "ケース番号")] and "ほかのケースもあります" in found.reading.errors[0].reason
    assert counts(found)[0] == 0 and numbers() == [("1", ["K1", "K2", "K3"])]
    load(as_csv(table(row("1", ケース番号="K9"))))
    assert numbers() == [("1", ["K9", "K2", "K3"])]
    load(file(row("1", ケース番号="", ほかのケース="")))
    assert [each.case for each in Contact.objects.all()] == [None] and not Contact.also_cases.through.objects.exists()


def test_nor_does_a_row_without_a_number_that_is_chosen_to_update_its_like(small, coordinator, as_user, admin):
    load(file(row("", ケース番号="K1", 担当者="osawa", ほかのケース="K2", 記録="見本")))
    site, changed = as_user(admin), row("", 担当者="osawa", ケース番号="", 世帯番号="", 記録="見本")
    assert [found.names(keys) for found in [plan(as_csv(table(changed)))] for *_, keys in found.matches.similar] == [["ケース番号"]]
    decide(site, "commit", uploaded(site, changed), similar="update")
    assert [each.number for each in Contact.objects.get().cases] == ["K1", "K2"]
