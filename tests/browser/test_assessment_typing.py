"""Another day of an assessment fetches its questions: what is typed until they come is not lost, nor what is being converted."""
import datetime

import pytest

from cases.models import Draft, Question
from cases.periods import fiscal_year_of
from tests.browser.sites import log_in, make_office

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.either]
FETCHED, ANSWER = "**/assessments/questions/", "#questions textarea >> nth=0"


@pytest.fixture
def held(page, live_server, transactional_db):
    """The form of a new assessment; the first answer of the server waits until it is let go."""
    made = make_office()
    Question.objects.create(code="Q-8", section="見本", label="前の年度の項目", last_year=fiscal_year_of(datetime.date(2021, 6, 1)), order=99)
    log_in(page, live_server, "tokatsu")
    waiting = []

    def hold(route):
        waiting.append(route)
        if len(waiting) > 1:
            route.continue_()
    page.route(FETCHED, hold)
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(f"{live_server.url}/cases/{made['case'].pk}/assessments/new/")
    with page.expect_request(FETCHED):
        page.fill("#id_date", "R3.6.1")
        page.press("#id_date", "Tab")
    yield waiting
    page.unroute(FETCHED)
    Draft.objects.all().delete()


def test_what_is_typed_while_the_questions_are_on_their_way_stays(page, held):
    page.click(ANSWER)
    page.keyboard.type("足が痛いと話す。")
    with page.expect_response(FETCHED):
        held[0].continue_()
    page.keyboard.type("きのうは病院へ")
    page.wait_for_selector("text=前の年度の項目")
    page.keyboard.type("行った。")
    assert page.input_value(ANSWER) == "足が痛いと話す。きのうは病院へ行った。"
    assert len(held) > 1


def test_a_conversion_is_not_broken_off(page, held):
    page.click(ANSWER)
    ime = page.context.new_cdp_session(page)
    ime.send("Input.imeSetComposition", {"text": "びょういん", "selectionStart": 5, "selectionEnd": 5})
    with page.expect_response(FETCHED):
        held[0].continue_()
    page.wait_for_timeout(800)
    assert len(held) == 1 and page.input_value(ANSWER) == "びょういん"
    ime.send("Input.insertText", {"text": "病院"})
    page.wait_for_selector("text=前の年度の項目")
    assert page.input_value(ANSWER) == "病院"
