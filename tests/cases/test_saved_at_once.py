"""A save is answered with the page that follows, for the script that asks so; without it by a redirect."""
import json
import uuid

import pytest

from cases.models import AuditEntry, Case, Contact
from cases.services.restrictions import restrict

AT_ONCE = {"X-Answer-At-Once": "1"}


@pytest.fixture
def typed(small, coordinator):
    case = Case.objects.create(number="C-1", title="見本", subject="place", district=small.districts["osawa"], opened_on="2021-04-01")
    return {"form_token": str(uuid.uuid4()), "date": "R3.4.5", "district": small.districts["osawa"].pk, "coordinators": [coordinator.pk],
            "case": case.pk, "text": "見本", "axis_kind": "outreach", "axis_consulter": "self", "axis_method": "phone", "axis_topic": ["health"]}


@pytest.mark.parametrize(("button", "where", "heading"), [
    ({}, "/contacts/{contact}/", "の対応記録"), ({"save_next": "1"}, "/contacts/new/?case={case}", "対応記録を入力する"),
    ({"save_next": "new"}, "/contacts/new/", "対応記録を入力する")])
def test_the_page_that_follows_is_the_answer_and_sent_twice_it_is_saved_once(as_user, coordinator, typed, button, where, heading):
    client = as_user(coordinator)
    answers = [client.post("/contacts/new/", typed | button, headers=AT_ONCE) for _ in range(2)]
    address, page = where.format(contact=Contact.objects.get().pk, case=typed["case"]), answers[0].content.decode()
    for answer in answers:
        assert (answer.status_code, answer.headers["X-Page"]) == (200, address) and "対応記録を保存しました。" in answer.content.decode()
    assert heading in page and "対応記録を保存しました。" not in client.get(address).content.decode()
    assert client.post("/contacts/new/", typed | button).url == address


def test_the_audit_tells_what_was_shown(as_user, coordinator, typed):
    as_user(coordinator).post("/contacts/new/", typed, headers=AT_ONCE)
    entry = AuditEntry.objects.filter(action="post").latest("seq")
    assert json.loads(entry.objects_text)["contact"] == [Contact.objects.get().pk]


def test_what_is_refused_keeps_its_answer(as_user, coordinator, typed):
    client = as_user(coordinator)
    assert client.post("/contacts/new/", typed | {"date": ""}, headers=AT_ONCE).status_code == 422
    client.logout()
    assert client.post("/contacts/new/", typed, headers=AT_ONCE).status_code == 401


def test_a_page_out_of_sight_stays_there(as_user, supervisor, coordinator, typed):
    client = as_user(coordinator)
    client.post("/contacts/new/", typed)
    restrict(record=Case.objects.get(), named=[supervisor], reason="見本のため", version=1, by=supervisor)
    contact = Contact.objects.get()
    answer = client.post(f"/contacts/{contact.pk}/edit/", typed | {"version": 1}, headers=AT_ONCE)
    assert answer.status_code == 404 and "X-Page" not in answer.headers
