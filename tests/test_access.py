"""C1: every address of the site against every persona, object and method, generated from the URLconf."""
import datetime

import pytest
from django.urls import get_resolver
from django.utils import timezone

from cases import access
from cases.models import Contact, Member, User
from tests.access_matrix import (
    HIDDEN,
    OF_A_RECORD,
    WRITTEN_BY_READING,
    Visitor,
    by_method,
    cells_of,
    said,
    told,
)
from tests.access_table import ROUTES
from tests.measures import measured
from tests.objects import make_objects, patterns
from tests.safety.headers import is_cached, missing_headers
from tests.world import CLOSED, PERSONAS, World, make_world


@pytest.fixture
def world(db) -> World:
    """The office with a record in every state."""
    return make_world()


def test_every_route_has_a_line_and_every_line_a_route():
    assert {pattern.name for pattern in patterns(get_resolver())} == set(ROUTES)


def faults(world: World, persona: str, cells) -> tuple[list[str], list[str]]:
    """(cells that answer otherwise than the table says, cells that tell more than they may).

    Each cell is asked once. Every answer must have the headers of a private one and is searched for every canary that
    is hidden from the persona (C2); one out of sight is compared byte for byte with that of an id that does not exist.
    Reading writes nothing but that it was read (C3).
    """
    visitor, wrong, leaks, missing = Visitor(world, persona), [], [], {}
    for cell in sorted(cells, key=lambda cell: (cell.route, cell.state != "missing")):
        answer = visitor.ask(cell)
        wrong += [f"{cell}: {each}" for each in otherwise(cell, answer, visitor.written)]
        out_of_sight = cell.line.needs in OF_A_RECORD and cell.expected == (HIDDEN,)
        if tells(answer, world.hidden_from(persona, among_deleted=shows_deleted(cell))) or (
                out_of_sight and said(answer) != missing.setdefault((cell.route, cell.method), said(answer))):
            leaks.append(str(cell))
    return wrong, leaks


def otherwise(cell, answer, written: set[str]) -> list[str]:
    """What is not as the table and the rules for every answer say."""
    found = [] if answer.status_code in cell.expected else [f"{answer.status_code}, expected {cell.expected}"]
    found += [*missing_headers(answer), *(["may be kept"] if is_cached(answer) else [])]
    return found + ([f"writes {each}" for each in written - WRITTEN_BY_READING] if cell.method in ("GET", "HEAD") else [])


def shows_deleted(cell) -> bool:
    """Whether the page is one of those on which a supervisor finds deleted records."""
    return cell.line.needs == "deleted" or cell.route == "deleted_list"


def tells(answer, hidden: list[str]) -> bool:
    """Whether one of the hidden words stands in an answer, its headers or a file in it."""
    page = told(answer)
    return b"cnry-" in page and any(word.encode() in page for word in hidden)


# With bin/test --long only: whoever is disabled is a stranger; and that a district is not one's own is asked of everyone
# by the records that stand elsewhere.
AS_OTHERS = ("disabled", "other_coordinator", "other_supervisor")
EACH = [pytest.param(each, marks=pytest.mark.long if each in AS_OTHERS else pytest.mark.either) for each in PERSONAS]


def check(world, persona, cells):
    wrong, leaks = faults(world, persona, cells)
    measured("C1", cells_checked=len(cells), wrong_cells=len(wrong), leaks=len(leaks))
    measured("C2", canaries_times_surfaces=len(cells) * len(world.hidden_from(persona)), hits=len(leaks))
    measured("C3", addresses_read=sum(cell.method in ("GET", "HEAD") for cell in cells))
    measured("C14", answers=len(cells), without_headers=len(wrong), cached=len(wrong))
    assert (wrong, leaks) == ([], [])


def is_pushed(cell) -> bool:
    """Whether a cell may get another answer than one that is asked with every push anyway.

    Everything is asked as the coordinator whom restrictions name. Another coordinator differs in what is restricted and
    in what pages of records show (what lists show is asked by tests/access/test_canaries.py), a supervisor by the table and by what is closed or deleted, an admin sees no record at all, and a
    stranger is asked to log in before any is looked for. What is within something restricted is sent as that itself is.
    """
    if cell.state == "within" and cell.method == "POST":
        return False
    if cell.persona == "coordinator":
        return cell.state in (*CLOSED, "missing") or (cell.line.needs in OF_A_RECORD and (cell.state, cell.method) == ("own", "GET")) or cell.line.needs == "draft"
    if cell.persona == "supervisor":
        return ("coordinator" not in cell.line.roles or cell.line.needs in ("restrict", "deleted") or cell.state in ("restricted", "deleted")
                or (cell.state == "closed" and cell.method == "GET"))
    return cell.persona == "named" or cell.state == "own" or (cell.state == "missing" and cell.method == "GET")


def is_read(cell) -> bool:
    """Whether the cell opens a page, or shows that a restricted record is none."""
    return cell.method == "GET" and cell.state in ("own", "restricted", "missing")


def test_each_page_answers_on_every_database_what_the_table_says(world):
    check(world, "named", [cell for cell in by_method("named")[0] if is_read(cell)])


@pytest.mark.parametrize("persona", EACH)
def test_each_cell_answers_what_the_table_says_and_out_of_sight_is_an_id_that_does_not_exist(world, persona):
    check(world, persona, [cell for cell in by_method(persona)[0] if is_pushed(cell) and not (persona == "named" and is_read(cell))])


@pytest.mark.long
@pytest.mark.parametrize("persona", [each for each in PERSONAS if each not in AS_OTHERS])
def test_whoever_is_answered_like_another_is_so_in_every_cell(world, persona):
    check(world, persona, [cell for cell in by_method(persona)[0] if not is_pushed(cell) or persona == "named"])


# A method that a route does not take is refused before anyone asks who it is or looks for a record: one persona stands for
# all, and one method for what is restricted or missing; bin/test --long asks each.
def stands_for_others(cell) -> bool:
    return cell.persona == "coordinator" and (cell.state == "own" or cell.method == "DELETE")


@pytest.mark.long
@pytest.mark.either
def test_a_method_that_a_route_does_not_take_is_refused(world):
    check(world, "coordinator", [cell for cell in by_method("coordinator")[1] if stands_for_others(cell)])


@pytest.mark.long
@pytest.mark.parametrize("persona", PERSONAS)
def test_a_method_that_a_route_does_not_take_is_refused_alike_in_sight_and_out_of_it(world, persona):
    check(world, persona, [cell for cell in by_method(persona)[1] if not stands_for_others(cell)])


def test_the_matrix_turns_red_when_every_contact_is_in_sight(world, monkeypatch):
    monkeypatch.setattr(access.contacts, "visible_contacts", lambda user: Contact.objects.all())
    wrong, leaks = faults(world, "other_coordinator", cells_of("other_coordinator", ["contact_detail"]))
    assert wrong and leaks


@pytest.mark.either
def test_the_matrix_turns_red_when_a_page_in_sight_shows_a_restricted_member(world, monkeypatch):
    monkeypatch.setattr(access, "members_of", lambda user, household: Member.objects.filter(household=household))
    own = [cell for cell in cells_of("coordinator", ["household_detail"]) if (cell.state, cell.method) == ("own", "GET")]
    wrong, leaks = faults(world, "coordinator", own)
    assert (wrong, leaks) == ([], [str(own[0])])


def test_the_matrix_turns_red_when_a_coordinator_is_taken_for_an_admin(world):
    User.objects.filter(pk=world.users["coordinator"].pk).update(role="admin")
    assert faults(world, "coordinator", cells_of("coordinator", ["user_list"]))[0]


def test_a_script_of_a_stranger_gets_a_bare_401_and_a_page_the_log_in(world):
    visitor = Visitor(world, "anonymous")
    assert visitor.send("POST", "/contacts/categories/", **{"HX-Request": "true"}).content == b""
    assert visitor.send("GET", "/contacts/").url == "/login/?next=/contacts/"


@pytest.fixture
def objects(small, coordinator):
    """One object of 大沢 for each route argument."""
    return make_objects(small, coordinator)


def test_the_matrix_turns_red_when_a_page_may_be_kept(world, monkeypatch):
    kept = Visitor.ask

    def ask(visitor, cell):
        answer = kept(visitor, cell)
        answer.headers["Cache-Control"] = "private"
        return answer
    monkeypatch.setattr(Visitor, "ask", ask)
    assert faults(world, "coordinator", cells_of("coordinator", ["contact_detail"]))[0]


def test_the_matrix_turns_red_when_reading_writes(world, monkeypatch):
    seen = access.get_contact

    def get_contact(user, pk, **options):
        Contact.objects.filter(pk=pk).update(text="読まれました")
        return seen(user, pk, **options)
    monkeypatch.setattr("cases.views.contacts.access.get_contact", get_contact)
    assert faults(world, "coordinator", cells_of("coordinator", ["contact_detail"]))[0]


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
