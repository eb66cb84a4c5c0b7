"""Protections, users and districts have a history and readers too, for who may see them."""
import datetime
import json

import pytest

from cases.models import AuditObject, Household, Member, Revision
from tests.factories import make_user
from tests.objects import protect

PAGES = ("history", "readers")


@pytest.fixture
def standing(small, supervisor):
    """A protection of a household in 大沢, whose reason was changed once."""
    household = Household.objects.create(number="S-2", name="見本家", district=small.districts["osawa"])
    protection = protect(household, supervisor)["protection"]
    type(protection).objects.filter(pk=protection.pk).update(reason="後の理由")
    return protection


@pytest.mark.parametrize("page", PAGES)
def test_the_pages_of_a_protection_are_linked_from_its_banner(as_user, coordinator, standing, page):
    client, address = as_user(coordinator), f"/protections/{standing.pk}/{page}/"
    assert address in client.get(f"/households/{standing.household_id}/").content.decode()
    assert client.get(address).status_code == 200


def test_a_protection_s_history_tells_the_change_and_leads_back(as_user, coordinator, standing):
    client, first = as_user(coordinator), Revision.objects.get(kind="protection", action="created").seq
    page = client.get(f"/protections/{standing.pk}/history/").content.decode()
    assert "後の理由" in page and f"/protections/{standing.pk}/edit/?from={first}" in page
    assert client.get(f"/protections/{standing.pk}/edit/?from={first}").context["form"].initial["reason"] == "見本の理由"


def test_who_opened_a_protection_is_among_its_readers(as_user, coordinator, standing):
    client = as_user(coordinator)
    client.get(f"/protections/{standing.pk}/edit/")
    assert AuditObject.objects.filter(kind="protection", object_id=standing.pk, listed=False).count() == 3
    assert "見本 osawa（" in client.get(f"/protections/{standing.pk}/readers/").content.decode()


def test_an_ended_protection_keeps_its_history_and_cannot_be_restored(as_user, coordinator, standing):
    type(standing).objects.filter(pk=standing.pk).update(ended_at=datetime.datetime.now(datetime.UTC), ended_reason="転居のため")
    client = as_user(coordinator)
    assert f"/protections/{standing.pk}/history/" in client.get(f"/households/{standing.household_id}/").content.decode()
    page = client.get(f"/protections/{standing.pk}/history/").content.decode()
    assert "転居のため" in page and "?from=" not in page
    assert client.get(f"/protections/{standing.pk}/edit/").status_code == 404


@pytest.mark.parametrize("ended", [None, datetime.datetime(2021, 5, 1, tzinfo=datetime.UTC)])
@pytest.mark.parametrize("page", PAGES)
def test_a_protection_of_a_closed_member_is_out_of_sight(as_user, coordinator, supervisor, standing, page, ended):
    member = Member.objects.create(household=standing.household, family_name="見本", is_restricted=True)
    member.named.set([supervisor])
    type(standing).objects.filter(pk=standing.pk).update(member=member, ended_at=ended)
    assert as_user(coordinator).get(f"/protections/{standing.pk}/{page}/").status_code == 404
    assert f"/protections/{standing.pk}/" not in as_user(coordinator).get(f"/households/{standing.household_id}/").content.decode()
    assert as_user(supervisor).get(f"/protections/{standing.pk}/{page}/").status_code == 200


@pytest.mark.parametrize("page", PAGES)
def test_users_and_districts_show_theirs_to_admins(as_user, admin, coordinator, small, page):
    osawa, client = small.districts["osawa"], as_user(admin)
    for address in (f"/settings/users/{coordinator.pk}/", f"/settings/districts/{osawa.pk}/"):
        assert f"{address}{page}/" in client.get(address).content.decode()
        assert client.get(f"{address}{page}/").status_code == 200


def test_a_user_s_password_is_told_as_changed_only(as_user, admin, coordinator):
    coordinator.set_password("another-long-password")
    coordinator.save()
    page = as_user(admin).get(f"/settings/users/{coordinator.pk}/history/").content.decode()
    digest = json.loads(Revision.objects.filter(kind="user", changes__contains="password").first().changes)["password"][1]
    assert "（表示していません）" in page and digest not in page


def test_an_earlier_name_of_a_user_and_of_a_district_comes_back_into_the_form(as_user, admin, small):
    user, district, client = make_user("coordinator", "sato"), small.districts["osawa"], as_user(admin)
    for kind, record, folder in (("user", user, "users"), ("district", district, "districts")):
        first, name = Revision.objects.get(kind=kind, object_id=record.pk, action="created").seq, record.name
        type(record).objects.filter(pk=record.pk).update(name="後の名")
        page = client.get(f"/settings/{folder}/{record.pk}/?from={first}")
        assert page.context["form"].initial["name"] == name
        assert client.get(f"/settings/{folder}/{record.pk}/?from=1").status_code == 404


def test_a_print_of_a_new_member_s_form_names_no_other_member(as_user, coordinator, small):
    household = Household.objects.create(number="S-1", district=small.districts["osawa"])
    other = Member.objects.create(pk=household.pk, household=household)
    as_user(coordinator).post("/audit/print/", {"page": f"/households/{household.pk}/members/new/"})
    assert not AuditObject.objects.filter(kind="member", object_id=other.pk, seq__gt=Revision.objects.latest("seq").seq).exists()
