"""世帯の分類: chosen for this fiscal year on the household's form, for an earlier one on a page of its own."""
import uuid

import pytest
from django.db import DatabaseError, transaction

from cases import periods
from cases.models import Axis, Category, Household, HouseholdType

NOW = 2024


@pytest.fixture(autouse=True)
def this_year(monkeypatch):
    monkeypatch.setattr(periods, "fiscal_year_of", lambda day: NOW)


@pytest.fixture
def axis(small):
    axis = Axis.objects.create(code="home", name="世帯類型", answer="single", source="household", order=40)
    for code, label, years in (("alone", "単身", {}), ("couple", "夫婦のみ", {}), ("old", "老老", {"last_year": 2022}), ("unknown", "不明", {})):
        Category.objects.create(axis=axis, code=code, label=label, **years)
    return axis


@pytest.fixture
def household(small, coordinator):
    return Household.objects.create(number="S-1", district=small.districts["osawa"])


def send(client, household, **fields):
    household.refresh_from_db()
    return client.post(f"/households/{household.pk}/edit/", {
        "version": household.version, "number": household.number, "district": household.district_id} | fields)


def send_year(client, household, year, code):
    household.refresh_from_db()
    return client.post(f"/households/{household.pk}/types/?fiscal_year={year}", {"version": household.version, "type_home": code})


def rows():
    return list(HouseholdType.objects.order_by("from_year").values_list("from_year", "category__code"))


def test_a_type_is_stored_from_this_year_on_and_again_only_when_it_changes(as_user, coordinator, axis, household):
    client = as_user(coordinator)
    for code, expected in (("alone", "alone"), ("alone", "alone"), ("couple", "couple"), ("", "unknown")):
        assert send(client, household, type_home=code).status_code == 302
        assert rows() == [(NOW, expected)]


def test_a_new_household_is_stored_with_its_type_once(as_user, coordinator, axis):
    entry = {"form_token": str(uuid.uuid4()), "number": "S-7", "type_home": "alone"}
    client = as_user(coordinator)
    assert [client.post("/households/new/", entry).status_code for _ in range(2)] == [302, 302]
    assert rows() == [(NOW, "alone")]


def test_earlier_years_have_their_own_and_only_what_existed_then(as_user, coordinator, axis, household):
    client = as_user(coordinator)
    send(client, household, type_home="couple")
    assert send_year(client, household, 2021, "old").status_code == 302
    assert rows() == [(2021, "old"), (NOW, "couple")]
    assert send_year(client, household, 2023, "old").status_code == 302, "what is held already may stay"
    assert rows() == [(2021, "old"), (NOW, "couple")]
    page = client.get(f"/households/{household.pk}/").content.decode()
    assert "世帯類型" in page and "令和3年度から" in page


def test_a_category_of_no_such_year_is_refused(as_user, coordinator, axis, household):
    response = send(as_user(coordinator), household, type_home="old", name="見本 茂")
    assert response.status_code == 422 and "この年度の世帯類型にはありません" in response.content.decode()
    assert "見本 茂" in response.content.decode() and rows() == []


def test_another_ones_change_is_shown_and_not_overwritten(as_user, coordinator, axis, household):
    client = as_user(coordinator)
    send(client, household, type_home="alone")
    response = client.post(f"/households/{household.pk}/edit/", {
        "version": 1, "number": "S-1", "district": household.district_id, "type_home": "couple"})
    assert response.status_code == 409 and rows() == [(NOW, "alone")]
    assert {"label": "世帯類型（令和6年度）", "stored": "単身", "own": "夫婦のみ"} in response.context["conflict"]


def test_the_history_tells_it(as_user, coordinator, axis, household):
    client = as_user(coordinator)
    send(client, household, type_home="alone")
    send(client, household, type_home="couple")
    page = client.get(f"/households/{household.pk}/history/").content.decode()
    assert "世帯類型（令和6年度から）" in page and "単身" in page and "夫婦のみ" in page


def test_the_database_refuses_a_type_of_another_axis(small, axis, household):
    for wrong in (small.categories["topic:meal"], small.categories["kind:new"]):
        with pytest.raises(DatabaseError), transaction.atomic():
            HouseholdType.objects.create(household=household, axis=axis, category=wrong, from_year=NOW)


def test_outside_of_all_districts_is_no_district(as_user, small, coordinator, household):
    client = as_user(coordinator)
    response = send(client, household, is_outside="on")
    assert response.status_code == 422 and "どの地区にも住んでいないときだけ" in response.content.decode()
    Household.objects.filter(pk=household.pk).update(created_by=coordinator)
    assert send(client, household, is_outside="on", district="").status_code == 302
    assert "<dd>地区外</dd>" in client.get(f"/households/{household.pk}/").content.decode()
