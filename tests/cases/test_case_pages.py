"""The list of cases and the timeline of one."""
import datetime

import pytest

from cases.models import Case, Household
from tests.factories import log_contact


@pytest.fixture
def case(small, coordinator):
    household = Household.objects.create(number="S-0001", name="髙橋 ハナ", district=small.districts["osawa"])
    return Case.objects.create(number="C-0001", title="買い物の支援", household=household, coordinator=coordinator,
                               district=small.districts["osawa"], opened_on=datetime.date(2021, 4, 1))


def listed(client, **posted):
    return [case.number for case in client.post("/cases/", posted, follow=True).context["page"]]


def test_closed_cases_are_shown_when_asked_for(as_user, coordinator, case):
    client = as_user(coordinator)
    assert listed(client) == ["C-0001"] and listed(client, state="closed") == []
    Case.objects.update(closed_on="2021-05-01")
    assert listed(client) == [] and listed(client, state="closed") == listed(client, state="all") == ["C-0001"]


@pytest.mark.parametrize("typed", ["C-0001", "買い物", "高橋", "S-0001 ハナ"])
def test_a_case_is_found_by_what_is_known_of_it(as_user, coordinator, case, typed):
    assert listed(as_user(coordinator), q=typed) == ["C-0001"]


def test_other_districts_cases_are_not_listed(as_user, other_coordinator, case):
    assert listed(as_user(other_coordinator), state="all") == []


def test_the_line_counts_the_contacts_of_whichever_district(as_user, small, coordinator, case):
    log_contact(small, coordinator, case=case)
    log_contact(small, coordinator, case=case, district="renjaku", date=datetime.date(2021, 6, 1))
    row = as_user(coordinator).get("/cases/").context["page"][0]
    assert (row.contact_count, row.last_contact) == (2, datetime.date(2021, 6, 1))


def test_the_timeline_runs_from_the_newest(as_user, small, coordinator, case):
    for day in (5, 20, 12):
        log_contact(small, coordinator, case=case, date=datetime.date(2021, 4, day), text=f"{day}日の記録")
    page = as_user(coordinator).get(f"/cases/{case.pk}/").content.decode()
    assert page.index("20日の記録") < page.index("12日の記録") < page.index("5日の記録")


def test_an_entry_of_the_timeline_says_all_that_matters(as_user, small, coordinator, case):
    log_contact(small, coordinator, "kind:new", "method:visit", "target:elderly", "topic:meal", case=case,
                time=datetime.time(14, 30), minutes=40, counterpart="民生委員", text="玄関先で話す。",
                next_action_on=datetime.date(2021, 4, 12))
    page = as_user(coordinator).get(f"/cases/{case.pk}/").content.decode()
    for words in ("令和3年4月5日（月） 14:30", "新規相談", "訪問", "高齢者", "食事", "相手：民生委員", "40分", "玄関先で話す。",
                  "令和3年4月12日（月）", coordinator.name):
        assert words in page
    assert f"/contacts/new/?case={case.pk}" in page


def test_a_long_timeline_has_pages(as_user, small, coordinator, case):
    for day in range(1, 32):
        log_contact(small, coordinator, case=case, date=datetime.date(2021, 5, day))
    response = as_user(coordinator).get(f"/cases/{case.pk}/?page=2")
    assert len(response.context["page"]) == 1 and "全31件のうち31〜31件目" in response.content.decode()


@pytest.mark.parametrize("count", [1, 12])
def test_the_timeline_takes_the_same_queries_however_long_it_is(
        as_user, small, coordinator, case, count, django_assert_num_queries):
    for _ in range(count):
        log_contact(small, coordinator, "topic:meal", "topic:health", "action:listen", case=case)
    client = as_user(coordinator)
    with django_assert_num_queries(27):
        client.get(f"/cases/{case.pk}/")


@pytest.mark.parametrize("count", [1, 30])
def test_the_list_takes_the_same_queries_however_long_it_is(
        as_user, small, coordinator, count, django_assert_num_queries):
    for n in range(count):
        Case.objects.create(number=f"C-{n}", title="題名", subject="place", subject_name="集会所", coordinator=coordinator,
                            district=small.districts["osawa"], opened_on=datetime.date(2021, 4, 1))
    client = as_user(coordinator)
    with django_assert_num_queries(12):
        client.get("/cases/")
