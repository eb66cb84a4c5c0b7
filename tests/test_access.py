"""Every address of the site against every persona; an address without a line in the table fails."""
import datetime

import pytest
from django.urls import get_resolver
from django.utils import timezone

from tests.access_table import ROUTES
from tests.objects import address, make_objects, patterns

PERSONAS = ("anonymous", "coordinator", "other_coordinator", "supervisor", "admin")


def test_every_route_has_a_line_and_every_line_a_route():
    assert {pattern.name for pattern in patterns(get_resolver())} == set(ROUTES)


@pytest.fixture
def objects(small, coordinator):
    """One object of 大沢 for each route argument."""
    return make_objects(small, coordinator)


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("persona", PERSONAS)
def test_each_persona_gets_what_the_table_says(request, client, objects, route, persona):
    if persona != "anonymous":
        client.force_login(request.getfixturevalue(persona))
    response = client.get(address(route, objects))
    assert response.status_code == ROUTES[route][PERSONAS.index(persona)]
    if persona == "anonymous" and route != "login":
        assert response.url.startswith("/login/")


def test_out_of_sight_looks_like_nothing_there(as_user, other_coordinator, objects):
    client = as_user(other_coordinator)
    hidden = client.get(f"/contacts/{objects['contact'].pk}/")
    assert hidden.content == client.get("/contacts/987654321/").content


@pytest.mark.parametrize("persona", PERSONAS)
def test_every_page_is_private_and_loads_nothing_from_elsewhere(request, client, objects, persona):
    if persona != "anonymous":
        client.force_login(request.getfixturevalue(persona))
    for route in ROUTES:
        headers = client.get(address(route, objects)).headers
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert headers["Cache-Control"].startswith(("no-store", "max-age=0"))


def test_an_admin_sees_records_only_when_also_assigned(as_user, admin, objects):
    client = as_user(admin)
    assert client.get(objects["contact"].get_absolute_url()).status_code == 404
    admin.assignments.create(district=objects["district"], starts_on="2020-04-01")
    assert client.get(objects["contact"].get_absolute_url()).status_code == 200


@pytest.mark.parametrize(("first", "last", "status"), [(0, 0, 200), (1, 9, 404), (-9, -1, 404)])
def test_access_begins_and_ends_with_the_day(as_user, other_coordinator, objects, first, last, status):
    today, day = timezone.localdate(), datetime.timedelta(days=1)
    other_coordinator.assignments.create(
        district=objects["district"], starts_on=today + first * day, ends_on=today + last * day)
    assert as_user(other_coordinator).get(objects["contact"].get_absolute_url()).status_code == status
