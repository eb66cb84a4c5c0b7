"""The link that shows all rows of a list on 今日 and 月曜のまとめ leads to the list itself, and the focus with it."""
import pytest
from django.utils import timezone

import cases.views.today as today_page
import cases.weekly as weekly
from cases.models import Waiting
from tests.browser.sites import log_in, make_office

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.either]


@pytest.mark.parametrize("address", ["/", pytest.param("/weekly/", marks=pytest.mark.long)])
def test_the_heading_of_the_list_is_focused_and_on_the_screen(page, live_server, transactional_db, monkeypatch, address):
    office = make_office()
    for module in (today_page, weekly):
        monkeypatch.setattr(module, "SHOWN", 30)
    for number in range(60):
        Waiting.objects.create(case=office["case"], whom=f"見本{number}", what="電話", since=timezone.localdate())
    log_in(page, live_server, "tokatsu")
    page.goto(live_server.url + address)
    page.locator("a[href*='all=1']", has_text="表示する").first.click()
    page.wait_for_url("**all=1#waiting*")
    heading = page.locator("h2:focus, h3:focus")
    assert heading.inner_text() == "返事待ち" and page.evaluate("scrollY") > 0
    assert 0 < heading.bounding_box()["y"] < 200 and page.get_by_role("row", name="見本59").is_visible()
