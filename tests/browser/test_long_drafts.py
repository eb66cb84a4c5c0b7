"""A browser that dies in the middle of a meeting, an assessment, a plan, a household, a closing or a re-cut: what was typed is gone on with and saved."""
from contextlib import suppress

import pytest
from playwright.sync_api import Error

from cases.models import (
    Assessment,
    CaseEvent,
    Conference,
    District,
    Draft,
    Goal,
    Household,
    Member,
    ShareOverride,
    SupportPlan,
)
from tests.browser.sites import log_in, make_office
from tests.objects import address

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.either]
CANARY = "canary-見本の長い文"
KEPT = "#draft-state:has-text('下書きを保存しました')"
ANSWER = "#questions textarea >> nth=0"


@pytest.fixture
def office(page, live_server, transactional_db):
    """The records of the office, the supervisor logged in."""
    made = make_office()
    Draft.objects.all().delete()
    log_in(page, live_server, "tokatsu")
    return made


def opened(page, address):
    """A form whose drafts are kept half a second after a change."""
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(address)
    page.evaluate("document.querySelector('[data-draft]').dataset.draftSeconds = '0.5'")


def died(page):
    """The page once its text was kept: its process is gone, without a chance to say anything. A new one of the same browser."""
    page.wait_for_selector(KEPT, timeout=15000)
    with suppress(Error):
        page.goto("chrome://crash", timeout=3000)
    return page.context.new_page()


def gone_on_with(page, live_server, words):
    """The form again, from the list of drafts, which says what the draft is of."""
    page.goto(f"{live_server.url}/drafts/")
    assert all(word in page.inner_text("main") for word in words)
    page.click(".row-link")
    page.click("text=続きを書く")
    page.wait_for_selector("[data-draft]")
    assert not page.query_selector(".error-summary, .field-error")


def saved(page):
    page.click(".save-bar .btn-primary")
    page.wait_for_selector(".notice.is-success")
    assert not Draft.objects.exists()


def test_a_meeting(page, live_server, office):
    opened(page, f"{live_server.url}/conferences/new/?case={office['case'].pk}")
    page.click("label:has-text('支援会議') >> nth=0")
    page.fill("#id_decisions", CANARY)
    page.fill("#id_tasks-1-who", "長女")
    page.click("[data-add-row]")
    page.fill("#id_tasks-2-what", "通院に付き添う")
    page = died(page)
    gone_on_with(page, live_server, ["新しい会議の記録", "C-1", CANARY])
    assert page.input_value("#id_decisions") == CANARY and page.input_value("#id_tasks-2-what") == "通院に付き添う"
    page.fill("#id_tasks-1-what", "薬を受け取る")
    page.fill("#id_tasks-2-who", "長女")
    saved(page)
    assert Conference.objects.get(decisions=CANARY).tasks.count() == 2


@pytest.mark.long
def test_an_assessment(page, live_server, office):
    opened(page, f"{live_server.url}/cases/{office['case'].pk}/assessments/new/")
    page.fill(ANSWER, CANARY)
    page = died(page)
    gone_on_with(page, live_server, ["新しいアセスメント", "C-1", CANARY])
    assert page.input_value(ANSWER) == CANARY
    page.fill("#id_view", "見立ての続き")
    saved(page)
    assert Assessment.objects.get(view="見立ての続き").answers.get().value == CANARY


@pytest.mark.long
def test_a_plan_and_its_goal(page, live_server, office):
    opened(page, f"{live_server.url}/cases/{office['case'].pk}/plans/new/")
    page.fill("#id_wish", CANARY)
    page = died(page)
    gone_on_with(page, live_server, ["新しい支援計画", "C-1", CANARY])
    saved(page)
    plan = SupportPlan.objects.get(wish=CANARY)
    opened(page, f"{live_server.url}/plans/{plan.pk}/goals/new/")
    page.fill("#id_aim", CANARY)
    page = died(page)
    gone_on_with(page, live_server, ["新しい目標", "C-1", CANARY])
    saved(page)
    assert Goal.objects.get(aim=CANARY).plan == plan


@pytest.mark.long
def test_a_household_and_one_of_its_members(page, live_server, office):
    opened(page, f"{live_server.url}/households/new/")
    page.fill("#id_name", "見本の新しい家")
    page.fill("#id_note", CANARY)
    page = died(page)
    gone_on_with(page, live_server, ["新しい世帯", "見本の新しい家", CANARY])
    assert page.input_value("#id_name") == "見本の新しい家"
    saved(page)
    home = Household.objects.get(note=CANARY)
    opened(page, f"{live_server.url}/households/{home.pk}/members/new/")
    page.fill("#id_relation", "母")
    page.fill("#id_contact_care", CANARY)
    page = died(page)
    gone_on_with(page, live_server, ["新しい世帯員", "見本の新しい家", CANARY])
    saved(page)
    assert Member.objects.get(household=home).contact_care == CANARY


@pytest.mark.long
def test_a_change_of_a_plan_whose_form_is_opened_anew_is_told(page, live_server, office):
    address = f"{live_server.url}/plans/{office['supportplan'].pk}/edit/"
    opened(page, address)
    page.fill("#id_policy", CANARY)
    page = died(page)
    page.goto(address)
    page.click("#draft-waiting a")
    page.click("text=続きを書く")
    assert page.input_value("#id_policy") == CANARY
    saved(page)
    assert SupportPlan.objects.get(pk=office["supportplan"].pk).policy == CANARY


@pytest.mark.long
def test_a_closing_that_is_refused_and_left(page, live_server, office):
    opened(page, f"{live_server.url}/cases/{office['case'].pk}/close/")
    page.fill("#id_note", CANARY)
    page.fill("#id_closed_on", "令和99年")
    page.click(".save-bar .btn-primary")
    page.wait_for_selector(".error-summary")
    page = died(page)
    gone_on_with(page, live_server, ["ケースの終結", "C-1", CANARY])
    assert (page.input_value("#id_note"), page.input_value("#id_closed_on")) == (CANARY, "令和99年")
    assert not CaseEvent.objects.filter(kind="closed").exists()


@pytest.mark.long
@pytest.mark.parametrize("form", ["close", *(pytest.param(each, marks=pytest.mark.long) for each in ("intake", "assessments/new", "plans/new"))])
def test_what_could_not_be_sent_stays_on_the_page(page, live_server, office, form):
    opened(page, f"{live_server.url}/cases/{office['case'].pk}/{form}/")
    text = page.locator("main form textarea").last
    text.fill(CANARY)
    page.context.set_offline(True)
    page.click(".save-bar .btn-primary")
    page.wait_for_selector("#page-notices:has-text('通信できませんでした')")
    assert text.input_value() == CANARY and not Draft.objects.exists()
    page.context.set_offline(False)
    page.wait_for_selector(KEPT, timeout=5000)
    assert Draft.objects.get().text.endswith(CANARY)


def test_a_recut_that_is_asked_about(page, live_server, office):
    log_out_and_in(page, live_server, "kanri")
    opened(page, f"{live_server.url}/settings/districts/recut/")
    page.fill("#id_starts_on", "令和99年4月1日")
    page.click("label:has-text('大沢') >> nth=0")
    page.fill("#id_code_1", "kita")
    page.fill("#id_name_1", CANARY)
    page.check("#id_leaves_out")
    page.click(".save-bar .btn-primary")  # before any draft was kept
    page.wait_for_selector("h1:has-text('この内容で区割りを改めますか')")
    page = died(page)
    gone_on_with(page, live_server, ["区割りを改める", CANARY])
    assert page.input_value("#id_name_1") == CANARY and page.input_value("#id_starts_on") == "令和99年4月1日"
    page.click(".save-bar .btn-primary")
    page.click("[name=sure]")
    page.wait_for_selector(".notice.is-success")
    assert District.objects.filter(name=CANARY).exists() and not Draft.objects.exists()


@pytest.mark.long
def test_a_percentage_of_a_report(page, live_server, office):
    opened(page, f"{live_server.url}{address('report_share_edit', office)}")
    page.fill("#id_printed", "12.3")
    page.fill("#id_reason", CANARY)
    page = died(page)
    gone_on_with(page, live_server, ["割合の調整", CANARY])
    assert page.input_value("#id_printed") == "12.3"
    saved(page)
    assert ShareOverride.objects.get().reason == CANARY


def log_out_and_in(page, live_server, username):
    page.click("#log-out button")
    page.wait_for_url(f"{live_server.url}/login/**")
    log_in(page, live_server, username)
