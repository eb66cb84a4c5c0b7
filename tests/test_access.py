"""Every address of the site against every persona; an address without a line in the table fails."""
import pytest
from django.urls import get_resolver

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
