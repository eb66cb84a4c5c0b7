"""A restricted case is given, on its own page, only to who may open it, and stays in its district, as where it is handed over."""
import datetime

import pytest

from cases import access
from cases.models import Assignment, Case, Household
from cases.services.restrictions import restrict
from tests.factories import make_user

NEW = "/cases/new/"


@pytest.fixture
def supervisor(small):
    """Of both districts: the page offers both, and who works in either."""
    return make_user("supervisor", "of-both", *small.districts.values())


@pytest.fixture
def colleague(small):
    return make_user("coordinator", "hayashi", small.districts["osawa"])


@pytest.fixture
def case(small, coordinator):
    home = Household.objects.create(number="S-1", name="見本家", district=small.districts["osawa"])
    return Case.objects.create(number="C-1", title="見守り", household=home, district=small.districts["osawa"], coordinator=coordinator,
                               opened_on=datetime.date(2021, 4, 1))


def close(record, *named, by):
    restrict(record=record, named=named, reason="職員の親族のため", version=record.version, by=by)


def typed(case, **more):
    """What the page of the case sends."""
    return {"version": case.version, "number": "C-1", "title": "見守り", "subject": "household", "household": "S-1", "subject_name": "",
            "district": case.district_id, "coordinator": case.coordinator_id, "opened_on": "R3.4.1", "summary": "書き足した概要"} | more


@pytest.fixture(params=["case", "household"])
def closed(request, case, supervisor, coordinator):
    """The case, restricted itself or with its household, naming its coordinator."""
    close(case if request.param == "case" else case.household, coordinator, by=supervisor)
    return Case.objects.get()


def refused(client, case, field, words, **more):
    answer = client.post(f"/cases/{case.pk}/edit/", typed(case, **more))
    page = answer.content.decode()
    assert answer.status_code == 422 and [*answer.context["form"].errors] == [field], answer.context["form"].errors
    assert words in answer.context["form"].errors[field][0] and "「閲覧の制限」" in page and "書き足した概要" in page
    stored = Case.objects.get()
    assert (stored.district_id, stored.coordinator_id, stored.summary, stored.version) == (case.district_id, case.coordinator_id, "", case.version)
    return page


def test_it_does_not_go_into_another_district(as_user, small, supervisor, closed):
    there = small.districts["renjaku"].pk
    page = refused(as_user(supervisor), closed, "district", "ほかの地区へ移せません", district=there)
    assert f'<option value="{there}" selected>' in page


def test_it_does_not_go_to_somebody_who_is_not_named(as_user, supervisor, colleague, closed):
    page = refused(as_user(supervisor), closed, "coordinator", "見られないので", coordinator=colleague.pk)
    assert f'<option value="{colleague.pk}" selected>' in page


def test_nor_to_a_named_one_who_works_elsewhere_by_now(as_user, small, supervisor, colleague, case):
    close(case, colleague, by=supervisor)
    colleague.assignments.update(ends_on="2021-01-01")
    Assignment.objects.create(user=colleague, district=small.districts["renjaku"], starts_on="2021-01-02")
    refused(as_user(supervisor), Case.objects.get(), "coordinator", "見られないので", coordinator=colleague.pk)


def test_it_goes_to_a_named_one_who_then_opens_it_and_to_nobody(as_user, supervisor, colleague, case):
    close(case, colleague, by=supervisor)
    for given in (colleague.pk, ""):
        stored = Case.objects.get()
        assert as_user(supervisor).post(f"/cases/{case.pk}/edit/", typed(stored, coordinator=given)).status_code == 302
        assert Case.objects.get().coordinator_id == (given or None) and access.visible_cases(colleague).exists()


def test_who_has_it_and_is_not_named_does_not_stand_in_the_way_of_another_change(as_user, supervisor, case):
    close(case, by=supervisor)
    assert as_user(supervisor).post(f"/cases/{case.pk}/edit/", typed(Case.objects.get())).status_code == 302
    assert Case.objects.get().summary == "書き足した概要"


def test_its_page_offers_only_its_district_and_who_may_open_it(as_user, supervisor, coordinator, colleague, other_coordinator, case):
    def offered(name):
        form = as_user(supervisor).get(f"/cases/{case.pk}/edit/").context["form"]
        return [str(value) for value, _ in form.fields[name].widget.choices if value], form.fields["coordinator"].help_text
    everybody, told = offered("coordinator")
    assert {str(colleague.pk), str(other_coordinator.pk)} < {*everybody} and "閲覧の制限" not in told
    close(case, colleague, supervisor, by=supervisor)
    people, told = offered("coordinator")
    assert {*people} == {str(each.pk) for each in (colleague, supervisor, coordinator)} < {*everybody} and "見られる人だけ" in told
    assert offered("district")[0] == [str(case.district_id)]


def test_an_open_one_moves_and_is_given_as_before(as_user, small, supervisor, other_coordinator, case):
    sent = typed(case, district=small.districts["renjaku"].pk, coordinator=other_coordinator.pk)
    assert as_user(supervisor).post(f"/cases/{case.pk}/edit/", sent).status_code == 302
    assert Case.objects.get().coordinator == other_coordinator


def test_into_a_restricted_household_it_goes_with_somebody_named_only(as_user, small, supervisor, coordinator, colleague, case):
    other = Household.objects.create(number="S-2", name="見本家", district=small.districts["osawa"])
    close(other, colleague, by=supervisor)
    refused(as_user(supervisor), case, "coordinator", "世帯の「閲覧の制限」", household="S-2")
    sent = typed(case, household="S-2", coordinator=colleague.pk)
    assert as_user(supervisor).post(f"/cases/{case.pk}/edit/", sent).status_code == 302


@pytest.mark.parametrize(("who", "status"), [("colleague", 422), ("coordinator", 302), ("", 302)])
def test_a_new_one_of_a_restricted_household_begins_with_somebody_named(as_user, request, supervisor, coordinator, colleague, case, who, status):
    close(case.household, coordinator, by=supervisor)
    sent = typed(case, number="C-2", coordinator=request.getfixturevalue(who).pk if who else "")
    answer = as_user(supervisor).post(NEW, sent)
    assert answer.status_code == status and Case.objects.count() == (1 if status == 422 else 2)
    assert status == 302 or "世帯の「閲覧の制限」" in answer.context["form"].errors["coordinator"][0] and "書き足した概要" in answer.content.decode()


def test_and_in_a_district_where_they_work(as_user, small, supervisor, coordinator, case):
    close(case.household, coordinator, by=supervisor)
    answer = as_user(supervisor).post(NEW, typed(case, number="C-2", district=small.districts["renjaku"].pk))
    assert answer.status_code == 422 and "coordinator" in answer.context["form"].errors


@pytest.mark.parametrize("to", [{"household": "S-2"}, {"subject": "place", "household": "", "subject_name": "見本集会所"}], ids=["another", "none"])
def test_out_of_a_restricted_household_it_goes_only_when_it_is_restricted_itself(as_user, small, supervisor, coordinator, case, to):
    Household.objects.create(number="S-2", name="見本家", district=small.districts["osawa"])
    close(case.household, coordinator, by=supervisor)
    refused(as_user(supervisor), Case.objects.get(), "household", "全員に見えるようになります", **to)
    close(Case.objects.get(), coordinator, by=supervisor)
    assert as_user(supervisor).post(f"/cases/{case.pk}/edit/", typed(Case.objects.get(), **to)).status_code == 302
