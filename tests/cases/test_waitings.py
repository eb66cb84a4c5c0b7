"""返事待ち: for whom and what, since when; told on 今日 and on the case until it is ended."""
import datetime

import pytest
from django.db import IntegrityError
from django.utils import timezone

from cases.models import Case, Contact, Waiting
from tests.factories import log_contact

SINCE = datetime.date(2021, 4, 5)
TYPED = {"whom": "地域包括支援センター", "what": "同行できる日", "since": "R3.4.5"}


@pytest.fixture
def case(small):
    return Case.objects.create(number="C-1", title="見本", subject="place", district=small.districts["osawa"], opened_on=SINCE)


@pytest.fixture
def waiting(case):
    return Waiting.objects.create(case=case, whom="長男", what="電話", since=SINCE)


def on_today(client):
    return [each.pk for each in client.get("/").context["waitings"]]


def test_one_of_a_case_is_told_on_today_and_on_the_case_until_it_ends(as_user, coordinator, case):
    client = as_user(coordinator)
    client.post(f"/cases/{case.pk}/waitings/new/", TYPED)
    waiting = Waiting.objects.get()
    assert on_today(client) == [waiting.pk] and "地域包括支援センター" in client.get(f"/cases/{case.pk}/").content.decode()
    client.post(f"/waitings/{waiting.pk}/end/", {"ended_on": "R3.5.1", "result": "水曜に行ける", "version": 1})
    page = client.get(f"/cases/{case.pk}/")
    assert on_today(client) == [] and page.context["waitings"] == [] and "水曜に行ける" in page.content.decode()


def test_one_of_a_contact_is_its_case_s_or_the_contact_s_own(as_user, coordinator, small, case):
    client = as_user(coordinator)
    for of in (case, None):
        client.post(f"/contacts/{log_contact(small, coordinator, case=of).pk}/waitings/new/", TYPED)
    assert [(each.case, bool(each.contact)) for each in Waiting.objects.order_by("pk")] == [(case, False), (None, True)]
    assert len(on_today(client)) == 2
    alone = Contact.objects.get(case=None)
    assert "同行できる日" in client.get(f"/contacts/{alone.pk}/").content.decode()


def test_an_end_can_be_taken_back(as_user, coordinator, waiting):
    Waiting.objects.update(ended_on=SINCE, result="来た")
    client = as_user(coordinator)
    client.post(f"/waitings/{waiting.pk}/edit/", {"whom": "長男", "what": "電話", "since": "R3.4.5", "ended_on": "", "result": "", "version": 1})
    assert on_today(client) == [waiting.pk]


@pytest.mark.either
@pytest.mark.parametrize(("page", "typed"), [("edit", {"since": "R99.1.1"}), ("end", {"ended_on": "R3.4.4"}), ("end", {"ended_on": "R99.1.1"}),
                                             ("edit", {"whom": ""})])
def test_days_that_cannot_be_are_refused_and_the_text_kept(as_user, coordinator, waiting, page, typed):
    answer = as_user(coordinator).post(f"/waitings/{waiting.pk}/{page}/", TYPED | {"result": "書いた結果", "version": 1} | typed)
    assert answer.status_code == 422 and ("書いた結果" if page == "end" else "同行できる日") in answer.content.decode()


def test_only_who_sees_the_case_sees_it(as_user, coordinator, other_coordinator, waiting, case):
    assert on_today(as_user(other_coordinator)) == []
    Case.objects.filter(pk=case.pk).update(is_restricted=True)
    client = as_user(coordinator)
    assert on_today(client) == [] and client.get(f"/waitings/{waiting.pk}/edit/").status_code == 404


def test_those_of_a_deleted_contact_are_told_no_more(as_user, coordinator, small):
    contact = log_contact(small, coordinator)
    Waiting.objects.create(contact=contact, whom="長男", what="電話", since=SINCE)
    Contact.objects.update(deleted_at=timezone.now())
    assert on_today(as_user(coordinator)) == []


@pytest.mark.django_db
@pytest.mark.parametrize("of", ["both", "none"])
def test_the_database_keeps_it_of_one_record(small, coordinator, case, of):
    given = {"case": case, "contact": log_contact(small, coordinator)} if of == "both" else {}
    with pytest.raises(IntegrityError):
        Waiting.objects.create(whom="長男", what="電話", since=SINCE, **given)


def test_the_longest_stands_first_and_the_queries_do_not_grow(as_user, coordinator, waiting, case, django_assert_max_num_queries):
    client = as_user(coordinator)
    with django_assert_max_num_queries(40) as few:
        client.get("/")
    for days in range(1, 20):
        Waiting.objects.create(case=case, whom="長男", what="電話", since=SINCE - datetime.timedelta(days))
    with django_assert_max_num_queries(len(few)):
        found = on_today(client)
    assert len(found) == 20 and found[-1] == waiting.pk


def test_what_is_not_shown_on_today_is_said(as_user, coordinator, case):
    Waiting.objects.bulk_create(Waiting(case=case, whom="長男", what="電話", since=SINCE) for _ in range(51))
    page = as_user(coordinator).get("/").content.decode()
    assert '<span class="count">51件</span>' in page and "古い順に50件まで表示しています。" in page
