"""支援計画: goals, who does what by when, how far it has come; what is due stands on 今日."""
import datetime

import pytest
from django.utils import timezone

from cases.handover import pack_of
from cases.models import Case, Goal, Monitoring, SupportPlan, Task
from cases.periods import format_date
from tests.objects import confer_on

TODAY = timezone.localdate()
ROWS = {"tasks-TOTAL_FORMS": 2, "tasks-INITIAL_FORMS": 0, "tasks-0-who": "コーディネーター", "tasks-0-what": "デイサービスに同行する", "tasks-0-until": "R3.5.1",
        "tasks-1-who": "", "tasks-1-what": "", "tasks-1-until": ""}
GOAL = {"aim": "週に1度は外に出る", "until": "R4.3.31", "state": "doing"}


@pytest.fixture
def case(small):
    return Case.objects.create(number="C-1", title="見本", subject="place", district=small.districts["osawa"], opened_on="2021-04-05")


@pytest.fixture
def plan(case):
    return SupportPlan.objects.create(case=case, made_on="2021-04-06", wish="家で暮らしたい")


def test_on_today_a_plan_is_named_once(as_user, coordinator, case):
    type(case).objects.filter(pk=case.pk).update(title="見本さんの支援", coordinator=coordinator)
    SupportPlan.objects.create(case=case, made_on="2021-04-06", state="active").monitorings.create(
        date="2021-05-01", progress="見本", next_on=timezone.localdate(), created_by=coordinator)
    page = as_user(coordinator).get("/").content.decode()
    assert f"支援計画：{case.number} 見本さんの支援" in page and "支援の支援計画" not in page


def on_today(client):
    context = client.get("/").context
    return [task.what for task in context["tasks"]], [each.pk for each in context["plans"]]


def test_a_plan_is_made_from_the_case_and_shown_on_one_sheet(as_user, coordinator, case):
    client = as_user(coordinator)
    client.post(f"/cases/{case.pk}/plans/new/", {"made_on": "R3.4.6", "state": "active", "wish": "家で暮らしたい"})
    plan = SupportPlan.objects.get()
    client.post(f"/plans/{plan.pk}/goals/new/", GOAL | ROWS)
    client.post(f"/plans/{plan.pk}/monitorings/new/", {"date": "R3.6.1", "progress": "月に2回出かけた", "next_on": "R3.9.1"})
    sheet, page = (client.get(url).content.decode() for url in (f"/plans/{plan.pk}/", f"/cases/{case.pk}/"))
    for words in ("家で暮らしたい", "週に1度は外に出る", "デイサービスに同行する", "月に2回出かけた", "令和3年9月1日"):
        assert words in sheet
    assert f"/plans/{plan.pk}/" in page and "取組中：週に1度は外に出る" in page
    assert Task.objects.count() == 1


def test_what_is_due_is_told_until_it_is_done_or_looked_at(as_user, coordinator, plan):
    goal = Goal.objects.create(plan=plan, aim="見本")
    task = Task.objects.create(goal=goal, who="長男", what="通院", until=TODAY + datetime.timedelta(7))
    Task.objects.create(goal=goal, who="長男", what="先のこと", until=TODAY + datetime.timedelta(8))
    Monitoring.objects.create(plan=plan, date="2021-05-01", progress="見本", next_on=TODAY)
    client = as_user(coordinator)
    assert on_today(client) == (["通院"], [plan.pk]) and "過ぎています" not in client.get("/").content.decode()
    Task.objects.filter(pk=task.pk).update(until=TODAY - datetime.timedelta(1))
    assert "期限を過ぎています" in client.get("/").content.decode()
    client.post(f"/tasks/{task.pk}/edit/", {"who": "長男", "what": "通院", "until": "R3.5.1", "done_on": "R3.5.2", "result": "行けた", "version": 1})
    Monitoring.objects.create(plan=plan, date="2021-06-01", progress="見本", next_on=TODAY + datetime.timedelta(30))
    assert on_today(client) == ([], [])


@pytest.mark.either
@pytest.mark.parametrize("end", ["goal", "plan", "case", "sight"])
def test_what_is_no_longer_worked_on_is_not_told(as_user, coordinator, other_coordinator, case, plan, end):
    goal = Goal.objects.create(plan=plan, aim="見本", state="reached" if end == "goal" else "doing")
    Task.objects.create(goal=goal, who="長男", what="通院", until=TODAY)
    Monitoring.objects.create(plan=plan, date="2021-05-01", progress="見本", next_on=TODAY)
    if end == "plan":
        SupportPlan.objects.update(state="ended")
    if end == "case":
        Case.objects.update(closed_on=TODAY)
    client = as_user(other_coordinator if end == "sight" else coordinator)
    assert on_today(client) == ([], [plan.pk] if end == "goal" else [])


def test_the_rows_of_a_goal_are_changed_taken_away_and_kept_when_something_is_wrong(as_user, coordinator, plan):
    client = as_user(coordinator)
    client.post(f"/plans/{plan.pk}/goals/new/", GOAL | ROWS)
    goal, task = Goal.objects.get(), Task.objects.get()
    stored = ROWS | {"tasks-INITIAL_FORMS": 1, "tasks-0-id": task.pk, "tasks-0-version": 1, "version": 1}
    refused = client.post(f"/goals/{goal.pk}/edit/", GOAL | stored | {"tasks-0-what": "", "tasks-1-who": "長女", "tasks-1-what": "買い物"})
    assert refused.status_code == 422 and "買い物" in refused.content.decode() and Task.objects.count() == 1
    client.post(f"/goals/{goal.pk}/edit/", GOAL | stored | {"tasks-0-DELETE": "on", "tasks-1-who": "長女", "tasks-1-what": "買い物"})
    assert [each.what for each in Task.objects.all()] == ["買い物"]


@pytest.mark.either
def test_what_is_wrong_with_a_row_stands_in_the_summary_at_the_top_too(as_user, coordinator, plan):
    rows = ROWS | {"tasks-0-who": "", "tasks-0-until": "R3.2.30", "tasks-1-who": "長女"}
    page = as_user(coordinator).post(f"/plans/{plan.pk}/goals/new/", GOAL | rows).content.decode()
    summary = page.partition('id="errors"')[2].partition("</div>")[0]
    for words in ('<a href="#id_tasks-0-who">1行目の「だれが」：「だれが」に入力してください。', '<a href="#id_tasks-0-until">1行目の「いつまでに」：',
                  '<a href="#id_tasks-1-what">2行目の「何を」：「何を」に入力してください。'):
        assert words in summary, words
    assert "をを" not in page and "がを" not in page


@pytest.mark.either
def test_a_done_task_is_not_taken_away(as_user, coordinator, plan):
    goal = Goal.objects.create(plan=plan, aim="見本")
    task = Task.objects.create(goal=goal, who="長男", what="通院", done_on="2021-05-01")
    form = GOAL | {"tasks-TOTAL_FORMS": 1, "tasks-INITIAL_FORMS": 1, "tasks-0-id": task.pk, "tasks-0-who": "長男", "tasks-0-what": "通院",
                   "tasks-0-DELETE": "on", "version": 1}
    assert as_user(coordinator).post(f"/goals/{goal.pk}/edit/", form).status_code == 422 and Task.objects.count() == 1


@pytest.mark.either
def test_changes_of_a_plan_and_its_rows_are_told(as_user, coordinator, plan):
    client = as_user(coordinator)
    client.post(f"/plans/{plan.pk}/goals/new/", GOAL | ROWS)
    goal, task = Goal.objects.get(), Task.objects.get()
    client.post(f"/goals/{goal.pk}/edit/", GOAL | NO_ROWS | {"state": "reached", "version": 1})
    client.post(f"/tasks/{task.pk}/edit/", {"who": "長女", "what": "通院", "version": 1})
    assert "達成" in client.get(f"/goals/{goal.pk}/history/").content.decode()
    assert "長女" in client.get(f"/tasks/{task.pk}/history/").content.decode()


def test_open_tasks_with_or_without_a_day_are_in_the_handover_pack(coordinator, small, case, plan):
    goal, conference = Goal.objects.create(plan=plan, aim="見本"), confer_on(case)
    for what, of in (("通院", {"goal": goal, "until": "2030-05-01"}), ("見守り", {"goal": goal}), ("申請", {"conference": conference, "until": "2021-05-01"})):
        Task.objects.create(who="長男", what=what, **of)
    Task.objects.create(goal=goal, who="長男", what="済んだ", done_on="2021-05-01")
    packs = [pack_of(coordinator, district=small.districts["osawa"], coordinator=who, contacts=3) for who in (None, coordinator)]
    assert [[task.what for task in pack.tasks] for pack in packs] == [["申請", "通院", "見守り"], []]


NO_ROWS = {"tasks-TOTAL_FORMS": 0, "tasks-INITIAL_FORMS": 0}


def test_the_queries_of_today_and_of_a_plan_do_not_grow(as_user, coordinator, case, plan, django_assert_max_num_queries):
    def add(each):
        goal = Goal.objects.create(plan=each, aim="見本")
        Task.objects.create(goal=goal, who="長男", what="通院", until=TODAY)
        Monitoring.objects.create(plan=each, date="2021-05-01", progress="見本", next_on=TODAY, created_by=coordinator)
    add(plan)
    client, pages = as_user(coordinator), ("/", f"/plans/{plan.pk}/", f"/cases/{case.pk}/")
    counts = []
    for url in pages:
        with django_assert_max_num_queries(40) as few:
            client.get(url)
        counts.append(len(few))
    for _ in range(8):
        add(plan)
        add(SupportPlan.objects.create(case=case, made_on="2021-04-06"))
    for url, count in zip(pages, counts, strict=True):
        with django_assert_max_num_queries(count):
            client.get(url)


def test_a_form_of_something_done_on_a_day_begins_with_today(as_user, coordinator, case, plan):
    client = as_user(coordinator)
    for url, name in ((f"/cases/{case.pk}/plans/new/", "made_on"), (f"/plans/{plan.pk}/monitorings/new/", "date"),
                      (f"/cases/{case.pk}/assessments/new/", "date"), (f"/conferences/new/?case={case.pk}", "date")):
        assert client.get(url).context["form"][name].value() == TODAY, url


@pytest.mark.either
@pytest.mark.parametrize(("typed", "words"), [
    ({"until": "R99.3.31"}, "令和99年3月31日は、10年より先の日付です"), ({"until": "S50.3.31"}, "支援計画の作成日（令和3年4月6日）より前の日付です"),
    ({"tasks-0-until": "R99.5.1"}, "令和99年5月1日は、10年より先の日付です")])
def test_a_goal_is_reached_by_a_day_of_these_years(as_user, coordinator, plan, typed, words):
    answer = as_user(coordinator).post(f"/plans/{plan.pk}/goals/new/", GOAL | ROWS | typed)
    page = answer.content.decode()
    assert answer.status_code == 422 and words in page and next(iter(typed.values())) in page and GOAL["aim"] in page
    assert not Goal.objects.exists() and not Task.objects.exists()


def test_a_task_is_done_by_a_day_of_these_years(as_user, coordinator, plan):
    task = Task.objects.create(goal=Goal.objects.create(plan=plan, aim="見本"), who="長男", what="通院")
    answer = as_user(coordinator).post(f"/tasks/{task.pk}/edit/", {"who": "長男", "what": "通院", "until": "R99.5.1", "version": 1})
    assert answer.status_code == 422 and "10年より先の日付です" in answer.content.decode() and Task.objects.get().until is None


@pytest.mark.either
@pytest.mark.parametrize(("years", "is_told"), [(3, False), (4, True), (10, True)])
def test_a_task_may_be_as_far_ahead_as_its_goal_and_is_told_as_that_is(as_user, coordinator, plan, years, is_told):
    client, day = as_user(coordinator), TODAY.replace(year=TODAY.year + years, day=1)
    words, until = f"{format_date(day)}は、3年より先の日付です", format_date(day)
    page = client.post(f"/plans/{plan.pk}/goals/new/", GOAL | ROWS | {"tasks-0-until": until}, follow=True)
    assert page.status_code == 200 and (words in page.content.decode()) is is_told
    task = Task.objects.get(until=day)
    page = client.post(f"/tasks/{task.pk}/edit/", {"who": "長男", "what": "別の通院", "until": until, "version": 1}, follow=True)
    assert Task.objects.get(pk=task.pk).what == "別の通院" and (words in page.content.decode()) is is_told


@pytest.mark.either
def test_a_step_of_a_meeting_is_done_within_two_years(as_user, coordinator, case):
    meeting, day = confer_on(case), format_date(TODAY.replace(year=TODAY.year + 3, day=1))
    task = Task.objects.create(conference=meeting, who="長男", what="通院")
    rows = {"kind": "support", "date": "R3.4.5", "case_numbers": case.number, "decisions": "x", "version": 1, "tasks-TOTAL_FORMS": 2, "tasks-INITIAL_FORMS": 1,
            "tasks-0-id": task.pk, "tasks-0-version": 1, "tasks-0-who": "長男", "tasks-0-what": "通院", "tasks-0-until": day}
    for address, sent in ((f"/tasks/{task.pk}/edit/", {"who": "長男", "what": "通院", "until": day, "version": 1}), (f"/conferences/{meeting.pk}/edit/", rows)):
        answer = as_user(coordinator).post(address, sent)
        assert answer.status_code == 422 and "2年より先の日付です" in answer.content.decode() and Task.objects.get().until is None


def test_nobody_looks_again_in_many_years(as_user, coordinator, plan):
    sent = {"date": "R3.6.1", "progress": "月に2回出かけた", "next_on": "R99.9.1"}
    answer = as_user(coordinator).post(f"/plans/{plan.pk}/monitorings/new/", sent)
    assert answer.status_code == 422 and "10年より先の日付です" in answer.content.decode() and not Monitoring.objects.exists()


@pytest.mark.parametrize(("years", "is_told"), [(3, False), (4, True), (10, True)])
def test_what_a_plan_aims_at_may_be_years_ahead_and_is_told_from_the_fourth(as_user, coordinator, plan, years, is_told):
    client, day = as_user(coordinator), TODAY.replace(year=TODAY.year + years, day=1)
    for url, typed in ((f"/plans/{plan.pk}/goals/new/", GOAL | ROWS | {"until": format_date(day)}),
                       (f"/plans/{plan.pk}/monitorings/new/", {"date": "R3.6.1", "progress": "月に2回出かけた", "next_on": format_date(day)})):
        page = client.post(url, typed, follow=True)
        assert page.status_code == 200 and (f"{format_date(day)}は、3年より先の日付です" in page.content.decode()) == is_told, url
    assert (Goal.objects.get().until, Monitoring.objects.get().next_on) == (day, day)


@pytest.mark.either
def test_nobody_looks_how_far_a_plan_has_come_before_there_is_one(as_user, coordinator, plan):
    client = as_user(coordinator)
    refused = client.post(f"/plans/{plan.pk}/monitorings/new/", {"date": "R3.4.5", "progress": "月に2回"})
    assert refused.status_code == 422 and "支援計画の作成日（令和3年4月6日）より前の日付です" in refused.content.decode() and "月に2回" in refused.content.decode()
    assert client.post(f"/plans/{plan.pk}/monitorings/new/", {"date": "R3.4.6", "progress": "月に2回"}).status_code == 302
    moved = client.post(f"/plans/{plan.pk}/edit/", {"made_on": "R3.4.7", "state": "active", "version": 1})
    assert moved.status_code == 422 and "令和3年4月6日のモニタリングより後の日付です" in moved.content.decode()
    assert Monitoring.objects.count() == 1 and SupportPlan.objects.get().made_on.isoformat() == "2021-04-06"


def test_a_consent_to_a_plan_is_not_of_a_day_to_come(as_user, coordinator, case):
    sent = {"made_on": "R3.4.6", "state": "active", "wish": "家で暮らしたい", "agreed_on": "R99.1.1"}
    answer = as_user(coordinator).post(f"/cases/{case.pk}/plans/new/", sent)
    assert "まだ来ていない日付" in answer.context["form"].errors["agreed_on"][0] and "R99.1.1" in answer.content.decode()
    assert not SupportPlan.objects.exists()


def test_a_plan_that_says_nothing_is_refused_and_one_with_goals_says_something(as_user, coordinator, case):
    client, sent = as_user(coordinator), {"made_on": "R3.4.6", "state": "active"}
    page = client.post(f"/cases/{case.pk}/plans/new/", sent)
    assert page.status_code == 422 and "作成日のほかに何も書かれていません" in page.content.decode() and not SupportPlan.objects.exists()
    bare = SupportPlan.objects.create(case=case, made_on="2021-04-06")
    assert client.post(f"/plans/{bare.pk}/edit/", sent | {"version": 1}).status_code == 422
    Goal.objects.create(plan=bare, aim="見本")
    assert client.post(f"/plans/{bare.pk}/edit/", sent | {"version": 1}).status_code == 302
