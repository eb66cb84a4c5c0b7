"""C5: texts that would like to be markup or script stay texts, on every page, for every role, by every way in."""
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.access_table import ROUTES, TWICE
from tests.imports.record_files import as_csv, row, table
from tests.measures import measured
from tests.objects import address
from tests.safety.pages import Page, injected, rounds
from tests.safety.payloads import MARK, PAYLOADS, make_hostile, text_models
from tests.stored import taken_back

pytestmark = [pytest.mark.django_db, pytest.mark.either]
PUSHED = (15,)


@pytest.fixture
def office(small, coordinator, supervisor, admin):
    """The three roles, the admin assigned as well, so that every page shows what it has."""
    for district in small.districts.values():
        admin.assignments.create(district=district, starts_on="2020-04-01")
    return [coordinator, supervisor, admin]


PLAIN, FRAGMENT = {}, {"HX-Request": "true"}
TWO_ANSWERS = [route for route in ROUTES if route.startswith("draft")]  # the others ask only when they refuse


def open_everything(user, objects, routes=tuple(ROUTES), fragments=tuple(ROUTES)):
    """(route, page) of every address that this user can open, plain and some as a fragment too."""
    client = Client()
    client.force_login(user)
    for route in routes:
        url = address(route, objects)
        for headers in (PLAIN, FRAGMENT) if route in fragments else (PLAIN,):
            response = client.get(url, headers=headers)
            assert response.status_code < 500, (route, response.status_code)
            if response.headers.get("Content-Type", "").startswith("text/html") and not response.streaming:
                yield route, response.content.decode()


def try_all(asked: dict, objects, fragments=tuple(ROUTES)) -> tuple[dict, dict[str, int]]:
    """Open pages of the hostile council, routes by user; (what a payload turned into by role and route, what was tried)."""
    pages = [(user.role, route, text) for user, routes in asked.items()
             for route, text in open_everything(user, objects, routes, fragments)]
    wrong = {(role, route): found for role, route, text in pages if (found := injected(text, MARK))}
    return wrong, {"fields_filled": objects["filled"], "pages_opened": len(pages), "injected": len(wrong),
                   "pages_with_hostile_text": sum(MARK in text for _, _, text in pages)}


@pytest.mark.parametrize("shift", PUSHED)
def test_no_page_takes_a_text_for_markup(office, small, shift):
    _, supervisor, admin = office  # an admin who is assigned opens what the others open; bin/test --long asks all three
    theirs = [route for route, line in ROUTES.items() if "admin" not in line.roles]
    wrong, tried = try_all({admin: tuple(ROUTES), supervisor: theirs}, make_hostile(small, office[0], shift), TWO_ANSWERS)
    measured("C5", **tried)
    assert wrong == {}
    assert tried["pages_with_hostile_text"] > 50, "the pages must show the texts, or nothing was tried"


@pytest.mark.long
@pytest.mark.parametrize("shift", [each for each in range(len(PAYLOADS)) if each not in PUSHED])
def test_every_payload_in_every_field(office, small, shift):
    wrong, tried = try_all(dict.fromkeys(office, tuple(ROUTES)), make_hostile(small, office[0], shift))
    measured("C5", **tried)
    assert wrong == {}


def test_every_kind_of_record_is_filled():
    assert {model.__name__ for model in text_models()} >= {
        "Axis", "Case", "Category", "Contact", "Council", "District", "Household", "ImportBatch", "Member", "Resource", "User"}


FORMS = [route for route, line in ROUTES.items() if {"GET", "POST"} <= set(line.methods) and route not in TWICE]
TOGETHER = 12  # routes that share one hostile council: making it takes as long as trying a form


def typed_into(route, objects, user, payloads) -> list[str]:
    """What became of payloads typed into every field of a form, in the pages that answer."""
    client = Client()
    if route != "login":
        client.force_login(user)
    url = address(route, objects)
    names = Page(client.get(url).content.decode()).names - {"csrfmiddlewaretoken", "version", "form_token"}
    answers = [client.post(url, fields) for fields in rounds(names, payloads)]
    assert [each.status_code for each in answers if each.status_code >= 500] == [], route
    pages = [each for each in answers if each.headers.get("Content-Type", "").startswith("text/html")]
    return [found for each in pages for found in injected(each.content.decode(), MARK)]


def type_into_forms(office, small, part, step):
    objects, found, tried = make_hostile(small, office[0], 0), {}, 0
    for place, route in enumerate(FORMS[part * TOGETHER:(part + 1) * TOGETHER]):
        payloads = PAYLOADS[place % step::step]
        with taken_back():
            found[route], tried = typed_into(route, objects, office[2], payloads), tried + len(payloads)
    wrong = {route: faults for route, faults in found.items() if faults}
    measured("C5", forms_tried=len(found), typed_payloads=tried, injected=len(wrong))
    assert wrong == {}


PARTS = range(-(-len(FORMS) // TOGETHER))


@pytest.mark.parametrize("part", PARTS)
def test_what_was_typed_into_a_form_comes_back_as_text(office, small, part):
    type_into_forms(office, small, part, 4)  # each form with every fourth payload, and all of them by turns


@pytest.mark.long
@pytest.mark.parametrize("part", PARTS)
def test_every_payload_typed_into_a_form_comes_back_as_text(office, small, part):
    type_into_forms(office, small, part, 1)


@pytest.mark.parametrize(("place", "payload"), list(enumerate(PAYLOADS)))
def test_an_import_shows_cells_headings_and_names_as_text(office, client, place, payload):
    client.force_login(office[2])
    lines = table(row("1", 記録=payload, 世帯番号=payload[:20]), row(payload, payload, 地区=payload))
    lines[0].append(payload)
    for content in (as_csv(lines), payload.encode() if place % 2 else as_csv(lines[:2])):
        upload = SimpleUploadedFile(f"{payload.replace('/', '')}.csv", content)
        for url, fields in ((reverse("import_new"), {"subject": "records", "sheet": payload}),
                            (reverse("reference_import", args=["resources"]), {})):
            upload.seek(0)
            response = client.post(url, {"file": upload, **fields}, follow=True)
            assert response.status_code in (200, 422)
            assert injected(response.content.decode(), MARK) == []
    measured("C5", imported_payloads=1, injected=0)


# -- Negative controls

@pytest.mark.parametrize("payload", [each for each in PAYLOADS if not each.startswith(("javascript", "data:", "{{", "&lt;", "`", "]]", "' ", '" '))])
def test_each_payload_is_seen_where_it_is_not_escaped(payload):
    assert injected(f"<title>x</title><p>{payload}</p>", MARK)


@pytest.mark.parametrize("text", ['<a href="javascript:1">', '<p title="" xq9="1">', '<p hx-get="/xq9">', "<b onclick=1>", "<!-- xq9 -->",
                                  "<script>xq9</script>", '<a href="//xq9">', "<p style='x'>"])
def test_what_must_not_stand_in_a_page_is_seen(text):
    assert injected(text, MARK)


def test_a_page_without_escaping_is_found(office, small, monkeypatch):
    monkeypatch.setattr("django.template.base.conditional_escape", str)
    assert try_all({office[0]: ["contact_detail", "household_detail"]}, make_hostile(small, office[0], 0))[0]


def test_a_form_that_gives_back_markup_is_found(office, small, monkeypatch):
    monkeypatch.setattr("django.template.base.conditional_escape", str)
    assert typed_into("household_new", make_hostile(small, office[0], 0), office[2], PAYLOADS)
