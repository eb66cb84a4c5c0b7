"""The draft in a real browser: kept while typing, not in the middle of a conversion, and nothing stays behind."""
import pytest
from axe_playwright_python.sync_playwright import Axe

from cases.models import Contact, Draft
from tests.browser.sites import log_in, make_office
from tests.measures import measured

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.either]
CANARY = "canary-見本の秘密"
KEPT = "#draft-state:has-text('下書きを保存しました')"


@pytest.fixture
def writing(page, live_server, transactional_db):
    """The log form, opened by the supervisor; drafts are kept half a second after a change."""
    make_office()
    Draft.objects.all().delete()
    log_in(page, live_server, "tokatsu")
    page.goto(f"{live_server.url}/contacts/new/")
    page.evaluate("document.querySelector('[data-draft]').dataset.draftSeconds = '0.5'")
    return page


def test_it_is_kept_while_one_types(writing):
    writing.locator("#id_text").press_sequentially(CANARY)
    writing.wait_for_selector("#draft-state:has-text('下書きを保存しました')", timeout=15000)
    assert Draft.objects.get().text == CANARY


@pytest.mark.long
def test_it_is_kept_too_where_one_types_without_a_pause(writing):
    writing.evaluate("document.querySelector('[data-draft]').dataset.draftSeconds = '1'")
    writing.locator("#id_text").press_sequentially("見本" * 15, delay=200)
    assert Draft.objects.get().text.startswith("見本見本")


def test_logging_out_keeps_what_was_typed_last(writing, live_server):
    writing.on("dialog", lambda dialog: dialog.accept())
    writing.evaluate("document.querySelector('[data-draft]').dataset.draftSeconds = '60'")
    writing.fill("#id_text", CANARY)
    writing.click("#log-out button")
    writing.wait_for_url("**/login/**")
    assert Draft.objects.get().text == CANARY


@pytest.mark.long
def test_what_is_only_searched_for_is_no_draft(writing):
    writing.locator("#who").press_sequentially("見本")
    writing.wait_for_timeout(800)
    assert not Draft.objects.exists()
    writing.locator("#id_counterpart").press_sequentially("見本病院")
    writing.wait_for_selector(KEPT, timeout=15000)
    assert Draft.objects.get().whom == "見本病院"


@pytest.mark.long
def test_an_entry_of_the_register_is_kept_too(writing, live_server):
    writing.on("dialog", lambda dialog: dialog.accept())
    writing.goto(f"{live_server.url}/activities/new/")
    writing.evaluate("document.querySelector('[data-draft]').dataset.draftSeconds = '0.5'")
    writing.fill("#id_text", CANARY)
    writing.wait_for_selector(KEPT, timeout=15000)
    assert (Draft.objects.get().noun, Draft.objects.get().text) == ("activity", CANARY)


@pytest.mark.long
@pytest.mark.parametrize("path", ["/contacts/new/", pytest.param("/activities/new/", marks=pytest.mark.long)])
def test_what_was_refused_is_kept_at_once_and_leaving_loses_nothing(writing, live_server, path):
    writing.on("dialog", lambda dialog: dialog.accept())
    writing.goto(live_server.url + path)
    writing.fill("#id_text", CANARY)
    writing.fill("#id_date", "令和99年")
    writing.click(".save-bar .btn-primary")
    writing.wait_for_selector(".error-summary")
    writing.wait_for_selector(KEPT, timeout=15000)
    writing.goto(f"{live_server.url}/")
    assert (Draft.objects.get().text, Draft.objects.get().data["date"]) == (CANARY, ["令和99年"])


@pytest.mark.parametrize("path", ["/contacts/new/", pytest.param("/activities/new/", marks=pytest.mark.long)])
def test_what_could_not_be_sent_stays_and_is_kept_as_soon_as_there_is_a_network(writing, live_server, path):
    writing.on("dialog", lambda dialog: dialog.accept())
    writing.goto(live_server.url + path)
    writing.fill("#id_text", CANARY)
    writing.context.set_offline(True)
    writing.click(".save-bar .btn-primary")
    writing.wait_for_selector("#page-notices:has-text('通信できませんでした')")
    writing.wait_for_selector("#draft-state:has-text('つながり次第')")
    assert writing.input_value("#id_text") == CANARY and not Draft.objects.exists()
    writing.context.set_offline(False)
    writing.wait_for_selector(KEPT, timeout=4000)
    assert Draft.objects.get().text == CANARY
    assert writing.evaluate("!document.querySelector('.save-bar .btn-primary').disabled")


def test_leaving_the_page_keeps_what_was_typed_last(writing, live_server):
    writing.on("dialog", lambda dialog: dialog.accept())
    writing.fill("#id_text", CANARY)
    writing.click("text=保存せずに戻る")
    writing.wait_for_url(f"{live_server.url}/")
    for _ in range(30):
        if Draft.objects.exists():
            break
        writing.wait_for_timeout(100)
    assert Draft.objects.get().text == CANARY


def test_nothing_is_kept_in_the_middle_of_a_conversion(writing):
    writing.fill("#id_text", "か")
    writing.evaluate("document.getElementById('id_text').dispatchEvent(new Event('compositionstart', {bubbles: true}))")
    writing.evaluate("document.querySelector('[data-draft]').dispatchEvent(new Event('input', {bubbles: true}))")
    writing.wait_for_timeout(6500)
    assert not Draft.objects.exists()
    writing.evaluate("document.getElementById('id_text').dispatchEvent(new Event('compositionend', {bubbles: true}))")
    writing.wait_for_selector(KEPT, timeout=15000)


@pytest.mark.long
def test_a_session_that_ended_is_said_and_the_text_stays(writing):
    writing.context.clear_cookies(name="session")
    writing.fill("#id_text", CANARY)
    writing.wait_for_selector("#draft-state:has-text('ログインし直すまで下書きは保存されません')", timeout=15000)
    assert writing.input_value("#id_text") == CANARY and writing.url.endswith("/contacts/new/")


@pytest.mark.long
def test_the_pages_of_drafts_are_accessible(writing, live_server):
    writing.fill("#id_text", CANARY)
    writing.wait_for_selector(KEPT, timeout=15000)
    for path in ("/drafts/", f"/drafts/{Draft.objects.get().pk}/"):
        writing.goto(live_server.url + path)
        assert CANARY in writing.inner_text("main") and Axe().run(writing).response["violations"] == []


def test_saving_removes_it_and_going_back_does_not_make_a_second_record(writing, live_server):
    page = writing
    page.click("label:has-text('啓発')")
    page.wait_for_selector("[name=axis_consulter]", state="attached")
    page.click("label:has-text('市民（本人）')")
    page.click("#categories label:has-text('電話')")
    page.fill("#id_text", CANARY)
    page.wait_for_selector(KEPT, timeout=15000)
    before = Contact.objects.count()
    page.click("button:has-text('記録を保存')")
    page.wait_for_selector("text=対応記録を保存しました")
    assert not Draft.objects.exists() and Contact.objects.count() == before + 1
    page.go_back()
    page.wait_for_selector("#id_text")
    restored = page.input_value("#id_text")
    page.fill("#id_text", restored + "書き足し")
    page.click("button:has-text('記録を保存')")
    page.wait_for_selector("main")
    page.wait_for_timeout(500)
    texts = list(Contact.objects.values_list("text", flat=True))
    assert texts.count(CANARY) == 1 and texts.count(CANARY + "書き足し") == 0
    assert restored == "" or "書き足し" in page.content()


STORES = """async () => ({
    local: {...localStorage}, session: {...sessionStorage},
    caches: await caches.keys(), databases: (await indexedDB.databases()).map(each => each.name)})"""


def test_nothing_personal_stays_in_the_browser_or_in_addresses(writing, live_server):
    page, addresses = writing, []
    page.on("framenavigated", lambda frame: addresses.append(frame.url))
    page.on("request", lambda request: addresses.append(request.url))
    page.fill("#id_counterpart", CANARY)
    page.fill("#id_text", CANARY)
    page.wait_for_selector(KEPT, timeout=15000)
    page.goto(f"{live_server.url}/drafts/")
    for path in ("/households/", "/cases/", "/contacts/"):
        page.goto(live_server.url + path)
        page.fill("#id_q", CANARY)
        page.press("#id_q", "Enter")
        page.wait_for_load_state()
    page.goto(f"{live_server.url}/")
    found = page.evaluate(STORES)
    path = found["session"].pop("htmx-current-path-for-history", "/")  # htmx's own note of where one is
    assert found == {"local": {}, "session": {}, "caches": [], "databases": []} and path == "/"
    assert len(addresses) > 10 and not [each for each in addresses if "canary" in each]
    measured("C17", addresses_seen=len(addresses), stores_checked=4, canaries_found=0)


@pytest.mark.long
def test_the_check_of_the_stores_sees_a_canary(writing):
    writing.evaluate(f"localStorage.setItem('htmx-history-cache', '{CANARY}'); sessionStorage.setItem('a', '{CANARY}')")
    found = writing.evaluate(STORES)
    assert CANARY in found["local"].values() and CANARY in found["session"].values()


@pytest.mark.parametrize("path", ["/households/new/", *(pytest.param(each, marks=pytest.mark.long) for each in ("/contacts/new/", "/cases/new/", "/resources/new/"))])
def test_the_browser_is_asked_to_remember_no_field(writing, live_server, path):
    writing.goto(live_server.url + path)
    fields = "[...document.querySelectorAll('main form input[type=text], main form textarea')]"
    assert writing.evaluate(f"{fields}.length") > 2
    assert writing.evaluate(f"{fields}.filter(each => each.autocomplete !== 'off').map(each => each.name)") == []
