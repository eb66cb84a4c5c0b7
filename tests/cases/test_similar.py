"""While a household or a person is typed, those that are registered already are shown, out of what may be seen and nothing else."""
import uuid

import pytest

from cases.models import Household, Member
from tests.objects import protect

TOKEN = "6f1d3f0e-0000-4000-8000-000000000002"


@pytest.fixture
def home(small):
    household = Household.objects.create(number="S-1", name="髙橋家", district=small.districts["osawa"], address="見本町1-2-3", phone="0422-11-2222")
    Member.objects.create(household=household, family_name="髙橋", given_name="花子", kana="たかはし はなこ", birth_date="1941-05-06")
    return household


def shown(client, **typed) -> str:
    return client.post("/households/similar/", typed).content.decode()


def test_it_is_a_link_with_the_reasons(as_user, coordinator, home):
    page = shown(as_user(coordinator), phone="０４２２１１２２２２", address="見本町1丁目2番3号")
    assert f'href="/households/{home.pk}/"' in page and "電話番号が同じ、住所が同じ" in page


def test_a_name_finds_the_household_of_a_member(as_user, coordinator, home):
    assert "氏名（世帯の呼び名）が同じ" in shown(as_user(coordinator), name="高橋 花子")


def test_nothing_alike_leaves_the_place_empty(as_user, coordinator, home):
    assert shown(as_user(coordinator), name="別の人").strip() == shown(as_user(coordinator)).strip() == ""


def test_another_district_s_household_is_not_hinted_at(as_user, other_coordinator, home):
    assert shown(as_user(other_coordinator), phone="0422112222", name="高橋花子").strip() == ""


def test_a_restricted_household_is_not_hinted_at(as_user, coordinator, supervisor, home):
    Household.objects.filter(pk=home.pk).update(is_restricted=True)
    home.named.set([supervisor])
    assert shown(as_user(coordinator), phone="0422112222", name="高橋花子").strip() == ""
    assert "S-1" in shown(as_user(supervisor), phone="0422112222")


def test_a_restricted_member_is_not_hinted_at(as_user, coordinator, home):
    Member.objects.update(is_restricted=True)
    assert shown(as_user(coordinator), name="高橋花子").strip() == ""


def test_the_whereabouts_of_a_protected_household_find_nothing(as_user, coordinator, supervisor, home):
    protect(home, supervisor)
    assert shown(as_user(coordinator), phone="0422112222", address="見本町1-2-3").strip() == ""
    assert "S-1" in shown(as_user(coordinator), name="高橋花子")


def test_a_person_is_found_in_any_household_in_sight(as_user, coordinator, small, home):
    other = Household.objects.create(number="S-2", district=small.districts["osawa"])
    page = as_user(coordinator).post(f"/households/{other.pk}/members/similar/", {
        "family_name": "高橋", "given_name": "花子", "birth_date": "S16.5.6"}).content.decode()
    assert f"/households/{home.pk}/" in page and "氏名と生年月日が同じ" in page


def test_without_a_script_the_first_post_asks_and_keeps_the_text(as_user, coordinator, home):
    client = as_user(coordinator)
    form = {"number": "S-9", "name": "別の呼び名", "phone": "0422-11-2222", "form_token": TOKEN}
    answer = client.post("/households/new/", form)
    page = answer.content.decode()
    assert answer.status_code == 422 and "それでも登録する" in page and "別の呼び名" in page and not Household.objects.filter(number="S-9").exists()
    assert client.post("/households/new/", form | {"anyway": "on"}).status_code == 302
    assert client.post("/households/new/", form | {"anyway": "on"}).status_code == 302
    assert Household.objects.filter(number="S-9").count() == 1


def test_a_member_is_asked_about_too(as_user, coordinator, home):
    client, address = as_user(coordinator), f"/households/{home.pk}/members/new/"
    form = {"family_name": "高橋", "given_name": "花子", "birth_date": "S16.5.6", "sex": "0", "form_token": str(uuid.uuid4())}
    assert client.post(address, form).status_code == 422 and home.members.count() == 1
    assert client.post(address, form | {"anyway": "on"}).status_code == 302 and home.members.count() == 2


def test_an_equal_name_alone_is_shown_and_not_asked_about(as_user, coordinator, home):
    assert as_user(coordinator).post("/households/new/", {"number": "S-9", "name": "高橋花子", "form_token": TOKEN}).status_code == 302
