"""What falls due, and next steps of meetings: told before their day and without one, with their cases, and where they were pressed."""
import datetime

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


@pytest.mark.parametrize("page", ["/", "/weekly/", "/cases/{}/"])
def test_the_queries_do_not_grow(as_user, supervisor, coordinator, small, cases, page, django_assert_max_num_queries):
    client, page = as_user(supervisor), page.format(cases[0].pk)

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
