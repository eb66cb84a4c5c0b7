"""受付 of a case: begins with today; one before the case began, and a second one, are told after the save and not refused."""
import datetime

import pytest
from django.utils import timezone

from cases.models import Case, CaseEvent


@pytest.fixture
def case(small, coordinator):
    return Case.objects.create(number="C-1", title="見本", subject="place", subject_name="集会所", coordinator=coordinator,
                               district=small.districts["osawa"], opened_on=datetime.date(2021, 4, 5))


def send(client, address, **typed):
    answer = client.post(address, typed, follow=True)
    return [str(each) for each in answer.context["messages"]]


def test_it_begins_with_today_and_its_button_says_what_it_saves(as_user, coordinator, case):
    page = as_user(coordinator).get(f"/cases/{case.pk}/intake/")
    assert page.context["form"]["date"].value() == timezone.localdate() and "受付を保存する" in page.content.decode()


@pytest.mark.parametrize(("date", "words"), [("R3.4.5", 0), ("R3.4.4", 1)])
def test_one_before_the_case_began_is_told_and_stored(as_user, coordinator, case, date, words):
    told = send(as_user(coordinator), f"/cases/{case.pk}/intake/", date=date, complaint="雪かき")
    assert CaseEvent.objects.count() == 1 and len(told) == 1 + words and ("ケースの開始日（令和3年4月5日" in "".join(told)) == bool(words)


def test_a_second_one_is_told_and_stored_and_one_taken_back_is_none(as_user, coordinator, case):
    client, address = as_user(coordinator), f"/cases/{case.pk}/intake/"
    send(client, address, date="R3.4.6")
    assert "受付の記録が2件あります" in "".join(send(client, address, date="R3.4.9"))
    first, second = CaseEvent.objects.all()
    assert len(send(client, f"/case-events/{second.pk}/edit/", date="R3.4.9", is_withdrawn="on", version=1)) == 1
    assert len(send(client, f"/case-events/{first.pk}/edit/", date="R3.4.6", version=1)) == 1
