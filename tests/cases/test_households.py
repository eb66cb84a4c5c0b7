"""Entering, reading and changing households: nothing personal is needed, nothing is lost, nobody's change is overwritten."""
import datetime
import uuid

import pytest

from cases.models import Case, Household, Member
from tests.factories import log_contact

NEW = "/households/new/"


@pytest.fixture
def entry(small):
    return {"form_token": str(uuid.uuid4()), "number": "S-0001", "name": "見本 ハナ", "note": "呼び鈴は2回",
            "district": small.districts["osawa"].pk, "address": "", "phone": ""}


@pytest.fixture
def household(small, coordinator):
    return Household.objects.create(number="S-0007", name="見本 茂", district=small.districts["osawa"],
                                    created_by=coordinator)


def test_a_household_is_saved_with_who_entered_it(as_user, coordinator, entry):
    response = as_user(coordinator).post(NEW, entry)
    household = Household.objects.get()
    assert response.url == f"/households/{household.pk}/"
    assert (household.name, household.created_by) == ("見本 ハナ", coordinator)


def test_a_number_is_all_that_is_needed(as_user, coordinator, entry):
    assert as_user(coordinator).post(NEW, entry | {"name": "", "note": "", "district": ""}).status_code == 302


@pytest.mark.parametrize(("persona", "codes"), [("coordinator", ["osawa"]), ("supervisor", [])])
def test_a_new_one_begins_in_the_only_district_of_the_user_and_says_who_sees_one_of_none(request, as_user, small, persona, codes):
    page = as_user(request.getfixturevalue(persona)).get(NEW)
    begun = page.context["form"]["district"].value()
    assert [each.code for each in small.districts.values() if each in (begun,) or each.pk == begun] == codes
    assert "ケースを登録するまでは、登録した人だけに見えます" in page.content.decode()


def test_who_sees_one_of_no_district_is_as_the_page_says(as_user, small, coordinator, supervisor, entry):
    as_user(coordinator).post(NEW, entry | {"district": ""})
    home = Household.objects.get()
    assert home.district is None and as_user(supervisor).get(f"/households/{home.pk}/").status_code == 404
    assert as_user(coordinator).get(f"/households/{home.pk}/edit/").context["form"]["district"].value() is None
    Case.objects.create(number="C-1", title="見本", household=home, district=small.districts["osawa"], opened_on="2021-04-01")
    assert as_user(supervisor).get(f"/households/{home.pk}/").status_code == 200


def test_the_next_free_number_is_proposed(as_user, coordinator, household):
    assert as_user(coordinator).get(NEW).context["form"]["number"].value() == "S-0008"


def test_a_number_in_use_is_refused_beside_the_field_and_the_text_is_kept(as_user, coordinator, household, entry):
    response = as_user(coordinator).post(NEW, entry | {"number": "S-0007"})
    page = response.content.decode()
    assert response.status_code == 422 and Household.objects.count() == 1
    assert 'id="id_number_error"' in page and "＊この世帯番号は、すでに使われています。" in page and "呼び鈴は2回" in page


def test_a_double_click_saves_once(as_user, coordinator, entry):
    client = as_user(coordinator)
    first, second = client.post(NEW, entry), client.post(NEW, entry)
    assert Household.objects.count() == 1 and first.url == second.url


def test_only_ones_own_districts_can_be_chosen(as_user, small, coordinator, entry):
    response = as_user(coordinator).post(NEW, entry | {"district": small.districts["renjaku"].pk})
    assert response.status_code == 422 and not Household.objects.exists()


def edit(client, household, **change):
    return client.post(f"/households/{household.pk}/edit/",
                       {"number": household.number, "name": household.name, "district": household.district_id,
                        "version": household.version} | change)


def test_an_edit_is_saved(as_user, coordinator, household):
    assert edit(as_user(coordinator), household, name="見本 一郎").status_code == 302
    household.refresh_from_db()
    assert (household.name, household.version) == ("見本 一郎", 2)


def test_someone_elses_change_is_shown_and_not_overwritten(as_user, coordinator, household):
    client = as_user(coordinator)
    edit(client, household, note="先に保存した備考")
    response = edit(client, household, note="あとから書いた備考")
    page = response.content.decode()
    assert response.status_code == 409 and "先に保存した備考" in page and "あとから書いた備考" in page
    household.refresh_from_db()
    assert household.note == "先に保存した備考"


def test_after_seeing_both_the_own_text_can_be_saved(as_user, coordinator, household):
    client = as_user(coordinator)
    edit(client, household, note="先")
    shown = edit(client, household, note="あと").context["form"]
    assert edit(client, household, note="あと", version=shown["version"].value()).status_code == 302
    household.refresh_from_db()
    assert household.note == "あと"


@pytest.mark.parametrize("version", ["", "x", "99999999999999999999"])
def test_an_edit_without_a_true_version_changes_nothing(as_user, coordinator, household, version):
    assert edit(as_user(coordinator), household, name="別の名", version=version).status_code in (409, 422)
    household.refresh_from_db()
    assert household.name == "見本 茂"


def test_a_household_moved_out_of_sight_leads_back_to_the_list(as_user, supervisor, household):
    client = as_user(supervisor)
    assert edit(client, household, district="").url == "/households/"


def test_the_page_shows_members_cases_and_contacts_of_ones_districts(as_user, small, coordinator, household):
    Member.objects.create(household=household, family_name="見本", given_name="茂", birth_date=datetime.date(1938, 3, 31))
    for code in ("osawa", "renjaku"):
        case = Case.objects.create(number=f"C-{code}", title=f"{code}の題名", household=household,
                                   district=small.districts[code], opened_on="2021-04-01")
        log_contact(small, coordinator, district=code, case=case, text=f"{code}の記録")
    page = as_user(coordinator).get(f"/households/{household.pk}/").content.decode()
    assert "昭和13年3月31日生" in page and "osawaの題名" in page and "osawaの記録" in page
    assert "renjakuの題名" not in page and "renjakuの記録" not in page


def fill(small, coordinator, household, count):
    for n in range(count):
        Member.objects.create(household=household, relation=f"続柄{n}")
        case = Case.objects.create(number=f"C-{n}", title="題名", household=household, opened_on="2021-04-01",
                                   district=small.districts["osawa"], coordinator=coordinator)
        log_contact(small, coordinator, "topic:meal", "topic:health", case=case)


@pytest.mark.parametrize("count", [1, 6])
def test_the_page_takes_the_same_queries_however_much_there_is(
        as_user, small, coordinator, household, count, django_assert_num_queries):
    fill(small, coordinator, household, count)
    client = as_user(coordinator)
    with django_assert_num_queries(34):
        client.get(f"/households/{household.pk}/")
