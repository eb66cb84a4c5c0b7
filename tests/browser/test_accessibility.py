"""axe-core finds nothing on any page, on a desktop and on a phone, and no page scrolls sideways."""
import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.access_table import ROUTES, TWICE
from tests.browser.sites import log_in, make_office
from tests.objects import address

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.either]
FILES = {"report_download", "reference_export", "export_file", "codebook_export"}
LEFT_OUT = FILES | TWICE
STAFF = [route for route, line in ROUTES.items() if line.lets_in("supervisor") and route not in LEFT_OUT]
ADMIN = [route for route, line in ROUTES.items() if line.roles == ("admin",) and line.lets_in("admin")
         and route not in LEFT_OUT]
WIDTHS = {"desktop": 1280, "phone": 390}


def complaints_about(page, width: int) -> list[str]:
    """What axe finds on the page at a width, and whether it scrolls sideways there."""
    page.set_viewport_size({"width": width, "height": 900})
    found = [f"{each['id']}: {each['nodes'][0]['html'][:120]}" for each in Axe().run(page).response["violations"]]
    return found + ["scrolls sideways"] * page.evaluate(f"document.documentElement.scrollWidth > {width}")


@pytest.mark.parametrize(("username", "routes"), [("tokatsu", STAFF), ("kanri", ADMIN)])
def test_every_page(page, live_server, transactional_db, username, routes):
    objects = make_office()
    log_in(page, live_server, username)
    complaints = {}
    for route in routes:
        page.goto(live_server.url + address(route, objects))
        complaints |= {(route, name): found for name, width in WIDTHS.items() if (found := complaints_about(page, width))}
    assert complaints == {}


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
