"""対応の経過 of a household: its contacts in sight, cut down by kind, axis, period, coordinator and case."""
import datetime
import re

import pytest

from cases.models import Case, Household
from tests.factories import log_contact, make_user

DAY = datetime.date(2021, 4, 5)


@pytest.fixture
def household(small):
    """One with two cases."""
    return Household.objects.create(number="S-1", district=small.districts["osawa"])


@pytest.fixture
def cases(small, household):
    return [Case.objects.create(number=f"C-{n}", title="見本", household=household, district=small.districts["osawa"], opened_on=DAY)
            for n in (1, 2)]


@pytest.fixture
def logged(small, coordinator, cases):
    """By number: three contacts that differ in everything, and one of no case."""
    second = make_user("coordinator", "futari", small.districts["osawa"])
    log_contact(small, coordinator, text="ほか")
    return [log_contact(small, coordinator, "kind:new", "target:elderly", "topic:meal", date=DAY, case=cases[0]),
            log_contact(small, coordinator, "kind:case", "target:elderly", "topic:meal", "topic:health", "method:visit",
                        date=DAY + datetime.timedelta(10), case=cases[0]),
            log_contact(small, second, "topic:housing", date=DAY + datetime.timedelta(20), case=cases[1])]


def shown(client, household, **asked):
    page = client.get(f"/households/{household.pk}/", {f"t-{name}": value for name, value in asked.items()})
    return [each.pk for each in page.context["page"]], page


def test_all_of_its_cases_stand_in_one_timeline_the_latest_first(as_user, coordinator, household, logged):
    found, page = shown(as_user(coordinator), household)
    assert found == [each.pk for each in reversed(logged)] and page.content.decode().count('class="timeline-item"') == 3


@pytest.mark.parametrize(("asked", "numbers"), [
    ({"axis_kind": "new"}, [0]), ({"axis_method": "visit"}, [1]), ({"axis_topic": "meal"}, [1, 0]), ({"axis_topic": "health"}, [1]),
    ({"start": "R3.4.15"}, [2, 1]), ({"end": "R3.4.15"}, [1, 0]), ({"start": "R3.4.6", "end": "R3.4.24"}, [1]),
    ({"axis_topic": "meal", "axis_kind": "case"}, [1]), ({"axis_topic": "meal", "start": "R3.5.1"}, []),
    ({"start": "R3.13.1"}, []), ({"start": "R3.4.6", "end": "R3.4.5"}, []), ({"case": "999999"}, []), ({"axis_kind": "x"}, []),
])
def test_it_is_cut_down(as_user, coordinator, household, logged, asked, numbers):
    found, page = shown(as_user(coordinator), household, **asked)
    assert found == [logged[n].pk for n in numbers]
    assert f"全3件のうち、条件に合うもの{len(numbers)}件" in page.content.decode()


def test_by_coordinator_and_case(as_user, coordinator, household, cases, logged):
    client = as_user(coordinator)
    assert shown(client, household, coordinator=coordinator.pk)[0] == [logged[1].pk, logged[0].pk]
    assert shown(client, household, case=cases[1].pk)[0] == [logged[2].pk]


def test_what_is_offered_is_what_there_is_with_how_often(as_user, coordinator, household, logged):
    form = shown(as_user(coordinator), household)[1].context["timeline"]
    assert form.fields["axis_topic"].choices == [
        ("", "すべて"), ("health", "健康・医療・介護（1件）"), ("meal", "食事（2件）"), ("housing", "住まい・道路（1件）")]
    assert [words for _, words in form.fields["case"].choices] == ["すべて", "C-1（2件）", "C-2（1件）"]


def test_what_is_out_of_sight_is_neither_shown_nor_counted(as_user, coordinator, household, cases, logged):
    Case.objects.filter(pk=cases[0].pk).update(is_restricted=True)
    found, page = shown(as_user(coordinator), household)
    form = page.context["timeline"]
    assert found == [logged[2].pk] and page.context["contact_count"] == 1
    assert "meal" not in dict(form.fields["axis_topic"].choices) and len(form.fields["case"].choices) == 2


def test_the_printed_page_says_what_was_asked_for(as_user, coordinator, household, logged):
    page = shown(as_user(coordinator), household, axis_kind="new", start="R3.4.1")[1].content.decode()
    assert '<p class="print-only">条件：この日から：令和3年4月1日、対応実績：新規相談（1件）</p>' in page


def test_the_queries_do_not_grow(as_user, coordinator, small, household, cases, logged, django_assert_max_num_queries):
    client = as_user(coordinator)
    with django_assert_max_num_queries(45) as few:
        shown(client, household)
    for number in range(25):
        log_contact(small, coordinator, "topic:meal", date=DAY, case=cases[number % 2])
    with django_assert_max_num_queries(len(few)):
        assert len(shown(client, household)[0]) == 28


def test_the_answers_are_parted_in_the_text_itself(as_user, coordinator, household, logged):
    page = shown(as_user(coordinator), household)[1].content.decode()
    said = re.sub(r"<[^>]*>", "", page)
    assert "相談者：市民（本人）／対応方法：電話／" in said and f"{coordinator.name}／C-1" in said
