"""What the database itself refuses, on both engines."""
import datetime

import pytest
from django.db import IntegrityError, connection, transaction

from cases.database import refusal
from cases.guards import install
from cases.models import Case, Category, Contact, ContactCategory, District
from tests.factories import log_contact


def coding(contact, category, **changes):
    row = ContactCategory.of(contact, category, category.axis)
    for name, value in changes.items():
        setattr(row, name, value)
    return row


def refused(*rows):
    with pytest.raises(IntegrityError), transaction.atomic():
        ContactCategory.objects.bulk_create(rows)


@pytest.fixture
def contact(small, coordinator):
    return log_contact(small, coordinator, "topic:meal")


def test_a_second_value_on_a_single_axis(small, contact):
    refused(coding(contact, small.categories["method:mail"]))


def test_a_second_value_that_claims_its_axis_to_be_multiple(small, contact):
    refused(coding(contact, small.categories["method:mail"], single=False))


def test_a_category_outside_its_axis(small, contact):
    refused(coding(contact, small.categories["topic:health"], axis=small.axes["action"]))


def test_a_category_outside_its_years(small, contact):
    refused(coding(contact, small.categories["topic:pr"]))


def test_the_same_category_twice(small, contact):
    refused(coding(contact, small.categories["topic:meal"]))


def test_two_main_answers(small, contact):
    mains = [small.categories["action:listen"], small.categories["action:inform"]]
    refused(*(coding(contact, each, is_main=True) for each in mains))


@pytest.mark.parametrize("copy", [{"fiscal_year": 2020}, {"month": 5}])
def test_a_copy_that_differs_from_the_contact(small, contact, copy):
    refused(coding(contact, small.categories["topic:health"], **copy))


def test_a_district_that_differs_from_the_contact(small, contact):
    refused(coding(contact, small.categories["topic:health"], district=small.districts["renjaku"]))


def test_more_than_one_value_on_a_multiple_axis_is_fine(small, contact):
    coding(contact, small.categories["topic:health"]).save()
    assert contact.codings.filter(axis__code="topic").count() == 2


def test_a_fiscal_year_that_does_not_follow_the_date(contact):
    with pytest.raises(IntegrityError), transaction.atomic():
        Contact.objects.filter(pk=contact.pk).update(fiscal_year=2020)


def test_raw_sql_is_refused_too(contact):
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE cases_contactcategory SET month = 12 WHERE contact_id = %s", [contact.pk])


def test_the_codings_follow_the_contact_to_another_day_and_district(small, contact):
    contact.date, contact.district = datetime.date(2022, 2, 1), small.districts["renjaku"]
    contact.save()
    copies = set(contact.codings.values_list("fiscal_year", "month", "district__code"))
    assert copies == {(2021, 2, "renjaku")}


@pytest.mark.parametrize(("date", "fiscal_year"), [((2021, 3, 31), 2020), ((2021, 4, 1), 2021), ((2022, 3, 31), 2021)])
def test_the_fiscal_year_begins_on_1_april(small, coordinator, date, fiscal_year):
    contact = log_contact(small, coordinator, date=datetime.date(*date))
    contact.refresh_from_db()
    assert (contact.fiscal_year, contact.month) == (fiscal_year, date[1])


def test_an_end_before_its_start(small, coordinator):
    early, late = datetime.date(2021, 3, 31), datetime.date(2021, 4, 1)
    broken = [
        District(code="x", name="x", starts_on=late, ends_on=early),
        Case(number="1", title="x", subject="group", district=small.districts["osawa"], opened_on=late, closed_on=early),
        Category(axis=small.axes["topic"], code="x", label="x", first_year=2022, last_year=2021),
    ]
    for row in broken:
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()


def test_a_guard_that_became_part_of_another_is_taken_away(db):
    with connection.cursor() as cursor:
        for statement in refusal(connection.vendor, "code_years", "cases_contactcategory", "1 = 1", "of an earlier version"):
            cursor.execute(statement)
        catalogue = "sqlite_master WHERE type = 'trigger' AND name" if connection.vendor == "sqlite" else "pg_trigger WHERE tgname"
        count = f"SELECT count(*) FROM {catalogue} LIKE 'code_years%%'"  # noqa: S608 (names of our own)
        cursor.execute(count, [])
        assert cursor.fetchone()[0] > 0
        install(connection)
        cursor.execute(count, [])
        assert cursor.fetchone()[0] == 0
