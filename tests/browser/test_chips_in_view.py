"""Of a group of many choices the one that has the focus is in view, however it got there."""
import pytest

from cases.models import Axis, Category
from tests.browser.keyboard import COVERED
from tests.browser.sites import log_in, make_office

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.either]
MANY = 30


@pytest.fixture(params=[(390, 500), pytest.param((1280, 800), marks=pytest.mark.long)])
def log_page(request, page, live_server, transactional_db):
    """The log page of a council with so many topics that they take more than a screen."""
    make_office()
    topic = Axis.objects.get(code="topic")
    Category.objects.bulk_create(Category(axis=topic, code=f"many-{n}", label=f"長い名前の相談内容その{n}", order=100 + n) for n in range(MANY))
    page.set_viewport_size({"width": request.param[0], "height": request.param[1]})
    log_in(page, live_server, "tokatsu")
    page.goto(f"{live_server.url}/contacts/new/")
    page.evaluate("document.querySelector('#categories [name=axis_topic]').focus()")
    return page


def test_each_is_seen_as_tab_goes_through_them(log_page):
    for _ in range(MANY):
        log_page.keyboard.press("Tab")
        assert log_page.evaluate("document.activeElement.name") == "axis_topic"
        assert not log_page.evaluate(COVERED), log_page.evaluate("document.activeElement.labels[0].textContent")


def test_one_that_its_key_takes_is_seen(log_page):
    log_page.keyboard.press("t")
    assert log_page.evaluate("document.activeElement.checked && !!document.activeElement.closest('.chips')") and not log_page.evaluate(COVERED)
