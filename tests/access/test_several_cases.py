"""A contact of several cases is hidden by one that is closed to the reader, and outside of the district that counts it by one that is out of sight."""
import itertools

import pytest

from cases import access
from cases.models import Case, Contact
from cases.services.contacts import update_contact
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


def test_it_is_in_sight_where_none_is_closed_and_all_are_or_it_was_written_there(world):
    """Every pair of states, every persona: reading, changing and bringing back. All were written in 大沢, where `other` is not."""
    made = {pair: of_both(world, *pair) for pair in itertools.permutations(STATES, 2)}
    for persona in set(PEOPLE) - {"disabled"}:
        user, seen_states = world.users[persona], SIGHT[persona] | ({"other"} if "own" in SIGHT[persona] else set())
        for rows in (access.visible_contacts(user), access.changeable_contacts(user)):
            seen = {pair for pair, contact in made.items() if rows.filter(pk=contact.pk).exists()}
            assert seen == {pair for pair in made if {*pair} <= seen_states and "own" in SIGHT[persona]}, persona


def test_what_was_written_elsewhere_of_a_case_out_of_sight_too_is_counted_and_not_told(world):
    for pair in (("other", "own"), ("own", "other"), ("other", "restricted")):
        of_both(world, *pair)
    case, visitor = world.objects["other"]["case"], Visitor(world, "other_coordinator")
    assert access.told_elsewhere(world.users["other_coordinator"], [case]) == {case.pk: 2}  # not of one that is closed
    page = visitor.send("GET", f"/cases/{case.pk}/").content.decode()
    assert "その地区で記録された対応記録が2件あります" in page and "cnry-several" not in page
    user = world.users["coordinator"]
    assert access.told_elsewhere(user, access.visible_cases(user)) == {}


@pytest.mark.parametrize("pair", [("own", "other"), ("other", "own")])
def test_where_it_was_written_a_case_out_of_sight_is_not_named_and_stays(world, pair):
    contact, visitor = of_both(world, *pair), Visitor(world, "coordinator")
    hidden = [word for word in world.canaries["other"] if "-case-" in word]
    seen = world.objects["own"]["case"].number
    for url in (f"/contacts/{contact.pk}/", f"/contacts/{contact.pk}/edit/", "/contacts/", "/diary/?day=R3.4.5&of=", f"/cases/{world.objects['own']['case'].pk}/",
                f"/households/{world.objects['own']['household'].pk}/", f"/contacts/{contact.pk}/history/", "/reports/2021/figures/?axis=kind"):
        page = visitor.send("GET", url).content.decode()
        assert "cnry-several" in page or "edit" in url or "history" in url, url
        assert not [word for word in hidden if word in page], url
    assert "担当地区の外のケース" in visitor.send("GET", f"/contacts/{contact.pk}/").content.decode()
    assert seen in visitor.send("GET", f"/contacts/{contact.pk}/").content.decode()
    form = visitor.send("GET", f"/contacts/{contact.pk}/edit/").context["form"]
    assert not {"case", "also_cases", "who"} & set(form.fields)


def test_a_change_where_it_was_written_leaves_the_case_out_of_sight_in_it(world):
    contact = of_both(world, "own", "other")
    stored = access.get_contact(world.users["coordinator"], contact.pk, to_change=True)
    update_contact(contact=stored, version=stored.version, categories={}, coordinators=[world.users["coordinator"]], by=world.users["coordinator"])
    assert [*Contact.objects.get(pk=contact.pk).also_cases.all()] == [world.objects["other"]["case"]]


@pytest.mark.either
def test_who_may_not_see_one_of_them_is_answered_as_if_it_were_not_there(world):
    visitor = Visitor(world, "coordinator")
    own = [address(route, world.objects["own"]) for route in ("case_detail", "household_detail")]
    urls = [*PLACES, *own, address("case_detail", world.objects["closed"])]
    before = [said(visitor.send("GET", url)) for url in urls]
    contacts = [of_both(world, *pair) for pair in (("own", "restricted"), ("restricted", "own"), ("closed", "within"), ("restricted", "other"))]
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


def test_a_deleted_case_is_none_out_of_sight(world):
    contact, visitor = of_both(world, "own", "closed"), Visitor(world, "coordinator")
    Case.objects.filter(pk=world.objects["closed"]["case"].pk).update(deleted_at="2021-05-01T00:00Z")
    page = visitor.send("GET", f"/contacts/{contact.pk}/").content.decode()
    assert "cnry-several-text" in page and "担当地区の外のケース" not in page and "<dt>ほかのケース</dt>" not in page
