"""What is to be done by a day, looked at again or planned with a group: in the calendar without a word, in the 月曜のまとめ with restricted as numbers."""
import datetime

import pytest
from django.utils import timezone

from cases import trail
from cases.calendar import feed_of
from cases.models import Activity, Case, Conference, Goal, Monitoring, SupportPlan, Task
from tests.factories import log_contact, meeting_kind

TODAY = timezone.localdate()
WEEKLY = "/weekly/"


def case_with_plan(small, coordinator, number, day, **fields):
    """A case of the coordinator with a plan, a task and a meeting's next step that are due on `day`; every word a secret."""
    case = Case.objects.create(**{"number": number, "title": "秘密の題", "subject": "place", "subject_name": "秘密の場所", "coordinator": coordinator,
                                  "district": small.districts["osawa"], "opened_on": "2021-04-05"} | fields)
    plan = SupportPlan.objects.create(case=case, made_on="2021-04-06", wish="秘密の希望")
    Task.objects.create(goal=Goal.objects.create(plan=plan, aim="秘密の目標"), who="秘密の長男", what="秘密の用事", until=day)
    Monitoring.objects.create(plan=plan, date="2021-05-01", progress="秘密の様子", next_on=day)
    meeting = Conference.objects.create(kind="support", date="2021-06-01", place="秘密の会場")
    meeting.cases.set([case])
    Task.objects.create(conference=meeting, who="秘密の包括", what="秘密の申請", until=day)
    return case


@pytest.fixture
def work(small, coordinator):
    case = case_with_plan(small, coordinator, "C-77", TODAY)
    entry = Activity.objects.create(date=datetime.date(2021, 4, 5), kind=meeting_kind(), title="秘密の会議", district=small.districts["osawa"], next_on=TODAY)
    entry.coordinators.set([coordinator])
    return case


def told(user, with_numbers=False):
    text = feed_of(user, with_numbers=with_numbers)
    return text, sorted(line.removeprefix("SUMMARY:") for line in text.split("\r\n") if line.startswith("SUMMARY:"))


def test_the_calendar_tells_the_days_of_plans_tasks_meetings_and_the_register_without_a_word_of_them(coordinator, work):
    text, events = told(coordinator)
    assert events == sorted(["支援計画を確かめる日（大沢）", "やることの期限（大沢）", "会議で決めたことの期限", "地域支援の予定（大沢）"])
    assert "秘密" not in text and "C-77" not in text and text.count(f"DTSTART;VALUE=DATE:{TODAY:%Y%m%d}") == 4
    assert len({line for line in text.split("\r\n") if line.startswith("UID:")}) == 4


def test_a_number_is_told_where_asked_for_and_never_of_a_restricted_case(coordinator, work):
    assert told(coordinator, with_numbers=True)[0].count("C-77") == 2
    work.named.add(coordinator)
    Case.objects.update(is_restricted=True)
    text, events = told(coordinator, with_numbers=True)
    assert "C-77" not in text and len(events) == 4


def test_the_work_of_others_and_what_is_out_of_sight_is_not_told(coordinator, other_coordinator, supervisor, work):
    assert told(supervisor)[1] == [] and told(other_coordinator)[1] == []
    Case.objects.update(is_restricted=True)
    assert told(coordinator)[1] == ["地域支援の予定（大沢）"]


def test_what_is_done_looked_at_or_long_ago_is_not_told(coordinator, work):
    Task.objects.update(done_on=TODAY)
    Monitoring.objects.update(next_on=TODAY - datetime.timedelta(61))
    Activity.objects.update(next_on=TODAY - datetime.timedelta(61))
    assert told(coordinator)[1] == ["期限を過ぎた予定 2件"]  # of what is so long ago no more than that
    Monitoring.objects.update(next_on=None)
    Activity.objects.update(next_on=None)
    assert told(coordinator)[1] == []


@pytest.mark.parametrize("days", [1, 60, 400])
def test_what_is_overdue_stands_today_as_a_number_without_a_word_of_it(coordinator, other_coordinator, small, work, days):
    then = TODAY - datetime.timedelta(days)
    log_contact(small, coordinator, date=then, next_action_on=then, case=work, text="秘密の電話")
    for model, day in ((Task, "until"), (Monitoring, "next_on"), (Activity, "next_on")):
        model.objects.update(**{day: then})
    text, events = told(coordinator, with_numbers=True)
    entry = next(each for each in text.split("BEGIN:VEVENT") if "期限を過ぎた予定" in each)
    assert "SUMMARY:期限を過ぎた予定 5件\r\n" in entry and f"DTSTART;VALUE=DATE:{TODAY:%Y%m%d}\r\n" in entry and f"UID:overdue-{coordinator.pk}@" in entry
    assert "C-77" not in entry and "秘密" not in text and len(events) == (6 if days <= 60 else 1)
    assert told(other_coordinator)[1] == []


def test_what_is_due_today_is_not_overdue(coordinator, work):
    assert "期限を過ぎた予定" not in told(coordinator)[0]


def test_the_feed_asks_the_same_for_many(coordinator, small, work, django_assert_max_num_queries):
    def ask():
        with trail.following(trail.Trail(answers={})):  # as in a request
            return told(coordinator)
    with django_assert_max_num_queries(17) as few:
        ask()
    for number in range(5):
        case_with_plan(small, coordinator, f"D-{number}", TODAY)
    with django_assert_max_num_queries(len(few)):
        assert len(ask()[1]) == 19


def test_the_supervisors_week_lists_them_and_counts_restricted_ones_only(as_user, supervisor, coordinator, small, work):
    client, closed = as_user(supervisor), case_with_plan(small, coordinator, "C-99", TODAY, is_restricted=True)
    for _ in range(2):  # also where the supervisor is named
        page = client.get(WEEKLY)
        assert [(len(page.context[part].rows), page.context[part].restricted) for part in ("tasks", "plans", "planned")] == [(2, 2), (1, 1), (1, 0)]
        assert "C-99" not in page.content.decode() and page.content.decode().count("秘密の用事") == page.content.decode().count("秘密の申請")
        closed.named.add(supervisor)
    Monitoring.objects.update(next_on=TODAY + datetime.timedelta(8))
    assert client.get(WEEKLY).context["plans"].total == 0
