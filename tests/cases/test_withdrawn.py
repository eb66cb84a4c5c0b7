"""What was entered by mistake is taken back: in no list, no number, not on 今日; and put back again."""
import pytest
from django.urls import reverse
from django.utils import timezone

from cases.models import Case, Conference, Goal, Household, Member, SupportPlan, Task
from tests.objects import assess, confer_on, plan_in, relate

TODAY = timezone.localdate()


@pytest.fixture
def case(small):
    household = Household.objects.create(number="S-1", district=small.districts["osawa"])
    return Case.objects.create(number="C-1", title="見本", household=household, district=small.districts["osawa"], opened_on="2021-04-05")


@pytest.fixture
def parts(case):
    relate(Member.objects.create(household=case.household, relation="母"))
    return [assess(case, view="見本の見立て"), plan_in(case, {})["supportplan"], confer_on(case),
            case.events.create(kind="intake", date="2021-04-06", complaint="見本の主訴"), case.household.members.first().consents.get()]


def shown(client, case):
    page, home = client.get(f"/cases/{case.pk}/").context, client.get(f"/households/{case.household_id}/").context
    lines = [each for each in page["course"] if each.event]
    return [len(each) for each in (page["assessments"], page["plans"], page["conferences"], lines, home["consents"])]


def test_each_is_shown_until_it_is_taken_back_and_can_be_put_back(as_user, coordinator, case, parts):
    client = as_user(coordinator)
    assert shown(client, case) == [1] * 5
    for row in parts:
        type(row).objects.update(is_withdrawn=True)
    assert shown(client, case) == [0] * 5
    pages = client.get(f"/cases/{case.pk}/").content.decode() + client.get(f"/households/{case.household_id}/").content.decode()
    for row in parts:
        url = reverse(f"{row._meta.model_name}_edit", args=[row.pk])
        assert f'href="{url}">確かめる・戻す' in pages
        assert client.get(url).context["form"]["is_withdrawn"].value() is True


def test_a_meeting_taken_back_by_its_form_is_not_counted_and_its_tasks_are_not_due(as_user, coordinator, case):
    conference, client = confer_on(case), as_user(coordinator)
    Task.objects.create(conference=conference, who="包括", what="申請", until=TODAY)
    assert len(client.get("/").context["tasks"]) == 1
    client.post(f"/conferences/{conference.pk}/edit/", {"kind": "support", "date": "R3.4.5", "case_numbers": "C-1", "is_withdrawn": "on", "version": 1,
                                                        "tasks-TOTAL_FORMS": 0, "tasks-INITIAL_FORMS": 0})
    context = client.get("/conferences/?fiscal_year=2021").context
    assert Conference.objects.get().is_withdrawn and context["page"].paginator.count == 0 and 2021 not in dict(context["years"])
    assert len(client.get("/").context["tasks"]) == 0
    assert "取り消されています" in client.get(f"/conferences/{conference.pk}/").content.decode()


@pytest.mark.either
def test_a_plan_taken_back_is_not_due(as_user, coordinator, case):
    plan = SupportPlan.objects.create(case=case, made_on="2021-04-05", is_withdrawn=True)
    Task.objects.create(goal=Goal.objects.create(plan=plan, aim="見本"), who="長男", what="通院", until=TODAY)
    plan.monitorings.create(date="2021-05-01", progress="見本", next_on=TODAY)
    context = as_user(coordinator).get("/").context
    assert (len(context["tasks"]), len(context["plans"])) == (0, 0)
