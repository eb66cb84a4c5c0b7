"""The main job in a real browser: log a contact by keyboard, and find it again behind the report's figure."""
import io

import pypdf
import pytest
from django.utils import timezone

from cases import periods
from tests.browser.sites import log_in
from tests.factories import log_contact, make_council, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.either]


GIVEN_UP = ("htmx:sendAbort", "htmx:afterRequest")


@pytest.fixture
def office(transactional_db):
    """The small council with one earlier contact of this year."""
    small = make_council()
    user = make_user("supervisor", "tokatsu", *small.districts.values())
    log_contact(small, user, "kind:new", "target:elderly", date=timezone.localdate())
    return small


@pytest.fixture
def violations(page):
    """What the browser complains of: scripts, styles or pictures that the policy refuses, and errors.

    What a page still asked for when it was left is given up with it, which htmx reports as an error; of a request
    that fails it says another one besides.
    """
    found = []
    page.on("console", lambda message: found.append(message.text) if message.type == "error" and not message.text.startswith(GIVEN_UP) else None)
    page.on("pageerror", lambda error: found.append(str(error)))
    return found


@pytest.mark.parametrize("broken", [
    "<script>window.x = 1</script>", "<p style='color: red'>x</p>", "<img src='https://elsewhere.example/x.png' alt=''>"])
def test_what_the_policy_refuses_is_complained_of(page, live_server, db, violations, broken):
    """The control of `violations`: our own page and policy, with something in it that does not belong there."""
    page.goto(f"{live_server.url}/login/")
    assert violations == []
    page.route("**/login/", lambda route: _spoiled(route, broken))
    page.goto(f"{live_server.url}/login/")
    page.wait_for_timeout(200)
    assert any("Content Security Policy" in each for each in violations)


def _spoiled(route, broken: str) -> None:
    answer = route.fetch()
    route.fulfill(response=answer, body=answer.text().replace("</main>", f"{broken}</main>"))


def focus(page, selector):
    """Tab until the field has the focus: what a keyboard user does."""
    for _ in range(80):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} is not reached by keyboard")


def choose(page, name, place):
    """Choose the option at a place of a radio group, by keyboard."""
    focus(page, f"[name={name}]")
    page.keyboard.press("Space")
    for _ in range(place):
        page.keyboard.press("ArrowDown")


def log_a_case_contact(page):
    page.keyboard.press("n")
    page.wait_for_url("**/contacts/new/")
    focus(page, "#id_counterpart")
    page.keyboard.type("見本の相談者")
    choose(page, "axis_kind", 1)
    page.wait_for_selector("[name=axis_target]", state="attached")
    choose(page, "axis_consulter", 0)
    choose(page, "axis_method", 1)
    choose(page, "axis_target", 0)
    focus(page, "[name=axis_topic][value=meal]")
    page.keyboard.press("Space")
    focus(page, "#id_text")
    page.keyboard.type("配食サービスについて説明した（見本）。")
    focus(page, "button.btn-primary")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=対応記録を保存しました")


def case_total(page, live_server):
    page.goto(f"{live_server.url}/reports/")
    return page.locator("#table-kind tbody tr", has_text="ケース対応").locator("td").last


def test_a_contact_logged_by_keyboard_is_in_the_report_and_in_its_pdf(page, live_server, office, violations):
    log_in(page, live_server, "tokatsu")
    assert case_total(page, live_server).inner_text().strip() == "0"
    log_a_case_contact(page)
    total = case_total(page, live_server)
    assert total.inner_text().strip() == "1"

    total.locator("a").click()
    page.wait_for_selector("h1:has-text('ケース対応')")
    assert page.locator("tbody tr").count() == 1
    page.locator("tbody a").click()
    page.wait_for_selector("text=配食サービスについて説明した（見本）。")
    assert "見本の相談者" in page.inner_text("main")

    page.goto(f"{live_server.url}/reports/")
    with page.expect_download(timeout=90_000) as download:
        page.locator("a", has_text="PDF").click()
    text = "".join(each.extract_text() for each in pypdf.PdfReader(io.BytesIO(
        download.value.path().read_bytes())).pages)
    assert periods.fiscal_year_label(periods.fiscal_year_of(timezone.localdate())) in text
    row = next(line for line in text.splitlines() if line.startswith("ケース対応") and line[-1].isdigit())
    assert row.split()[-1] == "1"
    assert violations == []


@pytest.mark.long
def test_another_year_leaves_no_choice_turned_into_another(page, live_server, office):
    log_in(page, live_server, "tokatsu")
    page.goto(f"{live_server.url}/contacts/new/")
    page.fill("#id_date", "R3.6.1")
    page.keyboard.press("Tab")
    page.click("label:has-text('食事')")
    page.click("#categories label:has-text('電話')")
    page.fill("#id_date", "R2.6.1")
    page.keyboard.press("Tab")
    page.wait_for_selector("text=選択を外しました：食事")
    checked = "[...document.querySelectorAll('#categories input:checked')].map(each => each.value)"
    assert page.evaluate(checked) == ["phone"]
