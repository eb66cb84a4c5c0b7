"""状況: the tables of its two columns stay within them, however large their figures are."""
import pytest

from tests.browser.sites import log_in, make_office

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.either]
# Every number of records in 所要時間 becomes one of a busy year.
_BUSY = """() => document.querySelectorAll(".columns td .muted, .columns td .muted *").forEach((each) => each.childNodes.forEach((part) => {
    if (part.nodeType === Node.TEXT_NODE) part.data = part.data.replace(/[0-9]+/, "2,291");
}))"""
_WIDER = """() => [...document.querySelectorAll(".columns table")].filter((each) =>
    each.getBoundingClientRect().right > each.parentElement.getBoundingClientRect().right + 1).map((each) => each.caption.textContent)"""


@pytest.mark.parametrize("width", [1280, pytest.param(1024, marks=pytest.mark.long), pytest.param(390, marks=pytest.mark.long)])
def test_no_table_reaches_into_the_next_column(page, live_server, transactional_db, width):
    make_office()
    log_in(page, live_server, "tokatsu")
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{live_server.url}/reports/overview/")
    page.evaluate(_BUSY)
    assert page.inner_text(".columns").count("2,291") >= 4 and page.evaluate(_WIDER) == []
