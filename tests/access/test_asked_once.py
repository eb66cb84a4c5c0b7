"""Whose districts are a user's is asked once a request, and never kept beyond it."""
import datetime

import pytest
from django.utils import timezone

from cases import access, trail
from cases.models import Household
from tests.factories import log_contact


@pytest.fixture
def contact(small, coordinator):
    return log_contact(small, coordinator)


def test_once_a_request_and_each_time_outside_of_one(contact, coordinator, django_assert_num_queries):
    def look():
        return access.may_see(coordinator, contact)
    for _ in range(2):
        with django_assert_num_queries(3):
            assert look()
    with trail.following(trail.Trail(answers={})):
        for asked in (5, 1):
            with django_assert_num_queries(asked):
                assert look()


def test_two_users_are_two_questions(contact, coordinator, other_coordinator):
    with trail.following(trail.Trail(answers={})):
        assert access.may_see(coordinator, contact) and not access.may_see(other_coordinator, contact)


def test_an_assignment_that_ends_is_felt_by_the_next_request(as_user, contact, coordinator):
    client = as_user(coordinator)
    assert client.get(contact.get_absolute_url()).status_code == 200
    coordinator.assignments.update(ends_on=timezone.localdate() - datetime.timedelta(days=1))
    assert client.get(contact.get_absolute_url()).status_code == 404


def test_who_works_nowhere_sees_not_even_the_household_that_they_entered(small, coordinator):
    own = Household.objects.create(number="S-9", created_by=coordinator)
    assert access.may_see(coordinator, own)
    coordinator.assignments.all().delete()
    assert not access.may_see(coordinator, own)
