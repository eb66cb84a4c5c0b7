"""The menu offers what its reader can do."""
import re

import pytest

from cases.models import Assignment


def entries(client):
    page = client.get("/").content.decode()
    return [" ".join(each.split()) for each in re.findall(r'href="/contacts/new/"[^>]*>(?:<[^>]*>|\s)*([^<]+)', page)]


def test_who_has_no_district_is_not_led_to_the_log_form(as_user, admin):
    """It answers 403 and says so; it was the most prominent button of the page."""
    client = as_user(admin)
    assert entries(client) == [] and client.get("/contacts/new/").status_code == 403


@pytest.mark.parametrize("who", ["coordinator", "supervisor"])
def test_who_has_one_is(as_user, request, who):
    client = as_user(request.getfixturevalue(who))
    assert entries(client)[:2] == ["記録する"] * 2 and client.get("/contacts/new/").status_code == 200


def test_nor_is_who_has_none_today(as_user, coordinator):
    Assignment.objects.filter(user=coordinator).update(starts_on="2020-04-01", ends_on="2021-03-31")
    assert entries(as_user(coordinator)) == []
