"""合同地区 in the browser: entered, changed, ended and deleted by the admin, held to the rules of the codebook's file."""
import uuid

import pytest

from cases.imports.codebook_file import JOINT_DISTRICTS
from cases.models import CodebookChange, JointDistrict
from cases.services.codebook_state import stored
from reports.joint import with_joint
from reports.layout import build
from reports.scope import scope_of
from tests.factories import log_contact

NEW = "/settings/districts/joint/new/"


@pytest.fixture
def form():
    return {"form_token": str(uuid.uuid4()), "code": "tobu", "name": "東部合同", "members": ["osawa", "renjaku"], "shown": "replace",
            "first_year": "R3", "last_year": "", "order": "1"}


@pytest.fixture
def site(as_user, admin):
    return as_user(admin)


def joints(year):
    scope = scope_of(year)
    return [each.name for each in with_joint(build(scope), scope).joints]


def test_it_is_entered_and_the_report_shows_it(site, small, coordinator, form):
    log_contact(small, coordinator)
    assert site.post(NEW, form).url == "/settings/districts/"
    joint = JointDistrict.objects.get()
    assert (joint.members, joint.first_year) == ("osawa;renjaku", 2021)
    assert joints(2021) == ["東部合同"] and joints(2020) == []
    assert CodebookChange.objects.filter(text__contains="東部合同").exists()
    assert "東部合同" in site.get("/settings/districts/").content.decode()


def test_a_second_sending_makes_no_second_one(site, small, form):
    assert [site.post(NEW, form).status_code for _ in range(2)] == [302, 302] and JointDistrict.objects.count() == 1


@pytest.mark.parametrize(("change", "field", "reason"), [
    ({"members": ["osawa"]}, "members", "2つ以上"), ({"members": []}, "members", "選んでください"),
    ({"members": ["osawa", "nowhere"]}, "members", "登録されていません"), ({"code": "osawa"}, "code", "同じコードの地区"),
    ({"name": "大沢"}, "name", "同じ名前の地区"), ({"last_year": "R2"}, "last_year", "開始年度より前"), ({"name": ""}, "name", "入力"),
    ({"first_year": "いつか"}, "first_year", "年度")])
def test_what_cannot_be_is_explained_beside_its_field(site, small, form, change, field, reason):
    answer = site.post(NEW, form | change)
    assert answer.status_code == 422 and reason in " ".join(answer.context["form"].errors[field]) and not JointDistrict.objects.exists()


def test_a_district_stands_in_for_itself_in_one_at_a_time(site, small, form):
    JointDistrict.objects.create(code="seibu", name="西部合同", members="osawa;renjaku")
    answer = site.post(NEW, form)
    assert answer.status_code == 422 and "同じ年度に「西部合同」にも" in " ".join(answer.context["form"].errors["members"])
    assert site.post(NEW, form | {"shown": "beside"}).status_code == 302


def test_it_is_changed_over_the_version_that_was_opened_only(site, small, form):
    site.post(NEW, form)
    joint = JointDistrict.objects.get()
    page = f"/settings/districts/joint/{joint.pk}/"
    assert site.get(page).context["form"]["members"].value() == ["osawa", "renjaku"]
    changed = form | {"name": "東部", "last_year": "R5", "version": 1}
    assert site.post(page, changed).status_code == 302 and site.post(page, changed | {"name": "別"}).status_code == 409
    joint.refresh_from_db()
    assert (joint.code, joint.name, joint.last_year) == ("tobu", "東部", 2023)


def test_it_is_deleted_and_the_districts_stand_alone_again(site, small, coordinator, form):
    log_contact(small, coordinator)
    site.post(NEW, form)
    page = f"/settings/districts/joint/{JointDistrict.objects.get().pk}/delete/"
    assert "構成地区の件数は変わりません" in site.get(page).content.decode()
    assert site.post(page, {"version": 9}).status_code == 409 and site.post(page, {"version": 1}).status_code == 302
    assert not JointDistrict.objects.exists() and joints(2021) == []


def test_a_file_of_the_codebook_finds_nothing_changed_whatever_the_order_of_the_members(small):
    JointDistrict.objects.create(code="seibu", name="西部合同", members="renjaku;osawa")
    assert stored()[JOINT_DISTRICTS.name][("seibu",)]["members"] == "osawa;renjaku"
