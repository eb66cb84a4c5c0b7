"""How many keys it takes to log a contact, counted in a real browser and printed (no mouse)."""
import re

import pytest

from cases.models import Case, Contact, Household
from tests.browser.sites import log_in, make_office

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.either]
SAVED = re.compile(r"/contacts/\d+/$")


class Keys:
    """A keyboard that counts: a chord such as Control+Enter is two keys."""

    def __init__(self, page):
        self.page, self.pressed = page, 0

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)
            self.pressed += len(key.split("+"))

    def focus_is_on(self, selector):
        """Wait, as a person looks, until the answer of the server is there and the focus with it."""
        self.page.wait_for_function("selector => document.activeElement.matches(selector)", arg=selector)


@pytest.fixture
def case(transactional_db):
    """An open case of a household."""
    office = make_office()
    home = Household.objects.create(number="S-0042", name="見本家", district=office["district"])
    return Case.objects.create(number="C-0042", title="見本の相談", household=home, district=office["district"],
                               opened_on="2021-04-01")


def choose(keys):
    keys.focus_is_on("#who")
    keys.press("4", "2")
    keys.page.wait_for_selector("#who-found [data-case]")
    keys.press("Enter")


def test_a_first_call_of_a_case_and_its_repetition(page, live_server, case):
    log_in(page, live_server, "tokatsu")
    page.goto(f"{live_server.url}/contacts/new/")
    keys = Keys(page)
    choose(keys)
    keys.focus_is_on("[name=axis_kind]")
    keys.press("2")
    keys.focus_is_on("[name=axis_consulter]")
    keys.press("1", "1", "1", "1", "Enter", "1", "2", "Enter")
    keys.focus_is_on("#id_text")
    page.keyboard.insert_text("見本の電話です。1")  # the text itself is not counted, and its digits choose nothing
    asked = round_trips(page)
    keys.press("Control+Enter")
    page.wait_for_url(SAVED)
    page.get_by_text("対応記録を保存しました。").wait_for()
    trips = len(asked)
    assert trips == 1
    first = Contact.objects.get(case=case)
    assert sorted(each.axis.code for each in first.codings.all()) == ["action", "action", "consulter", "kind", "method", "target", "topic"]
    assert first.text == "見本の電話です。1" and keys.pressed <= 14
    again = repeat(page, live_server)
    second = Contact.objects.filter(case=case).latest("pk")
    assert second != first and set(second.codings.values_list("category", flat=True)) == set(first.codings.values_list("category", flat=True))
    assert again <= 6
    print(f"keys of a call: {keys.pressed}, of a repeated call: {again}, round trips of a save: {trips}; no mouse")


def round_trips(page) -> list[str]:
    """The pages and answers asked for from now on; not style sheets and scripts, which the browser keeps, nor what the
    words typed before still ask for.
    """
    asked = []
    page.on("request", lambda request: asked.append(request.url) if request.resource_type in ("document", "fetch", "xhr") and
            not request.url.endswith("/suggestions/") else None)
    return asked


def test_a_call_of_two_cases_is_saved_in_one_round_trip_and_the_next_entry_is_ready(page, live_server, case):
    Case.objects.create(number="C-0077", title="もう一つの相談", household=case.household, district=case.district, opened_on="2021-04-01")
    log_in(page, live_server, "tokatsu")
    page.goto(f"{live_server.url}/contacts/new/")
    keys = Keys(page)
    page.focus(".also summary")
    keys.press("Enter", "Tab", "7", "7")
    page.wait_for_selector("#also-found[data-words='77'] [data-case]")  # seen, not the list of the first letter
    keys.press("Enter")
    assert page.input_value("#id_also_cases") == "C-0077、" and "2つでも1件" in page.inner_text("#also-rule")
    page.focus("#who")
    choose(keys)
    keys.focus_is_on("[name=axis_kind]")
    keys.press("2")
    keys.focus_is_on("[name=axis_consulter]")
    keys.press("1", "1", "1", "1", "Enter", "1", "Enter")
    asked = round_trips(page)
    keys.press("Control+Shift+Enter")
    page.wait_for_url(re.compile(r"/contacts/new/\?case=\d+$"))
    keys.focus_is_on("[name=axis_kind]")
    assert len(asked) == 1 and "対応記録を保存しました。" in page.inner_text("#page-notices") and page.title().startswith("記録する")
    page.reload()
    page.go_back()
    page.wait_for_url(f"{live_server.url}/contacts/new/")
    page.wait_for_function("document.activeElement.id === 'who'")
    made = Contact.objects.get(case=case)
    assert [each.number for each in made.cases] == ["C-0042", "C-0077"]


def repeat(page, live_server) -> int:
    page.goto(f"{live_server.url}/contacts/new/")
    keys = Keys(page)
    choose(keys)
    keys.focus_is_on("[name=axis_kind]")
    keys.press("0")
    keys.focus_is_on("#id_text")
    page.keyboard.insert_text("もう一度電話です。")
    keys.press("Control+Enter")
    page.wait_for_url(SAVED)
    return keys.pressed


def test_no_key_is_taken_while_japanese_is_composed(page, live_server, case):
    log_in(page, live_server, "tokatsu")
    page.goto(f"{live_server.url}/contacts/new/")
    page.focus("[name=axis_kind]")
    page.evaluate("""document.activeElement.dispatchEvent(new KeyboardEvent(
        "keydown", {key: "1", bubbles: true, isComposing: true}))""")
    page.evaluate("""document.activeElement.dispatchEvent(new KeyboardEvent(
        "keydown", {key: "Enter", ctrlKey: true, bubbles: true, isComposing: true}))""")
    assert page.evaluate("document.querySelectorAll('#categories input:checked').length") == 0
    assert page.url.endswith("/contacts/new/")
    page.keyboard.press("1")
    page.wait_for_function("document.querySelectorAll('#categories input:checked').length === 1")


@pytest.mark.long
def test_nothing_is_chosen_by_a_digit_of_the_text(page, live_server, case):
    log_in(page, live_server, "tokatsu")
    page.goto(f"{live_server.url}/contacts/new/")
    page.focus("#id_text")
    page.keyboard.type("1234")
    assert page.input_value("#id_text") == "1234"
    assert page.evaluate("document.querySelectorAll('#categories input:checked').length") == 0
