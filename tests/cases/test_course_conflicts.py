"""Two people at the course of one case: what the other wrote stands beside one's own, and the page says what the case was."""
import datetime

import pytest
from django.utils import timezone

from cases.models import Case, CaseEvent
from cases.periods import format_date
from tests.factories import make_user

CLOSING = {"closed_on": "R3.4.30", "closing_reason": "転出", "note": "長男と同居"}
REOPENING = {"reopened_on": "R3.6.1", "note": "また相談があった"}


@pytest.fixture
def case(small, coordinator):
    return Case.objects.create(number="C-1", title="見本", subject="place", subject_name="集会所", coordinator=coordinator,
                               district=small.districts["osawa"], opened_on=datetime.date(2021, 4, 5))


def send(client, case, page, typed, version=None):
    case.refresh_from_db()
    return client.post(f"/cases/{case.pk}/{page}/", typed | {"version": version or case.version})


def differences(answer):
    assert answer.status_code == 409
    return [(row["label"], row["stored"], row["own"]) for row in answer.context["conflict"]]


def test_what_the_other_wrote_of_the_closing_stands_beside_one_s_own(as_user, coordinator, case):
    client, opened = as_user(coordinator), case.version
    send(client, case, "close", CLOSING)
    answer = send(client, case, "close", CLOSING | {"note": "施設に入った"}, opened)
    assert differences(answer) == [("事情・その後の見守り", "長男と同居", "施設に入った")]
    assert "違いはありません" not in answer.content.decode() and CaseEvent.objects.get().note == "長男と同居"


def test_what_the_other_wrote_of_the_reopening_stands_beside_one_s_own_and_the_closing_keeps_its_day(as_user, coordinator, case):
    client = as_user(coordinator)
    send(client, case, "close", CLOSING)
    opened = Case.objects.get().version
    send(client, case, "reopen", REOPENING)
    answer = send(client, case, "reopen", {"reopened_on": "R3.6.2", "note": "民生委員から"}, opened)
    assert differences(answer) == [("再開日", "令和3年6月1日（火）", "令和3年6月2日（水）"), ("再開のきっかけ", "また相談があった", "民生委員から")]
    assert "前回の終結：令和3年4月30日（金）　転出" in answer.content.decode()
    assert CaseEvent.objects.filter(kind="reopened").count() == 1


@pytest.mark.parametrize("days", [0, 30])
def test_what_the_other_wrote_of_a_handover_stands_beside_one_s_own(as_user, coordinator, small, case, days):
    client, opened = as_user(coordinator), case.version
    first, second = (make_user("coordinator", name, small.districts["osawa"]) for name in ("heir", "other-heir"))
    day = format_date(timezone.localdate() + datetime.timedelta(days))
    typed = {"coordinator": first.pk, "handed_on": day, "note": "訪問の約束", "watch": "大きな声を避ける"}
    send(client, case, "handover", typed)
    answer = send(client, case, "handover", typed | {"coordinator": second.pk, "note": "電話の約束", "watch": "夕方はだめ"}, opened)
    assert differences(answer) == [("新しい担当者", first.name, second.name), ("申し送り", "訪問の約束", "電話の約束"),
                                   ("気をつけること", "大きな声を避ける", "夕方はだめ")]


def test_another_change_of_the_case_is_no_handover_of_somebody_else(as_user, coordinator, small, case):
    heir, opened = make_user("coordinator", "heir", small.districts["osawa"]), case.version
    CaseEvent.objects.create(case=case, kind="handed_over", date="2021-05-01", to_user=coordinator, note="むかしの申し送り")
    CaseEvent.objects.update(created_at=timezone.now() - datetime.timedelta(300))
    Case.objects.update(version=opened + 1)
    answer = send(as_user(coordinator), case, "handover", {"coordinator": heir.pk, "handed_on": format_date(timezone.localdate()), "note": "訪問"}, opened)
    assert "むかしの申し送り" not in str(differences(answer))


def test_an_error_leaves_the_heading_of_an_open_case(as_user, coordinator, case):
    answer = send(as_user(coordinator), case, "close", CLOSING | {"closing_reason": ""})
    assert answer.status_code == 422
    assert "ケースを終結にする" in answer.content.decode() and "終結の内容を直す" not in answer.content.decode()


def test_an_error_leaves_the_breadcrumb_of_a_new_resource_and_the_number_of_a_stored_case(as_user, coordinator, case):
    client = as_user(coordinator)
    new = client.post("/resources/new/", {"code": "R-0006", "name": ""})
    assert new.status_code == 422 and '<li aria-current="page">登録</li>' in new.content.decode()
    wrong = client.post(f"/cases/{case.pk}/edit/", {"number": "C-99", "title": "", "version": case.version})
    assert wrong.status_code == 422 and f'<a href="/cases/{case.pk}/">C-1</a>' in wrong.content.decode()
