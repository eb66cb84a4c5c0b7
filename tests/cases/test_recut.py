"""Re-cut districts: new rows begin where old ones end, and what was counted stays where it was."""
import datetime

import pytest

from cases.models import Assignment, District, Household, JointDistrict
from cases.services.districts import save_district
from cases.towns import parse_towns
from reports.layout import build
from reports.scope import scope_of
from tests.factories import log_contact, make_user

PAGE = "/settings/districts/recut/"


@pytest.fixture
def towns(small):
    for code, text in (("osawa", "大沢1〜6丁目"), ("renjaku", "上連雀6〜9丁目")):
        small.districts[code].towns_text = text
        save_district(district=small.districts[code], towns=parse_towns(text), by=None)


@pytest.fixture
def send(as_user, admin, small, towns):
    client = as_user(admin)

    def post(**fields):
        state = client.get(PAGE).context["form"].initial["state"]
        sent = {"state": state, "starts_on": "R4.4.1", "ending": [small.districts["osawa"].pk],
                "code_1": "north", "name_1": "大沢北", "towns_1": "大沢1〜2・5丁目",
                "code_2": "south", "name_2": "大沢南", "towns_2": "大沢3〜4丁目、大沢６丁目", "sure": "on"} | fields
        return client.post(PAGE, {name: value for name, value in sent.items() if value is not None})
    return post


def test_the_old_ends_the_day_before_and_the_new_hold_its_towns(send, small):
    assert send().status_code == 302
    small.districts["osawa"].refresh_from_db()
    assert small.districts["osawa"].ends_on == datetime.date(2022, 3, 31) and small.districts["osawa"].version == 2
    made = District.objects.filter(starts_on=datetime.date(2022, 4, 1))
    assert {each.code: [town.name for town in each.towns.all()] for each in made} == {
        "north": ["大沢1丁目", "大沢2丁目", "大沢5丁目"], "south": ["大沢3丁目", "大沢4丁目", "大沢6丁目"]}


def test_old_years_stay_as_they_were(send, small, coordinator):
    log_contact(small, coordinator, date=datetime.date(2022, 3, 31))
    before = build(scope_of(2021))
    send()
    assert build(scope_of(2021)) == before
    assert [each.code for each in scope_of(2022).districts] == ["north", "south", "renjaku"]


@pytest.mark.parametrize("orders", [(0, 1), (3, 3), (5, 7)])
def test_the_new_ones_stand_where_the_one_stood_that_they_follow(send, small, orders):
    for code, order in zip(("osawa", "renjaku"), orders, strict=True):
        District.objects.filter(code=code).update(order=order)
    send()
    assert [each.code for each in District.objects.all()] == ["osawa", "north", "south", "renjaku"]


def test_one_of_two_districts_stands_where_the_first_of_them_stood(send, small):
    District.objects.create(code="last", name="末尾", starts_on=datetime.date(2020, 4, 1), order=9)
    send(ending=[small.districts["renjaku"].pk, small.districts["osawa"].pk], code_1="one", name_1="統合", towns_1="大沢1〜6丁目、上連雀6〜9丁目",
         code_2="", name_2="", towns_2="")
    assert [each.code for each in District.objects.all()] == ["osawa", "one", "renjaku", "last"]


def test_who_works_there_goes_on_in_the_new_ones_and_keeps_the_old(send, small, coordinator, other_coordinator):
    send()
    assert set(Assignment.objects.filter(user=coordinator).values_list("district__code", "ends_on")) == {
        ("osawa", None), ("north", None), ("south", None)}
    assert other_coordinator.assignments.count() == 1


@pytest.mark.parametrize(("fields", "reason"), [
    ({"towns_2": "大沢3〜4丁目"}, "どの地区にも入らない町丁目があります：大沢6丁目"), ({"towns_2": "大沢3〜6丁目"}, "「大沢5丁目」は、同じ期間の地区「大沢北（north、令和4年4月1日から）」にも入っています"),
    ({"towns_2": "上連雀6丁目"}, "地区「連雀（renjaku、令和3年4月1日から）」にも入っています"), ({"towns_2": "大沢9〜1"}, "丁目"), ({"code_2": "osawa"}, "すでに使われています"),
    ({"code_2": "north"}, "すでに使われています"), ({"name_2": ""}, "地区名を入力"),
    ({"name_2": "連雀"}, "同じ名前の地区「連雀（renjaku"), ({"name_2": "大沢北"}, "同じ名前の地区「大沢北（north"), ({"ending": []}, "選んでください"),
    ({"starts_on": "R2.4.1"}, "前に始まっていません"), ({"state": "1:99"}, "別の人が地区を変更")])
def test_what_would_leave_a_hole_or_an_overlap_is_refused_and_the_text_is_kept(send, small, fields, reason):
    response = send(**fields)
    assert response.status_code == 422 and reason in response.content.decode() and "大沢1〜2・5丁目" in response.content.decode()
    assert District.objects.count() == 2 and not District.objects.exclude(ends_on=None).exists()


@pytest.mark.parametrize(("day", "told"), [("R4.4.1", False), ("R4.10.1", True)])
def test_the_page_before_says_what_a_cut_within_a_year_does_to_reports(send, day, told):
    words = send(starts_on=day, sure=None).content.decode()
    assert ("令和4年度と令和5年度の報告書では、前年度の欄が「－」になります。" in words) == told and "この内容で区割りを改めますか" in words


def test_nothing_is_cut_before_it_was_shown(as_user, admin, towns, small, coordinator):
    for number, address in (("S-1", "大沢1-2-3"), ("S-2", "大沢三丁目1"), ("S-3", ""), ("S-4", "大沢5丁目")):
        Household.objects.create(number=number, address=address, district=small.districts["osawa"])
    client = as_user(admin)
    sent = {"state": client.get(PAGE).context["form"].initial["state"], "starts_on": "R4.4.1", "ending": [small.districts["osawa"].pk],
            "code_1": "north", "name_1": "大沢北", "towns_1": "大沢1〜2・5丁目、野崎1丁目", "code_2": "south", "name_2": "大沢南",
            "towns_2": "大沢3〜4丁目", "leaves_out": "on"}
    page = client.post(PAGE, sent)
    shown, words = page.context["preview"], page.content.decode()
    assert page.status_code == 200 and District.objects.count() == 2 and not District.objects.exclude(ends_on=None).exists()
    assert [(each.name, each.taken, each.added, each.users, each.households) for each in shown.beginning] == [
        ("大沢北", [("大沢", "大沢1〜2・5丁目")], "野崎1丁目", [coordinator.name], 2), ("大沢南", [("大沢", "大沢3〜4丁目")], "", [coordinator.name], 1)]
    assert (shown.left_out, shown.households, shown.homeless) == ("大沢6丁目", 4, 1)
    assert all(each in words for each in ("令和4年3月31日（木）で終わります", "令和4年4月1日（金）に始まる地区", "確定する", "どの地区にも入らなくなる町丁目：大沢6丁目"))
    held = {field.html_name: field.value() for field in page.context["form"]}
    typed = {name: "" if value is None else value for name, value in held.items()}
    again = client.post(PAGE, typed | {"back": "on"})
    assert again.status_code == 200 and "大沢1〜2・5丁目、野崎1丁目" in again.content.decode() and District.objects.count() == 2
    assert client.post(PAGE, typed | {"sure": "on"}).status_code == 302
    assert District.objects.filter(starts_on=datetime.date(2022, 4, 1)).count() == 2


def test_a_joint_district_that_loses_a_member_is_told(send, small):
    for code, members, last in (("east", "osawa;renjaku", None), ("past", "osawa;renjaku", 2021), ("other", "renjaku;nozaki", None)):
        JointDistrict.objects.create(code=code, name=f"合同{code}", members=members, last_year=last)
    page = send(sure=None)
    assert [each.code for each in page.context["preview"].joints] == ["east"]
    assert "合同地区「合同east」の構成地区です。新しい地区は自動では加わりません" in page.content.decode()


def test_wide_digits_are_kept_as_all_others_are_printed(send):
    assert send(towns_1="大沢１～２・５丁目").status_code == 302
    assert District.objects.get(code="north").towns_text == "大沢1〜2・5丁目"


def test_a_hole_may_be_wanted(send):
    assert send(towns_2="大沢3〜4丁目", leaves_out="on").status_code == 302


def test_contacts_after_the_day_are_told(send, small, coordinator):
    log_contact(small, coordinator, date=datetime.date(2022, 4, 1))
    assert "この日以後の対応記録が1件あります" in send().content.decode()


def test_sending_it_twice_cuts_once(send):
    send()
    assert send().status_code == 422 and District.objects.count() == 4


def test_work_of_no_district_is_a_column_of_its_own_and_never_dropped(small):
    small.districts["none"] = District.objects.create(code="none", name="地区なし", starts_on=datetime.date(2020, 4, 1), order=9)
    log_contact(small, make_user("coordinator", "tokatsu2", small.districts["none"]), district="none")
    report = build(scope_of(2021))
    assert report.table("kind").total.cells["none"].count == report.table("kind").total.total == 1
