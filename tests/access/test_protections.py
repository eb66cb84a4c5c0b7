"""支援措置: whereabouts are hidden on every page, opened for a purpose that is logged, until a person ends it."""
import datetime

import pytest
from django.utils import timezone

from cases import access
from cases.models import AuditEntry, Household, Member, Protection

ADDRESS, PHONE, MOBILE = "見本市隠町9-9", "0422-99-0000", "090-9999-0000"
PURPOSE = "本日の訪問のため"


@pytest.fixture
def household(small, supervisor):
    """A protected household whose father must not learn where it is."""
    found = Household.objects.create(number="S-1", name="見本家", district=small.districts["osawa"],
                                     address=ADDRESS, phone=PHONE)
    Member.objects.create(household=found, family_name="見本", relation="母", phone=MOBILE)
    father = Member.objects.create(household=found, family_name="見本", given_name="太郎", relation="父")
    Protection.objects.create(household=found, reason="暴力", starts_on="2021-04-01", from_member=father, set_by=supervisor)
    return found


@pytest.fixture
def client(as_user, coordinator, household):
    """A coordinator of the district."""
    return as_user(coordinator)


def text(answer):
    return answer.content.decode()


def hides(page):
    return not [word for word in (ADDRESS, PHONE, MOBILE) if word in page]


def open_it(client, household, purpose=PURPOSE):
    return client.post(f"/households/{household.pk}/whereabouts/", {"purpose": purpose})


def test_no_page_shows_the_whereabouts(client, household):
    member = household.members.first()
    for url in (f"/households/{household.pk}/", f"/households/{household.pk}/edit/", f"/members/{member.pk}/edit/",
                "/households/", f"/households/{household.pk}/whereabouts/", f"/households/{household.pk}/history/",
                f"/members/{member.pk}/history/"):
        answer = client.get(url)
        assert answer.status_code == 200 and hides(text(answer)), url


def test_the_banner_says_from_whom_and_for_how_long(client, household):
    page = text(client.get(f"/households/{household.pk}/"))
    assert "支援措置対象" in page and "見本 太郎（同じ世帯）" in page and "令和3年4月1日〜期限なし" in page


@pytest.mark.parametrize("typed", [ADDRESS, PHONE, MOBILE])
def test_a_search_by_address_or_telephone_finds_nothing(client, household, typed):
    assert "S-1" not in text(client.post("/households/", {"q": typed}, follow=True))
    household.protections.update(ended_at=timezone.now())
    assert "S-1" in text(client.post("/households/", {"q": typed}, follow=True))


def test_a_purpose_opens_it_once_and_is_logged(client, coordinator, household):
    page = open_it(client, household)
    assert all(word in text(page) for word in (ADDRESS, PHONE, MOBILE)) and page["Cache-Control"].startswith("no-store")
    entry = AuditEntry.objects.get(action="whereabouts.opened")
    assert (entry.purpose, entry.user_id) == (PURPOSE, coordinator.pk)
    assert hides(text(client.get(f"/households/{household.pk}/whereabouts/")))


@pytest.mark.parametrize("purpose", ["", "用", "   "])
def test_without_a_purpose_it_stays_closed(client, household, purpose):
    answer = open_it(client, household, purpose)
    assert answer.status_code == 422 and hides(text(answer))
    assert not AuditEntry.objects.filter(action="whereabouts.opened").exists()


def moved(page, **changes):
    form = page.context["form"]
    typed = {name: form[name].value() or "" for name in form.fields}
    return {name: getattr(value, "pk", value) for name, value in typed.items()} | changes


def test_the_address_is_changed_out_of_the_opened_page_only(client, household):
    url, new = f"/households/{household.pk}/whereabouts/edit/", {"address": "新しい町1-1"}
    assert client.post(f"/households/{household.pk}/edit/", {"number": "S-1", "version": 1} | new).status_code == 302
    assert client.post(url, {"version": 2} | new).status_code == 422
    household.refresh_from_db()
    assert household.address == ADDRESS
    assert client.post(url, moved(open_it(client, household), **new)).status_code == 302
    household.refresh_from_db()
    assert household.address == "新しい町1-1" and household.members.first().phone == MOBILE


def test_an_opened_page_opens_no_other_household(client, household, small):
    other = Household.objects.create(number="S-2", district=small.districts["osawa"], address="別の町")
    answer = client.post(f"/households/{other.pk}/whereabouts/edit/", moved(open_it(client, household)))
    assert answer.status_code == 422 and Household.objects.get(pk=other.pk).address == "別の町"


def test_a_conflict_shows_nothing_of_it(client, household):
    answer = client.post(f"/households/{household.pk}/edit/", {"number": "S-1", "name": "別名", "version": 9})
    assert answer.status_code == 409 and hides(text(answer)) and "別名" in text(answer)


def test_a_period_that_is_over_hides_on_and_asks_to_renew(client, household):
    household.protections.update(ends_on=timezone.localdate() - datetime.timedelta(days=1))
    page = text(client.get(f"/households/{household.pk}/"))
    assert "期間が終わっています" in page and hides(page)


def test_a_person_ends_it_with_a_reason(client, coordinator, household):
    protection = household.protections.get()
    url = f"/protections/{protection.pk}/end/"
    assert client.post(url, {"version": 1, "reason": ""}).status_code == 422
    assert client.post(url, {"version": 1, "reason": "申し出があったため"}).status_code == 302
    protection.refresh_from_db()
    assert protection.ended_by == coordinator and protection.ended_reason == "申し出があったため"
    assert ADDRESS in text(client.get(f"/households/{household.pk}/"))


def test_protecting_one_member_hides_the_household(client, household):
    household.protections.update(member=household.members.first())
    page = text(client.get(f"/households/{household.pk}/"))
    assert hides(page) and "住所の地区" not in page


def test_nobody_is_protected_from_oneself(client, household):
    mother = household.members.first().pk
    answer = client.post(f"/households/{household.pk}/protections/new/", {
        "member": mother, "from_member": mother, "reason": "理由", "starts_on": "R3.4.1"})
    assert answer.status_code == 422 and "守られる人と同じ人です" in text(answer)


def test_a_member_that_a_protection_names_is_not_deleted(client, household):
    named = Protection.objects.get().from_member
    answer = client.post(f"/members/{named.pk}/delete/", {"reason": "転出", "version": named.version})
    assert answer.status_code == 409 and "支援措置" in answer.content.decode()
    Protection.objects.update(ended_at=timezone.now())
    assert client.post(f"/members/{named.pk}/delete/", {"reason": "転出", "version": named.version}).status_code == 302


def test_a_new_case_of_it_proposes_no_district(client, household, coordinator, small):
    coordinator.assignments.create(district=small.districts["renjaku"], starts_on="2020-04-01")
    address = f"/cases/new/?household={household.pk}"
    assert client.get(address).context["form"].initial["district"] is None
    Protection.objects.update(ended_at=timezone.now())
    assert client.get(address).context["form"].initial["district"] == household.district_id


def test_one_that_has_ended_is_read_and_changed_by_nobody(client, household, coordinator):
    protection = household.protections.get()
    assert access.may_change(coordinator, protection)
    household.protections.update(ended_at=timezone.now())
    assert access.find_record(coordinator, "protection", protection.pk) and not access.may_change(coordinator, protection)
    page = client.get(f"/protections/{protection.pk}/history/")
    assert page.status_code == 200 and page.context["edit"] == ""
