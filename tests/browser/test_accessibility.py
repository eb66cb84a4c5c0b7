"""axe-core finds nothing on any page, on a desktop and on a phone, and no page scrolls sideways."""
import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.access_table import ROUTES, TWICE
from tests.browser.sites import log_in, make_office
from tests.objects import address

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.either]
FILES = {"report_download", "register_download", "reference_export", "ledger_export", "export_file", "codebook_export"}
LEFT_OUT = FILES | TWICE
STAFF = [route for route, line in ROUTES.items() if line.lets_in("supervisor") and route not in LEFT_OUT]
ADMIN = [route for route, line in ROUTES.items() if line.roles == ("admin",) and line.lets_in("admin")
         and route not in LEFT_OUT]
WIDTHS = {"desktop": 1280, "phone": 390}


# Of what passes nothing is told: telling takes longer than looking.
LOOK = "() => axe.run({resultTypes: ['violations']}).then(found => found.violations)"

FETCHING = "!!document.querySelector('.htmx-request')"


@pytest.fixture
def with_axe(page):
    """A page that brings axe along wherever it goes: sent anew to each document it takes a seventh of the time."""
    page.add_init_script(Axe().axe_script)
    return page


def complaints_about(page, looked_at=tuple(WIDTHS)) -> dict[str, list[str]]:
    """What axe finds on the page at the widths `looked_at`, and at which it scrolls sideways; nothing where there is nothing."""
    found = {}
    if page.evaluate(FETCHING):  # what a page fetches belongs to it
        page.wait_for_function(f"() => !{FETCHING}")
    for name, width in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": 900})
        found[name] = ["scrolls sideways"] * page.evaluate(f"document.documentElement.scrollWidth > {width}")
        if name in looked_at:
            found[name] += [f"{each['id']}: {each['nodes'][0]['html'][:120]}" for each in page.evaluate(LOOK)]
    return {name: faults for name, faults in found.items() if faults}


# A push looks at a quarter of the pages of staff, each at one of the widths, as that takes longest; bin/test --long looks at every page at
# both widths, and at the colours, which come from one style sheet, of each.
TURNS = {"phone first": (["phone"], ["desktop"]), "desktop first": (["desktop"], ["phone"])}
QUARTERS = {"first": 0, "second": 1, "third": 2, "last": 3}


def is_pushed(turn: str, quarter: str) -> bool:
    return (turn, quarter) == ("phone first", "first")


@pytest.mark.parametrize(("username", "routes"), [("tokatsu", STAFF), pytest.param("kanri", ADMIN, marks=pytest.mark.long)])
@pytest.mark.parametrize(("turn", "quarter"), [pytest.param(turn, quarter, marks=[] if is_pushed(turn, quarter) else pytest.mark.long)
                                             for turn in TURNS for quarter in QUARTERS])
def test_every_page(with_axe, live_server, transactional_db, username, routes, turn, quarter):
    objects = make_office()
    log_in(with_axe, live_server, username)
    complaints = {}
    for place, route in enumerate(routes):
        if place // 2 % 4 == QUARTERS[quarter]:
            with_axe.goto(live_server.url + address(route, objects))
            complaints[route] = complaints_about(with_axe, TURNS[turn][place % 2])
    assert {route: found for route, found in complaints.items() if found} == {}


def test_a_page_with_faults_at_one_width_is_found(with_axe, live_server, transactional_db):
    with_axe.goto(f"{live_server.url}/login/")
    with_axe.evaluate("""() => {
        document.querySelector("main").insertAdjacentHTML("beforeend", '<div id="wide">見本</div><div class="d-md-none"><img src="data:,"></div>');
        document.getElementById("wide").style.width = "800px"}""")
    found = complaints_about(with_axe)
    assert list(found) == ["phone"] and {each.partition(":")[0] for each in found["phone"]} >= {"image-alt", "scrolls sideways"}


def test_a_form_with_errors(page, live_server, transactional_db):
    make_office()
    log_in(page, live_server, "tokatsu")
    page.goto(f"{live_server.url}/contacts/new/")
    page.fill("#id_date", "R3.13.1")
    page.click("button.btn-primary")
    page.wait_for_selector(".error-summary")
    assert Axe().run(page).response["violations"] == []
    assert page.locator("#id_date").get_attribute("aria-invalid") == "true"
    described = page.locator("#id_date").get_attribute("aria-describedby").split()
    assert any("＊" in page.locator(f"#{each}").inner_text() for each in described)


def test_the_log_in_page(page, live_server, transactional_db):
    page.goto(f"{live_server.url}/login/")
    assert Axe().run(page).response["violations"] == []
