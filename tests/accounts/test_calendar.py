"""予定の配信: a user's next dates for a calendar program; no word about anyone helped, and no answer without the secret."""
import datetime
import re

import pytest
from django.test import Client
from django.utils import timezone

from cases.calendar import feed_of
from cases.models import AuditEntry, CalendarFeed, Case, LoginLimit
from tests.factories import log_contact

ADDRESS = re.compile(r'value="http://testserver(/calendar/[\w-]{43}\.ics)"')


@pytest.fixture
def planned(small, coordinator):
    """A contact with everything personal in it and a next date in three days."""
    case = Case.objects.create(number="C-77", title="秘密の題名", subject="place", subject_name="秘密の場所",
                               district=small.districts["osawa"], opened_on="2021-04-01")
    today = timezone.localdate()
    return log_contact(small, coordinator, "topic:meal", date=today, next_action_on=today + datetime.timedelta(3), case=case,
                       text="秘密の本文", counterpart="秘密の相手")


def opened(client, **typed):
    """The address of a feed just opened."""
    return ADDRESS.search(client.post("/account/calendar/open/", typed).content.decode())[1]


def test_the_address_gives_the_dates_and_nothing_else(as_user, coordinator, planned):
    address = opened(as_user(coordinator))
    answer = Client().get(address)
    text = answer.content.decode()
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert f"DTSTART;VALUE=DATE:{planned.next_action_on:%Y%m%d}\r\n" in text and "SUMMARY:対応の予定（大沢）\r\n" in text
    assert "秘密" not in text and "C-77" not in text and "食事" not in text and coordinator.name not in text


def test_the_number_of_a_case_is_there_only_where_it_was_asked_for(as_user, coordinator, planned):
    address = opened(as_user(coordinator), with_numbers="on")
    assert "SUMMARY:対応の予定（大沢）C-77" in Client().get(address).content.decode()
    planned.case.named.add(coordinator)
    Case.objects.update(is_restricted=True)
    assert "SUMMARY:対応の予定（大沢）\r\n" in Client().get(address).content.decode()


def test_nobody_has_one_until_it_is_opened_and_only_its_hash_is_kept(as_user, coordinator):
    client = as_user(coordinator)
    assert client.get("/account/calendar/").context["feed"] is None and not CalendarFeed.objects.exists()
    secret = opened(client).split("/")[2].removesuffix(".ics")
    assert secret not in repr(list(CalendarFeed.objects.values_list())) + repr(list(AuditEntry.objects.values_list()))
    assert secret not in client.get("/account/calendar/").content.decode()


def ended(client, user):
    client.post("/account/calendar/end/")


def renewed(client, user):
    opened(client)


def disabled(client, user):
    type(user).objects.filter(pk=user.pk).update(is_active=False)


@pytest.mark.parametrize("after", [ended, renewed, disabled])
def test_it_ends(as_user, coordinator, planned, after):
    client = as_user(coordinator)
    address = opened(client)
    after(client, coordinator)
    assert Client().get(address).status_code == 404


def test_only_what_is_in_sight_today_is_told(as_user, coordinator, planned):
    address = opened(as_user(coordinator))
    coordinator.assignments.update(ends_on="2020-05-01")
    assert "VEVENT" not in Client().get(address).content.decode()


def test_a_calendar_that_asks_for_an_ended_feed_keeps_nobody_from_logging_in(as_user, coordinator, planned):
    client = as_user(coordinator)
    address = opened(client)
    client.post("/account/calendar/end/")
    assert {Client().get(address).status_code for _ in range(3)} == {404} and not LoginLimit.objects.exists()


def test_opening_reading_and_ending_are_in_the_audit(as_user, coordinator, planned):
    client = as_user(coordinator)
    Client().get(opened(client))
    client.post("/account/calendar/end/")
    told = list(AuditEntry.objects.filter(action__startswith="calendar.").order_by("seq").values_list("action", "user_id"))
    assert told == [(f"calendar.{each}", coordinator.pk) for each in ("opened", "read", "ended")]


def test_lines_are_folded_and_signs_escaped(small, coordinator, planned):
    Case.objects.update(number="あ,い;う\\" * 6)
    lines = feed_of(coordinator, with_numbers=True).split("\r\n")
    assert max(len(line.encode()) for line in lines) <= 75
    assert "あ\\,い\\;う\\\\" in "".join(line[1:] if line.startswith(" ") else line for line in lines)
