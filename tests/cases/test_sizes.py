"""SQLite learns how many rows its indexes tell apart, and then reads the contacts of a case and not all of a district."""
import datetime

import pytest
from django.core.management import call_command
from django.db import connection

from cases.database import learn_sizes
from cases.models import Case, Contact
from tests.factories import log_contact

pytestmark = [pytest.mark.django_db, pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL learns by itself")]


@pytest.fixture
def case(small, coordinator):
    """One of sixty cases of a district, each with a contact."""
    sample = log_contact(small, coordinator)
    cases = Case.objects.bulk_create(Case(number=f"C-{n}", title="見本", subject="place", district=small.districts["osawa"],
                                          opened_on="2021-04-01") for n in range(60))
    Contact.objects.bulk_create(Contact(date=sample.date, fiscal_year=2021, month=4, district=sample.district, case=each) for each in cases)
    return cases[0]


@pytest.fixture
def large_district(case):
    """More contacts in the case's district than a sample would show."""
    sample = Contact.objects.filter(case=case).get()
    Contact.objects.bulk_create(Contact(date=sample.date, fiscal_year=2021, month=4, district=sample.district) for _ in range(3000))
    return sample.district


def way(case) -> str:
    """How the contacts of a case in a district are found."""
    return Contact.objects.filter(district__in=[case.district_id], case=case).explain()


def forget():
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM sqlite_stat1 WHERE tbl = 'cases_contact'")


def known() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM sqlite_stat1 WHERE tbl = 'cases_contact'")
        return cursor.fetchone()[0]


def test_the_contacts_of_a_case_are_found_by_the_case(case):
    learn_sizes(connection)
    assert "cases_contact_case_id" in way(case)


def test_a_district_is_known_to_be_large(case, large_district):
    learn_sizes(connection)
    with connection.cursor() as cursor:
        cursor.execute("SELECT stat FROM sqlite_stat1 WHERE idx = 'contact_of_district'")
        rows, of_a_district, *_ = cursor.fetchone()[0].split()
    assert int(rows) == int(of_a_district) == Contact.objects.count()


def test_the_latest_contacts_are_found_without_sorting_all(case, large_district):
    learn_sizes(connection)
    latest = Contact.objects.filter(district__in=[case.district_id]).select_related("district")[:50]
    assert "INDEX contact_of_district (district_id=? AND deleted_at=?)" in latest.explain()


def test_what_is_due_is_found_by_its_day(case, large_district):
    Contact.objects.filter(case=case).update(next_action_on="2021-05-01")
    learn_sizes(connection)
    due = Contact.objects.filter(district__in=[case.district_id]).due(datetime.date(2021, 5, 8))
    assert "INDEX contact_planned" in due.explain()


def test_nothing_is_learnt_of_the_tables_of_the_full_text(case):
    learn_sizes(connection)
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT tbl FROM sqlite_stat1")
        tables = {name for (name,) in cursor.fetchall()}
    assert "cases_contact" in tables and not [name for name in tables if "_text_" in name]


def test_the_worker_learns_when_it_begins(case, monkeypatch):
    monkeypatch.setattr("signal.signal", lambda *arguments: None)  # the tests' own stay
    learn_sizes(connection)
    forget()
    call_command("run_worker", "--once")
    assert known() > 0


def test_a_migration_learns(case):
    learn_sizes(connection)
    forget()
    call_command("migrate", verbosity=0)
    assert known() > 0
