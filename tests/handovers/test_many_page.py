"""担当をまとめて引き継ぐ: what its page tells and holds, from where it is reached, and its drafts."""
import datetime

import pytest

from cases.models import Case, Draft
from cases.periods import format_date
from cases.services import handovers_to_come
from tests.factories import log_contact
from tests.handovers.sending import DAY, PAGE, TODAY, make_case, pair, plan, typed

pytestmark = pytest.mark.either


def test_a_row_says_what_a_case_leaves_open(as_user, coordinator, small, cases):
    log_contact(small, coordinator, date=TODAY - datetime.timedelta(9), case=cases[0])
    cases[0].waitings.create(whom="包括", what="返事", since=TODAY)
    first, second, _ = (row.entry for row in as_user(coordinator).get(PAGE).context["form"].rows)
    assert (first.last, first.left, second.last, second.left) == (TODAY - datetime.timedelta(9), "返事待ち1", None, "")


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


def test_the_words_of_a_handover_to_come_are_seen_before_they_go_to_another_one(as_user, coordinator, heir, cases):
    client = as_user(coordinator)
    assert plan(client, cases[0], heir.pk).status_code == 302
    page = client.get(PAGE)
    assert [row.is_open for row in page.context["form"].rows] == [True, False, False]
    assert "予定に書いた申し送りは" in page.content.decode() and page.content.decode().count("<details open><summary>このケースだけの申し送り") == 1
