"""A contact of several cases is closed to whoever may not see one of them: the most closed case decides, everywhere."""
import itertools

import pytest

from cases import access
from cases.models import Case, Contact
from tests.access_matrix import Visitor, said
from tests.factories import log_contact
from tests.objects import address
from tests.world import DAY, PEOPLE, SIGHT, make_world

STATES = ("own", "other", "restricted", "within", "closed")
PLACES = ("/", "/contacts/", "/contacts/?fiscal_year=2021", "/cases/?state=all", "/households/", "/diary/?month=2021-04")


@pytest.fixture
def world(db):
    """The office with a record in every state."""
    return make_world()


def of_both(world, first, second, **fields):
    """A contact of the case of one state that is also of that of another one; it says something that nothing else does."""
    made = log_contact(world.small, world.users["named"], "kind:case", "target:elderly", date=DAY, minutes=7, next_action_on=DAY,
                       case=world.objects[first]["case"], text="cnry-several-text", counterpart="cnry-several-counterpart", **fields)
    made.also_cases.set([world.objects[second]["case"]])
    return made


def test_it_is_in_sight_where_all_of_its_cases_are(world):
    """Every pair of states, every persona: reading, changing and bringing back."""
    made = {pair: of_both(world, *pair) for pair in itertools.permutations(STATES, 2)}
    for persona in set(PEOPLE) - {"disabled"}:
        user = world.users[persona]
        for rows in (access.visible_contacts(user), access.changeable_contacts(user)):
            seen = {pair for pair, contact in made.items() if rows.filter(pk=contact.pk).exists()}
            assert seen == {pair for pair in made if {*pair} <= SIGHT[persona] and "other" not in pair}, persona


@pytest.mark.either
def test_who_may_not_see_one_of_them_is_answered_as_if_it_were_not_there(world):
    visitor = Visitor(world, "coordinator")
    own = [address(route, world.objects["own"]) for route in ("case_detail", "household_detail")]
    urls = [*PLACES, *own, address("case_detail", world.objects["closed"])]
    before = [said(visitor.send("GET", url)) for url in urls]
    contacts = [of_both(world, *pair) for pair in (("own", "restricted"), ("restricted", "own"), ("closed", "within"), ("own", "other"))]
    assert [url for url, was in zip(urls, before, strict=True) if said(visitor.send("GET", url)) != was] == []
    nothing = said(visitor.send("GET", f"/contacts/{contacts[0].pk + 1000}/"))
    for contact in contacts:
        assert said(visitor.send("GET", f"/contacts/{contact.pk}/")) == nothing
    assert [visitor.send("GET", f"/contacts/{contacts[0].pk}/{page}").status_code for page in ("edit/", "history/")] == [404, 404]
    assert "cnry-several" not in visitor.send("POST", "/contacts/", {"q": "cnry-several"}).content.decode()


def test_who_is_named_on_the_closed_one_sees_it_and_the_restriction(world):
    contact = of_both(world, "own", "restricted")
    page = Visitor(world, "named").send("GET", f"/contacts/{contact.pk}/").content.decode()
    assert "cnry-several-text" in page and "mark is-restricted" in page


def test_the_protection_of_each_household_is_said(world):
    home = world.objects["own"]["protected"]
    Case.objects.filter(pk=world.objects["own"]["case"].pk).update(household=home)
    contact = of_both(world, "closed", "own")
    page = Visitor(world, "coordinator").send("GET", f"/contacts/{contact.pk}/").content.decode()
    assert f"支援措置対象　{home}" in page and not any(word in page for word in world.whereabouts)


def test_only_own_cases_can_be_added(world):
    contact = world.objects["own"]["contact"]
    numbers = [world.objects[state]["case"].number for state in ("other", "restricted", "within")]
    visitor = Visitor(world, "coordinator")
    for number in numbers:
        form = visitor.send("POST", f"/contacts/{contact.pk}/edit/", {"also_cases": number, "case": contact.case_id}).context["form"]
        assert "見つからないケース番号" in form.errors["also_cases"][0]
    assert not Contact.also_cases.through.objects.exists()
