"""One contact for several cases: entered once, in sight where all of them are, and in the course of each."""
import datetime
import uuid

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from cases import access
from cases.audit.history import state_at, steps_of
from cases.caseload import busiest
from cases.course import continued
from cases.followups import quiet_cases
from cases.models import Case, Contact, Council, Draft, Household, Revision
from cases.services.deletion import Refused, delete_record, restore_record
from cases.suggestions.training import _records
from cases.weekly import OF_RESTRICTED
from reports.week import week_from
from tests.cases.merging import join, part
from tests.factories import log_contact

NEW = "/contacts/new/"
THROUGH = Contact.also_cases.through


@pytest.fixture
def cases(small):
    """C-1 and C-2 of households of 大沢, C-3 of 連雀."""
    return [Case.objects.create(
        number=f"C-{n}", title=f"見本{n}", district=small.districts[code], opened_on="2021-04-01",
        household=Household.objects.create(number=f"S-{n}", name=f"見本家{n}", district=small.districts[code]))
        for n, code in ((1, "osawa"), (2, "osawa"), (3, "renjaku"))]


@pytest.fixture
def typed(small, coordinator, cases):
    """A contact of C-1 and C-2 as the page sends it."""
    return {"form_token": str(uuid.uuid4()), "date": "R3.4.5", "district": small.districts["osawa"].pk, "coordinators": [coordinator.pk],
            "case": cases[0].pk, "also_cases": "C-2、", "text": "ふたりの見本", "axis_kind": "outreach", "axis_consulter": "self",
            "axis_method": "phone", "axis_topic": ["health"]}


@pytest.fixture
def contact(small, coordinator, cases):
    """A contact of C-1 and C-2."""
    made = log_contact(small, coordinator, "topic:meal", case=cases[0], text="ふたりの見本")
    made.also_cases.set([cases[1]])
    return made


@pytest.mark.parametrize("number", ["Ｃ－２", "ｃ－２", "c-2", "C−2", "C-2、Ｃ－２"])
def test_a_number_may_be_typed_in_full_width_as_an_input_method_gives_it(as_user, coordinator, cases, typed, number):
    client = as_user(coordinator)
    shown = client.post(NEW, typed | {"also_cases": number, "date": ""}).content.decode()
    assert "<strong>C-2</strong> 見本2" in shown
    assert client.post(NEW, typed | {"also_cases": number}).status_code == 302
    assert [*Contact.objects.get().also_cases.all()] == [cases[1]]


def test_who_saves_is_told_which_coordinators_of_its_cases_will_not_see_it(as_user, supervisor, other_coordinator, cases, typed):
    def warnings(numbers):
        sent = as_user(supervisor).post(NEW, typed | {"also_cases": numbers, "text": f"見本{Contact.objects.count()}", "form_token": str(uuid.uuid4())}, follow=True)
        return [str(each) for each in sent.context["messages"] if each.level_tag == "warning"]
    assert warnings("C-2") == []
    assert warnings("C-3") == ["この記録は、ケースの担当地区の見本 renjakuには見えません。見られるのは、記録したすべてのケースを見られる人と、記録した地区の担当者です。"]
    Council.objects.update(reads_elsewhere=True)
    assert warnings("C-3") == []


@pytest.mark.parametrize("between", ["、", "，", ",", "；", " ", "　", "\n", " 、 ", "\r\n", "、 "])
def test_numbers_are_parted_by_what_people_type(as_user, coordinator, small, cases, typed, between):
    for number in ("C-5", "家 2", "R3 12"):
        Case.objects.create(number=number, title="見本", subject="place", district=small.districts["osawa"], opened_on="2021-04-01")
    client, also = as_user(coordinator), between.join(("C-2", "c-5"))
    shown = client.post(NEW, typed | {"also_cases": also, "date": ""}).content.decode()
    assert "<strong>C-2</strong> 見本2" in shown and "<strong>C-5</strong>" in shown
    assert client.post(NEW, typed | {"also_cases": f"{also}、家 2、R3 12"}).status_code == 302
    assert sorted(each.number for each in Contact.objects.get().also_cases.all()) == ["C-2", "C-5", "R3 12", "家 2"]


def test_of_one_that_has_ended_that_is_said_and_where_it_is_reopened(as_user, coordinator, supervisor, cases, typed):
    Case.objects.exclude(number="C-1").update(closed_on="2021-05-01")
    client, reopen = as_user(coordinator), f'href="/cases/{cases[1].pk}/reopen/"'
    answer = client.post(NEW, typed | {"also_cases": "Ｃ－２、C-3 C-9", "date": "R3.5.2"})
    assert answer.status_code == 422 and reopen in answer.content.decode() and not Contact.objects.exists()
    assert answer.context["form"].errors["also_cases"] == [
        "「C-2」は、令和3年5月1日に終結しています。この日までの対応は記録できます。それより後の対応を記録するには、先にケースを再開してください。", "見つからないケース番号があります：C-3、C-9"]
    assert "見本3" not in answer.content.decode()
    cases[1].named.add(supervisor)
    Case.objects.filter(number="C-2").update(is_restricted=True)
    hidden = client.post(NEW, typed | {"also_cases": "C-2", "date": "R3.5.2"})
    assert hidden.context["form"].errors["also_cases"] == ["見つからないケース番号があります：C-2"] and "終結" not in hidden.content.decode()


@pytest.mark.either
@pytest.mark.parametrize(("closed", "status"), [("2021-05-02", 302), ("2021-05-01", 302), ("2021-04-30", 422)])
def test_one_that_ended_later_is_one_of_them(as_user, coordinator, cases, typed, closed, status):
    Case.objects.exclude(number="C-1").update(closed_on=closed)
    assert as_user(coordinator).post(NEW, typed | {"also_cases": "C-2", "date": "R3.5.1"}).status_code == status
    assert Contact.objects.count() == (status == 302)


def test_it_is_saved_with_its_cases_and_stands_on_the_pages_of_each_and_of_their_households(as_user, coordinator, cases, typed):
    client = as_user(coordinator)
    assert client.post(NEW, typed).status_code == 302 and client.post(NEW, typed).status_code == 302
    assert [*Contact.objects.get().also_cases.all()] == [cases[1]]
    for case in cases[:2]:
        for url in (f"/cases/{case.pk}/", f"/households/{case.household_id}/", f"/contacts/?q={case.number}"):
            assert "ふたりの見本" in client.get(url).content.decode(), url
        assert client.get(f"/households/{case.household_id}/?t-case={case.pk}").context["contact_count"] == 1
    rows = {each.number: (each.contact_count, each.last_contact) for each in client.get("/cases/").context["page"]}
    assert rows == dict.fromkeys(("C-1", "C-2"), (1, datetime.date(2021, 4, 5)))


@pytest.mark.either
@pytest.mark.parametrize(("also", "message"), [
    ("C-1", "上で選んだケースと同じ"), ("C-2、C-2", "重なっています"), ("C-3", "見つからないケース番号"), ("C-9", "見つからないケース番号")])
def test_a_case_twice_or_out_of_sight_is_refused_beside_the_field(as_user, coordinator, typed, also, message):
    answer = as_user(coordinator).post(NEW, typed | {"also_cases": also})
    assert answer.status_code == 422 and message in answer.context["form"].errors["also_cases"][0]
    assert f'value="{also}"' in answer.content.decode() and not Contact.objects.exists()


@pytest.mark.either
def test_other_cases_stand_beside_a_case(as_user, coordinator, typed):
    answer = as_user(coordinator).post(NEW, typed | {"case": ""})
    assert answer.status_code == 422 and "also_cases" in answer.context["form"].errors


def test_a_new_household_is_entered_with_a_call_that_is_also_of_another_case(as_user, coordinator, cases, typed):
    assert as_user(coordinator).post(NEW, typed | {"case": "", "home_name": "見本の新しい家"}).status_code == 302
    made = Contact.objects.get()
    assert made.case.household.name == "見本の新しい家" and [*made.also_cases.all()] == [cases[1]]


def test_the_history_tells_it_and_an_earlier_state_comes_back(as_user, coordinator, contact, typed):
    client, url = as_user(coordinator), f"/contacts/{contact.pk}/edit/"
    first = Revision.objects.filter(kind="contact", object_id=contact.pk).order_by("seq").last().seq
    assert client.post(url, typed | {"version": 1, "also_cases": ""}).status_code == 302
    step = steps_of(contact, lambda _: True)[0]
    assert ("ほかのケース", "C-2", "－") in [(each.label, each.before, each.after) for each in step.differences]
    contact = Contact.objects.get()
    assert not contact.also_cases.exists() and state_at(contact, first)["also_cases"] == [Case.objects.get(number="C-2").pk]
    assert client.get(f"{url}?from={first}").context["form"]["also_cases"].value() == "C-2"


def test_who_comes_second_sees_both_lists_of_cases(as_user, coordinator, contact, typed):
    client, url = as_user(coordinator), f"/contacts/{contact.pk}/edit/"
    client.post(url, typed | {"version": 1})
    answer = client.post(url, typed | {"version": 1, "also_cases": ""})
    assert answer.status_code == 409
    assert {"label": "ほかのケース", "stored": "C-2", "own": ""} in answer.context["conflict"]


def test_the_case_and_another_one_change_places(as_user, coordinator, cases, contact, typed):
    answer = as_user(coordinator).post(f"/contacts/{contact.pk}/edit/", typed | {"version": 1, "case": cases[1].pk, "also_cases": "C-1"})
    contact.refresh_from_db()
    assert answer.status_code == 302 and contact.cases == [cases[1], cases[0]]


def test_a_draft_keeps_them_as_typed(as_user, coordinator, typed):
    client = as_user(coordinator)
    client.post("/drafts/save/", typed | {"also_cases": "C-2、やまだ", "draft_page": str(uuid.uuid4())}, headers={"HX-Request": "true"})
    assert client.get(f"{NEW}?draft={Draft.objects.get().pk}").context["form"]["also_cases"].value() == "C-2、やまだ"


def test_a_deleted_one_comes_back_with_its_cases_none_of_which_can_be_deleted(contact, cases, coordinator):
    with pytest.raises(Refused):
        delete_record(record=cases[1], version=cases[1].version, reason="見本", by=coordinator)
    delete_record(record=contact, version=1, reason="見本", by=coordinator)
    gone = Contact.everything.get()
    delete_record(record=cases[1], version=cases[1].version, reason="見本", by=coordinator)
    with pytest.raises(Refused):
        restore_record(record=gone, version=2, by=coordinator)
    restore_record(record=Case.everything.get(number="C-2"), version=2, by=coordinator)
    restore_record(record=gone, version=2, by=coordinator)
    assert [each.number for each in Contact.objects.get().cases] == ["C-1", "C-2"]


def test_each_of_its_cases_was_in_touch_and_goes_on_from_the_year_before(small, coordinator, cases, contact):
    today = timezone.localdate()
    Case.objects.filter(pk__in=[each.pk for each in cases[:2]]).update(quiet_days=10)
    assert {each.last for each in quiet_cases(coordinator, today)} == {contact.date}
    log_contact(small, coordinator, case=cases[0], date=today).also_cases.set([cases[1]])
    assert quiet_cases(coordinator, today) == []
    Case.objects.update(opened_on="2020-04-01", closed_on="2020-05-01")
    assert {each.number for each in continued(Case.objects.all(), 2021)} == {"C-1", "C-2"}
    assert {each.number: each.n for each in busiest(coordinator, 2021)} == {"C-1": 1, "C-2": 1}


def test_what_was_planned_for_one_of_them_is_done_with_a_contact_of_several(small, coordinator, cases):
    planned = log_contact(small, coordinator, case=cases[1], next_action_on=datetime.date(2021, 4, 8))
    assert [*Contact.objects.due(datetime.date(2021, 5, 1))] == [planned]
    log_contact(small, coordinator, case=cases[0], date=datetime.date(2021, 4, 9)).also_cases.set([cases[1]])
    assert not Contact.objects.due(datetime.date(2021, 5, 1)).exists()


@pytest.mark.parametrize("write", [
    lambda contact: THROUGH.objects.create(contact=contact, case=contact.case),
    lambda contact: Contact.objects.filter(pk=contact.pk).update(case=contact.also_cases.get()),
    lambda contact: Contact.objects.filter(pk=contact.pk).update(case=None)])
def test_the_database_counts_no_case_twice(contact, write):
    with pytest.raises(IntegrityError), transaction.atomic():
        write(contact)


def test_it_is_in_the_handover_pack_of_each(as_user, small, supervisor, cases, contact):
    page = as_user(supervisor).post("/handover/", {"contacts": "3", "purpose": "見本の引き継ぎ", "district": small.districts["osawa"].pk}).content.decode()
    assert page.count("ふたりの見本") == 2


def test_who_sees_all_of_its_cases_changes_it(coordinator, other_coordinator, contact):
    assert access.may_change(coordinator, contact) and not access.may_see(other_coordinator, contact)


def test_merging_its_households_and_back_leaves_it_of_both_cases(coordinator, cases, contact):
    made = join(cases[0].household, cases[1].household, coordinator)
    assert {case.household_id for case in Contact.objects.get().cases} == {cases[0].household_id}
    part(made, coordinator)
    assert [case.household_id for case in Contact.objects.get().cases] == [case.household_id for case in cases[:2]]


def test_the_monday_summary_and_the_suggestions_take_it_for_restricted_where_one_case_is(small, coordinator, supervisor, cases, contact):
    assert not Contact.objects.filter(OF_RESTRICTED).exists()
    Case.objects.filter(pk=cases[1].pk).update(is_restricted=True)
    assert Contact.objects.filter(OF_RESTRICTED).get() == contact
    assert [each.restricted for each in week_from(supervisor, datetime.date(2021, 4, 5)).districts if each.district.code == "osawa"] == [1]
    Contact.objects.update(text="見本の長い文です。" * 20)
    assert not [*_records(100)]
