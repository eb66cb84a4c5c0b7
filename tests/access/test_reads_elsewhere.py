"""Where the council says so, a coordinator reads the records of other districts and changes none of them."""
import pytest

from cases import access
from cases.models import Contact, Council
from tests.access_matrix import Visitor
from tests.access_table import ROUTES
from tests.objects import address
from tests.world import make_world

READS = [route for route, line in ROUTES.items() if line.needs == "sight" and "GET" in line.methods]
WRITES = [route for route, line in ROUTES.items() if line.needs == "change"]


@pytest.fixture
def world(db):
    """The office with the setting on."""
    world = make_world()
    Council.objects.update(reads_elsewhere=True)
    return world


def status(world, persona, route, state):
    line = ROUTES[route]
    return Visitor(world, persona).send(line.methods[0], address(route, world.objects[state])).status_code


@pytest.mark.either
def test_a_coordinator_reads_elsewhere_and_changes_nothing_there(world):
    assert {route: status(world, "coordinator", route, "other") for route in READS} == dict.fromkeys(READS, 200)
    assert {route: status(world, "coordinator", route, "other") for route in WRITES} == dict.fromkeys(WRITES, 403)


@pytest.mark.either
@pytest.mark.parametrize("persona", ["other_supervisor", "admin"])
def test_the_setting_is_for_coordinators(world, persona):
    assert {status(world, persona, route, "own") for route in READS} == {404}


@pytest.mark.either
@pytest.mark.parametrize("state", ["restricted", "within"])
def test_restricted_records_stay_out_of_sight(world, state):
    assert {status(world, "other_coordinator", route, state) for route in READS if ROUTES[route].closable} == {404}


def test_buttons_that_would_be_refused_are_not_shown(world):
    visitor, objects = Visitor(world, "coordinator"), world.objects["other"]
    for route in ("contact_detail", "household_detail", "case_detail"):
        page = visitor.send("GET", address(route, objects)).content.decode()
        assert "読むだけ" in page and "/edit/" not in page and "/new/?" not in page and "/restriction/" not in page


def test_forms_offer_only_what_may_be_used(world):
    page = Visitor(world, "coordinator").send("POST", "/contacts/who/", {"q": "cnry"}).content.decode()
    assert "cnry-own-case-number" in page and "cnry-other-case-number" not in page


def test_off_is_the_default_and_ends_it(world):
    Council.objects.update(reads_elsewhere=False)
    assert status(world, "coordinator", "case_detail", "other") == 404
    assert not Council._meta.get_field("reads_elsewhere").default


def test_who_is_assigned_nowhere_reads_nothing(world):
    world.users["coordinator"].assignments.all().delete()
    assert not access.visible_contacts(world.users["coordinator"]).exists()


def test_an_edit_leaves_a_case_that_is_only_read_where_it_is(world):
    contact, there = world.objects["own"]["contact"], world.objects["other"]["case"]
    Contact.objects.filter(pk=contact.pk).update(case=there)
    visitor, url = Visitor(world, "coordinator"), address("contact_edit", world.objects["own"])
    assert "case" not in visitor.client.get(url).context["form"].fields
    answer = visitor.client.post(url, {
        "version": contact.version, "date": "R3.4.5", "district": contact.district_id, "text": "直した見本",
        "coordinators": [world.users["coordinator"].pk], "axis_kind": "outreach", "axis_consulter": "self", "axis_method": "phone"})
    contact.refresh_from_db()
    assert (answer.status_code, contact.text, contact.case_id) == (302, "直した見本", there.pk)
