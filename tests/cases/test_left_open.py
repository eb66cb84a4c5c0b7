"""Before a case is closed its page says what is still open; it forbids nothing."""
import datetime

import pytest

from cases.models import Case, Conference, Referral, SupportPlan, Task, Waiting
from tests.factories import log_contact
from tests.objects import case_with

pytestmark = pytest.mark.either
CLOSING = {"closed_on": "R3.5.1", "closing_reason": "転出"}
WORDS = ("令和3年4月5日（月）の支援計画", "見本の目標", "見本の役割", "見本の内容", "見本の返事")


@pytest.fixture
def case(small):
    return Case.objects.create(number="C-1", title="見本", subject="place", district=small.districts["osawa"], opened_on="2021-04-01")


def page(client, case):
    answer = client.get(f"/cases/{case.pk}/close/")
    return answer.context["left"].total, answer.content.decode()


def test_what_is_open_is_listed_and_the_case_can_be_closed_all_the_same(as_user, coordinator, case):
    made, client = case_with(case), as_user(coordinator)
    Task.objects.create(conference=made["conference"], who="包括", what="会議の宿題")
    total, html = page(client, case)
    assert total == 6 and "終わっていないことが6件あります" in html
    for words in (*WORDS, "会議の宿題"):
        assert words in html, words
    assert client.post(f"/cases/{case.pk}/close/", CLOSING | {"version": 1}).status_code == 302
    assert Case.objects.get().closed_on == datetime.date(2021, 5, 1) and SupportPlan.objects.get().state == "active"


def test_what_has_ended_or_was_taken_back_is_not(as_user, coordinator, case):
    made, client = case_with(case), as_user(coordinator)
    Task.objects.create(conference=made["conference"], who="包括", what="会議の宿題")
    Conference.objects.update(is_withdrawn=True)
    SupportPlan.objects.update(state="ended")
    Referral.objects.update(answer="accepted")
    Waiting.objects.update(ended_on="2021-04-20")
    total, html = page(client, case)
    assert total == 0 and "left-open" not in html


def test_contacts_after_the_day_of_closing_are_told(as_user, coordinator, small, case):
    for day in (1, 2):
        log_contact(small, coordinator, case=case, date=datetime.date(2021, 5, day))
    client = as_user(coordinator)
    assert "最後の対応記録は令和3年5月2日（日）です" in page(client, case)[1]
    answer = client.post(f"/cases/{case.pk}/close/", CLOSING | {"version": 1}, follow=True)
    assert "終結日より後の対応記録が1件あります" in answer.content.decode() and Case.objects.get().closed_on
    again = client.post(f"/cases/{case.pk}/close/", CLOSING | {"closed_on": "R3.5.2", "version": 2}, follow=True)
    assert "終結日より後の対応記録" not in again.content.decode()
