"""C2: the texts of hidden records are searched on every surface where they could come up."""
import random
import subprocess

import pytest
from django.http import Http404
from django.urls import get_resolver

from cases import access
from cases.forms import households
from cases.models import Case, Contact, Household, Member
from reports.outputs import FORMATS
from tests.access_matrix import DRAWN_ANEW, Visitor, told
from tests.measures import measured
from tests.objects import address, patterns
from tests.world import PERSONAS, SIGHT, STATES, make_world

LISTS = ("/contacts/", "/households/", "/cases/")
MORE = ("/", "/weekly/", "/diary/?day=R3.4.5&of=", "/activities/", "/referrals/", "/conferences/?fiscal_year=2021", "/drafts/", "/cases/handover/", "/households/duplicates/",
        "/households/unplaced/", "/resources/", "/reports/overview/?fiscal_year=2021&month=4")
DRILLED = [f"/reports/2021/figures/?axis={axis}" for axis in ("kind", "topic", "target")]


@pytest.fixture
def world(db):
    """The office with a record in every state."""
    return make_world()


def pages_of_records(world) -> list[str]:
    """Addresses of every page with every record but the pages of deleted ones; the access matrix asks all with every push."""
    routes = [each.name for each in patterns(get_resolver()) if each.name != "report_download" and "delete" not in each.name]
    return sorted({address(route, world.objects[state]) for route in routes for state in STATES})


def surfaces(world) -> list[str]:
    """Addresses of what shows records besides: lists with their filters, drill-downs, forms opened from a record, files."""
    files = {f"/reports/2021/download/{kind}/" for kind in FORMATS if kind != "pdf"}
    opened = {f"/contacts/new/?case={each['case'].pk}" for state, each in world.objects.items() if state != "missing"}
    opened |= {f"/cases/new/?household={each['household'].pk}" for state, each in world.objects.items()
               if state != "missing"}
    return sorted({*files, *opened, *DRILLED, *LISTS, *MORE, "/cases/?state=all", "/contacts/?fiscal_year=2021"})


def leaked(world, persona, urls) -> list[str]:
    """Addresses on which a hidden text stands."""
    visitor, hidden = Visitor(world, persona), [word.encode() for word in world.hidden_from(persona)]
    return [url for url in urls for page in [told(visitor.send("GET", url))] if any(word in page for word in hidden)]


# Every push looks with one pair of eyes and a few words; bin/test --long with all of them.
EYES = [pytest.param(each, marks=pytest.mark.either if each == "coordinator" else pytest.mark.long) for each in PERSONAS]
FEW = ("-name", "-address", "-title", "-text")


def look(world, persona, urls) -> None:
    found = leaked(world, persona, urls)
    measured("C2", canaries_times_surfaces=len(urls) * len(world.hidden_from(persona)), hits=len(found))
    assert found == []


@pytest.mark.parametrize("persona", EYES)
def test_no_surface_carries_a_hidden_text(world, persona):
    look(world, persona, surfaces(world))


@pytest.mark.long
@pytest.mark.parametrize("persona", PERSONAS)
def test_no_page_of_any_record_carries_a_hidden_text(world, persona):
    look(world, persona, pages_of_records(world))


def test_what_may_be_seen_is_seen(world):
    page = Visitor(world, "named").send("GET", address("household_detail", world.objects["within"])).content.decode()
    assert "cnry-within-household-address" in page and "cnry-within-case-title" in page


def searched(world, persona, url, typed):
    """The result page of a search, what was typed taken out of it."""
    client = Visitor(world, persona).client
    page = client.post(url, {"q": typed}, follow=True)
    key = page.redirect_chain[0][0].partition("s=")[2].encode()
    body = DRAWN_ANEW.sub(b"", page.content).replace(typed.encode(), b"")
    return body.replace(key, b"") if key else body


def found_by_searching(world, persona, words, step=1) -> list[str]:
    """Hidden words whose result page differs from that of a word that stands nowhere; each list is asked for every `step`-th, by turns."""
    found = [word for place, url in enumerate(LISTS) for nothing in [searched(world, persona, url, "nonsense")]
             for word in words[place % step::step] if searched(world, persona, url, word) != nothing]
    measured("C2", searches=len(words) * len(LISTS) // step, hits=len(found))
    return found


@pytest.mark.either
def test_searching_a_hidden_text_is_like_searching_nonsense(world):
    few = [word for word in world.hidden_from("coordinator") if word.endswith(FEW) and "closed" not in word]
    assert found_by_searching(world, "coordinator", few, len(LISTS)) == []


@pytest.mark.long
@pytest.mark.parametrize("persona", ["coordinator", "other_coordinator", "supervisor"])
def test_searching_any_hidden_text_is_like_searching_nonsense(world, persona):
    assert found_by_searching(world, persona, world.hidden_from(persona)) == []


def test_the_report_as_pdf_carries_no_text_of_a_record(world, tmp_path):
    answer = Visitor(world, "supervisor").send("GET", "/reports/2021/download/pdf/")
    if answer.status_code == 302:
        pytest.skip("no PDF on this machine")
    (tmp_path / "report.pdf").write_bytes(answer.content)
    text = subprocess.run(["pdftotext", tmp_path / "report.pdf", "-"], capture_output=True, check=True).stdout  # noqa: S603, S607
    assert b"2021" in text or "令和3年度".encode() in text
    assert b"cnry-" not in text


def test_the_search_turns_red_when_lists_forget_who_looks(world, monkeypatch):
    for module in (access, access.sight):  # as views ask for it, and as it is used within
        monkeypatch.setattr(module, "visible_cases", lambda user: Case.objects.all())
    assert leaked(world, "other_coordinator", ["/cases/"])
    monkeypatch.setattr(households, "_is_protected", lambda household: False)
    assert leaked(world, "coordinator", [f"/households/{world.objects['own']['protected'].pk}/edit/"])


RECORDS = {"contact": (Contact, access.visible_contacts, access.get_contact),
           "case": (Case, access.visible_cases, access.get_case),
           "household": (Household, access.visible_households, access.get_household),
           "member": (Member, access.visible_members, access.get_member)}


def got(getter, user, pk) -> bool:
    try:
        return bool(getter(user, pk))
    except Http404:
        return False


@pytest.mark.parametrize("seed", [0, *(pytest.param(each, marks=pytest.mark.either) for each in (1, 2, 3))])
def test_a_record_is_in_the_list_exactly_when_it_can_be_opened(world, seed):
    draw = random.Random(seed)  # noqa: S311 (a world to test in)
    people = [*world.users.values()]
    for model in (Case, Household, Member):
        for record in model.objects.all():
            model.objects.filter(pk=record.pk).update(is_restricted=draw.random() < 0.5)
            record.named.set(draw.sample(people, draw.randint(0, 3)))
    districts = [*world.small.districts.values()]
    for case in Case.objects.all():  # some went to another district after their contacts
        Case.objects.filter(pk=case.pk).update(district=draw.choice(districts))
    for user in people:
        for model, visible, getter in RECORDS.values():
            listed = set(visible(user).values_list("pk", flat=True))
            assert listed == {pk for pk in model.objects.values_list("pk", flat=True) if got(getter, user, pk)}
        assert {*Contact.objects.filter(case__in=access.visible_cases(user))} <= {*access.visible_contacts(user)}
        assert {*access.contacts_of_districts(user)} <= {*access.visible_contacts(user)}
        for contact in access.in_list_lines(user, access.visible_contacts(user)):
            case = contact.case
            assert case is None or got(access.get_case, user, case.pk)
            assert not (contact.case_id and Case.objects.closed_to(user).filter(pk=contact.case_id).exists())
        for case in access.visible_cases(user):
            assert case.household is None or got(access.get_household, user, case.household_id)
    measured("C2", worlds=1)


def test_every_state_hides_from_somebody():
    assert all(any(state not in seen for seen in SIGHT.values()) for state in STATES)
