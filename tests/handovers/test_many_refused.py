"""担当をまとめて引き継ぐ: the rules of the single handover for each case, changes of somebody else, and what is asked before."""
import datetime

import pytest

from cases.models import Assignment, Case, CaseEvent
from cases.periods import format_date
from cases.services import handovers_to_come
from tests.handovers.sending import DAY, PAGE, TODAY, errors, nothing_happened, pair, typed

pytestmark = pytest.mark.either


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


@pytest.mark.parametrize("wrong", [{"form_token": "x"}, {"version": "x:y 1:2:3"}, {"coordinator": "1-2-3"}, {"coordinator": "\0"}, {"handed_on": "\0"}, {"note": "\0"}])
def test_what_no_page_sends_is_refused_without_a_fault(as_user, coordinator, heir, small, cases, wrong):
    client = as_user(coordinator)
    form = typed(client.get(PAGE), *cases, coordinator=pair(heir, small.districts["osawa"])) | wrong
    assert client.post(PAGE, form).status_code in (409, 422) and nothing_happened()
    odd = {f"case-{pk}-{name}": "\0" for pk in (cases[0].pk, 9**18) for name in ("chosen", "coordinator", "note", "watch")}
    assert client.post(PAGE, form | odd).status_code in (409, 422) and nothing_happened()


def test_where_every_case_is_gone_what_was_typed_for_all_stays(as_user, coordinator, heir, small, cases):
    client = as_user(coordinator)
    form = typed(client.get(PAGE), *cases, coordinator=pair(heir, small.districts["osawa"]), note="全部への文")
    Case.objects.update(coordinator=heir)
    answer = client.post(PAGE, form)
    assert answer.status_code == 409 and "全部への文" in answer.content.decode() and answer.content.decode().count(f"今の担当者は{heir.name}です。") == 3


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
