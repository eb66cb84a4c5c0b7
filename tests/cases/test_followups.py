"""連絡が空いているケース: told when nobody was in touch for as long as the case says, and to who works on it."""
import datetime

import pytest

from cases.followups import quiet_cases
from cases.models import Case
from tests.factories import log_contact

OPENED = datetime.date(2022, 4, 1)


def day(number):
    return OPENED + datetime.timedelta(days=number)


@pytest.fixture
def case(small):
    return Case.objects.create(number="C-1", title="見本", subject="place", district=small.districts["osawa"], opened_on=OPENED, quiet_days=30)


def told(user, number):
    return [(each.case, each.last, each.days) for each in quiet_cases(user, day(number))]


def test_without_a_contact_the_days_count_from_the_opening(case, coordinator):
    assert told(coordinator, 29) == [] and told(coordinator, 30) == [(case, None, 30)]


def test_a_contact_begins_them_anew_and_a_deleted_one_does_not(small, case, coordinator):
    contact = log_contact(small, coordinator, case=case, date=day(20))
    assert told(coordinator, 49) == [] and told(coordinator, 50) == [(case, day(20), 30)]
    contact.codings.all().delete()
    type(contact).objects.update(deleted_at=datetime.datetime.now(datetime.UTC))
    assert told(coordinator, 30) == [(case, None, 30)]


@pytest.mark.parametrize("change", [{"quiet_days": None}, {"closed_on": day(3)}, {"is_restricted": True}])
def test_a_case_that_does_not_ask_for_it_is_closed_or_out_of_sight_is_not_told(case, coordinator, change):
    Case.objects.update(**change)
    assert told(coordinator, 400) == []


def test_only_who_works_in_its_district_is_told(case, other_coordinator):
    assert told(other_coordinator, 400) == []


def test_the_longest_stands_first_and_today_shows_them(small, case, coordinator, as_user):
    newer = Case.objects.create(number="C-2", title="見本2", subject="place", district=small.districts["osawa"], opened_on=day(9), quiet_days=7)
    assert [each[0] for each in told(coordinator, 60)] == [case, newer]
    page = as_user(coordinator).get("/").content.decode()
    assert page.index("C-1 見本") < page.index("C-2 見本2") and "連絡が空いているケース" in page


@pytest.mark.parametrize("typed", ["0", "731", "-1", "三十"])
def test_a_number_of_days_that_makes_no_sense_is_explained(as_user, coordinator, case, typed):
    form = {"number": "C-1", "title": "見本", "subject": "place", "subject_name": "集会所", "district": case.district_id,
            "opened_on": "R4.4.1", "quiet_days": typed, "version": 1}
    answer = as_user(coordinator).post(f"/cases/{case.pk}/edit/", form)
    assert answer.status_code == 422 and answer.context["form"].errors["quiet_days"]


def test_the_number_of_queries_does_not_depend_on_that_of_cases(small, case, coordinator, django_assert_num_queries):
    Case.objects.bulk_create(Case(number=f"X-{n}", title="見本", subject="place", district=small.districts["osawa"], opened_on=OPENED,
                                  quiet_days=1) for n in range(20))
    with django_assert_num_queries(4):
        assert len(told(coordinator, 60)) == 21
