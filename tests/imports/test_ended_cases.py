"""Rows dated after the closing of their case are told to who sees the case; of others it is said alike that nobody looked."""
import datetime

import pytest

from cases.imports.ended_cases import NOT_LOOKED_AT
from cases.models import Case, ImportBatch
from cases.services.imports import Source, plan_import
from tests.factories import log_contact

from .record_files import HEADINGS, as_csv, load, plan, row, table

pytestmark = [pytest.mark.django_db, pytest.mark.either]
WITH = (*HEADINGS, "ほかのケース")


@pytest.fixture
def cases(small):
    return [Case.objects.create(number=f"K{n}", title="見本", subject="place", district=small.districts[code], opened_on="2021-04-01", closed_on=ended)
            for n, code, ended in ((1, "osawa", "2021-05-01"), (2, "renjaku", "2021-05-01"), (3, "osawa", None))]


def told(found):
    return [(each.row, each.column, each.reason) for each in found.reading.warnings if "終結" in each.reason]


def rows(*lines):
    return as_csv(table(*lines, headings=WITH))


def seen_by(user, *lines):
    return plan_import(source=Source(ImportBatch.Subject.RECORDS, "x.csv", rows(*lines)), by=user)


LATE = (row("1", "2021-05-01", ケース番号="K1"), row("2", "2021-05-02", ケース番号="K1"), row("3", "2021-06-01", ケース番号="K3", ほかのケース="K1、K2"),
        row("4", "2021-06-02", ケース番号="K2"))


def test_a_command_is_told_of_all(small, cases):
    found = plan(rows(*LATE))
    assert [(each[0], each[1]) for each in told(found)] == [(3, "ケース番号"), (4, "ケース番号")] and found.created == 4
    assert "「K1」は、令和3年5月1日に終結しています。それより後の対応が2件あります（3・4行目）" in told(found)[0][2]


def test_who_imports_is_told_of_cases_in_sight_and_of_no_other_whether_it_has_ended(small, cases, supervisor):
    supervisor.assignments.exclude(district=small.districts["osawa"]).delete()
    found = told(seen_by(supervisor, *LATE))
    assert [each[0] for each in found] == [3, None] and "K2" not in str(found) and found[1][2] == NOT_LOOKED_AT


@pytest.mark.parametrize("change", [{}, {"closed_on": None}, {"is_restricted": True}, {"is_restricted": True, "closed_on": None}])
def test_of_a_case_out_of_sight_the_same_is_said_whatever_has_become_of_it(small, cases, supervisor, change):
    supervisor.assignments.exclude(district=small.districts["osawa"]).delete()
    Case.objects.filter(number="K2").update(district=small.districts["osawa" if "is_restricted" in change else "renjaku"], **change)
    assert told(seen_by(supervisor, LATE[3])) == [(None, "", NOT_LOOKED_AT)]


def test_a_file_of_new_cases_or_of_none_says_nothing(small, cases, supervisor):
    assert told(seen_by(supervisor, row("1", "2021-06-01"), row("2", "2021-06-01", ケース番号="K9"))) == []


def test_a_record_that_gets_a_later_day_is_told_too(small, cases, coordinator):
    log_contact(small, coordinator, case=cases[0], record_number="1", date=datetime.date(2021, 4, 5))
    found = plan(as_csv(table(row("1", "2021-05-02", ケース番号="K1"))))
    assert found.updated == 1 and [each[0] for each in told(found)] == [2]


def test_it_is_no_error_and_comes_in(small, cases):
    load(rows(*LATE))
    assert cases[0].contacts.count() == 2
