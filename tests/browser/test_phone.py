"""Forms on a phone: one row of buttons, each with its whole name, and not a word of keys where there is no keyboard."""
import pytest

from cases.models import Case, Draft, Household, Member, Resource, SupportPlan, Task, Waiting
from tests.browser.sites import log_in, make_office

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.long]
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True, "locale": "ja-JP", "timezone_id": "Asia/Tokyo"}
OF = {"contacts": Case, "activities": Case, "conferences": Case, "cases": Case, "plans": SupportPlan, "households": Household, "members": Member, "waitings": Waiting, "tasks": Task, "resources": Resource}
SHORT = ("/cases/{}/waitings/new/", "/waitings/{}/end/", "/tasks/{}/edit/")  # the buttons stand below the last field, above the foot of the screen
_TOPS = "() => [...new Set([...document.querySelectorAll('.save-bar .btn')].map((each) => Math.round(each.getBoundingClientRect().top)))].length"
_TAKEN = "() => innerHeight - document.querySelector('.save-bar').getBoundingClientRect().top"


@pytest.fixture
def phone(browser, live_server, transactional_db):
    """A telephone, logged in."""
    make_office()
    context = browser.new_context(**PHONE)
    page = context.new_page()
    log_in(page, live_server, "tokatsu")
    yield page
    context.close()


@pytest.mark.parametrize("path", ["/contacts/new/", "/activities/new/", "/households/new/", "/conferences/new/", "/cases/new/", "/cases/{}/close/",
                                  "/cases/{}/handover/", "/cases/{}/assessments/new/", "/plans/{}/monitorings/new/", "/cases/{}/referrals/new/",
                                  "/cases/{}/waitings/new/", "/households/{}/edit/", "/households/{}/members/new/", "/households/{}/protections/new/",
                                  "/members/{}/consents/new/", "/waitings/{}/end/", "/tasks/{}/edit/", "/resources/new/", "/resources/{}/leaders/new/"])
def test_the_buttons_of_a_form_stand_in_one_row(phone, live_server, path):
    of = OF[path.split("/")[1]]
    phone.goto(live_server.url + path.format(of.objects.latest("pk").pk))
    assert phone.evaluate(_TOPS) == 1 and (path in SHORT or phone.evaluate(_TAKEN) <= 130)
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_each_button_keeps_its_whole_name_and_the_draft_is_told_of(phone, live_server):
    phone.goto(f"{live_server.url}/contacts/new/")
    for name in ("記録を保存", "保存して続けて記録", "保存して次の人へ", "下書きに保存"):
        assert phone.get_by_role("button", name=name, exact=True).count() == 1
    assert phone.get_by_role("link", name="保存せずに戻る", exact=True).count() == 1
    Draft.objects.all().delete()
    phone.evaluate("document.querySelector('[data-draft]').dataset.draftSeconds = '0.3'")
    phone.fill("#id_text", "見本の電話")
    phone.wait_for_selector("#draft-state:has-text('下書きを保存しました')")
    assert phone.evaluate(_TAKEN) <= 130


def test_keys_are_told_of_where_there_is_a_keyboard_only(phone, page, live_server):
    shown = "() => [...document.querySelectorAll('main kbd, #keys-help')].filter((each) => each.checkVisibility()).length"
    phone.goto(f"{live_server.url}/contacts/new/")
    assert phone.evaluate(shown) == 0 and phone.evaluate("document.querySelectorAll('main kbd').length") > 3
    log_in(page, live_server, "tokatsu")
    page.goto(f"{live_server.url}/contacts/new/")
    assert page.evaluate(shown) > 3
