"""今日: what is due, what was done about it, and what was logged today."""
import datetime

import pytest
from django.utils import timezone

from cases.models import Case, Contact
from tests.factories import log_contact

APRIL = datetime.date(2022, 4, 1)


@pytest.fixture
def case(small):
    return Case.objects.create(number="C-1", title="見本", subject="place", district=small.districts["osawa"],
                               opened_on=APRIL)


def day(number):
    return APRIL + datetime.timedelta(days=number - 1)


@pytest.fixture
def planned(small, coordinator, case):
    """Logged on the 1st, the next action planned for the 20th."""
    return log_contact(small, coordinator, date=day(1), next_action_on=day(20), case=case)


def due(on=30):
    return list(Contact.objects.due(day(on)))


def test_a_planned_action_is_due_on_its_day_and_not_before(planned):
    assert due(19) == [] and due(20) == [planned]


def test_a_contact_before_the_planned_day_does_not_answer_it(small, coordinator, case, planned):
    log_contact(small, coordinator, date=day(5), case=case)
    assert due() == [planned]


def test_a_contact_on_the_planned_day_answers_it(small, coordinator, case, planned):
    log_contact(small, coordinator, date=day(20), case=case)
    assert due() == []


def test_a_later_plan_replaces_it(small, coordinator, case, planned):
    later = log_contact(small, coordinator, date=day(5), next_action_on=day(25), case=case)
    assert due() == [later]


def test_without_a_case_it_stays(small, coordinator):
    contact = log_contact(small, coordinator, date=day(1), next_action_on=day(2))
    log_contact(small, coordinator, date=day(9))
    assert due() == [contact]


def test_the_page_shows_todays_entries_and_what_is_due(as_user, small, coordinator, planned):
    mine = log_contact(small, coordinator, date=timezone.localdate(), text="今日の見本")
    context = as_user(coordinator).get("/").context
    assert list(context["entries"]) == [mine] and context["due"] == [planned]


def test_another_district_is_not_on_it(as_user, other_coordinator, planned):
    assert as_user(other_coordinator).get("/").context["due"] == []
