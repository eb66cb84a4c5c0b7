"""The agencies around a household are named on its pages and on those of its cases; of a protected one nowhere: they may tell where it is."""
import datetime

import pytest

from cases.models import Case, Conference, Household, Protection, Referral, Resource, Tie
from tests.factories import log_contact

DAY = datetime.date(2021, 6, 1)
CANARIES = ("隠れ医院", "隠れ包括", "隠れ窓口", "隠れ学校")


@pytest.fixture
def case(small, coordinator):
    """A case whose agencies are named by a referral, by one of a contact, by a meeting and by the ecomap."""
    clinic, centre, office, school = (Resource.objects.create(code=f"R-{n}", name=name, category="見本の種別") for n, name in enumerate(CANARIES))
    home = Household.objects.create(number="S-1", district=small.districts["osawa"])
    case = Case.objects.create(number="C-1", title="見本", household=home, district=small.districts["osawa"], opened_on=DAY, coordinator=coordinator)
    contact = log_contact(small, coordinator, case=case, resource=centre)
    Referral.objects.create(case=case, resource=clinic, date=DAY, asked="受診の相談")
    Referral.objects.create(contact=contact, resource=centre, date=DAY, asked="訪問の相談")
    meeting = Conference.objects.create(kind="support", date=DAY)
    meeting.cases.set([case])
    meeting.agencies.set([office])
    Tie.objects.create(household=home, resource=school, strength="strong")
    return case


def addresses(case):
    """Every page that tells of the case's agencies."""
    contact, meeting = case.contacts.get(), case.conferences.get()
    referrals = [f"/referrals/{each.pk}/{page}/" for each in Referral.objects.all() for page in ("edit", "history")]
    return [f"/households/{case.household_id}/", f"/cases/{case.pk}/", f"/contacts/{contact.pk}/", f"/contacts/{contact.pk}/history/",
            f"/conferences/{meeting.pk}/", "/referrals/", "/", *referrals]


def test_a_case_and_its_household_name_the_agencies_of_referrals_meetings_and_the_ecomap(as_user, coordinator, case):
    client = as_user(coordinator)
    for url in (f"/households/{case.household_id}/", f"/cases/{case.pk}/"):
        assert [each.resource.name for each in client.get(url).context["agencies"]] == list(CANARIES), url


def test_of_a_protected_household_no_page_names_one(as_user, coordinator, supervisor, case):
    client = as_user(coordinator)
    assert any(word in client.get(url).content.decode() for url in addresses(case) for word in CANARIES)
    Protection.objects.create(household=case.household, reason="暴力", starts_on=DAY, set_by=supervisor)
    for url in [*addresses(case), "/weekly/"]:
        for user in (coordinator, supervisor):
            page = as_user(user).get(url).content.decode()
            assert not [word for word in CANARIES if word in page.split("<main", 1)[-1]], (url, user)
    assert "見本の種別" in client.get(f"/cases/{case.pk}/").content.decode()
    pack = as_user(supervisor).post("/handover/", {"district": "osawa", "purpose": "異動のため", "contacts": 3}).content.decode()
    assert not [word for word in CANARIES if word in pack]


def test_the_agency_does_not_tell_of_a_protected_household_either(as_user, coordinator, supervisor, case):
    client, agency = as_user(coordinator), Resource.objects.get(name=CANARIES[0])
    assert client.get(f"/resources/{agency.pk}/").context["referral_count"] == 1
    Protection.objects.create(household=case.household, reason="暴力", starts_on=DAY, set_by=supervisor)
    for number, resource in enumerate(Resource.objects.order_by("code")):
        page = client.get(f"/resources/{resource.pk}/")
        assert page.context["referral_count"] == page.context["contact_count"] == 0 and "C-1" not in page.content.decode(), number
    page = client.get("/referrals/")
    assert page.context["counts"] == [] and page.context["unnamed"] == 2
    assert client.get(f"/referrals/?resource={agency.code}").context["page"].paginator.count == 0


def test_an_answer_is_written_without_the_agency_being_shown_or_changed(as_user, coordinator, supervisor, case):
    Protection.objects.create(household=case.household, reason="暴力", starts_on=DAY, set_by=supervisor)
    referral, client = Referral.objects.get(case=case), as_user(coordinator)
    form = {"direction": "to", "date": "R3.6.1", "asked": "受診の相談", "answer": "accepted", "answered_on": "R3.6.2", "version": 1}
    assert client.post(f"/referrals/{referral.pk}/edit/", form | {"resource": Resource.objects.last().pk}).status_code == 302
    referral.refresh_from_db()
    assert (referral.answer, referral.resource.name) == ("accepted", CANARIES[0])
