"""What falls due, and next steps of meetings: told before their day and without one, with their cases, and where they were pressed."""
import datetime
import html
import re
from urllib.parse import urlencode

import pytest
from django.utils import timezone

from cases.models import Activity, Case, Conference, Goal, Monitoring, SupportPlan, Task
from tests.factories import log_contact, meeting_kind

TODAY = timezone.localdate()


def ahead(days):
    return TODAY + datetime.timedelta(days)


@pytest.fixture
def cases(small):
    return [Case.objects.create(number=f"C-{n}", title=f"見本{n}", subject="place", district=small.districts[code], opened_on="2021-04-05")
            for n, code in ((1, "osawa"), (2, "osawa"), (3, "renjaku"))]


def held(*cases, **fields):
    conference = Conference.objects.create(**{"kind": "support", "date": "2021-06-14"} | fields)
    conference.cases.set(cases)
    return conference


def step(conference, what, until=None, **fields):
    return Task.objects.create(conference=conference, who="包括", what=what, until=until, **fields)


def fill(small, user, case, days, name):
    """One of everything that falls due on a day."""
    log_contact(small, user, date=ahead(-60), next_action_on=ahead(days), text=name)
    plan = SupportPlan.objects.create(case=case, made_on="2021-04-06", state="active")
    Monitoring.objects.create(plan=plan, date="2021-05-01", progress="x", next_on=ahead(days))
    Task.objects.create(goal=Goal.objects.create(plan=plan, aim="x"), who="長男", what=name, until=ahead(days))
    entry = Activity.objects.create(kind=meeting_kind(), title=name, date=ahead(-60), district=small.districts["osawa"], next_on=ahead(days))
    entry.coordinators.add(user)


LISTS = ("due", "tasks", "plans", "planned")


@pytest.mark.either
def test_the_monday_summary_has_what_is_overdue_and_what_falls_due_this_week_apart(as_user, supervisor, coordinator, small, cases):
    for days, name in ((-1, "昨日"), (0, "今日のこと"), (7, "七日後"), (8, "八日後")):
        fill(small, coordinator, cases[0], days, name)
    page = as_user(supervisor).get("/weekly/")
    found = {name: [(words, [getattr(row, "what", "") or getattr(row, "title", "") or getattr(row, "text", "") or row.look_on for row in part.rows])
                    for words, part in page.context[name].parts] for name in LISTS}
    week = "今日から7日以内のもの"
    assert found["plans"] == [("過ぎたもの", [ahead(-1)]), (week, [TODAY, ahead(7)])]
    for name in ("due", "tasks", "planned"):
        assert found[name] == [("過ぎたもの", ["昨日"]), (week, ["今日のこと", "七日後"])], name
    text = page.content.decode()
    assert text.count(week) == 4 and "八日後" not in text


def test_what_is_restricted_is_a_number_before_its_day_too(as_user, supervisor, coordinator, small, cases):
    Case.objects.filter(pk=cases[0].pk).update(is_restricted=True)
    for days in (-1, 3):
        fill(small, coordinator, cases[0], days, "秘密")
    step(held(*cases[:2]), "秘密の会議", ahead(3))
    step(held(*cases[:2]), "秘密の会議")
    page = as_user(supervisor).get("/weekly/").context
    assert [[part.restricted for _, part in page[name].parts] for name in ("tasks", "plans")] == [[1, 2, 1], [1, 1]]
    assert not page["tasks"].rows and not page["plans"].rows


@pytest.mark.either
def test_what_has_no_day_stands_after_what_has_one(as_user, coordinator, supervisor, cases):
    meeting = held(cases[0])
    step(meeting, "いつか")
    step(meeting, "済んだこと", done_on=TODAY)
    step(meeting, "明日のこと", ahead(1))
    page = as_user(coordinator).get("/")
    assert [each.what for each in page.context["tasks"]] == ["明日のこと", "いつか"] and "期限なし" in page.content.decode()
    week = as_user(supervisor).get("/weekly/")
    assert [each.what for each in week.context["tasks"].rows] == ["明日のこと", "いつか"] and "期限のないもの" in week.content.decode()


def test_the_case_tells_the_open_next_steps_of_its_meetings(as_user, coordinator, cases):
    meeting = held(cases[0])
    step(meeting, "介護の申請", datetime.date(2021, 6, 20))
    step(meeting, "見守り")
    step(meeting, "済んだこと", done_on=TODAY)
    text = as_user(coordinator).get(f"/cases/{cases[0].pk}/").content.decode()
    assert "包括：介護の申請（令和3年6月20日（日）まで）" in text and "包括：見守り（期限なし）" in text and "済んだこと" not in text


def test_a_next_step_names_its_cases_and_none_out_of_sight(as_user, coordinator, supervisor, small, cases):
    step(held(*cases[:2]), "二人のこと")
    step(held(cases[0], cases[2]), "よその地区も")
    pack = {"contacts": "3", "purpose": "4月の異動で引き継ぐため", "district": small.districts["osawa"].pk}
    client = as_user(coordinator)
    for text in (client.get("/").content.decode(), client.post("/handover/", pack).content.decode()):
        for case in cases[:2]:
            assert f'<a href="/cases/{case.pk}/">{case}</a>' in text
        assert "二人のこと" in text and "よその地区も" not in text and "見本3" not in text
    text = as_user(supervisor).get("/weekly/").content.decode()
    assert "よその地区も" in text and f'<a href="/cases/{cases[2].pk}/">' in text


@pytest.mark.parametrize("where", ["/", "/weekly/", "/cases/{}/"])
def test_the_queries_do_not_grow(as_user, supervisor, coordinator, small, cases, where, django_assert_max_num_queries):
    client, page = as_user(supervisor), where.format(cases[0].pk)

    def more():
        for days, name in ((-1, "昨日"), (2, "あさって")):
            fill(small, coordinator, cases[0], days, name)
            step(held(*cases[:2]), name, ahead(days))
            step(held(*cases), name)

    more()
    with django_assert_max_num_queries(85) as few:
        client.get(page)
    for _ in range(4):
        more()
    with django_assert_max_num_queries(len(few)):
        client.get(page)


@pytest.mark.parametrize("where", ["/", "/weekly/?week=2021-04-07"])
def test_whoever_says_that_it_is_done_goes_on_where_it_was_pressed(as_user, supervisor, cases, where):
    task, client = step(held(cases[0]), "介護の申請", ahead(1)), as_user(supervisor)
    button = re.search(rf'href="(/tasks/{task.pk}/edit/\?done=1[^"]*)"', client.get(where).content.decode())
    address = html.unescape(button[1])
    assert f'href="{html.escape(where)}"' in client.get(address).content.decode()
    answer = client.post(address, {"who": "包括", "what": "介護の申請", "done_on": "R3.7.1", "version": 1})
    assert (answer.status_code, answer.url) == (302, where)
    assert Task.objects.get().done_on == datetime.date(2021, 7, 1)


@pytest.mark.parametrize("elsewhere", ["", "https://evil.example/", "//evil.example/", "javascript:alert(1)", "weekly", "/\\evil.example", "///evil.example"])
def test_nobody_is_sent_elsewhere(as_user, coordinator, cases, elsewhere):
    meeting = held(cases[0])
    task, client = step(meeting, "介護の申請"), as_user(coordinator)
    address = f"/tasks/{task.pk}/edit/?{urlencode({'next': elsewhere})}"
    assert "evil" not in re.sub(r"<form[^>]*>", "", client.get(address).content.decode())
    assert client.post(address, {"who": "包括", "what": "介護の申請", "done_on": "R3.7.1", "version": 1}).url == f"/conferences/{meeting.pk}/"


MEETING = {"kind": "support", "date": "R3.6.14", "case_numbers": "C-1", "tasks-TOTAL_FORMS": 1, "tasks-0-who": "包括", "tasks-0-what": "介護の申請"}
BEFORE = "会議の日（令和3年6月14日）より前の日付です"


@pytest.mark.either
def test_a_next_step_is_not_dated_before_its_meeting(as_user, coordinator, cases):
    client, new = as_user(coordinator), MEETING | {"tasks-INITIAL_FORMS": 0}
    answer = client.post("/conferences/new/", new | {"tasks-0-until": "R3.6.13"})
    text = answer.content.decode()
    assert answer.status_code == 422 and not Conference.objects.exists() and BEFORE in text and "R3.6.13" in text
    assert BEFORE in str(answer.context["form"].rows.forms[0].errors["until"])
    assert client.post("/conferences/new/", new | {"tasks-0-until": "R3.6.14"}).status_code == 302
    task = Task.objects.get()
    answer = client.post(f"/tasks/{task.pk}/edit/", {"who": "包括", "what": "x", "until": "R3.6.13", "version": 1})
    assert answer.status_code == 422 and BEFORE in str(answer.context["form"].errors["until"])
    moved = MEETING | {"date": "R3.6.20", "tasks-INITIAL_FORMS": 1, "tasks-0-id": task.pk, "tasks-0-version": 1, "tasks-0-until": "R3.6.14", "version": 1}
    assert "会議の日（令和3年6月20日）より前" in client.post(f"/conferences/{task.conference_id}/edit/", moved).content.decode()


def test_one_that_was_stored_so_can_be_done_and_taken_away(as_user, coordinator, cases):
    meeting, client = held(cases[0]), as_user(coordinator)
    early, other = (step(meeting, what, datetime.date(2021, 6, 1)) for what in ("介護の申請", "見守り"))
    form = {"who": "包括", "what": "見守り", "until": "R3.6.1", "done_on": "R3.6.20", "version": 1}
    assert client.post(f"/tasks/{other.pk}/edit/", form).status_code == 302
    row = MEETING | {"tasks-INITIAL_FORMS": 1, "tasks-0-id": early.pk, "tasks-0-version": 1, "tasks-0-until": "R3.6.1", "tasks-0-DELETE": "on", "version": 1}
    assert client.post(f"/conferences/{meeting.pk}/edit/", row).status_code == 302 and list(Task.objects.all()) == [other]
