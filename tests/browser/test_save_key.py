"""Ctrl+Enter saves from anywhere on the page of a record, once, and not in the middle of a conversion."""
import pytest

from cases.models import Activity, Contact
from tests.browser.sites import log_in, make_office

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.either]
KEY = "{key: 'Enter', ctrlKey: true, bubbles: true, cancelable: true, %s}"


@pytest.fixture
def site(page, live_server, transactional_db):
    """The supervisor, logged in."""
    make_office()
    log_in(page, live_server, "tokatsu")
    return page


def test_a_stored_record_is_saved_as_it_was_opened(site, live_server):
    contact = Contact.objects.get(text="見本の記録です。")
    site.goto(f"{live_server.url}/contacts/{contact.pk}/edit/")
    site.evaluate("document.activeElement.blur()")
    site.keyboard.press("Control+Enter")
    site.get_by_text("対応記録を保存しました。").wait_for()


@pytest.mark.long
def test_so_it_is_after_a_click_on_nothing(site, live_server):
    contact = Contact.objects.get(text="見本の記録です。")
    site.goto(f"{live_server.url}/contacts/{contact.pk}/edit/")
    site.fill("#id_text", "見本の電話")
    site.click("h1")
    site.keyboard.press("Control+Enter")
    site.wait_for_url(f"{live_server.url}/contacts/{contact.pk}/")
    assert Contact.objects.get(pk=contact.pk).text == "見本の電話"


@pytest.mark.long
def test_an_entry_of_the_register_too(site, live_server):
    activity = Activity.objects.first()
    site.goto(f"{live_server.url}/activities/{activity.pk}/edit/")
    site.click("h1")
    site.keyboard.press("Control+Enter")
    site.wait_for_selector(".error-summary:has-text('担当者を1人以上選んでください。')")


@pytest.mark.parametrize(("how", "sent"), [
    ("isComposing: true", 0), pytest.param("repeat: true", 0, marks=pytest.mark.long), pytest.param("shiftKey: false", 1, marks=pytest.mark.long)])
def test_a_held_key_and_a_conversion_save_nothing_and_two_presses_once(site, live_server, how, sent):
    site.goto(f"{live_server.url}/contacts/new/")
    asked = []
    site.on("request", lambda request: asked.append(request.url) if request.method == "POST" and request.url.endswith("/contacts/new/") else None)
    site.evaluate(f"for (const n of [1, 2]) document.body.dispatchEvent(new KeyboardEvent('keydown', {KEY % how}))")
    site.wait_for_timeout(700)
    assert len(asked) == sent


@pytest.mark.long
def test_another_form_and_a_dialog_have_their_own_key(site, live_server):
    site.goto(f"{live_server.url}/contacts/new/")
    site.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<dialog open><input id=inside></dialog>')")
    site.fill("#inside", "見本")
    site.keyboard.press("Control+Enter")
    site.wait_for_timeout(500)
    assert site.query_selector(".error-summary") is None and site.input_value("#inside") == "見本"
