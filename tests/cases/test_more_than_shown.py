"""A list of 今日 or 月曜のまとめ that is longer than what is shown says how many more there are, and shows them when it is asked."""
import datetime
import re

import pytest
from django.utils import timezone

import cases.views.today as today_page
import cases.weekly as weekly
from cases.models import (
    Activity,
    Case,
    CaseEvent,
    Goal,
    Monitoring,
    Referral,
    Resource,
    SupportPlan,
    Task,
    Waiting,
)
from tests.factories import log_contact, meeting_kind

pytestmark = pytest.mark.either
TODAY = timezone.localdate()
DAILY = ("due", "soon", "planned", "waitings", "referrals", "tasks", "plans", "promised", "given")
WEEKLY = ("opened", "due", "carried", "quiet", "waiting", "referrals", "tasks", "plans", "planned")


def ahead(days):
    return TODAY + datetime.timedelta(days)


@pytest.fixture
def agency(small):
    return Resource.objects.create(code="R-1", name="見本包括", category="相談機関")


def fill(small, user, other, agency, number):
    """One line more for every list."""
    case = Case.objects.create(number=f"C-{number}", title="見本", subject="place", district=small.districts["osawa"], coordinator=user, opened_on=ahead(-2), quiet_days=1)
    for days in (-1, 3):
        log_contact(small, other, date=ahead(-60), next_action_on=ahead(days), text=f"見本{number}")
    Activity.objects.create(kind=meeting_kind(), title="見本", date=ahead(-60), district=small.districts["osawa"], next_on=ahead(-1)).coordinators.add(user)
    Waiting.objects.create(case=case, whom="長男", what="電話", since=ahead(-1))
    Referral.objects.create(case=case, resource=agency, date=ahead(-1), asked="見本")
    plan = SupportPlan.objects.create(case=case, made_on=ahead(-30), state="active")
    Monitoring.objects.create(plan=plan, date=ahead(-20), progress="x", next_on=ahead(-1))
    Task.objects.create(goal=Goal.objects.create(plan=plan, aim="x"), who="長男", what="見本", until=ahead(-1))
    CaseEvent.objects.create(case=case, kind="handed_over", date=ahead(-1), from_user=other, to_user=user, from_district=small.districts["renjaku"],
                             handed_at=timezone.now(), next_on=ahead(2))


@pytest.fixture
def full(small, coordinator, other_coordinator, agency, monkeypatch):
    """Three lines in every list, of which one is shown."""
    monkeypatch.setattr(today_page, "SHOWN", 1)
    monkeypatch.setattr(today_page, "GIVEN_SHOWN", 1)
    monkeypatch.setattr(weekly, "SHOWN", 1)
    for number in range(3):
        fill(small, coordinator, other_coordinator, agency, number)


def section(page, name):
    return re.search(rf'<section><div class="section-head"><h[23] id="{name}" tabindex="-1">.*?</section>', page.content.decode(), re.S)[0]


def lead_to_headings(page, whole):
    """Each link to all rows leads to the heading of its own list, or part of a list, which takes the focus."""
    places = re.findall(r'all=1#([^"]+)"', page.content.decode())
    found = re.findall(r'<h[2-4] id="([^"]+)" tabindex="-1">', whole.content.decode())
    assert len(set(places)) == len(places) > 1 and set(places) <= set(found) and len(set(found)) == len(found)


@pytest.mark.parametrize("name", DAILY)
def test_today_says_how_many_more_there_are_and_shows_them(as_user, coordinator, full, name):
    page = as_user(coordinator).get("/")
    words = section(page, name)
    assert len(page.context[name]) == 1 and '<span class="count">3件</span>' in words
    assert "1件まで表示しています" in words and f'<a class="no-print" href="?all=1#{name}">ほか2件も表示する</a>' in words
    whole = as_user(coordinator).get("/?all=1")
    assert len(whole.context[name]) == 3 and "まで表示しています" not in whole.content.decode()
    lead_to_headings(page, whole)


def test_where_all_is_shown_nothing_is_said(as_user, small, coordinator, other_coordinator, agency):
    for number in range(3):
        fill(small, coordinator, other_coordinator, agency, number)
    page = as_user(coordinator).get("/")
    assert [len(page.context[name]) for name in DAILY] == [3] * len(DAILY) and "まで表示しています" not in page.content.decode()


@pytest.mark.parametrize("name", WEEKLY)
def test_the_monday_summary_says_it_too(as_user, supervisor, full, name):
    address = f"/weekly/?week={TODAY.isoformat()}"
    page = as_user(supervisor).get(address)
    words = section(page, name)
    assert "はじめの1件を表示しています" in words and f"&amp;all=1#{name}" in words
    whole = as_user(supervisor).get(f"{address}&all=1")
    assert len(whole.context[name].rows) == whole.context[name].total == page.context[name].total >= 3 and "はじめの" not in whole.content.decode()
    lead_to_headings(page, whole)
