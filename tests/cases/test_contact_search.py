"""さがす: a contact is found by whatever its case, household or people are found by in the other lists, within sight."""
import datetime

import pytest

from cases.models import Case, Contact, Household, Member, Protection
from tests.factories import log_contact

DAY = datetime.date(2021, 4, 5)
READ = "れいざわ"


@pytest.fixture
def case(small):
    home = Household.objects.create(number="S-0001", name="見本 和子", district=small.districts["osawa"], phone="0422-00-1234")
    Member.objects.create(household=home, family_name="見本", given_name="和子", kana="れいざわ かずこ", phone="0422-00-5678")
    return Case.objects.create(number="C-0147", title="髙層住宅", household=home, district=small.districts["osawa"], opened_on=DAY)


@pytest.fixture
def contact(small, coordinator, case):
    made = log_contact(small, coordinator, case=case, text="訪問")
    Contact.objects.filter(pk=made.pk).update(record_number="見本-2219")
    log_contact(small, coordinator, text="別の記録")
    return made


def found(client, typed, url="/contacts/", **more):
    return [each.pk for each in client.post(url, {"q": typed} | more, follow=True).context["page"]]


@pytest.mark.parametrize("typed", ["147%", "147％", "(147)", "147+"])
def test_a_figure_with_a_sign_is_no_number_of_a_case(as_user, small, coordinator, contact, typed):
    made = log_contact(small, coordinator, text=f"前年の{typed}になった")
    client = as_user(coordinator)
    assert (found(client, typed), found(client, typed, "/cases/")) == ([made.pk], [])
    assert f"<mark>{typed}</mark>" in client.post("/contacts/", {"q": typed}, follow=True).content.decode()


PEOPLE = [READ, "ﾚｲｻﾞﾜ", "0422005678", "0422-00-5678", "０４２２－００－１２３４", "0422001234", "見本和子", "見本　和子", "見本 和子"]


@pytest.mark.parametrize("typed", ["C-0147", "Ｃ－０１４７", "C0147", "c-147", "高層", "髙層", "見本-2219", "見本－２２１９", "S-0001", *PEOPLE])
def test_a_contact_is_found_by_what_is_known_of_it_and_of_its_case(as_user, coordinator, contact, typed):
    assert found(as_user(coordinator), typed) == [contact.pk]


@pytest.mark.parametrize("typed", ["C-0147", "Ｃ－０１４７", "C0147", "c-147", "高層", *PEOPLE])
def test_so_is_its_case(as_user, coordinator, contact, typed):
    assert found(as_user(coordinator), typed, "/cases/") == [contact.case_id]


@pytest.mark.parametrize("typed", ["見本和子", "見本 和子", "見本　和子"])
@pytest.mark.parametrize("written", ["見本 和子さん", "見本　和子さん", "見本和子さん"])
def test_a_name_in_a_text_is_found_with_its_space_and_without(as_user, small, coordinator, typed, written):
    made = log_contact(small, coordinator, text=written)
    assert found(as_user(coordinator), typed) == [made.pk]


def test_a_contact_of_several_cases_is_found_by_each(as_user, small, coordinator, case, contact):
    second = Case.objects.create(number="D-1", title="別", subject="place", subject_name="場所", district=small.districts["osawa"], opened_on=DAY)
    other = log_contact(small, coordinator, text="会議", case=second)
    other.also_cases.add(case)
    assert sorted(found(as_user(coordinator), "c147")) == sorted([contact.pk, other.pk])


@pytest.mark.parametrize("url", ["/contacts/", "/cases/"])
def test_a_restricted_member_finds_nothing_for_whoever_may_not_see_them(as_user, coordinator, supervisor, contact, url):
    member = Member.objects.get()
    Member.objects.update(is_restricted=True)
    member.named.add(coordinator)
    for user, number in ((coordinator, 1), (supervisor, 0)):
        assert [len(found(as_user(user), typed, url)) for typed in (READ, "0422005678")] == [number, number]


@pytest.mark.parametrize("url", ["/contacts/", "/cases/"])
def test_a_restricted_case_finds_nothing_and_so_does_another_district(as_user, coordinator, other_coordinator, supervisor, contact, url):
    assert found(as_user(other_coordinator), READ, url) == []
    Case.objects.update(is_restricted=True)
    contact.case.named.add(coordinator)
    assert len(found(as_user(coordinator), READ, url)) == 1 and found(as_user(supervisor), READ, url) == []


@pytest.mark.parametrize("url", ["/contacts/", "/cases/"])
def test_the_telephones_of_a_protected_household_find_nothing(as_user, coordinator, contact, url):
    Protection.objects.create(household=contact.case.household, reason="見本の理由", starts_on=DAY, set_by=coordinator)
    assert [len(found(as_user(coordinator), typed, url)) for typed in ("0422005678", "0422-00-1234", READ)] == [0, 0, 1]


def test_someone_without_a_contact_is_pointed_to_where_they_are(as_user, small, coordinator, other_coordinator, contact):
    home = Household.objects.create(number="S-0002", name="", district=small.districts["osawa"])
    Member.objects.create(household=home, family_name="髙橋", given_name="花子")
    client = as_user(coordinator)
    page = client.post("/contacts/", {"q": "高橋花子"}, follow=True)
    assert [(each["name"], each["count"]) for each in page.context["elsewhere"]] == [("世帯", 1)] and "世帯 1件" in page.content.decode()
    assert [each.pk for each in client.get(page.context["elsewhere"][0]["url"]).context["page"]] == [home.pk]
    Case.objects.create(number="C-2", title="見本", household=home, district=small.districts["osawa"], opened_on=DAY, closed_on=DAY)
    page = client.post("/contacts/", {"q": "高橋花子"}, follow=True)
    assert [(each["name"], each["count"]) for each in page.context["elsewhere"]] == [("世帯", 1), ("ケース", 1)]
    assert client.post("/contacts/", {"q": "いない人"}, follow=True).context["elsewhere"] == []
    assert as_user(other_coordinator).post("/contacts/", {"q": "高橋花子"}, follow=True).context["elsewhere"] == []


@pytest.mark.parametrize(("url", "number"), [("/contacts/", 27), ("/cases/", 17)])
def test_the_queries_of_a_search_do_not_grow(as_user, small, coordinator, contact, url, number, django_assert_num_queries):
    client = as_user(coordinator)
    address = client.post(url, {"q": f"{READ} c147"}).url
    client.get(address)
    with django_assert_num_queries(number):
        client.get(address)
    for n in range(5):
        home = Household.objects.create(number=f"S-1{n}", name="見本", district=small.districts["osawa"])
        Member.objects.create(household=home, kana=READ)
        log_contact(small, coordinator, case=Case.objects.create(
            number=f"D-{n}147", title=f"c147 {n}", household=home, district=small.districts["osawa"], opened_on=DAY))
    with django_assert_num_queries(number):
        assert len(client.get(address).context["page"]) == 6


@pytest.mark.parametrize(("period", "days"), [
    ({"start": "R3.4.5"}, [6, 5]), ({"end": "R3.4.5"}, [5, 4]), ({"start": "2021-04-05", "end": "令和3年4月5日"}, [5]), ({}, [6, 5, 4])])
def test_a_period_has_both_of_its_ends(as_user, small, coordinator, period, days):
    for day in (4, 5, 6):
        log_contact(small, coordinator, date=datetime.date(2021, 4, day))
    page = as_user(coordinator).post("/contacts/", period, follow=True).context["page"]
    assert [each.date.day for each in page] == days


@pytest.mark.parametrize("period", [{"start": "R3.4.5", "end": "R3.4.4"}, {"end": "R3.13."}])
def test_a_period_that_cannot_be_is_told_beside_its_field_and_finds_nothing(as_user, small, coordinator, period):
    log_contact(small, coordinator)
    answer = as_user(coordinator).post("/contacts/", period, follow=True)
    assert not answer.context["page"].paginator.count and "id_end_error" in answer.content.decode() and period["end"] in answer.content.decode()
