"""Cases: opened for a household, a group or a place; closed with a reason; opened again."""
import datetime
import uuid

import pytest

from cases.models import Case, Household

NEW = "/cases/new/"


@pytest.fixture
def household(small):
    return Household.objects.create(number="S-0001", name="見本 ハナ", district=small.districts["osawa"])


@pytest.fixture
def entry(small, coordinator, household):
    return {"form_token": str(uuid.uuid4()), "number": "C-0001", "title": "買い物の支援", "subject": "household",
            "household": "S-0001", "subject_name": "", "district": small.districts["osawa"].pk,
            "coordinator": coordinator.pk, "opened_on": "R3.4.5", "summary": "近所の方から連絡"}


@pytest.fixture
def case(small, household):
    return Case.objects.create(number="C-0007", title="見本の題名", household=household, opened_on=datetime.date(2021, 4, 5),
                               district=small.districts["osawa"])


def test_a_case_of_a_household_is_saved(as_user, coordinator, household, entry):
    response = as_user(coordinator).post(NEW, entry)
    case = Case.objects.get()
    assert response.url == f"/cases/{case.pk}/"
    assert (case.household, case.opened_on) == (household, datetime.date(2021, 4, 5))


def test_from_the_household_its_number_and_district_are_put_in(as_user, small, coordinator, household):
    form = as_user(coordinator).get(f"{NEW}?household={household.pk}").context["form"]
    assert form["household"].value() == "S-0001"
    assert form["district"].value() == small.districts["osawa"].pk


@pytest.mark.parametrize("asked", ["999999", "x", "", "99999999999999999999"])
def test_a_household_that_cannot_be_is_not_put_in(as_user, coordinator, household, asked):
    assert as_user(coordinator).get(f"{NEW}?household={asked}").context["form"]["household"].value() is None


def test_a_case_of_a_place_is_saved(as_user, coordinator, entry):
    entry |= {"subject": "place", "household": "", "subject_name": "見本集会所"}
    assert as_user(coordinator).post(NEW, entry).status_code == 302


@pytest.mark.parametrize(("change", "field", "words"), [
    ({"household": ""}, "household", "世帯番号を入力してください"),
    ({"household": "S-9999"}, "household", "この番号の世帯は見つかりません"),
    ({"subject": "place", "subject_name": "集会所"}, "household", "世帯番号を消すか"),
    ({"subject": "group", "household": ""}, "subject_name", "団体・場所の名称を入力してください"),
    ({"subject_name": "集会所"}, "subject_name", "空欄にしてください"),
    ({"title": ""}, "title", "題名を入力してください"),
    ({"opened_on": "R3.2.30"}, "opened_on", "2月に30日はありません"),
    ({"subject": "other"}, "subject", ""),
])
def test_a_wrong_entry_is_explained_and_kept(as_user, coordinator, entry, change, field, words):
    response = as_user(coordinator).post(NEW, entry | change)
    assert response.status_code == 422 and not Case.objects.exists()
    assert words in "".join(response.context["form"].errors[field])
    assert "近所の方から連絡" in response.content.decode()


def test_a_household_out_of_sight_is_not_found(as_user, small, other_coordinator, entry):
    response = as_user(other_coordinator).post(NEW, entry | {"district": small.districts["renjaku"].pk})
    assert "household" in response.context["form"].errors


def test_a_double_click_saves_once(as_user, coordinator, entry):
    client = as_user(coordinator)
    assert client.post(NEW, entry).url == client.post(NEW, entry).url
    assert Case.objects.count() == 1


def close(client, case, **change):
    return client.post(f"/cases/{case.pk}/close/", {
        "closed_on": "R3.4.30", "closing_reason": "転出", "version": case.version} | change)


def test_a_case_is_closed_with_a_reason(as_user, coordinator, case):
    close(as_user(coordinator), case)
    case.refresh_from_db()
    assert (case.closed_on, case.closing_reason) == (datetime.date(2021, 4, 30), "転出")


@pytest.mark.parametrize(("change", "words"), [
    ({"closed_on": "R3.4.4"}, "開始日より前の日付です"), ({"closed_on": "R80.4.1"}, "まだ来ていない日付です"),
    ({"closing_reason": ""}, "終結の理由を選んでください"),
])
def test_a_closing_that_cannot_be_is_refused(as_user, coordinator, case, change, words):
    response = close(as_user(coordinator), case, **change)
    assert response.status_code == 422 and words in response.content.decode()
    assert Case.objects.get().closed_on is None


def test_a_stale_closing_is_not_saved(as_user, coordinator, case):
    assert close(as_user(coordinator), case, version=0).status_code == 409
    assert Case.objects.get().closed_on is None


def reopen(client, case, version):
    return client.post(f"/cases/{case.pk}/reopen/", {"reopened_on": "R3.6.1", "note": "また相談", "version": version}, follow=True)


def test_a_reopened_case_keeps_the_reason_of_its_closing(as_user, coordinator, case):
    client = as_user(coordinator)
    close(client, case)
    page = reopen(client, case, 2).content.decode()
    assert Case.objects.get().closed_on is None
    assert "前回の終結の理由" in page and "転出" in page


def test_a_stale_reopening_is_said_and_not_done(as_user, coordinator, case):
    client = as_user(coordinator)
    close(client, case)
    stale = reopen(client, case, 1)
    assert stale.status_code == 409 and "また相談" in stale.content.decode()
    assert Case.objects.get().closed_on


def test_opening_cannot_move_behind_the_closing(as_user, coordinator, case, entry):
    client = as_user(coordinator)
    close(client, case)
    response = client.post(f"/cases/{case.pk}/edit/", entry | {"version": 2, "opened_on": "R3.5.1"})
    assert "opened_on" in response.context["form"].errors


def test_someone_elses_change_is_shown_and_not_overwritten(as_user, coordinator, case, entry):
    client, url = as_user(coordinator), f"/cases/{case.pk}/edit/"
    client.post(url, entry | {"version": 1, "title": "先に保存した題名"})
    response = client.post(url, entry | {"version": 1, "title": "あとから書いた題名"})
    page = response.content.decode()
    assert response.status_code == 409 and "先に保存した題名" in page and "あとから書いた題名" in page
    assert Case.objects.get().title == "先に保存した題名"
