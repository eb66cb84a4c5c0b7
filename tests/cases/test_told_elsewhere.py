"""After a handover into another district each page says that there is more than is in sight, and nothing of what is closed."""
import datetime

import pytest

from cases.models import Case, Contact, Household
from tests.factories import log_contact

DAY = datetime.date(2021, 4, 5)
PACK = {"contacts": "3", "purpose": "異動の引き継ぎのため"}
CONTACTS, CASES = "担当地区の外の対応記録があります", "担当地区の外のケースがあります"


@pytest.fixture
def household(small):
    return Household.objects.create(number="S-1", name="見本の家", district=small.districts["osawa"])


@pytest.fixture
def moved(small, coordinator, household):
    """A case that went from 大沢 to 連雀 after a contact."""
    case = Case.objects.create(number="C-1", title="見本の相談", household=household, district=small.districts["renjaku"], opened_on=DAY)
    log_contact(small, coordinator, district="osawa", case=case, text="移る前の電話")
    return case


def page_of(client, address):
    return client.get(address).content.decode()


def test_the_new_district_is_told_of_contacts_that_it_does_not_see(as_user, other_coordinator, moved):
    client = as_user(other_coordinator)
    page, pack = page_of(client, f"/cases/{moved.pk}/"), client.post("/handover/", PACK | {"district": moved.district_id}).content.decode()
    assert CONTACTS in page and "見られる対応記録はありません" in page and "対応記録はまだありません" not in page
    assert "移る前の電話" not in page + pack
    assert CONTACTS in pack and "対応記録はありません。" not in pack


def test_it_is_told_beside_those_that_are_in_sight(as_user, small, other_coordinator, moved):
    log_contact(small, other_coordinator, district="renjaku", case=moved, text="移った後の電話")
    page = page_of(as_user(other_coordinator), f"/cases/{moved.pk}/")
    assert CONTACTS in page and "移った後の電話" in page and "見られる対応記録はありません" not in page


def test_the_district_of_before_is_told_of_the_case_and_keeps_its_contacts(as_user, coordinator, household, moved):
    client = as_user(coordinator)
    page, diary = page_of(client, f"/households/{household.pk}/"), page_of(client, "/diary/?day=R3.4.5")
    assert CASES in page and "見られるケースはありません" in page and "この世帯のケースはまだありません" not in page
    assert "移る前の電話" in page and "C-1" not in page
    assert "担当地区の外のケース" in diary and "ケースなし" not in diary


@pytest.mark.parametrize("hide", ["restrict", "delete"])
def test_what_is_closed_or_deleted_is_not_told(as_user, coordinator, household, moved, hide):
    Case.everything.update(**({"is_restricted": True} if hide == "restrict" else {"deleted_at": "2021-05-01T00:00Z"}))
    page = page_of(as_user(coordinator), f"/households/{household.pk}/")
    assert CASES not in page and "この世帯のケースはまだありません" in page


def test_a_contact_of_another_case_too_is_not_told(as_user, small, other_coordinator, moved):
    other = Case.objects.create(number="C-2", title="ほかの相談", subject="place", district=small.districts["osawa"], opened_on=DAY)
    Contact.objects.get().also_cases.add(other)
    page = page_of(as_user(other_coordinator), f"/cases/{moved.pk}/")
    assert CONTACTS not in page


def test_where_all_is_in_sight_nothing_is_told(as_user, small, coordinator, household):
    case = Case.objects.create(number="C-3", title="見本の相談", household=household, district=small.districts["osawa"], opened_on=DAY)
    log_contact(small, coordinator, case=case)
    client = as_user(coordinator)
    assert CONTACTS not in page_of(client, f"/cases/{case.pk}/") and CASES not in page_of(client, f"/households/{household.pk}/")
