"""What the script adds to every page: one key, one sending, nothing lost, dates in full, another row."""
import pytest

from cases.models import Case, Household, User
from tests.browser.sites import log_in, make_office

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.either]


@pytest.fixture
def office(page, live_server, transactional_db):
    """The small council's office, with the supervisor logged in."""
    objects = make_office()
    log_in(page, live_server, "tokatsu")
    return objects


def test_n_opens_the_log_form_but_not_while_typing(page, live_server, office):
    page.goto(f"{live_server.url}/households/")
    page.focus("#id_q")
    page.keyboard.type("n")
    assert page.url.endswith("/households/") and page.input_value("#id_q") == "n"
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("n")
    page.wait_for_url("**/contacts/new/")


@pytest.mark.long
def test_the_keys_can_be_turned_off_on_this_machine(page, live_server, office):
    page.goto(f"{live_server.url}/settings/")
    page.uncheck("#id_keys")
    page.goto(f"{live_server.url}/households/")
    page.keyboard.press("n")
    page.keyboard.press("/")
    assert page.url.endswith("/households/") and page.evaluate("document.activeElement.id") != "id_q"


@pytest.mark.long
def test_the_slash_goes_to_the_search_field(page, live_server, office):
    page.goto(f"{live_server.url}/households/")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "id_q" and page.input_value("#id_q") == ""


def test_a_double_click_on_save_makes_one_row(page, live_server, office):
    page.goto(f"{live_server.url}/households/new/")
    page.fill("#id_number", "S-7000")
    page.dblclick(".save-bar .btn-primary")
    page.wait_for_selector("text=世帯を登録しました")
    assert Household.objects.filter(number="S-7000").count() == 1


@pytest.mark.long
def test_leaving_a_changed_form_asks_first_and_an_unchanged_one_does_not(page, live_server, office):
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto(f"{live_server.url}/households/new/")
    page.click("text=保存せずに戻る")
    assert asked == []
    page.goto(f"{live_server.url}/households/new/")
    page.fill("#id_note", "まだ保存していない備考")
    page.click("text=保存せずに戻る")
    page.wait_for_url("**/households/")
    assert asked == ["beforeunload"]


ECHOES = {"R3.4.5": "令和3年4月5日（月）", "2021/4/5": "令和3年4月5日（月）", "令和元年5月1日": "水曜日", "S55.1.2": "昭和55年1月2日（水）", "R3.2.30": "", "きのう": ""}


@pytest.mark.long
def test_a_typed_date_is_echoed_in_full(page, live_server, office):
    page.goto(f"{live_server.url}/cases/new/")
    for typed, echo in ECHOES.items():
        page.fill("#id_opened_on", typed)
        assert page.inner_text(".date-echo") == echo, typed


@pytest.mark.long
def test_a_day_from_the_calendar_is_put_into_the_field(page, live_server, office):
    page.goto(f"{live_server.url}/cases/new/")
    page.evaluate("""() => { const picker = document.querySelector('.date-pick input');
        picker.value = '2021-04-05'; picker.dispatchEvent(new Event('change', {bubbles: true})); }""")
    assert page.input_value("#id_opened_on") == "2021/4/5" and "令和3年4月5日" in page.inner_text(".date-echo")


@pytest.mark.long
def test_another_assignment_is_added_and_saved(page, live_server, office):
    log_out_and_in(page, live_server, "kanri")
    user = User.objects.get(username="tokatsu")
    page.goto(f"{live_server.url}/settings/users/{user.pk}/")
    page.click("text=担当地区を追加する")
    page.select_option("#id_assignments-2-district", label="大沢")
    page.fill("#id_assignments-2-starts_on", "H30.4.1")
    page.fill("#id_assignments-2-ends_on", "H31.3.31")
    page.click(".save-bar .btn-primary")
    page.wait_for_selector("text=利用者を保存しました")
    assert user.assignments.count() == 3


def log_out_and_in(page, live_server, username):
    page.click("text=ログアウト")
    page.wait_for_url("**/login/")
    log_in(page, live_server, username)


def test_two_people_at_one_case(page, live_server, office):
    case = Case.objects.get(pk=office["case"].pk)
    page.goto(f"{live_server.url}/cases/{case.pk}/edit/")
    Case.objects.filter(pk=case.pk).update(title="先に保存した題名", version=case.version + 1)
    page.fill("#id_title", "あとから書いた題名")
    page.fill("#id_subject_name", "見本集会所")
    page.click(".save-bar .btn-primary")
    page.wait_for_selector("text=別の人か別の画面が、この記録を保存しました")
    assert page.input_value("#id_title") == "あとから書いた題名" and "先に保存した題名" in page.inner_text("main")
    page.click(".save-bar .btn-primary")
    page.wait_for_selector("text=ケースを保存しました")
    case.refresh_from_db()
    assert case.title == "あとから書いた題名"


@pytest.mark.long
def test_on_a_phone_the_rest_of_the_menu_is_one_tap_away(page, live_server, office):
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{live_server.url}/")
    page.click("text=その他")
    page.click(".bottom-more >> text=社会資源")
    page.wait_for_url("**/resources/")
