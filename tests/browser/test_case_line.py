"""Whom a log entry is about stays in view while its groups are gone through, and lies on nothing that has the focus."""
import pytest

from cases.models import Case, Household
from tests.browser.keyboard import COVERED
from tests.browser.sites import log_in, make_office
from tests.browser.test_accessibility import complaints_about, with_axe

__all__ = ["with_axe"]  # a fixture
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.either]
# Whether the line is seen whole below the head of the page.
_SEEN = """() => {
    const line = document.getElementById("case-line"), box = line.getBoundingClientRect();
    return [box.top + 2, box.bottom - 2].every((y) => document.elementFromPoint(box.x + 20, y) === line);
}"""

# Whether no part of what has the focus lies under the line, although it was brought to the top of the window.
_BELOW = """() => {
    const at = document.activeElement, shown = at.matches(".btn-check") ? at.labels[0] : at;
    shown.scrollIntoView({ block: "start" });
    return shown.getBoundingClientRect().top >= document.getElementById("case-line").getBoundingClientRect().bottom;
}"""


@pytest.fixture(params=[(1280, 800), pytest.param((390, 844), marks=pytest.mark.long)])
def page_of_log(request, with_axe, live_server, transactional_db):
    """The log page without a case, and the case of the office."""
    district = make_office()["district"]
    home = Household.objects.create(number="S-77", name="見本山 花子", district=district)
    case = Case.objects.create(number="C-77", title="相談", household=home, district=district, opened_on="2021-04-01")
    with_axe.set_viewport_size({"width": request.param[0], "height": request.param[1]})
    log_in(with_axe, live_server, "tokatsu")
    with_axe.goto(f"{live_server.url}/contacts/new/")
    return with_axe, f"{live_server.url}/contacts/new/?case={case.pk}", home.name


def test_it_is_seen_with_every_group_and_covers_no_focus(page_of_log):
    page, _, name = page_of_log
    assert page.is_hidden("#case-line")
    page.fill("#who", "")
    page.type("#who", "C-77")
    page.wait_for_selector("#who-found [data-case]")
    page.keyboard.press("Enter")
    page.wait_for_selector("#categories [data-filled]", state="attached")
    assert page.inner_text("#case-line") == f"記録するケース：C-77　{name}"
    page.focus("#id_text")
    for key in ["Shift+Tab"] * 14 + ["Tab"] * 14:
        page.keyboard.press(key)
        assert not page.evaluate(COVERED), page.evaluate("document.activeElement.outerHTML")
        if page.evaluate("!!document.activeElement.closest('#categories, #id_text')"):
            assert page.evaluate(_SEEN) and page.evaluate(_BELOW)
    page.focus("#who-none")
    page.keyboard.press("Enter")
    assert page.is_hidden("#case-line") and page.inner_text("#who-chosen") == "ケースなし"


@pytest.mark.long
def test_a_page_that_is_opened_with_a_case_has_it_and_axe_finds_nothing(page_of_log):
    page, address, name = page_of_log
    page.goto(address)
    page.focus("#id_text")
    assert page.inner_text("#case-line") == f"記録するケース：C-77　{name}" and page.evaluate(_SEEN)
    assert complaints_about(page) == {}
