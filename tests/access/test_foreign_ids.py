"""C3: ids that are none of one's business change nothing, GET writes nothing, and forms take declared fields only."""
import pytest
from django.urls import get_resolver

from cases.forms.base import RecordForm
from cases.models import Household
from tests.access_matrix import OF_A_RECORD, Visitor
from tests.access_table import ROUTES
from tests.measures import measured
from tests.objects import address, patterns
from tests.stored import rows
from tests.world import STATES, make_world

FOREIGN = ("other", "restricted", "within")
ODD = ["-1", "0", "9" * 30, "6f1c0f5e-7b1c-4c8e-9d53-0f6b7a1c2d3e", "1 OR 1=1", "1'; DROP TABLE cases_case;--", "[1, 2]"]


@pytest.fixture
def world(db):
    """The office with a record in every state."""
    return make_world()


HUGE = ODD[2]  # the one that databases refuse each in its own way


def ask_oddly(world, odd_of_route) -> None:
    """Ask each address of a record with these ids by each of its methods."""
    visitor, before, wrong, asked = Visitor(world, "coordinator"), rows(), [], 0
    routes = [route for route, line in ROUTES.items() if line.needs in OF_A_RECORD and "coordinator" in line.roles]
    marked = dict.fromkeys(world.objects["missing"], 987654321) | {"user": world.users["admin"]}
    for place, route in enumerate(routes):
        for odd in odd_of_route(place):
            url = address(route, marked).replace("987654321", odd)
            for method in ROUTES[route].methods:
                answer, asked = visitor.client.generic(method, url), asked + 1
                wrong += [f"{method} {url}: {answer.status_code}"] if answer.status_code != 404 else []
    measured("C3", odd_addresses=asked, answered=len(wrong))
    assert wrong == [] and rows() == before


def test_odd_ids_in_addresses_are_not_found_and_change_nothing(world):
    ask_oddly(world, lambda place: {HUGE, ODD[place % len(ODD)]})


@pytest.mark.long
def test_each_odd_id_in_each_address_is_not_found(world):
    ask_oddly(world, lambda place: ODD)


# Every form field that holds an id of a record, with the noun of that record.
FIELDS = [("contact_new", "case", "case"), ("case_new", "household", "household"), ("protection_new", "member", "member"),
          ("protection_new", "from_member", "member")]
FILLED = {
    "contact_new": {"date": "R3.4.5", "axis_kind": "outreach", "axis_consulter": "self", "axis_method": "phone"},
    "case_new": {"number": "C-new", "title": "見本", "subject": "household", "opened_on": "R3.4.1"},
    "protection_new": {"reason": "見本", "starts_on": "R3.4.1"}}


def filled(world, route):
    district = world.small.districts["osawa"].pk
    return FILLED[route] | {"district": district, "coordinators": [world.users["coordinator"].pk]}


@pytest.mark.parametrize(("route", "field", "noun"), FIELDS)
def test_a_foreign_id_in_a_form_is_refused_like_one_that_does_not_exist(world, route, field, noun):
    client, url, before = Visitor(world, "coordinator").client, address(route, world.objects["own"]), rows()
    foreign = [world.objects[state][noun] for state in FOREIGN]
    sent = [*(each.number if field == "household" else each.pk for each in foreign), *ODD]
    statuses = {client.post(url, filled(world, route) | {field: each}).status_code for each in sent}
    measured("C3", foreign_ids=len(sent), taken=len(statuses - {422}))
    assert statuses == {422} and rows() == before


@pytest.mark.parametrize("route", FILLED)
def test_the_same_form_with_an_own_id_is_saved(world, route):
    own = {"contact_new": {"case": world.objects["own"]["case"].pk}, "protection_new": {
        "member": world.objects["own"]["member"].pk}, "case_new": {"household": world.objects["own"]["household"].number}}
    answer = Visitor(world, "coordinator").client.post(address(route, world.objects["own"]), filled(world, route) | own[route])
    assert answer.status_code == 302


@pytest.mark.long  # with every push the access matrix looks at what each GET of it writes
@pytest.mark.parametrize("persona", ["named", "supervisor", "admin"])
def test_a_get_writes_nothing(world, persona):
    client, before = Visitor(world, persona).client, rows()
    names = [each.name for each in patterns(get_resolver()) if each.name != "report_download"]
    reads = {("GET", address(name, world.objects[state])) for name in names for state in STATES}
    reads |= {("HEAD", address(name, world.objects["own"])) for name in names}
    for method, url in sorted(reads):
        client.generic(method, url)
    measured("C3", addresses_read=len(reads))
    assert rows() == before


def smuggled() -> dict:
    """Every column of a household that its form does not ask for, with a value that would show."""
    return {"is_restricted": "on", "restriction_reason": "smuggled", "created_by": "1", "id": "999", "pk": "999",
            "named": ["1"], "created_at": "1999-01-01", "updated_at": "1999-01-01", "form_token": ""}


def test_only_declared_fields_change(world):
    household = world.objects["own"]["household"]
    Visitor(world, "coordinator").client.post(f"/households/{household.pk}/edit/", smuggled() | {
        "number": household.number, "name": "変えた名", "version": household.version})
    after = Household.objects.get(pk=household.pk)
    assert after.name == "変えた名" and not after.is_restricted and after.restriction_reason == ""
    assert after.created_by_id == household.created_by_id and after.created_at == household.created_at


def test_no_form_asks_for_what_only_a_service_may_set():
    guarded = {"is_restricted", "restriction_reason", "named", "created_by", "ended_at", "ended_by", "set_by", "batch"}
    forms = RecordForm.__subclasses__()
    assert forms and not [(each.__name__, name) for each in forms if hasattr(each._meta, "fields") and each._meta.fields
                          for name in guarded & set(each._meta.fields)]
