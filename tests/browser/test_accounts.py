"""Logging in and out in a real browser: by keyboard with the second factor, and nothing left behind."""
import pytest
from axe_playwright_python.sync_playwright import Axe

from cases.models import User
from tests.accounts.people import code, give_second_factor
from tests.browser.sites import log_in, make_office
from tests.browser.test_log_to_report import focus, violations  # noqa: F401 (a fixture)
from tests.factories import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.either]


@pytest.fixture
def office(transactional_db):
    """The small council's office."""
    return make_office()


def accessible(page, width=1280) -> bool:
    return Axe().run(page).response["violations"] == [] and page.evaluate(
        "document.documentElement.scrollWidth") <= width


def test_name_password_and_code_by_keyboard(page, live_server, office, violations):  # noqa: F811
    give_second_factor(User.objects.get(username="tokatsu"))
    page.goto(f"{live_server.url}/login/")
    assert accessible(page)
    focus(page, "#id_username")
    page.keyboard.type("tokatsu")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/login/code/")
    assert accessible(page)
    focus(page, "#id_otp")
    page.keyboard.type(code())
    page.keyboard.press("Enter")
    page.wait_for_url(f"{live_server.url}/")
    assert violations == []


def test_going_back_after_the_log_out_shows_nothing(page, live_server, office):
    log_in(page, live_server, "tokatsu")
    page.goto(live_server.url + office["contact"].get_absolute_url())
    assert "対応記録" in page.inner_text("main")
    page.click("text=ログアウト")
    page.wait_for_url("**/login/")
    for _ in range(3):
        page.go_back()
        page.wait_for_load_state()
        assert page.url.split("?")[0].endswith("/login/") and "対応記録" not in page.inner_text("main")


@pytest.mark.long
@pytest.mark.parametrize("width", [390, pytest.param(1280, marks=pytest.mark.long)])
def test_the_second_factor_is_set_up_and_new_pages_are_accessible(page, live_server, office, violations, width, monkeypatch):  # noqa: F811
    from tests.accounts import people
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{live_server.url}/start/")
    assert accessible(page, width)
    log_in(page, live_server, "kanri")
    page.goto(f"{live_server.url}/account/mfa/")
    assert accessible(page, width) and page.evaluate("document.querySelector('.qr').naturalWidth") > 0
    monkeypatch.setattr(people, "SECRET", page.inner_text(".secret").replace(" ", ""))
    page.fill("#id_otp", code())
    page.fill("#id_password", PASSWORD)
    page.click(".save-bar .btn-primary")
    page.wait_for_selector("text=この画面は一度しか表示されません")
    assert accessible(page, width) and page.locator(".secret").count() == 10
    page.goto(f"{live_server.url}/account/mfa/recovery/")
    assert accessible(page, width) and violations == []


@pytest.mark.long
def test_an_invitation_from_the_admins_page_to_the_first_log_in(page, live_server, office, browser):
    log_in(page, live_server, "kanri")
    page.goto(f"{live_server.url}/settings/users/{User.objects.get(username='tokatsu').pk}/")
    page.click("text=パスワードを設定し直す招待コードを作る")
    page.wait_for_selector("text=このコードは一度しか表示されません")
    assert accessible(page)
    typed = page.inner_text(".secret")
    page.click("text=ログアウト")
    page.click("text=招待コードで始める")
    page.fill("#id_invitation_code", typed)
    page.fill("#id_new_password", "kumo no ue wo aruku neko")
    page.fill("#id_repeated_password", "kumo no ue wo aruku neko")
    page.click("button.btn-primary")
    page.wait_for_selector("text=パスワードを設定しました")
    page.fill("#id_username", "tokatsu")
    page.fill("#id_password", "kumo no ue wo aruku neko")
    page.press("#id_password", "Enter")
    page.wait_for_url(f"{live_server.url}/")
