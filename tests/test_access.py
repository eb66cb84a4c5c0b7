"""Every address of the site against every persona; an address without a line in the table fails."""
import pytest
from django.urls import get_resolver, reverse

from cases.models import Case, Household, ImportBatch, Member, Resource
from tests.access_table import ROUTES
from tests.factories import log_contact

PERSONAS = ("anonymous", "coordinator", "other_coordinator", "supervisor", "admin")


def patterns(resolver, prefix=""):
    for pattern in resolver.url_patterns:
        if hasattr(pattern, "url_patterns"):
            yield from patterns(pattern, prefix)
        else:
            yield pattern


def test_every_route_has_a_line_and_every_line_a_route():
    assert {pattern.name for pattern in patterns(get_resolver())} == set(ROUTES)


@pytest.fixture
def objects(small, coordinator):
    """One object of 大沢 for each route argument."""
    osawa = small.districts["osawa"]
    household = Household.objects.create(number="S-1", district=osawa)
    return {
        "contact": log_contact(small, coordinator, "topic:meal"),
        "household": household, "member": Member.objects.create(household=household),
        "case": Case.objects.create(number="C-1", title="見本", subject="place", district=osawa,
                                    opened_on="2021-04-01"),
        "resource": Resource.objects.create(code="R-1", name="見本の会"),
        "user": coordinator, "district": osawa,
        "import": ImportBatch.objects.create(subject="figures", file_name="x.csv", state="committed"),
    }


def address(route, objects):
    arguments = {
        "report_detail": [2021], "figure_contacts": [2021], "report_download": [2021, "json"],
        "member_new": [objects["household"].pk], "reference_import": ["districts"], "reference_export": ["districts"],
    }
    pattern = next(each for each in patterns(get_resolver()) if each.name == route)
    needed = list(pattern.pattern.converters)
    if route in arguments:
        url = reverse(route, args=arguments[route])
    else:
        url = reverse(route, args=[objects[route.split("_")[0]].pk] if needed else [])
    return url + ("?axis=kind" if route == "figure_contacts" else "")


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
