"""つなぎ: to and from agencies, told on 今日 until they answer, on the case, the household and the agency; and who leads an agency."""
import datetime

import pytest
from django.db import IntegrityError
from django.utils import timezone

from cases.models import (
    Case,
    Conference,
    Contact,
    Household,
    Leader,
    Protection,
    Referral,
    Resource,
    Tie,
)
from tests.factories import log_contact

DAY = datetime.date(2021, 4, 5)


@pytest.fixture
def agency(small):
    return Resource.objects.create(code="R-1", name="見本包括", category="相談機関")


@pytest.fixture
def case(small):
    home = Household.objects.create(number="S-1", district=small.districts["osawa"])
    return Case.objects.create(number="C-1", title="見本", household=home, district=small.districts["osawa"], opened_on=DAY)


@pytest.fixture
def referral(case, agency):
    return Referral.objects.create(case=case, resource=agency, date=DAY, asked="申請の相談")


def typed(agency, **more):
    return {"direction": "to", "resource": agency.pk, "date": "R3.4.5", "asked": "申請の相談"} | more


def on_today(client):
    return [each.pk for each in client.get("/").context["referrals"]]


def test_it_is_told_on_today_the_case_the_household_and_the_agency_until_there_is_an_answer(as_user, coordinator, case, agency):
    client = as_user(coordinator)
    client.post(f"/cases/{case.pk}/referrals/new/", typed(agency))
    referral = Referral.objects.get()
    assert on_today(client) == [referral.pk] and referral.fiscal_year == 2021
    for page in (f"/cases/{case.pk}/", f"/households/{case.household_id}/", f"/resources/{agency.pk}/", "/referrals/"):
        assert "申請の相談" in client.get(page).content.decode(), page
    client.post(f"/referrals/{referral.pk}/edit/", typed(agency, answer="accepted", answered_on="R3.4.9", result="訪問した", version=1))
    assert on_today(client) == [] and "訪問した" in client.get(f"/cases/{case.pk}/").content.decode()


def test_one_that_was_put_off_is_still_told(as_user, coordinator, referral):
    Referral.objects.update(answer="held", answered_on=DAY)
    assert on_today(as_user(coordinator)) == [referral.pk]


def test_one_of_a_contact_is_its_case_s_or_the_contact_s_own(as_user, coordinator, small, case, agency):
    client = as_user(coordinator)
    for of in (case, None):
        client.post(f"/contacts/{log_contact(small, coordinator, case=of).pk}/referrals/new/", typed(agency))
    assert [(each.case, bool(each.contact)) for each in Referral.objects.order_by("pk")] == [(case, False), (None, True)]
    alone = Contact.objects.get(case=None)
    assert "申請の相談" in client.get(f"/contacts/{alone.pk}/").content.decode() and len(on_today(client)) == 2


@pytest.mark.parametrize(("more", "words"), [
    ({"answer": "accepted"}, "返事の日を入力してください"), ({"answered_on": "R3.4.9"}, "返事を選ぶか"), ({"date": "R99.1.1"}, "まだ来ていない日付です"),
    ({"answer": "refused", "answered_on": "R3.4.4"}, "つないだ日より前の日付です"), ({"resource": ""}, "を選んでください")])
def test_what_cannot_be_is_refused_and_the_text_kept(as_user, coordinator, case, agency, more, words):
    answer = as_user(coordinator).post(f"/cases/{case.pk}/referrals/new/", typed(agency) | more)
    assert answer.status_code == 422 and words in answer.content.decode() and "申請の相談" in answer.content.decode()


def test_an_answer_that_nobody_knows_needs_no_day(as_user, coordinator, case, agency):
    as_user(coordinator).post(f"/cases/{case.pk}/referrals/new/", typed(agency, answer="unknown"))
    assert Referral.objects.get().is_open is False


def test_only_who_sees_the_case_sees_it(as_user, coordinator, other_coordinator, referral, case, agency):
    assert on_today(as_user(other_coordinator)) == []
    Case.objects.update(is_restricted=True)
    client = as_user(coordinator)
    assert on_today(client) == [] and client.get(f"/referrals/{referral.pk}/edit/").status_code == 404
    assert "申請の相談" not in client.get(f"/resources/{agency.pk}/").content.decode() and client.get("/referrals/").context["counts"] == []


def test_referrals_are_counted_by_agency_and_year(as_user, coordinator, case, agency, referral):
    Referral.objects.create(case=case, resource=agency, date=DAY, asked="同行", answer="accepted", answered_on=DAY)
    Referral.objects.create(case=case, resource=agency, date=datetime.date(2022, 4, 1), asked="紹介", direction="from", answer="unknown")
    counts = as_user(coordinator).get("/referrals/").context["counts"]
    assert [[row[name] for name in ("fiscal_year", "sent", "accepted", "come", "waiting")] for row in counts] == [[2022, 0, 0, 1, 0], [2021, 2, 1, 0, 1]]


@pytest.mark.parametrize(("query", "found"), [("", 2), ("fiscal_year=2021", 1), ("resource=R-1", 2), ("state=open", 1), ("state=done", 1), ("state=x", 0)])
def test_the_list_is_cut_down(as_user, coordinator, case, agency, referral, query, found):
    Referral.objects.create(case=case, resource=agency, date=datetime.date(2022, 4, 1), asked="同行", answer="unknown")
    assert as_user(coordinator).get(f"/referrals/?{query}").context["page"].paginator.count == found


@pytest.mark.django_db
def test_the_database_keeps_it_of_one_record(agency):
    with pytest.raises(IntegrityError):
        Referral.objects.create(resource=agency, date=DAY, asked="x")


def test_a_household_names_the_agencies_of_its_referrals_and_of_its_ecomap(as_user, coordinator, case, agency, referral):
    other = Resource.objects.create(code="R-2", name="見本医院")
    Tie.objects.create(household=case.household, resource=other, strength="strong")
    found = as_user(coordinator).get(f"/households/{case.household_id}/").context["agencies"]
    assert [(each.resource, len(each.referrals), each.ties) for each in found] == [(agency, 1, []), (other, 0, ["強い"])]


def test_the_queries_of_today_do_not_grow(as_user, coordinator, case, agency, referral, django_assert_max_num_queries):
    client = as_user(coordinator)
    with django_assert_max_num_queries(45) as few:
        client.get("/")
    for _ in range(15):
        Referral.objects.create(case=case, resource=agency, date=DAY, asked="x")
    with django_assert_max_num_queries(len(few)):
        assert len(on_today(client)) == 16


def test_an_agency_says_who_leads_it_since_when(as_user, coordinator, agency):
    client = as_user(coordinator)
    client.post(f"/resources/{agency.pk}/leaders/new/", {"name": "見本 太郎", "role": "代表", "starts_on": "R2.4.1", "ends_on": "R3.3.31"})
    client.post(f"/resources/{agency.pk}/leaders/new/", {"name": "見本 花子", "role": "代表", "starts_on": "R3.4.1"})
    page = client.get(f"/resources/{agency.pk}/")
    assert [each.name for each in page.context["leaders"]] == ["見本 花子", "見本 太郎"] and "以前" in page.content.decode()
    wrong = client.post(f"/leaders/{Leader.objects.first().pk}/edit/", {"name": "見本 花子", "starts_on": "R3.4.1", "ends_on": "R3.3.1", "version": 1})
    assert wrong.status_code == 422 and "より前の日付です" in wrong.content.decode()


def test_cases_and_contacts_point_to_the_directory(as_user, coordinator, small, agency):
    client = as_user(coordinator)
    client.post("/cases/new/", {"number": "C-9", "title": "会の立ち上げ", "subject": "group", "resource": agency.pk,
                                "district": small.districts["osawa"].pk, "opened_on": "R3.4.1"})
    case = Case.objects.get(number="C-9")
    assert (case.resource, case.subject_name) == (agency, "見本包括")
    contact = log_contact(small, coordinator, resource=agency)
    page = client.get(f"/resources/{agency.pk}/")
    assert [*page.context["cases"]] == [case] and page.context["last_contact"] == contact
    assert f"/resources/{agency.pk}/" in client.get(f"/contacts/{contact.pk}/").content.decode()


def test_a_case_of_a_household_points_to_no_agency(as_user, coordinator, case, agency):
    form = {"number": "C-1", "title": "見本", "subject": "household", "household": "S-1", "resource": agency.pk,
            "district": case.district_id, "opened_on": "R3.4.5", "version": 1}
    answer = as_user(coordinator).post(f"/cases/{case.pk}/edit/", form)
    assert answer.status_code == 422 and "選ばないでください" in answer.content.decode()


def test_a_deleted_contact_s_referral_is_told_no_more(as_user, coordinator, small, agency):
    Referral.objects.create(contact=log_contact(small, coordinator), resource=agency, date=DAY, asked="x")
    Contact.objects.update(deleted_at=timezone.now())
    assert on_today(as_user(coordinator)) == []


def test_the_week_of_a_supervisor_has_the_open_ones_and_restricted_ones_as_a_number(as_user, supervisor, case, agency, referral):
    hidden = Case.objects.create(number="C-2", title="秘密", subject="place", district=case.district, opened_on=DAY, is_restricted=True)
    Referral.objects.create(case=hidden, resource=agency, date=DAY, asked="秘密")
    page = as_user(supervisor).get("/weekly/")
    part = page.context["referrals"]
    assert (part.rows, part.restricted) == ([referral], 1) and "秘密" not in page.content.decode()


TO_US = ("つながれた日", "つながれた内容", "こちらの返事", "返事をした日")


@pytest.mark.either
def test_one_that_came_from_an_agency_is_told_in_its_own_words(as_user, coordinator, supervisor, case, agency, referral):
    client = as_user(coordinator)
    Referral.objects.update(direction="from")
    edit = f"/referrals/{referral.pk}/edit/"
    form = client.get(edit).context["form"]
    assert tuple(form[name].label for name in ("date", "asked", "answer", "answered_on")) == TO_US
    assert form.fields["answer"].choices[0] == ("", "こちらの返事がまだ")
    for page in ("/", "/referrals/", f"/cases/{case.pk}/", f"/resources/{agency.pk}/"):
        text = client.get(page).content.decode().split("<main", 1)[-1]
        assert all(f'data-label="{words}"' in text for words in TO_US[:2]) and "こちらの返事がまだ" in text, page
        assert "つないだ日" not in text, page
    assert "返事待ち" not in client.get("/").content.decode().split("<main", 1)[-1]
    text = client.post(edit, typed(agency, direction="from", answer="accepted", answered_on="R3.4.1", version=1)).content.decode()
    assert "つながれた日より前の日付です" in text
    text = client.post(f"/cases/{case.pk}/referrals/new/", typed(agency, direction="from", asked="")).content.decode()
    assert "つながれた内容" in text
    assert "こちらの返事がまだ" in as_user(supervisor).get("/weekly/").content.decode()


def test_one_to_an_agency_keeps_its_words(as_user, coordinator, case, agency, referral):
    client = as_user(coordinator)
    form = client.get(f"/referrals/{referral.pk}/edit/").context["form"]
    assert [form[name].label for name in ("date", "asked", "answer", "answered_on")] == ["つないだ日", "つないだ内容", "返事", "返事の日"]
    assert "返事待ち" in client.get("/").content.decode() and 'data-label="つないだ日"' in client.get("/").content.decode()


def met(agency, *cases, **fields):
    meeting = Conference.objects.create(**{"kind": "support", "date": DAY} | fields)
    meeting.cases.set(cases)
    meeting.agencies.add(agency)
    return meeting


@pytest.mark.either
def test_an_agency_names_the_meetings_in_which_it_took_part_as_far_as_they_are_in_sight(as_user, coordinator, supervisor, other_coordinator, small, case, agency):
    away = Case.objects.create(number="C-2", title="x", subject="place", district=small.districts["renjaku"], opened_on=DAY)
    seen, _, _ = met(agency, case), met(agency, case, away), met(agency, case, is_withdrawn=True)
    Conference.objects.create(kind="support", date=DAY).cases.set([case])
    page = as_user(coordinator).get(f"/resources/{agency.pk}/")
    assert [each.pk for each in page.context["conferences"]] == [seen.pk] and page.context["conference_count"] == 1
    assert f'<a href="/conferences/{seen.pk}/">令和3年4月5日（月）の支援会議</a>' in page.content.decode()
    assert as_user(supervisor).get(f"/resources/{agency.pk}/").context["conference_count"] == 2
    assert as_user(other_coordinator).get(f"/resources/{agency.pk}/").context["conference_count"] == 0
    Protection.objects.create(household=case.household, reason="x", starts_on=DAY, set_by=supervisor)
    assert as_user(supervisor).get(f"/resources/{agency.pk}/").context["conference_count"] == 0


def test_the_queries_of_an_agency_do_not_grow(as_user, coordinator, case, agency, referral, django_assert_max_num_queries):
    client = as_user(coordinator)
    met(agency, case)
    with django_assert_max_num_queries(36) as few:
        client.get(f"/resources/{agency.pk}/")
    for _ in range(5):
        met(agency, case)
        Referral.objects.create(case=case, resource=agency, date=DAY, asked="x", direction="from")
    with django_assert_max_num_queries(len(few)):
        client.get(f"/resources/{agency.pk}/")
