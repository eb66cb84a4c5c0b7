"""ケースの経過: 受付, 終結 with a reason of the council's list, 再開 that is no 新規相談, 前年度から継続, 担当の引き継ぎ."""
import datetime

import pytest
from django.utils import timezone

from cases.course import continued
from cases.models import Assignment, Case, CaseEvent, Council
from cases.periods import fiscal_year_of
from reports.layout import build
from reports.scope import scope_of
from tests.factories import log_contact, make_user

OPENED = datetime.date(2021, 4, 5)
CLOSING = {"closed_on": "R3.4.30", "closing_reason": "転出", "note": "長男と同居"}
REOPENING = {"reopened_on": "R3.6.1", "note": "また相談があった"}


@pytest.fixture
def case(small, coordinator):
    return Case.objects.create(number="C-1", title="見本", subject="place", subject_name="集会所", coordinator=coordinator,
                               district=small.districts["osawa"], opened_on=OPENED)


def send(client, case, page, **typed):
    case.refresh_from_db()
    return client.post(f"/cases/{case.pk}/{page}/", typed | {"version": case.version})


def told(client, case):
    page = client.get(f"/cases/{case.pk}/")
    return [(each.date.isoformat(), each.words) for each in page.context["course"]], page.content.decode()


def test_the_course_is_told_by_day(as_user, coordinator, case):
    client = as_user(coordinator)
    send(client, case, "close", **CLOSING)
    send(client, case, "reopen", **REOPENING)
    send(client, case, "intake", date="R3.4.6", route="近隣住民から", referrer="民生委員", complaint="雪かきができない", urgency="通常")
    lines, page = told(client, case)
    assert lines == [("2021-04-05", "開始"), ("2021-04-06", "受付"), ("2021-04-30", "終結"), ("2021-06-01", "再開")]
    for words in ("近隣住民から（紹介元：民生委員）", "雪かきができない", "転出", "長男と同居", "また相談があった"):
        assert words in page


def test_a_closing_from_before_there_were_events_is_told_too(as_user, coordinator, case):
    Case.objects.update(closed_on="2021-05-01", closing_reason="むかしの理由")
    lines, page = told(as_user(coordinator), case)
    assert lines[-1] == ("2021-05-01", "終結") and "むかしの理由" in page


@pytest.mark.either
def test_a_closing_from_before_there_were_events_stays_when_the_case_is_reopened(as_user, coordinator, case):
    Case.objects.update(opened_on="2018-04-05", closed_on="2019-05-01", closing_reason="むかしの理由")
    client = as_user(coordinator)
    assert send(client, case, "reopen", reopened_on=timezone.localdate().isoformat()).status_code == 302
    lines, page = told(client, case)
    assert lines == [("2018-04-05", "開始"), ("2019-05-01", "終結"), (timezone.localdate().isoformat(), "再開")]
    assert "むかしの理由" in page and "（前年度から継続）" not in page
    assert [continued(Case.objects.all(), year).exists() for year in (2018, 2019, 2020, fiscal_year_of(timezone.localdate()))] == [False, True, False, False]


def test_a_closing_put_right_is_one_event(as_user, coordinator, case):
    client = as_user(coordinator)
    send(client, case, "close", **CLOSING)
    send(client, case, "close", **CLOSING | {"closed_on": "R3.5.2", "closing_reason": "死亡"})
    event = CaseEvent.objects.get()
    assert (event.date.isoformat(), event.reason) == ("2021-05-02", "死亡")


@pytest.mark.either
def test_the_reasons_are_the_council_s_and_a_chosen_one_stays(as_user, coordinator, admin, case):
    send(as_user(coordinator), case, "close", **CLOSING)
    as_user(admin).post("/settings/council/", {"name": "見本", "programme": "見本", "mask_below": 3, "closing_reasons": "転居\n\n 満足 \n転居",
                                               "version": Council.objects.get().version})
    assert Council.objects.get().words("closing_reasons") == ["転居", "満足"]
    offered = [value for value, _ in as_user(coordinator).get(f"/cases/{case.pk}/close/").context["form"].fields["closing_reason"].choices]
    assert offered == ["", "転居", "満足", "転出"]
    assert send(as_user(coordinator), case, "close", **CLOSING | {"closing_reason": "死亡"}).status_code == 422


@pytest.mark.either
@pytest.mark.parametrize(("page", "typed", "words"), [
    ("reopen", {"reopened_on": "R3.4.29"}, "終結日より前の日付です"), ("reopen", {"reopened_on": "R99.1.1"}, "まだ来ていない"),
    ("intake", {"date": "R99.1.1"}, "まだ来ていない"), ("handover", {"handed_on": "R3.4.1"}, "開始日より前の日付です"),
    ("handover", {"handed_on": "R99.4.1"}, "令和99年4月1日は、2年より先の日付です"),
    ("handover", {"handed_on": "R3.6.1", "coordinator": ""}, "新しい担当者を選んでください")])
def test_what_cannot_be_is_refused_and_the_text_kept(as_user, coordinator, case, page, typed, words):
    client = as_user(coordinator)
    send(client, case, "close", **CLOSING)
    answer = send(client, case, page, **{"note": "書いた文"} | typed)
    assert answer.status_code == 422 and words in answer.content.decode() and "書いた文" in answer.content.decode()
    assert CaseEvent.objects.count() == 1


def test_an_open_case_is_not_reopened_nor_closed_before_its_reopening(as_user, coordinator, case):
    client = as_user(coordinator)
    assert send(client, case, "reopen", **REOPENING).status_code == 422
    send(client, case, "close", **CLOSING)
    send(client, case, "reopen", **REOPENING)
    assert "再開した日より前" in send(client, case, "close", **CLOSING).content.decode()


def figures():
    """Every table of the report of 令和3年度, all districts."""
    return repr(build(scope_of(2021)))


def test_no_figure_changes_when_a_case_is_closed_and_reopened(as_user, coordinator, small, case):
    log_contact(small, coordinator, "kind:new", "target:elderly", "topic:meal", case=case)
    log_contact(small, coordinator, "kind:case", "target:elderly", "topic:meal", case=case)
    client, before = as_user(coordinator), figures()
    send(client, case, "intake", date="R3.4.6", complaint="見本")
    send(client, case, "close", **CLOSING)
    send(client, case, "reopen", **REOPENING)
    assert Case.objects.get().closed_on is None and CaseEvent.objects.filter(kind="reopened").count() == 1
    assert figures() == before
    log_contact(small, coordinator, "kind:new", "target:elderly", "topic:meal", case=case)
    assert figures() != before, "the figures are of these records, or nothing was shown"


@pytest.mark.parametrize(("opened", "closed", "events", "contact", "expected"), [
    ("2020-05-01", None, (), None, True),
    ("2021-04-01", None, (), None, False),
    ("2021-03-31", None, (), None, True),
    ("2020-05-01", "2021-04-01", (), None, True),
    ("2020-05-01", "2021-03-31", (), None, False),
    ("2020-05-01", "2021-03-31", (), "2021-06-01", True),
    ("2020-05-01", None, (("closed", "2020-12-01"), ("reopened", "2021-06-01")), "2021-06-01", False),
    ("2020-05-01", None, (("closed", "2020-12-01"), ("reopened", "2021-02-01")), None, True),
    ("2020-05-01", None, (("closed", "2021-05-01"), ("reopened", "2021-06-01")), None, True),
    ("2018-05-01", None, (("closed", "2019-05-01"), ("reopened", "2023-06-01")), None, False),
    ("2018-05-01", "2023-07-01", (("closed", "2019-05-01"), ("reopened", "2023-06-01"), ("closed", "2023-07-01")), None, False),
    ("2018-05-01", None, (("closed", "2021-03-31"), ("reopened", "2021-03-31")), None, True),
])
def test_which_cases_go_on_from_the_year_before(small, coordinator, case, opened, closed, events, contact, expected):
    Case.objects.update(opened_on=opened, closed_on=closed)
    for kind, day in events:
        CaseEvent.objects.create(case=case, kind=kind, date=day)
    if contact:
        log_contact(small, coordinator, case=case, date=datetime.date.fromisoformat(contact))
    assert continued(Case.objects.all(), 2021).exists() is expected


@pytest.mark.either
def test_one_that_goes_on_says_so_on_its_page_and_in_the_list(as_user, coordinator, small, case):
    Case.objects.create(number="C-2", title="今年から", subject="place", district=small.districts["osawa"], opened_on=timezone.localdate())
    client = as_user(coordinator)
    assert "（前年度から継続）" in client.get(f"/cases/{case.pk}/").content.decode()
    listed = client.get("/cases/").context["page"]
    assert {each.number: each.is_continued for each in listed} == {"C-1": True, "C-2": False}
    assert [each.number for each in client.get("/cases/?state=continued").context["page"]] == ["C-1"]


def test_a_case_is_handed_over_with_what_is_to_be_watched(as_user, coordinator, small, case):
    heir = make_user("coordinator", "heir", small.districts["osawa"])
    send(as_user(coordinator), case, "handover", coordinator=heir.pk, handed_on="R3.6.1", note="訪問の約束", watch="大きな声を避ける")
    event = CaseEvent.objects.get()
    assert Case.objects.get().coordinator == heir and (event.from_user, event.to_user) == (coordinator, heir)
    lines, page = told(as_user(coordinator), case)  # who had it sees it as before: it is of their district
    assert lines[-1] == ("2021-06-01", "担当の引き継ぎ") and "大きな声を避ける" in page and f"{coordinator.name} → {heir.name}" in page


@pytest.mark.either
def test_only_who_could_see_it_is_given_a_case(as_user, coordinator, other_coordinator, small, case):
    named, unnamed = (make_user("coordinator", name, small.districts["osawa"]) for name in ("named", "unnamed"))
    gone = make_user("coordinator", "gone", small.districts["osawa"])
    Assignment.objects.filter(user=gone).update(ends_on="2021-01-01")
    client = as_user(coordinator)

    def offered():
        return {user.username for user, _ in client.get(f"/cases/{case.pk}/handover/").context["form"].heirs.values()}
    assert offered() == {"osawa", "named", "unnamed", other_coordinator.username}
    Case.objects.update(is_restricted=True)
    case.named.set([coordinator, named])
    assert offered() == {"osawa", "named"}
    assert send(client, case, "handover", coordinator=unnamed.pk, handed_on="R3.6.1").status_code == 422


@pytest.mark.either
def test_a_second_intake_of_a_day_is_refused_and_the_first_can_be_put_right(as_user, coordinator, case):
    client, typed = as_user(coordinator), {"date": "R3.4.6", "complaint": "雪かき"}
    send(client, case, "intake", **typed)
    answer = send(client, case, "intake", **typed | {"complaint": "二度目"})
    assert answer.status_code == 422 and "令和3年4月6日の受付は、すでに記録されています" in answer.content.decode() and "二度目" in answer.content.decode()
    event = CaseEvent.objects.get()
    assert client.post(f"/case-events/{event.pk}/edit/", typed | {"complaint": "雪かきと買い物", "version": 1}).status_code == 302
    assert send(client, case, "intake", **typed | {"date": "R3.4.7"}).status_code == 302
    assert client.post(f"/case-events/{event.pk}/edit/", typed | {"date": "R3.4.7", "version": 2}).status_code == 422
    assert client.post(f"/case-events/{event.pk}/edit/", typed | {"is_withdrawn": "on", "version": 2}).status_code == 302
    assert send(client, case, "intake", **typed).status_code == 302 and CaseEvent.objects.standing().count() == 2


@pytest.mark.either
def test_what_was_written_is_changed_and_has_a_history(as_user, coordinator, case):
    client = as_user(coordinator)
    send(client, case, "close", **CLOSING)
    event = CaseEvent.objects.get()
    client.post(f"/case-events/{event.pk}/edit/", {"note": "次男と同居", "version": 1})
    page = client.get(f"/case-events/{event.pk}/history/").content.decode()
    assert CaseEvent.objects.get().note == "次男と同居" and "<ins>次" in page and CaseEvent.objects.get().reason == "転出"
    assert client.get(f"/case-events/{event.pk}/edit/").context["form"]["version"].value() == 2


@pytest.mark.either
def test_a_case_goes_to_another_district_with_who_takes_it_over(as_user, coordinator, other_coordinator, supervisor, small, case):
    log_contact(small, coordinator, case=case, text="引き継ぐ前の電話")
    client, value = as_user(coordinator), f"{other_coordinator.pk}-{small.districts['renjaku'].pk}"
    page = client.get(f"/cases/{case.pk}/handover/").content.decode()
    assert 'optgroup label="連雀（担当地区も連雀に変わります）"' in page and "これまでの対応記録は、新しい地区の人も読めます" in page
    before = figures()
    answer = send(client, case, "handover", coordinator=value, handed_on="R3.6.1", note="転居した")
    assert answer.status_code == 302 and answer["Location"] == "/cases/" and client.get(f"/cases/{case.pk}/").status_code == 404
    case.refresh_from_db()
    assert (case.coordinator, case.district) == (other_coordinator, small.districts["renjaku"]) and figures() == before
    lines, page = told(as_user(other_coordinator), case)
    assert lines[-1] == ("2021-06-01", "担当の引き継ぎ") and "<dt>担当地区</dt><dd>大沢 → 連雀</dd>" in page and "転居した" in page and "引き継ぐ前の電話" in page


@pytest.mark.either
def test_in_its_own_district_it_stays_and_nobody_is_offered_twice(as_user, coordinator, supervisor, small, case):
    both = make_user("coordinator", "both", small.districts["osawa"], small.districts["renjaku"])
    form = as_user(coordinator).get(f"/cases/{case.pk}/handover/").context["form"]
    assert [value for value, (user, _) in form.heirs.items() if user == both] == [str(both.pk)]
    assert send(as_user(coordinator), case, "handover", coordinator=f"{both.pk}-{small.districts['renjaku'].pk}", handed_on="R3.6.1").status_code == 422
    send(as_user(coordinator), case, "handover", coordinator=both.pk, handed_on="R3.6.1")
    assert (Case.objects.get().coordinator, Case.objects.get().district) == (both, small.districts["osawa"])
    assert CaseEvent.objects.get().note == ""


@pytest.mark.either
def test_another_coordinator_of_a_changed_case_is_told_in_its_course(as_user, coordinator, supervisor, small, case):
    heir = make_user("coordinator", "heir", small.districts["osawa"])
    form = {"number": "C-1", "title": "見本", "subject": "place", "subject_name": "集会所", "district": small.districts["osawa"].pk, "opened_on": "R3.4.5"}
    as_user(supervisor).post(f"/cases/{case.pk}/edit/", form | {"coordinator": coordinator.pk, "title": "別の題名", "version": 1})
    assert Case.objects.get().title == "別の題名" and not CaseEvent.objects.exists()
    as_user(supervisor).post(f"/cases/{case.pk}/edit/", form | {"coordinator": heir.pk, "version": 2})
    event = CaseEvent.objects.get()
    assert (event.kind, event.date, event.from_user, event.to_user, event.note) == ("handed_over", timezone.localdate(), coordinator, heir, "")
    as_user(supervisor).post(f"/cases/{case.pk}/edit/", form | {"coordinator": coordinator.pk, "district": small.districts["renjaku"].pk, "version": 3})
    event = CaseEvent.objects.last()
    assert (event.note, event.from_district, event.to_district) == ("", small.districts["osawa"], small.districts["renjaku"])
