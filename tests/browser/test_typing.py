"""What is typed on the log page in a real browser: nothing is taken for a key in the middle of a conversion (IME), pasted numbers stay apart."""
import pytest

from cases.models import Case, Contact, Household, Member
from tests.browser.sites import log_in, make_office

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.either]
ENTER = {"key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 13}
OPTION = "#who-found [data-case]"


class Composing:
    """An input method over the browser's own protocol: the text under conversion, and keys meant for the conversion."""

    def __init__(self, page):
        self.page, self.cdp, self.asked = page, page.context.new_cdp_session(page), []
        page.on("request", lambda request: self.asked.append(request.url) if request.method == "POST" else None)

    def compose(self, text: str) -> None:
        """Show a text under conversion."""
        self.cdp.send("Input.imeSetComposition", {"text": text, "selectionStart": len(text), "selectionEnd": len(text)})

    def commit(self, text: str) -> None:
        """End the conversion with a text."""
        self.cdp.send("Input.insertText", {"text": text})

    def press(self, **key) -> None:
        """A key as the page is told of it, while the conversion goes on."""
        for kind in ("rawKeyDown", "keyUp"):
            self.cdp.send("Input.dispatchKeyEvent", {"type": kind, **key})


@pytest.fixture
def log_page(page, live_server, transactional_db):
    """The log form with two cases to find, and no key pressed yet."""
    place = make_office()["case"].district
    home = Household.objects.create(number="S-77", name="見本家", district=place, phone="0422-00-7777")
    Member.objects.create(household=home, family_name="高崎", given_name="見本", kana="たかさき みほん")
    for number in ("C-77", "C-78"):
        Case.objects.create(number=number, title="見本の相談", household=home, district=place, opened_on="2021-04-01")
    log_in(page, live_server, "tokatsu")
    page.goto(f"{live_server.url}/contacts/new/")
    page.evaluate("document.querySelector('[data-draft]').dataset.draftSeconds = '60'")
    return page


def test_a_name_is_looked_for_when_its_conversion_has_ended_and_enter_belongs_to_the_conversion(log_page):
    ime = Composing(log_page)
    log_page.focus("#who")
    for text in ("た", "たかさき", "高崎"):
        ime.compose(text)
    for key in (ENTER, {"key": "ArrowDown", "code": "ArrowDown", "windowsVirtualKeyCode": 40}, {"key": "Process", "code": "Enter", "windowsVirtualKeyCode": 229}):
        ime.press(**key)
    log_page.wait_for_timeout(400)
    assert ime.asked == [] and log_page.is_hidden("#who-found") and log_page.input_value("#id_case") == ""
    assert log_page.evaluate("document.activeElement.id") == "who"
    ime.commit("高崎")
    log_page.wait_for_selector(OPTION)
    assert [each.inner_text() for each in log_page.query_selector_all(f"{OPTION} .who-why")] == ["世帯員 高崎 見本"] * 2
    log_page.keyboard.press("Enter")
    log_page.wait_for_selector("#who-chosen:has-text('C-78')")
    assert "世帯員" not in log_page.inner_text("#who-chosen")


@pytest.mark.parametrize("field", ["#id_text", *(pytest.param(each, marks=pytest.mark.long) for each in ("#id_counterpart", "#id_also_cases"))])
def test_no_shortcut_fires_while_one_composes(log_page, field):
    ime, before = Composing(log_page), Contact.objects.count()
    log_page.click("details.also summary")
    log_page.focus(field)
    ime.compose("にほん")
    for modifiers in (0, 2, 10):  # Enter, Ctrl+Enter and Ctrl+Shift+Enter, which save
        ime.press(**ENTER, modifiers=modifiers)
    for key in "n10/":
        ime.press(key=key, windowsVirtualKeyCode=229)
    log_page.wait_for_timeout(300)
    assert log_page.url.endswith("/contacts/new/") and Contact.objects.count() == before and ime.asked == []
    assert log_page.evaluate("'#' + document.activeElement.id") == field
    ime.commit("日本")
    assert log_page.input_value(field) == "日本"


def test_the_key_of_the_last_answers_works_wherever_nothing_is_typed(log_page):
    asked = []
    log_page.on("request", lambda request: asked.append(request.post_data) if request.url.endswith("/contacts/categories/") else None)
    for field in ("#who", "#id_text", "#id_minutes"):
        log_page.focus(field)
        log_page.keyboard.type("10")
    assert log_page.input_value("#id_text") == "10" and asked == []
    log_page.fill("#who", "")
    log_page.evaluate("document.activeElement.blur()")
    assert log_page.evaluate("document.activeElement === document.body")
    log_page.keyboard.press("Control+0")
    log_page.keyboard.press("0")
    log_page.wait_for_selector("#categories [data-filled=same]", state="attached")
    log_page.wait_for_function("() => document.activeElement.id === 'id_text'")
    assert len(asked) == 1 and "fill=same" in asked[0] and log_page.input_value("#id_text") == "10"


@pytest.mark.long
def test_that_key_is_off_where_keys_are_turned_off(log_page):
    log_page.evaluate("localStorage.setItem('cwc.keys', 'off')")
    log_page.evaluate("document.activeElement.blur()")
    log_page.keyboard.press("0")
    log_page.wait_for_timeout(300)
    assert not log_page.query_selector("#categories [data-filled]")
    log_page.evaluate("localStorage.removeItem('cwc.keys')")


@pytest.mark.parametrize(("pasted", "field"), [
    ("C-77\r\nC-78\r\n", "C-77、C-78"), pytest.param("C-77\tC-78", "C-77、C-78", marks=pytest.mark.long),
    pytest.param("C-77 C-78", "C-77 C-78", marks=pytest.mark.long)])
def test_pasted_numbers_stay_apart(log_page, pasted, field):
    log_page.click("details.also summary")
    log_page.focus("#id_also_cases")
    log_page.evaluate("""(text) => { const data = new DataTransfer(); data.setData("text/plain", text);
        const paste = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
        if (document.activeElement.dispatchEvent(paste)) document.execCommand("insertText", false, text); }""", pasted)
    assert log_page.input_value("#id_also_cases") == field
    log_page.wait_for_selector("#also-found [data-case]")  # of what stands last
    log_page.keyboard.press("Enter")
    assert log_page.input_value("#id_also_cases") == "C-77、C-78、" and "3つ" in log_page.inner_text("#also-rule")
