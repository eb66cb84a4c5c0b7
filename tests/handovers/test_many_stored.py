"""担当をまとめて引き継ぐ: many cases at once, stored as single handovers are, all of them or none."""
import datetime
import json
import uuid

import pytest
from django.utils import timezone

from cases import new_day
from cases.models import Assignment, AuditEntry, Case, CaseEvent
from cases.periods import format_date
from cases.services import handovers_to_come
from cases.services.saving import Conflict
from tests.factories import log_contact, make_user
from tests.handovers.sending import DAY, PAGE, TODAY, make_case, nothing_happened, pair, typed

pytestmark = pytest.mark.either


def test_the_cases_that_are_ticked_are_handed_over_as_single_ones_are(as_user, coordinator, heir, small, cases):
    client = as_user(coordinator)
    other = make_user("coordinator", "other", small.districts["osawa"])
    page = client.get(PAGE)
    assert [row.case for row in page.context["form"].rows] == cases
    answer = client.post(PAGE, typed(page, cases[0], cases[2], coordinator=pair(heir, small.districts["osawa"]), note="4月の異動のため", own={
        cases[2]: {"coordinator": other.pk, "note": "火曜に訪問の約束", "watch": "大きな声を避ける"}}), follow=True)
    words = answer.content.decode()
    assert f"2件のケースの担当を、{format_date(TODAY)}から{heir.name}（1件）、{other.name}（1件）に引き継ぎました。" in words
    assert [row.case for row in answer.context["form"].rows] == [cases[1]]
    assert [Case.objects.get(pk=case.pk).coordinator for case in cases] == [heir, coordinator, other]
    first, second = CaseEvent.objects.order_by("case_id")
    assert (first.kind, first.date, first.from_user, first.to_user, first.note, first.watch) == ("handed_over", TODAY, coordinator, heir, "4月の異動のため", "")
    assert (second.note, second.watch, second.created_by) == ("4月の異動のため\n火曜に訪問の約束", "大きな声を避ける", coordinator)


def test_the_audit_tells_it_as_it_tells_a_single_one(as_user, coordinator, heir, small, cases):
    def told(send):
        last = AuditEntry.objects.latest("pk").pk
        send()
        return [(entry.action, entry.user_id, entry.outcome, json.loads(entry.objects_text).get("case")) for entry in AuditEntry.objects.filter(pk__gt=last).order_by("pk")]
    client = as_user(coordinator)
    page = client.get(PAGE)
    many = told(lambda: client.post(PAGE, typed(page, cases[0], coordinator=pair(heir, small.districts["osawa"]), note="異動")))
    single = told(lambda: client.post(f"/cases/{cases[1].pk}/handover/", {"coordinator": heir.pk, "handed_on": format_date(TODAY), "note": "異動", "version": 1}))
    assert [entry[:3] for entry in many] == [entry[:3] for entry in single]
    assert [entry[3] for entry in many] == [entry[3] and [cases[0].pk] for entry in single]


def test_no_message_names_a_case(as_user, coordinator, heir, small, cases):
    client = as_user(coordinator)
    answer = client.post(PAGE, typed(client.get(PAGE), *cases, coordinator=pair(heir, small.districts["osawa"])))
    assert answer.status_code == 302 and "C-1" not in str(answer.cookies) and "見本C" not in str(answer.cookies)


def test_ahead_of_the_day_they_are_to_come_where_single_ones_are_and_are_carried_out(as_user, coordinator, heir, small, cases, monkeypatch):
    client = as_user(coordinator)
    page = client.post(PAGE, typed(client.get(PAGE), *cases, handed_on=format_date(DAY), coordinator=pair(heir, small.districts["osawa"]), note="異動"), follow=True)
    assert f"3件のケースを、{format_date(DAY)}に{heir.name}へ引き継ぐ予定を保存しました。" in page.content.decode()
    assert page.content.decode().count("予定あり") == 3 and Case.objects.filter(coordinator=coordinator).count() == 3
    assert len(client.get("/").context["moves"]) == 3 and "担当の引き継ぎ（予定）" in client.get(f"/cases/{cases[0].pk}/").content.decode()
    assert len(as_user(heir).get("/").context["moves"]) == 3
    boss = make_user("supervisor", "boss", small.districts["osawa"])
    assert "担当の引き継ぎの予定" in as_user(boss).get("/weekly/").content.decode()
    monkeypatch.setattr(timezone, "localdate", lambda *args: DAY)
    new_day.looked(None)
    as_user(heir).get("/")
    new_day.looked(TODAY)
    assert Case.objects.filter(coordinator=heir).count() == 3


def test_into_another_district_each_takes_its_next_date_along(as_user, coordinator, other_coordinator, small, cases):
    for case, days in zip(cases, (-3, 4, None), strict=True):
        log_contact(small, coordinator, date=TODAY - datetime.timedelta(9), case=case, next_action_on=days and TODAY + datetime.timedelta(days))
    client = as_user(coordinator)
    page = client.get(PAGE)
    assert [row.entry.next_on for row in page.context["form"].rows] == [TODAY - datetime.timedelta(3), TODAY + datetime.timedelta(4), None]
    answer = client.post(PAGE, typed(page, *cases, coordinator=pair(other_coordinator, small.districts["renjaku"])), follow=True)
    assert "3件は担当地区が変わったため、あなたの画面には、もう表示されません。" in answer.content.decode()
    assert [event.next_on for event in CaseEvent.objects.order_by("case_id")] == [TODAY - datetime.timedelta(3), TODAY + datetime.timedelta(4), None]
    assert {case.district for case in Case.objects.all()} == {small.districts["renjaku"]}


def test_a_change_in_the_same_moment_stores_nothing(as_user, coordinator, heir, small, cases, monkeypatch):
    enter, client = handovers_to_come.enter_handover, as_user(coordinator)

    def meanwhile(form, **more):
        if form.instance.pk == cases[2].pk:
            raise Conflict
        return enter(form, **more)
    monkeypatch.setattr(handovers_to_come, "enter_handover", meanwhile)
    answer = client.post(PAGE, typed(client.get(PAGE), *cases, coordinator=pair(heir, small.districts["osawa"]), note="残る文"))
    assert answer.status_code == 409 and "残る文" in answer.content.decode() and nothing_happened()


@pytest.mark.parametrize("day", [TODAY, DAY])
def test_sent_twice_it_is_stored_once_and_answered_alike(as_user, coordinator, other_coordinator, small, cases, day):
    client = as_user(coordinator)
    form = typed(client.get(PAGE), *cases, handed_on=format_date(day), coordinator=pair(other_coordinator, small.districts["renjaku"]), note="異動\r\nのため", own={cases[0]: {"note": " 文 "}})
    first, second = (client.post(PAGE, form, follow=True) for _ in range(2))
    words = [[str(message) for message in answer.context["messages"]] for answer in (first, second)]
    assert words[0] == words[1] and len(words[0]) == 1 and CaseEvent.objects.count() == 3
    changed = client.post(PAGE, form | {"note": "戻って書き直した"})
    assert changed.status_code == 409 and "すでに一度保存されています" in changed.content.decode() and "戻って書き直した" in changed.content.decode()
    assert not CaseEvent.objects.filter(note__contains="戻って").exists()
    if day == DAY:
        page = typed(changed, *cases, handed_on=format_date(day), coordinator=pair(other_coordinator, small.districts["renjaku"]), note="戻って書き直した")
        assert page["form_token"] != form["form_token"] and client.post(PAGE, page).status_code == 302
        assert CaseEvent.objects.filter(note="戻って書き直した").count() == CaseEvent.objects.count() == 3


def test_what_was_planned_before_is_replaced_and_its_words_stay_once(as_user, coordinator, heir, small, cases):
    client, to = as_user(coordinator), pair(heir, small.districts["osawa"])
    for day in (DAY, TODAY):
        page = client.get(PAGE)
        own = {row.case: {"note": row["note"].value() or "", "watch": row["watch"].value() or ""} for row in page.context["form"].rows}
        own[cases[0]]["note"] = own[cases[0]]["note"] or "約束"
        assert client.post(PAGE, typed(page, *cases[:1], handed_on=format_date(day), coordinator=to, note="異動", own=own)).status_code == 302
    event = CaseEvent.objects.get()
    assert (event.kind, event.date, event.note) == ("handed_over", TODAY, "異動\n約束")


def test_who_moves_takes_the_cases_along(as_user, coordinator, small, cases):
    Assignment.objects.filter(user=coordinator).update(ends_on=DAY - datetime.timedelta(1))
    Assignment.objects.create(user=coordinator, district=small.districts["renjaku"], starts_on=DAY)
    client = as_user(coordinator)
    answer = client.post(PAGE, typed(client.get(PAGE), *cases, handed_on=format_date(DAY), coordinator=pair(coordinator, small.districts["renjaku"])))
    assert answer.status_code == 302 and {event.to_district for event in CaseEvent.objects.all()} == {small.districts["renjaku"]}


def test_cases_of_two_districts_stay_where_the_successor_works(as_user, supervisor, coordinator, small, cases):
    both = make_user("coordinator", "both", *small.districts.values())
    make_case(small, coordinator, "C-9", district=small.districts["renjaku"])
    client, page = as_user(supervisor), f"{PAGE}?coordinator={coordinator.pk}"
    answer = client.post(page, typed(client.get(page), *Case.objects.all(), coordinator=pair(both, small.districts["renjaku"])))
    assert answer.status_code == 302 and set(Case.objects.values_list("coordinator", "district__code")) == {(both.pk, "osawa"), (both.pk, "renjaku")}


def test_a_token_that_was_never_sent_stores(as_user, coordinator, heir, small, cases):
    client = as_user(coordinator)
    form = typed(client.get(PAGE), *cases, coordinator=pair(heir, small.districts["osawa"])) | {"form_token": str(uuid.uuid4())}
    assert client.post(PAGE, form).status_code == 302 and len(set(CaseEvent.objects.values_list("form_token"))) == 3
