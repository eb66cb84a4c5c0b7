"""担当をまとめて引き継ぐ with the keyboard alone and with axe, on a desktop and on a phone, with errors and after them."""
import datetime

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone

from cases.models import Case, CaseEvent
from cases.periods import format_date
from cases.services.handovers_to_come import plan_handover
from tests.browser.keyboard import Keyboard
from tests.browser.sites import log_in, make_office
from tests.factories import make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.either]
PAGE, DAY = "/cases/handover/", timezone.localdate() + datetime.timedelta(30)


@pytest.fixture
def office(page, live_server, transactional_db):
    """Three cases of the supervisor, one of them to be handed over already, and an heir."""
    objects = make_office()
    user, heir = objects["user"], make_user("coordinator", "heir", objects["case"].district)
    for number in (2, 3, 4):
        Case.objects.create(number=f"C-{number}", title="見本の題名", subject="place", subject_name="集会所", district=objects["case"].district, opened_on="2021-04-01", coordinator=user)
    plan_handover(case=Case.objects.get(number="C-4"), version=1, event=None, on=DAY, to=heir, district=None, note="前の文", watch="", by=user)
    log_in(page, live_server, "tokatsu")
    page.goto(live_server.url + PAGE)
    return heir


def ticked(page):
    return page.locator("tbody [type=checkbox]:checked").count(), page.inner_text("[data-check-count]")


def test_by_the_keyboard_all_are_ticked_one_is_cleared_and_the_rest_handed_over(page, office):
    keys = Keyboard(page)
    keys.fill("引き継ぎの日", format_date(DAY))
    keys.choose("新しい担当者", office.name)
    keys.to("すべてのケースに印を付ける・外す")
    keys.press("Space")
    assert ticked(page) == (3, "3件に印")
    keys.press("Space")
    assert ticked(page) == (0, "0件に印")
    keys.press("Space")
    keys.to("C-3見本の題名")
    keys.press("Space")
    assert ticked(page) == (2, "2件に印") and page.evaluate("document.getElementById('check-all').indeterminate")
    keys.to("このケースだけの申し送り")
    keys.press("Enter")
    keys.enter("まとめて引き継ぐ")
    keys.sees("2件のケースの担当を")
    assert page.evaluate("document.activeElement.textContent") == "この内容で引き継ぐ" and not CaseEvent.objects.filter(case__number="C-2").exists()
    keys.press("Enter")
    keys.sees("2件のケースを")
    assert sorted(CaseEvent.objects.filter(kind="to_hand_over").values_list("case__number", "date")) == [("C-2", DAY), ("C-4", DAY)]


@pytest.mark.long
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_before_and_after_an_error(page, office, width):
    page.set_viewport_size({"width": width, "height": 900})
    look = lambda: [each["id"] for each in Axe().run(page).response["violations"]]  # noqa: E731
    page.locator("tbody details").nth(0).evaluate("each => each.open = true")
    assert look() == [] and page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("new Set([...document.querySelectorAll('.save-bar .btn')].map((each) => Math.round(each.getBoundingClientRect().top))).size") == 1
    page.fill("#id_handed_on", "R3.3.1")
    page.select_option("#id_coordinator", label=office.name)
    page.check("#check-all")
    page.locator("tbody textarea").nth(0).fill("残る文")
    page.click(".save-bar .btn-primary")
    page.wait_for_selector(".error-summary")
    assert page.locator(".error-summary a").count() == 3 and page.locator("tbody textarea").nth(0).input_value() == "残る文" and ticked(page)[0] == 3
    assert look() == [] and page.evaluate("document.documentElement.scrollWidth") <= width
    page.locator(".error-summary a", has_text="C-3").click()
    assert page.evaluate("document.activeElement.closest('tr').querySelector('label').textContent").startswith("C-3")


@pytest.mark.long
def test_without_scripts_the_boxes_work_and_the_one_for_all_is_not_there(browser, live_server, page, office):
    context = browser.new_context(java_script_enabled=False)
    plain = context.new_page()
    log_in(plain, live_server, "tokatsu")
    plain.goto(live_server.url + PAGE)
    assert plain.is_hidden("#check-all")
    plain.fill("#id_handed_on", format_date(DAY))
    plain.select_option("#id_coordinator", label=office.name)
    plain.locator("tbody [type=checkbox]").nth(0).check()
    plain.click(".save-bar .btn-primary")
    assert "1件のケースを" in plain.inner_text(".notice.is-success")
    context.close()
