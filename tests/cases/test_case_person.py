"""The 本人 of a case: chosen among the members of its household, kept where it is closed to the reader."""
import pytest

from cases.models import Case, Household, Member


@pytest.fixture
def case(small):
    household = Household.objects.create(number="S-1", district=small.districts["osawa"])
    Member.objects.create(household=household, relation="母")
    Member.objects.create(household=household, relation="長男")
    return Case.objects.create(number="C-1", title="見本", household=household, district=small.districts["osawa"], opened_on="2021-04-01")


@pytest.fixture
def elsewhere(small):
    return Member.objects.create(household=Household.objects.create(number="S-2", district=small.districts["osawa"]), relation="父")


def send(client, case, **fields):
    case.refresh_from_db()
    return client.post(f"/cases/{case.pk}/edit/", {
        "version": case.version, "number": case.number, "title": case.title, "subject": "household", "household": "S-1",
        "district": case.district_id, "opened_on": "R3.4.1"} | fields)


def person(case):
    return Case.objects.get(pk=case.pk).person


def test_a_member_of_the_household_can_be_chosen_and_stands_on_the_case(as_user, coordinator, case):
    client, mother = as_user(coordinator), case.household.members.first()
    assert [label for _, label in client.get(f"/cases/{case.pk}/edit/").context["form"]["person"].field.choices] == ["選ばない", "母", "長男"]
    assert send(client, case, person=mother.pk).status_code == 302 and person(case) == mother
    assert "<dt>本人</dt><dd>母" in client.get(f"/cases/{case.pk}/").content.decode()
    send(client, case)
    assert person(case) is None


def test_someone_of_another_household_is_refused_and_what_was_typed_stays(as_user, coordinator, case, elsewhere):
    response = send(as_user(coordinator), case, person=elsewhere.pk, title="書き直した題名")
    page = response.content.decode()
    assert response.status_code == 422 and "この世帯の世帯員ではありません" in page and "書き直した題名" in page


def test_the_members_offered_are_those_of_the_household_typed(as_user, coordinator, case, elsewhere):
    client = as_user(coordinator)
    assert send(client, case, household="S-2", person=elsewhere.pk).status_code == 302 and person(case) == elsewhere


def test_a_person_closed_to_the_reader_stays_chosen_and_unnamed_until_the_case_moves(as_user, coordinator, case, elsewhere):
    client, mother = as_user(coordinator), case.household.members.first()
    Case.objects.filter(pk=case.pk).update(person=mother)
    Member.objects.filter(pk=mother.pk).update(is_restricted=True)
    assert send(client, case, title="別の題名").status_code == 302 and person(case) == mother
    assert "制限付きの世帯員" in client.get(f"/cases/{case.pk}/").content.decode()
    send(client, case, household="S-2")
    assert person(case) is None


def test_a_person_of_a_case_cannot_be_deleted(as_user, coordinator, case):
    mother = case.household.members.first()
    Case.objects.filter(pk=case.pk).update(person=mother)
    response = as_user(coordinator).post(f"/members/{mother.pk}/delete/", {"version": 1, "reason": "見本の理由"})
    assert "この世帯員を指している" in response.content.decode() and Member.objects.filter(pk=mother.pk).exists()


def test_a_number_with_a_nul_is_refused_like_any_that_is_not_there(as_user, coordinator, small):
    answer = as_user(coordinator).post("/cases/new/", {"number": "C-1", "title": "見本", "subject": "household", "household": "a\0b"})
    assert answer.status_code == 422
