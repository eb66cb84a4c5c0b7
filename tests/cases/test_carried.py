"""A 担当の引き継ぎ into another district takes the promised next date along, and the new coordinator is told of the case."""
import datetime
import html
import re

import pytest
from django.utils import timezone

from cases import new_day
from cases.calendar import feed_of
from cases.handover import pack_of
from cases.models import Case, CaseEvent, Contact
from cases.periods import format_date
from tests.factories import log_contact, make_user

TODAY = timezone.localdate()
EVER = datetime.date(9999, 12, 31)


def day(number):
    return TODAY + datetime.timedelta(number)


@pytest.fixture
def case(small, coordinator):
    return Case.objects.create(number="C-1", title="桜の集まり", subject="place", subject_name="集会所", coordinator=coordinator,
                               district=small.districts["osawa"], opened_on="2021-04-05")


@pytest.fixture
def overdue(small, coordinator, case):
    """A contact of the case with a next date that has passed, and a later one that was planned before it."""
    log_contact(small, coordinator, date=day(-30), next_action_on=day(-29), case=case, text="古い約束")
    return log_contact(small, coordinator, date=day(-20), next_action_on=day(-3), case=case, text="見せない記録")


def hand_over(client, small, case, user, district="renjaku", on=TODAY):
    case.refresh_from_db()
    return client.post(f"/cases/{case.pk}/handover/", {"coordinator": f"{user.pk}-{small.districts[district].pk}", "handed_on": format_date(on),
                                                       "version": case.version}, follow=True)


def promised(page):
    return [(each.case.number, each.next_on) for each in page.context["promised"]]


def test_the_form_shows_what_is_open_and_the_next_date_goes_along(as_user, coordinator, other_coordinator, small, case, overdue):
    case.waitings.create(whom="包括", what="返事", since=TODAY)
    page = as_user(coordinator).get(f"/cases/{case.pk}/handover/").content.decode()
    assert f"次回予定日：<a href=\"/contacts/{overdue.pk}/\">{format_date(day(-3))}" in page and "返事待ち：" in page
    hand_over(as_user(coordinator), small, case, other_coordinator)
    theirs = as_user(other_coordinator).get("/")
    assert promised(theirs) == [("C-1", day(-3))] and given(theirs) == [("C-1", coordinator.name)] and theirs.context["due"] == [] and "見せない記録" not in theirs.content.decode()
    assert "<dt>次回予定日</dt>" in as_user(other_coordinator).get(f"/cases/{case.pk}/").content.decode()
    assert list(Contact.objects.due(EVER)) == []
    mine = as_user(coordinator).get("/")
    assert mine.context["due"] == promised(mine) == []


def test_it_stands_in_the_calendar_the_pack_and_the_week_of_the_new_district(as_user, coordinator, other_coordinator, supervisor, small, case, overdue):
    hand_over(as_user(coordinator), small, case, other_coordinator)
    assert feed_of(other_coordinator, with_numbers=True).count("対応の予定（連雀）C-1") == 1 and "対応の予定（大沢）" not in feed_of(coordinator, with_numbers=True)
    assert [each.next_on for each in pack_of(other_coordinator, district=None, coordinator=other_coordinator, contacts=3).carried] == [day(-3)]
    case.refresh_from_db()
    boss = make_user("supervisor", "boss", small.districts["renjaku"])
    assert as_user(boss).get("/weekly/").context["carried"].total == 1
    case.named.add(boss)
    Case.objects.update(is_restricted=True)
    weekly = as_user(boss).get("/weekly/")
    assert (weekly.context["carried"].rows, weekly.context["carried"].restricted) == ([], 1)


@pytest.mark.parametrize(("date", "following", "left"), [(0, None, 0), (0, 9, 0), (-4, None, 1), (-20, None, 1)])
def test_a_contact_of_the_new_coordinator_answers_it_as_it_answers_one_of_a_contact(
        as_user, coordinator, other_coordinator, small, case, overdue, date, following, left):
    hand_over(as_user(coordinator), small, case, other_coordinator, on=day(-10))
    log_contact(small, other_coordinator, date=day(date), next_action_on=following and day(following), case=case, district="renjaku")
    page = as_user(other_coordinator).get("/")
    assert len(page.context["promised"]) == left
    assert Contact.objects.due(EVER).count() == bool(following)


def test_it_goes_on_and_comes_back_with_the_case(as_user, coordinator, other_coordinator, small, case, overdue):
    hand_over(as_user(coordinator), small, case, other_coordinator)
    hand_over(as_user(other_coordinator), small, case, coordinator, "osawa")
    assert promised(as_user(coordinator).get("/")) == [("C-1", day(-3))] and promised(as_user(other_coordinator).get("/")) == []
    log_contact(small, coordinator, date=TODAY, next_action_on=day(2), case=case)
    page = as_user(coordinator).get("/")
    assert promised(page) == [] and [each.next_action_on for each in page.context["soon"]] == [day(2)]
    Case.objects.update(closed_on=TODAY)
    assert promised(as_user(coordinator).get("/")) == []


def test_within_a_district_the_contact_stays_what_is_due(as_user, coordinator, small, case, overdue):
    heir = make_user("coordinator", "heir", small.districts["osawa"])
    case.refresh_from_db()
    as_user(coordinator).post(f"/cases/{case.pk}/handover/", {"coordinator": heir.pk, "handed_on": format_date(TODAY), "version": case.version})
    page = as_user(heir).get("/")
    assert page.context["due"] == [overdue] and promised(page) == [] and CaseEvent.objects.get().next_on is None


def test_on_the_day_of_a_handover_to_come_it_goes_along_too(as_user, coordinator, other_coordinator, small, case, overdue, monkeypatch):
    hand_over(as_user(coordinator), small, case, other_coordinator, on=day(5))
    assert as_user(coordinator).get("/").context["due"] == [overdue] and promised(as_user(other_coordinator).get("/")) == []
    monkeypatch.setattr(timezone, "localdate", lambda *args: day(5))
    new_day.looked(None)
    page = as_user(other_coordinator).get("/")
    new_day.looked(TODAY)
    assert promised(page) == [("C-1", day(-3))] and as_user(coordinator).get("/").context["due"] == []


def given(page):
    return [(each.case.number, each.from_user.name) for each in page.context["given"]]


@pytest.mark.parametrize("own", [True, False])
def test_who_is_given_a_case_is_told_until_the_first_contact_of_it(as_user, coordinator, other_coordinator, supervisor, small, case, own):
    hand_over(as_user(coordinator), small, case, other_coordinator)
    page = as_user(other_coordinator).get("/")
    assert given(page) == [("C-1", coordinator.name)] and f"/cases/{case.pk}/#course" in page.content.decode()
    assert given(as_user(coordinator).get("/")) == given(as_user(supervisor).get("/")) == []
    log_contact(small, other_coordinator if own else supervisor, date=TODAY, case=case, district="renjaku")
    assert given(as_user(other_coordinator).get("/")) == ([] if own else [("C-1", coordinator.name)])


def carry(as_user, coordinator, other_coordinator, small, case):
    """Hand the case over with its next date: the successor's browser, the event, and the form that changes it as today's page leads there."""
    hand_over(as_user(coordinator), small, case, other_coordinator)
    client, event = as_user(other_coordinator), CaseEvent.objects.get()
    button = re.search(rf'href="(/case-events/{event.pk}/edit/\?next=[^"]*)"', client.get("/").content.decode())
    return client, event, html.unescape(button[1])


@pytest.mark.either
@pytest.mark.parametrize(("typed", "left"), [(5, [5]), (None, [])])
def test_whoever_took_over_changes_the_carried_date_or_takes_it_back_and_the_contact_stays(as_user, coordinator, other_coordinator, small, case, overdue, typed, left):
    client, event, address = carry(as_user, coordinator, other_coordinator, small, case)
    assert client.get(address).context["form"]["next_on"].value() == day(-3)
    saved = client.post(address, {"next_on": format_date(day(typed)) if typed else "", "note": "日を改めた", "watch": "", "version": event.version})
    assert (saved.status_code, saved.url) == (302, "/") and promised(client.get("/")) == [("C-1", day(each)) for each in left]
    stored = Contact.objects.get(pk=overdue.pk)
    assert (stored.next_action_on, stored.version) == (day(-3), overdue.version) and Contact.objects.count() == 2


@pytest.mark.either
def test_the_carried_date_may_stay_in_the_past_and_is_put_into_no_other(as_user, coordinator, other_coordinator, small, case, overdue):
    client, event, address = carry(as_user, coordinator, other_coordinator, small, case)
    refused = client.post(address, {"next_on": format_date(day(-2)), "note": "x", "version": event.version})
    assert refused.status_code == 422 and "より前の日付です" in refused.content.decode() and CaseEvent.objects.get().next_on == day(-3)
    far = client.post(address, {"next_on": format_date(day(800)), "note": "x", "version": event.version})
    assert far.status_code == 422 and "2年より先の日付です" in far.content.decode()
    assert client.post(address, {"next_on": format_date(day(-3)), "note": "x", "version": event.version}).status_code == 302
    CaseEvent.objects.update(version=5, next_on=day(9))
    conflict = client.post(address, {"next_on": format_date(day(4)), "note": "x", "version": event.version + 1})
    assert conflict.status_code == 409 and "次回予定日" in [row["label"] for row in conflict.context["conflict"]] and CaseEvent.objects.get().next_on == day(9)


@pytest.mark.either
def test_an_event_that_carried_nothing_over_has_no_date(as_user, coordinator, case, small, other_coordinator):
    closing = CaseEvent.objects.create(case=case, kind="closed", date="2021-05-01")
    form = as_user(coordinator).get(f"/case-events/{closing.pk}/edit/").context["form"]
    assert "next_on" not in form.fields
    as_user(coordinator).post(f"/case-events/{closing.pk}/edit/", {"note": "x", "next_on": "R9.1.1", "version": 1})
    assert CaseEvent.objects.get().next_on is None and CaseEvent.objects.get().note == "x"


def test_after_fourteen_days_it_is_no_news_nor_is_what_one_took_oneself(as_user, coordinator, other_coordinator, small, case):
    hand_over(as_user(coordinator), small, case, other_coordinator, on=day(-40))
    assert len(given(as_user(other_coordinator).get("/"))) == 1
    CaseEvent.objects.update(handed_at=timezone.now() - datetime.timedelta(15))
    assert given(as_user(other_coordinator).get("/")) == []
    CaseEvent.objects.update(handed_at=timezone.now(), created_by=other_coordinator)
    assert given(as_user(other_coordinator).get("/")) == []


def test_the_message_names_nobody_and_says_when_it_is_out_of_sight(as_user, coordinator, other_coordinator, small, case):
    page = hand_over(as_user(coordinator), small, case, other_coordinator).content.decode()
    assert "ケースの担当を引き継ぎました。" in page and "あなたの画面には、もう表示されません" in page
    heir = make_user("coordinator", "heir", small.districts["renjaku"])
    case.refresh_from_db()
    stays = as_user(other_coordinator).post(f"/cases/{case.pk}/handover/", {"coordinator": heir.pk, "handed_on": format_date(TODAY), "version": case.version}, follow=True)
    assert "ケースの担当を引き継ぎました" in stays.content.decode() and "もう表示されません" not in stays.content.decode()


def test_the_first_page_takes_the_same_queries_however_many_were_given(as_user, coordinator, other_coordinator, small, django_assert_max_num_queries):
    def give(number):
        case = Case.objects.create(number=f"D-{number}", title="x", subject="place", coordinator=coordinator, district=small.districts["osawa"], opened_on="2021-04-05")
        log_contact(small, coordinator, date=day(-20), next_action_on=day(-3 + number * 5), case=case)
        hand_over(as_user(coordinator), small, case, other_coordinator)
    give(0), give(3)
    client = as_user(other_coordinator)
    client.get("/")
    with django_assert_max_num_queries(60) as few:
        client.get("/")
    count = len(few)
    for number in (1, 2, 4, 5):
        give(number)
    as_user(other_coordinator).get("/")
    with django_assert_max_num_queries(count):
        assert len(client.get("/").context["promised"]) == 3
