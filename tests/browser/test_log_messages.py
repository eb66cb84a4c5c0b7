"""What the log page says is seen: it does not lie under the head of the page, on a desktop or on a phone."""
import datetime

import pytest

from cases.models import Contact
from tests.browser.sites import log_in, make_office

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.long]
_SEEN = """() => {
    const box = document.querySelector("#page-notices .notice").getBoundingClientRect();
    const at = (y) => document.elementFromPoint(box.x + box.width / 2, y);
    return [at(box.top + 2), at(box.bottom - 2)].every((each) => each && each.closest("#page-notices"));
}"""


@pytest.mark.parametrize(("width", "height"), [(1280, 900), (390, 844)])
@pytest.mark.parametrize("path", ["/contacts/new/", "/activities/new/"])
def test_that_nothing_could_be_sent_is_said_where_it_is_seen(page, live_server, transactional_db, width, height, path):
    make_office()
    page.set_viewport_size({"width": width, "height": height})
    log_in(page, live_server, "tokatsu")
    page.goto(live_server.url + path)
    page.fill("#id_text", "見本の電話")
    page.context.set_offline(True)
    page.click(".save-bar .btn-primary")
    page.wait_for_selector("#page-notices .notice")
    assert page.evaluate(_SEEN)


def test_a_link_of_the_summary_leads_to_the_first_chip_and_a_digit_chooses_there(page, live_server, transactional_db):
    make_office()
    log_in(page, live_server, "tokatsu")
    page.goto(f"{live_server.url}/contacts/new/")
    page.click(".save-bar .btn-primary")
    page.click(".error-summary a:has-text('対応実績')")
    page.wait_for_function("document.activeElement.name === 'axis_kind'")
    page.keyboard.press("2")
    page.wait_for_function("document.querySelector('[name=axis_kind]:checked')?.value === 'case'")


def test_a_day_typed_in_haste_is_written_in_full_beside_its_field(page, live_server, transactional_db):
    case = make_office()["case"]
    log_in(page, live_server, "tokatsu")
    page.goto(f"{live_server.url}/contacts/new/")
    page.clock.set_fixed_time(datetime.datetime(2026, 11, 26, 12, tzinfo=datetime.UTC))
    for field, typed, echo in (("date", "12/4", "令和7年12月4日（木）"), ("next_action_on", "12/4", "令和8年12月4日（金）"), ("next_action_on", "＋７", "令和8年12月3日（木）"),
                               ("next_action_on", "明後日", "令和8年11月28日（土）"), ("date", "２/２９", "令和6年2月29日（木）"), ("date", "2/30", ""),
                               ("date", "きのう", "令和8年11月25日（水）"), ("next_action_on", "アシタ", "令和8年11月27日（金）")):
        page.fill(f"#id_{field}", typed)
        assert page.inner_text(f"#id_{field} ~ .date-echo") == echo
    page.goto(f"{live_server.url}/cases/{case.pk}/handover/")
    for typed, echo in (("11/25", "令和8年11月25日（水）"), ("12/4", "令和8年12月4日（金）"), ("5/27", "令和9年5月27日（木）"), ("2/30", "")):  # the nearest
        page.fill("#id_handed_on", typed)
        assert page.inner_text("#id_handed_on ~ .date-echo") == echo


def test_the_same_call_again_is_asked_about_and_enter_in_a_field_is_no_answer(page, live_server, transactional_db):
    make_office()
    log_in(page, live_server, "tokatsu")
    before = Contact.objects.count()
    for _ in range(2):
        page.goto(f"{live_server.url}/contacts/new/")
        page.click("label:has-text('啓発')")
        page.wait_for_selector("[name=axis_consulter]", state="attached")
        page.click("label:has-text('市民（本人）')")
        page.click("#categories label:has-text('電話')")
        page.fill("#id_text", "安否の確認")
        page.click(".save-bar .btn-primary")
        page.get_by_text("対応記録を保存しました。").or_(page.get_by_text("それでも登録する", exact=True)).wait_for()
    assert Contact.objects.count() == before + 1 and page.input_value("#id_text") == "安否の確認"
    page.focus("#id_counterpart")
    page.keyboard.press("Enter")
    page.wait_for_timeout(500)
    assert Contact.objects.count() == before + 1
    page.click("button:has-text('それでも登録する')")
    page.get_by_text("対応記録を保存しました。").wait_for()
    assert Contact.objects.count() == before + 2
