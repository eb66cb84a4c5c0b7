"""担当をまとめて引き継ぐ: many cases at once, by the rules of the single handover, all of them or none."""
import datetime
import json
import uuid

import pytest
from django.utils import timezone

from cases import new_day
from cases.forms.hand_over_many import ManyHandOverForm
from cases.models import Assignment, AuditEntry, Case, CaseEvent, Council, Draft, Household
from cases.periods import format_date
from cases.services import handovers_to_come
from cases.services.saving import Conflict
from tests.factories import log_contact, make_user

pytestmark = pytest.mark.either
TODAY = timezone.localdate()
DAY = TODAY + datetime.timedelta(30)
PAGE = "/cases/handover/"


@pytest.fixture(autouse=True)
def sure(request, monkeypatch):
    """Whoever sends the form means it; what is asked before is tried by the tests that are marked so."""
    if "asks" not in request.node.name:
        monkeypatch.setattr(ManyHandOverForm, "is_sure", True)


@pytest.fixture
def heir(small):
    """Works in the same district."""
    return make_user("coordinator", "heir", small.districts["osawa"])


@pytest.fixture
def cases(small, coordinator):
    """Three open cases of the coordinator."""
    return [make_case(small, coordinator, f"C-{number}") for number in (1, 2, 3)]


def make_case(small, coordinator, number, **fields):
    known = {"title": f"見本{number}", "subject": "place", "subject_name": "集会所", "district": small.districts["osawa"], "opened_on": "2021-04-05"}
    return Case.objects.create(number=number, coordinator=coordinator, **known | fields)


def pair(user, district):
    return f"{user.pk}-{district.pk}"


def typed(page, *chosen, **more):
    """What the opened page sends, with these cases ticked; `own` is what is typed into their rows: {case: {"note": …}}."""
    form = page.context["form"]
    rows = {f"case-{case.pk}-chosen": "on" for case in chosen}
    rows |= {f"case-{case.pk}-{name}": value for case, fields in more.pop("own", {}).items() for name, value in fields.items()}
    return {"form_token": str(form["form_token"].value()), "version": form.version_text, "whose": form["whose"].value(), "handed_on": format_date(TODAY), "coordinator": "", "note": ""} | rows | more


def errors(answer):
    assert answer.status_code == 422, answer.status_code
    form = answer.context["form"]
    return {row.case.number: [error for errors in row.errors.values() for error in errors] for row in form.rows if row.errors}


def nothing_happened():
    return not CaseEvent.objects.exists() and len(set(Case.objects.values_list("coordinator", "district"))) == 1


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


def test_a_row_says_what_a_case_leaves_open(as_user, coordinator, small, cases):
    log_contact(small, coordinator, date=TODAY - datetime.timedelta(9), case=cases[0])
    cases[0].waitings.create(whom="包括", what="返事", since=TODAY)
    first, second, _ = (row.entry for row in as_user(coordinator).get(PAGE).context["form"].rows)
    assert (first.last, first.left, second.last, second.left) == (TODAY - datetime.timedelta(9), "返事待ち1", None, "")


def test_an_error_of_one_case_stores_none_and_stands_beside_it_and_at_the_top(as_user, coordinator, heir, small, cases):
    Case.objects.filter(pk=cases[1].pk).update(opened_on=TODAY)
    client = as_user(coordinator)
    page = client.get(PAGE)
    early = format_date(TODAY - datetime.timedelta(1))
    answer = client.post(PAGE, typed(page, *cases, handed_on=early, coordinator=pair(heir, small.districts["osawa"]), note="異動", own={cases[0]: {"note": "自分の文"}}))
    assert errors(answer) == {"C-2": ["ケースの開始日より前の日付です。開始日以降の日付にしてください。"]}
    words = answer.content.decode()
    assert f'<li>ケースの開始日より前の日付です。開始日以降の日付にしてください。　<a class="nowrap" href="#id_case-{cases[1].pk}-chosen">C-2</a>' in words and "＊ケースの開始日より前" in words
    assert "自分の文" in words and early in words and words.count("checked") == 3 and nothing_happened()


def test_what_is_missing_is_told_once_and_what_is_typed_beside_a_case_that_is_not_ticked_is_asked_about(as_user, coordinator, heir, cases):
    client = as_user(coordinator)
    nothing = client.post(PAGE, typed(client.get(PAGE), handed_on="")).content.decode()
    assert all(nothing.count(f"：{words}") == 1 for words in ("引き継ぐケースに印を付けてください。", "引き継ぎの日を入力してください。", "新しい担当者を選んでください。"))
    assert list(errors(client.post(PAGE, typed(client.get(PAGE), *cases)))) == []
    typed_beside = client.post(PAGE, typed(client.get(PAGE), cases[0], own={cases[0]: {"coordinator": heir.pk}, cases[1]: {"note": "忘れた印"}}))
    assert list(errors(typed_beside)) == ["C-2"] and nothing_happened()
    far = client.post(PAGE, typed(client.get(PAGE), *cases, handed_on="R99.4.1", own={case: {"coordinator": heir.pk} for case in cases}))
    assert far.content.decode().count("2年より先") == 2 and errors(far) == {}  # at the top and beside the field, not beside each case


def test_a_day_on_which_the_successor_does_not_work_there_yet_is_told_beside_each(as_user, coordinator, heir, small, cases):
    Assignment.objects.filter(user=heir).update(starts_on=DAY)
    client = as_user(coordinator)
    page = client.get(PAGE)
    assert f"{heir.name}（{format_date(DAY)}から）" in page.content.decode()
    to = pair(heir, small.districts["osawa"])
    assert len(errors(client.post(PAGE, typed(page, *cases[:2], coordinator=to)))) == 2 and nothing_happened()
    assert client.post(PAGE, typed(page, *cases[:2], coordinator=to, handed_on=format_date(DAY))).status_code == 302


def test_a_restricted_case_goes_to_who_is_named_only(as_user, coordinator, heir, other_coordinator, small, cases):
    named = make_user("coordinator", "named", small.districts["osawa"])
    cases[0].named.add(coordinator, named)
    Case.objects.filter(pk=cases[0].pk).update(is_restricted=True)
    client = as_user(coordinator)
    page = client.get(PAGE)
    assert "制限付き" in page.content.decode()
    for to in (pair(heir, small.districts["osawa"]), pair(other_coordinator, small.districts["renjaku"])):
        assert list(errors(client.post(PAGE, typed(page, *cases, coordinator=to)))) == ["C-1"] and nothing_happened()
    forged = typed(page, cases[0], own={cases[0]: {"coordinator": heir.pk}})
    assert list(errors(client.post(PAGE, forged))) == ["C-1"]
    answer = client.post(PAGE, typed(page, *cases, coordinator=pair(heir, small.districts["osawa"]), own={cases[0]: {"coordinator": named.pk}}))
    assert answer.status_code == 302 and Case.objects.get(pk=cases[0].pk).coordinator == named


def test_what_one_may_not_hand_over_is_neither_offered_nor_counted_nor_taken(as_user, coordinator, heir, other_coordinator, small, cases):
    Case.objects.filter(pk=cases[0].pk).update(is_restricted=True)  # names nobody
    home = Household.objects.create(number="S-9", is_restricted=True)
    hidden = make_case(small, coordinator, "C-8", subject="household", subject_name="", household=home)
    elsewhere = make_case(small, coordinator, "C-9", district=small.districts["renjaku"])
    make_case(small, coordinator, "C-7", closed_on="2021-05-01")
    client = as_user(heir)
    page = client.get(f"{PAGE}?coordinator={coordinator.pk}")
    assert [row.case.number for row in page.context["form"].rows] == ["C-2", "C-3"] and "進行中 2件" in page.content.decode()
    for case in (cases[0], hidden, elsewhere):
        answer = client.post(f"{PAGE}?coordinator={coordinator.pk}", typed(page, case, own={case: {"coordinator": heir.pk, "note": "書いた文"}}))
        words = answer.content.decode()
        assert answer.status_code == 409 and "今は見られないケース" in words and "書いた文" in words and case.number not in words
    assert not CaseEvent.objects.exists()


def test_whose_cases_are_chosen_on_top_one_s_own_by_default(as_user, supervisor, coordinator, heir, other_coordinator, small, cases):
    make_case(small, heir, "C-9")
    client = as_user(supervisor)
    assert client.get(PAGE).context["form"].rows == [] and "引き継げる進行中のケースはありません" in client.get(PAGE).content.decode()
    assert len(client.get(f"{PAGE}?coordinator={coordinator.pk}").context["form"].rows) == 3
    assert [row.case.number for row in client.get(f"{PAGE}?coordinator={heir.pk}").context["form"].rows] == ["C-9"]
    for unknown in ("987654321", "x", "9" * 30, "%00"):
        assert client.get(f"{PAGE}?coordinator={unknown}").context["coordinator"] == supervisor
    offered = client.get(PAGE).context["whose"].fields["coordinator"].queryset
    assert {*offered} == {supervisor, coordinator, heir, other_coordinator}
    assert {*as_user(other_coordinator).get(PAGE).context["whose"].fields["coordinator"].queryset} == {other_coordinator, supervisor}


def test_somebody_else_s_change_is_told_beside_the_case_and_saving_again_is_knowing(as_user, coordinator, heir, small, cases):
    client = as_user(coordinator)
    page = client.get(PAGE)
    handovers_to_come.plan_handover(case=cases[1], version=1, event=None, on=DAY, to=heir, district=None, note="先に書いた文", watch="", by=heir)
    to = pair(heir, small.districts["osawa"])
    answer = client.post(PAGE, typed(page, *cases, coordinator=to, note="異動", own={cases[1]: {"note": "自分の文"}}))
    words = answer.content.decode()
    assert answer.status_code == 409 and [row.case.number for row in answer.context["form"].rows if row.in_conflict] == ["C-2"]
    assert "この画面を開いた後に、別の人がこのケースを変えました" in words and "先に書いた文" in words and "自分の文" in words
    assert not CaseEvent.objects.filter(kind="handed_over").exists()
    again = client.post(PAGE, typed(answer, *cases, coordinator=to, note="異動", own={cases[1]: {"note": "自分の文"}}))
    assert again.status_code == 302 and Case.objects.filter(coordinator=heir).count() == 3
    assert CaseEvent.objects.get(case=cases[1]).note == "異動\n自分の文"


def test_a_case_that_is_closed_or_someone_else_s_by_now_is_told_and_nothing_is_stored(as_user, coordinator, heir, small, cases):
    client = as_user(coordinator)
    page = client.get(PAGE)
    Case.objects.filter(pk=cases[0].pk).update(closed_on=TODAY, version=2)
    Case.objects.filter(pk=cases[1].pk).update(coordinator=heir, version=2)
    answer = client.post(PAGE, typed(page, *cases, coordinator=pair(heir, small.districts["osawa"]), own={cases[0]: {"note": "書いた文"}}))
    words = answer.content.decode()
    assert answer.status_code == 409 and f"{format_date(TODAY)}に終結しています。" in words and f"今の担当者は{heir.name}です。" in words and "書いた文" in words
    assert not CaseEvent.objects.exists()


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


@pytest.mark.parametrize("wrong", [{"form_token": "x"}, {"version": "x:y 1:2:3"}, {"coordinator": "1-2-3"}, {"coordinator": "\0"}, {"handed_on": "\0"}, {"note": "\0"}])
def test_what_no_page_sends_is_refused_without_a_fault(as_user, coordinator, heir, small, cases, wrong):
    client = as_user(coordinator)
    form = typed(client.get(PAGE), *cases, coordinator=pair(heir, small.districts["osawa"])) | wrong
    assert client.post(PAGE, form).status_code in (409, 422) and nothing_happened()
    odd = {f"case-{pk}-{name}": "\0" for pk in (cases[0].pk, 9**18) for name in ("chosen", "coordinator", "note", "watch")}
    assert client.post(PAGE, form | odd).status_code in (409, 422) and nothing_happened()


def test_it_takes_the_same_queries_for_1_and_for_60_cases(as_user, coordinator, other_coordinator, heir, small, django_assert_max_num_queries):
    def fill(numbers):
        for number in numbers:
            case = make_case(small, coordinator, f"D-{number:02}", is_restricted=number % 3 == 0)
            case.named.add(coordinator)
            case.waitings.create(whom="包括", what="返事", since=TODAY)
            log_contact(small, coordinator, date=TODAY, next_action_on=DAY, case=case)
            if number % 2:
                handovers_to_come.plan_handover(case=case, version=1, event=None, on=DAY, to=heir, district=None, note="", watch="", by=coordinator)
    client = as_user(coordinator)
    fill([3])
    client.get(PAGE)
    with django_assert_max_num_queries(60) as few:
        client.get(PAGE)
    fill([*range(1, 3), *range(4, 61)])
    with django_assert_max_num_queries(len(few)):
        assert len(client.get(PAGE).context["form"].rows) == 60


def test_more_than_a_page_holds_are_said(as_user, coordinator, small, monkeypatch):
    for module in ("cases.handing_over", "cases.forms.hand_over_many", "cases.views.hand_over_many"):
        monkeypatch.setattr(f"{module}.MOST", 2)
    for number in range(3):
        make_case(small, coordinator, f"C-{number}")
    page = as_user(coordinator).get(PAGE)
    assert len(page.context["form"].rows) == 2 and "2件まで表示しています" in page.content.decode()


def test_a_token_that_was_never_sent_stores(as_user, coordinator, heir, small, cases):
    client = as_user(coordinator)
    form = typed(client.get(PAGE), *cases, coordinator=pair(heir, small.districts["osawa"])) | {"form_token": str(uuid.uuid4())}
    assert client.post(PAGE, form).status_code == 302 and len(set(CaseEvent.objects.values_list("form_token"))) == 3


def test_it_is_reached_from_the_list_with_its_coordinator_and_from_the_pack(as_user, supervisor, coordinator, heir, small, cases):
    make_case(small, heir, "C-9")
    client = as_user(supervisor)
    found = client.post("/cases/", {"q": "", "state": "", "coordinator": coordinator.pk}, follow=True)
    assert {case.number for case in found.context["page"]} == {"C-1", "C-2", "C-3"} and f'href="{PAGE}?coordinator={coordinator.pk}"' in found.content.decode()
    assert f'href="{PAGE}"' in client.get("/cases/").content.decode() and f'href="{PAGE}"' in client.get("/handover/").content.decode()
    pack = client.post("/handover/", {"coordinator": coordinator.pk, "contacts": 3, "purpose": "異動の準備のため"}).content.decode()
    assert f'href="{PAGE}?coordinator={coordinator.pk}"' in pack


def test_a_draft_goes_on_with_the_cases_of_that_coordinator_and_what_was_typed_beside_each(as_user, supervisor, coordinator, heir, small, cases):
    client, page = as_user(supervisor), f"{PAGE}?coordinator={coordinator.pk}"
    opened = client.get(page)
    hidden = {name: opened.context[name] or "" for name in ("draft_noun", "draft_target", "draft_parent", "draft_parent_kind", "draft_page", "draft_version")}
    form = hidden | typed(opened, cases[0], cases[1], handed_on="R9.", coordinator=pair(heir, small.districts["osawa"]), own={cases[1]: {"note": "途中の文"}, cases[2]: {"watch": "一覧から外れる文"}})
    assert client.post("/drafts/save/", form, headers={"HX-Request": "true"}).headers["X-Draft"] == "kept"
    Case.objects.filter(pk=cases[0].pk).update(version=2)
    Case.objects.filter(pk=cases[2].pk).update(closed_on=TODAY)
    again = client.get(client.get(f"/drafts/{Draft.objects.get().pk}/").context["go_on"])
    words = again.content.decode()
    assert again.context["coordinator"] == coordinator and words.count("checked") == 2 and "R9." in words and "入力内容を確認してください" not in words
    assert "途中の文" in words and "一覧から外れる文" in words and f"{format_date(TODAY)}に終結しています。" in words
    assert [row.case.number for row in again.context["form"].rows if row.in_conflict] == ["C-1"] and "この画面を開いた後に、別の人がこのケースを" in words
    send = form | {name: again.context[name] or "" for name in hidden} | {"handed_on": format_date(TODAY), f"case-{cases[2].pk}-watch": ""}
    assert client.post(again.request["PATH_INFO"], send).status_code == 409 and Draft.objects.exists()
    send["version"] = again.context["form"].version_text
    assert client.post(again.request["PATH_INFO"], send).status_code == 302 and not Draft.objects.exists()
    assert Case.objects.filter(coordinator=heir).count() == 2
    late = client.post("/drafts/save/", form, headers={"HX-Request": "true"})
    assert late.headers["X-Draft"] == "finished" and not Draft.objects.exists()


def test_who_works_nowhere_today_has_nothing_to_hand_over(as_user, coordinator, heir, small, cases):
    client = as_user(coordinator)
    form = typed(client.get(PAGE), *cases, coordinator=pair(heir, small.districts["osawa"]))
    coordinator.assignments.all().delete()
    assert client.get(PAGE).status_code == client.post(PAGE, form).status_code == 403 and nothing_happened()


def test_where_every_case_is_gone_what_was_typed_for_all_stays(as_user, coordinator, heir, small, cases):
    client = as_user(coordinator)
    form = typed(client.get(PAGE), *cases, coordinator=pair(heir, small.districts["osawa"]), note="全部への文")
    Case.objects.update(coordinator=heir)
    answer = client.post(PAGE, form)
    assert answer.status_code == 409 and "全部への文" in answer.content.decode() and answer.content.decode().count(f"今の担当者は{heir.name}です。") == 3


def test_what_one_may_only_read_is_not_offered(as_user, coordinator, other_coordinator, small, cases):
    Council.objects.update(reads_elsewhere=True)
    client = as_user(other_coordinator)
    page = client.get(f"{PAGE}?coordinator={coordinator.pk}")
    assert page.context["form"].rows == [] and client.get(f"/cases/{cases[0].pk}/").status_code == 200
    answer = client.post(PAGE, typed(page, cases[0], coordinator=pair(other_coordinator, small.districts["renjaku"])))
    assert answer.status_code == 409 and nothing_happened()


def test_it_asks_before_several_cases_and_takes_the_answer_for_just_these(as_user, coordinator, heir, other_coordinator, small, cases):
    client = as_user(coordinator)
    sent = typed(client.get(PAGE), *cases, coordinator=pair(heir, small.districts["osawa"]), own={cases[0]: {"coordinator": pair(other_coordinator, small.districts["renjaku"])}})
    asked = client.post(PAGE, sent)
    words = asked.content.decode()
    assert asked.status_code == 422 and "まだ引き継いでいません" in words and nothing_happened()
    assert f"3件のケースの担当を、{format_date(TODAY)}から{other_coordinator.name}（1件）、{heir.name}（2件）に引き継ぎます。" in words and "うち1件は担当地区が変わり" in words and "これまでの対応記録は、新しい地区の人も読めます。" in words
    sure = {"sure": asked.context["form"].what_is_meant}
    for other in ({f"case-{cases[2].pk}-chosen": ""}, {"handed_on": format_date(DAY)}, {f"case-{cases[0].pk}-coordinator": ""}):
        assert client.post(PAGE, sent | sure | other).status_code == 422 and nothing_happened()
    assert client.post(PAGE, sent | sure).status_code == 302 and CaseEvent.objects.count() == 3


def test_it_asks_nothing_of_one_case(as_user, coordinator, heir, small, cases):
    client = as_user(coordinator)
    assert client.post(PAGE, typed(client.get(PAGE), cases[0], coordinator=pair(heir, small.districts["osawa"]))).status_code == 302


def test_a_day_before_the_last_handover_is_refused_here_and_in_the_form_of_one(as_user, coordinator, heir, small, cases):
    CaseEvent.objects.create(case=cases[0], kind="handed_over", date=TODAY - datetime.timedelta(3), to_user=coordinator)
    client, before = as_user(coordinator), format_date(TODAY - datetime.timedelta(4))
    sent = typed(client.get(PAGE), *cases[:2], handed_on=before, coordinator=pair(heir, small.districts["osawa"]))
    assert errors(client.post(PAGE, sent)) == {"C-1": [f"{format_date(TODAY - datetime.timedelta(3))}に、すでに引き継がれています。その日以降の日付にしてください。"]}
    single = client.post(f"/cases/{cases[0].pk}/handover/", {"coordinator": heir.pk, "handed_on": before, "version": 1})
    assert single.status_code == 422 and "すでに引き継がれています" in single.content.decode()
    assert client.post(PAGE, sent | {"handed_on": format_date(TODAY - datetime.timedelta(3))}).status_code == 302


def test_what_was_written_of_a_case_that_left_the_list_stays_in_the_draft(as_user, coordinator, heir, small, cases):
    client = as_user(coordinator)
    page = client.get(PAGE)
    hidden = {name: page.context[name] or "" for name in ("draft_noun", "draft_target", "draft_parent", "draft_page", "draft_version")}
    sent = typed(page, cases[0], own={cases[0]: {"note": "残る申し送り", "watch": "残る注意"}}) | hidden
    client.post("/drafts/save/", sent, headers={"HX-Request": "true"})
    Case.objects.filter(pk=cases[0].pk).update(closed_on=TODAY)
    opened = client.get(f"{PAGE}?draft={Draft.objects.get().pk}").content.decode()
    for name, words in (("note", "残る申し送り"), ("watch", "残る注意")):
        assert f'<input type="hidden" name="case-{cases[0].pk}-{name}" value="{words}">' in opened


def test_a_draft_tells_whose_cases_how_many_and_what_was_written_and_waits_for_those_alone(as_user, coordinator, heir, small, cases):
    client = as_user(coordinator)
    page = client.get(PAGE)
    hidden = {name: page.context[name] or "" for name in ("draft_noun", "draft_target", "draft_parent", "draft_page", "draft_version")}
    client.post("/drafts/save/", typed(page, *cases[:2], own={cases[0]: {"note": "残る申し送り"}}) | hidden, headers={"HX-Request": "true"})
    draft = f"/drafts/{Draft.objects.get().pk}/"
    for words in (client.get("/drafts/").content.decode(), client.get(draft).content.decode()):
        assert f"{coordinator.name}のケース" in words and "2件に印" in words and "残る申し送り" in words
    assert "書きかけた下書き" in client.get(PAGE).content.decode() and "書きかけた下書き" not in client.get(f"{PAGE}?coordinator={heir.pk}").content.decode()
    assert "残る申し送り" in client.get(client.get(draft).context["go_on"]).content.decode()
