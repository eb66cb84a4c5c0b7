"""Districts for the admin: a code that stays, 町丁目 spelled out, ended and never deleted."""
import datetime

import pytest

from cases.models import District, JointDistrict
from reports.scope import districts_of

NEW = "/settings/districts/new/"
ENTRY = {"code": "nishi", "name": "西部", "starts_on": "R3.4.1", "ends_on": "", "towns_text": "井口1〜3丁目、野崎2・4丁目", "order": "3"}


def test_a_district_is_saved_with_its_towns(as_user, admin):
    as_user(admin).post(NEW, ENTRY)
    district = District.objects.get(code="nishi")
    assert [town.name for town in district.towns.all()] == ["井口1丁目", "井口2丁目", "井口3丁目", "野崎2丁目", "野崎4丁目"]


@pytest.mark.parametrize(("change", "field", "words"), [
    ({"towns_text": "井口3〜1丁目"}, "towns_text", ""), ({"towns_text": "井口1丁目、井口1丁目"}, "towns_text", "2回"),
    ({"code": "osawa"}, "code", "すでに使われています"), ({"code": "西部"}, "code", ""), ({"name": ""}, "name", "地区名を入力"),
    ({"ends_on": "R3.3.31"}, "ends_on", "開始日より前"), ({"starts_on": "きのう"}, "starts_on", "日付として読めません"),
])
def test_a_wrong_entry_is_explained_and_nothing_is_saved(as_user, admin, change, field, words):
    response = as_user(admin).post(NEW, ENTRY | change)
    assert response.status_code == 422 and not District.objects.filter(name="西部").exists()
    assert words in "".join(response.context["form"].errors[field])


def test_a_district_is_ended_and_its_towns_are_changed(as_user, admin):
    client = as_user(admin)
    client.post(NEW, ENTRY)
    district = District.objects.get(code="nishi")
    client.post(f"/settings/districts/{district.pk}/", ENTRY | {"version": 1, "ends_on": "R6.3.31", "towns_text": "井口2丁目"})
    district.refresh_from_db()
    assert district.ends_on == datetime.date(2024, 3, 31)
    assert [town.name for town in district.towns.all()] == ["井口2丁目"]


def test_the_code_of_a_district_stays(as_user, admin, small):
    osawa = small.districts["osawa"]
    as_user(admin).post(f"/settings/districts/{osawa.pk}/", ENTRY | {"version": 1, "code": "changed", "from_year": "0"})
    osawa.refresh_from_db()
    assert (osawa.code, osawa.name) == ("osawa", "西部")


def test_the_list_tells_the_joint_districts_by_the_names_of_their_districts(as_user, admin, small):
    JointDistrict.objects.create(code="all", name="全域合同", members="osawa;renjaku", shown="beside", first_year=2021)
    page = as_user(admin).get("/settings/districts/").content.decode()
    assert all(words in page for words in ("全域合同", "大沢・連雀", "構成地区と並べて", "令和3年度〜"))


def test_the_list_takes_the_same_queries_however_long_it_is(as_user, admin, django_assert_num_queries):
    for n in range(8):
        District.objects.create(code=f"d{n}", name=f"地区{n}", starts_on="2021-04-01")
    client = as_user(admin)
    with django_assert_num_queries(7):
        client.get("/settings/districts/")


def test_a_renamed_district_keeps_its_name_in_old_reports(as_user, admin, small):
    osawa = small.districts["osawa"]
    sent = ENTRY | {"name": "大沢・野崎", "starts_on": "R2.4.1", "version": 1}
    page = as_user(admin).post(f"/settings/districts/{osawa.pk}/", sent)
    assert page.status_code == 422 and "いつから" in str(page.context["form"].errors["from_year"])
    as_user(admin).post(f"/settings/districts/{osawa.pk}/", sent | {"from_year": "2023"})
    names = [{each.code: each.name for each in districts_of(year)}["osawa"] for year in (2022, 2023)]
    assert names == ["大沢", "大沢・野崎"]


def test_a_district_that_is_used_is_not_deleted_and_says_why(as_user, admin, coordinator, small):
    client, osawa = as_user(admin), small.districts["osawa"]
    page = client.post(f"/settings/districts/{osawa.pk}/delete/", {"version": 1})
    assert page.status_code == 422 and "担当" in page.content.decode() and "終了日を入れる" in page.content.decode()
    empty = District.objects.create(code="nishi", name="西部", starts_on="2021-04-01")
    assert client.post(f"/settings/districts/{empty.pk}/delete/", {"version": 1}).status_code == 302
    assert not District.objects.filter(code="nishi").exists()
