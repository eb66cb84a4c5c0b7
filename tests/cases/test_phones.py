"""A telephone number is kept in half width, wherever it is typed."""
import datetime
import uuid

import pytest

from cases.forms.protections import WhereaboutsForm
from cases.models import Household, Leader, Member, Resource
from cases.reference_tables import ResourceResource

TYPED, KEPT = "０４２２－００−１２３４", "0422-00-1234"


@pytest.fixture
def home(small):
    return Household.objects.create(number="S-9", name="見本家", district=small.districts["osawa"])


def test_of_a_household_and_a_member(as_user, coordinator, home):
    client = as_user(coordinator)
    client.post(f"/households/{home.pk}/edit/", {"number": "S-9", "name": "見本家", "district": home.district_id, "phone": TYPED, "version": 1})
    client.post(f"/households/{home.pk}/members/new/", {"family_name": "見本", "sex": "0", "phone": TYPED, "form_token": str(uuid.uuid4())})
    assert Household.objects.get(pk=home.pk).phone == KEPT == Member.objects.get().phone


def test_of_a_resource_and_who_leads_it_and_of_a_file(as_user, coordinator):
    client = as_user(coordinator)
    client.post("/resources/new/", {"code": "R-1", "name": "見本", "phone": TYPED})
    client.post(f"/resources/{Resource.objects.get().pk}/leaders/new/", {"name": "見本の代表", "phone": TYPED})
    assert Resource.objects.get().phone == KEPT == Leader.objects.get().phone
    assert ResourceResource().fields["phone"].clean({"電話番号": TYPED}) == KEPT


def test_of_a_new_household_on_the_log_page(as_user, coordinator, small):
    as_user(coordinator).post("/contacts/new/", {
        "date": "R3.4.5", "district": small.districts["osawa"].pk, "coordinators": [coordinator.pk], "axis_kind": "outreach", "axis_consulter": "self",
        "axis_method": "phone", "axis_topic": ["health"], "home_name": "新しい見本家", "home_phone": TYPED})
    assert Household.objects.get().phone == KEPT


def test_of_a_protected_household(coordinator, home):
    member = Member.objects.create(household=home, family_name="見本", birth_date=datetime.date(2000, 1, 1))
    form = WhereaboutsForm({"phone": TYPED, f"phone_{member.pk}": TYPED}, instance=home, user=coordinator)
    form.is_valid()
    assert (form.cleaned_data["phone"], form.cleaned_data[f"phone_{member.pk}"]) == (KEPT, KEPT)
