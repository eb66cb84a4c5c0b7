"""A case that went to another district: who sees it reads all that was written of it; the old district is told that it goes on."""
import datetime

import pytest
from django.utils import timezone

from cases import access
from cases.carried import EVER, promised_to
from cases.models import (
    Case,
    Conference,
    Contact,
    Council,
    District,
    Household,
    Referral,
    Resource,
    Task,
    Waiting,
)
from tests.factories import log_contact, make_user

DAY, TODAY = datetime.date(2021, 4, 5), timezone.localdate()
PACK = {"contacts": "3", "purpose": "異動の引き継ぎのため"}
CASES, BEFORE = "担当地区の外のケースがあります", "移る前の電話"
WHERE = '<span class="muted">地区：大沢</span>'


@pytest.fixture
def household(small):
    return Household.objects.create(number="S-1", name="見本の家", district=small.districts["osawa"])


@pytest.fixture
def moved(small, coordinator, household):
    """A case that went from 大沢 to 連雀 after a contact."""
    case = Case.objects.create(number="C-1", title="見本の相談", household=household, district=small.districts["renjaku"], opened_on=DAY)
    log_contact(small, coordinator, district="osawa", case=case, text=BEFORE)
    return case


def page_of(client, address):
    return client.get(address).content.decode()


def searched(client, word):
    return client.post("/contacts/", {"q": word}, follow=True).context["page"].paginator.count


def test_the_new_district_reads_what_was_written_before(as_user, other_coordinator, household, moved):
    client, contact = as_user(other_coordinator), Contact.objects.get()
    pack = client.post("/handover/", PACK | {"district": moved.district_id}).content.decode()
    for page in (page_of(client, f"/cases/{moved.pk}/"), page_of(client, f"/households/{household.pk}/"), page_of(client, f"/contacts/{contact.pk}/"), pack):
        assert BEFORE in page
    assert WHERE in page_of(client, f"/cases/{moved.pk}/") and WHERE in pack
    assert searched(client, BEFORE) == 1 and searched(client, "C-1") == 1


def test_it_is_there_to_be_read_and_the_case_goes_on(as_user, other_coordinator, moved):
    client, contact = as_user(other_coordinator), Contact.objects.get()
    page = page_of(client, f"/contacts/{contact.pk}/")
    assert "読むだけ" in page and f"/contacts/{contact.pk}/edit/" not in page and f"/contacts/{contact.pk}/delete/" not in page
    assert f"/contacts/new/?case={moved.pk}" in page and f"/cases/{moved.pk}/waitings/new/" in page and f"/cases/{moved.pk}/referrals/new/" in page
    assert {client.get(f"/contacts/{contact.pk}/{act}/").status_code for act in ("edit", "delete", "waitings/new", "referrals/new")} == {403}
    assert client.get(f"/contacts/{contact.pk}/history/").status_code == 200


def test_it_stays_where_it_was_counted(as_user, other_coordinator, moved):
    client = as_user(other_coordinator)
    assert client.get("/contacts/").context["page"].paginator.count == 0
    assert BEFORE not in page_of(client, "/diary/?day=R3.4.5")
    assert not access.contacts_of_districts(other_coordinator).exists() and access.visible_contacts(other_coordinator).count() == 1


def test_the_old_district_still_changes_it(as_user, coordinator, moved):
    client, contact = as_user(coordinator), Contact.objects.get()
    page = page_of(client, f"/contacts/{contact.pk}/")
    assert "担当地区の外のケース" in page and f"/contacts/{contact.pk}/edit/" in page


def test_the_old_district_is_told_of_the_case_and_keeps_its_contacts(as_user, coordinator, household, moved):
    client = as_user(coordinator)
    page, diary = page_of(client, f"/households/{household.pk}/"), page_of(client, "/diary/?day=R3.4.5")
    assert CASES in page and "見られるケースはありません" in page and "この世帯のケースはまだありません" not in page
    assert BEFORE in page and "C-1" not in page
    assert "担当地区の外のケース" in diary and "ケースなし" not in diary


@pytest.mark.parametrize("hide", ["restrict", "delete"])
def test_what_is_closed_or_deleted_is_neither_told_nor_read(as_user, coordinator, other_coordinator, household, moved, hide):
    Case.everything.update(**({"is_restricted": True} if hide == "restrict" else {"deleted_at": "2021-05-01T00:00Z"}))
    page = page_of(as_user(coordinator), f"/households/{household.pk}/")
    assert CASES not in page and "この世帯のケースはまだありません" in page
    client = as_user(other_coordinator)
    assert client.get(f"/contacts/{Contact.objects.get().pk}/").status_code == 404 and searched(client, BEFORE) == 0


def test_a_contact_of_a_case_that_stayed_too_is_told_of_and_not_read(as_user, small, coordinator, other_coordinator, moved):
    stayed = Case.objects.create(number="C-2", title="ほかの相談", subject="place", district=small.districts["osawa"], opened_on=DAY)
    Contact.objects.get().also_cases.add(stayed)
    client = as_user(other_coordinator)
    page, pack = page_of(client, f"/cases/{moved.pk}/"), client.post("/handover/", PACK | {"district": moved.district_id}).content.decode()
    assert "対応記録が1件あります" in page and "対応記録はまだありません" not in page and "対応記録が1件あります" in pack and "対応記録はありません" not in pack
    assert BEFORE not in page + pack and searched(client, BEFORE) == 0
    assert client.get(f"/contacts/{Contact.objects.get().pk}/").status_code == 404
    assert BEFORE in page_of(as_user(coordinator), f"/cases/{stayed.pk}/") and "C-1" not in page_of(as_user(coordinator), f"/cases/{stayed.pk}/")
    pack = as_user(coordinator).post("/handover/", PACK | {"district": stayed.district_id}).content.decode()
    assert BEFORE in pack and "C-1" not in pack and "担当地区の外のケース" in pack


def test_one_of_several_cases_that_all_came_is_read_on_each(as_user, small, other_coordinator, moved):
    other = Case.objects.create(number="C-2", title="ほかの相談", subject="place", district=small.districts["renjaku"], opened_on=DAY)
    Contact.objects.get().also_cases.add(other)
    client = as_user(other_coordinator)
    assert BEFORE in page_of(client, f"/cases/{moved.pk}/") and BEFORE in page_of(client, f"/cases/{other.pk}/")
    line = next(case for case in client.get("/cases/").context["page"] if case.pk == other.pk)
    assert (line.contact_count, line.last_contact) == (1, DAY)


def test_what_a_contact_of_the_case_waits_for_goes_on_there(as_user, small, other_coordinator, moved):
    contact = Contact.objects.get()
    waiting = Waiting.objects.create(contact=contact, whom="見本の役所", what="回答", since=DAY)
    client = as_user(other_coordinator)
    assert "見本の役所" in page_of(client, f"/cases/{moved.pk}/") and client.get(f"/waitings/{waiting.pk}/end/").status_code == 200
    assert not access.visible_referrals(other_coordinator).exists()
    Referral.objects.create(contact=contact, resource=Resource.objects.create(code="r1", name="見本の支援センター"), date=DAY, asked="見本")
    assert access.changeable_referrals(other_coordinator).count() == 1


def test_what_a_contact_waits_for_stands_on_its_page_too(as_user, small, coordinator, other_coordinator, moved):
    contact, resource = Contact.objects.get(), Resource.objects.create(code="r1", name="見本の支援センター")
    waiting = Waiting.objects.create(contact=contact, whom="見本の役所", what="回答", since=DAY)
    Waiting.objects.create(contact=contact, whom="見本の病院", what="回答", since=DAY, ended_on=DAY)
    Referral.objects.create(contact=contact, resource=resource, date=DAY, asked="見本の依頼")
    for user in (coordinator, other_coordinator):
        page = page_of(as_user(user), f"/contacts/{contact.pk}/")
        assert all(words in page for words in ("見本の役所", "見本の病院", "見本の支援センター", f"/waitings/{waiting.pk}/end/")), user
    assert page.count("返事待ちを登録する") == 1


def test_what_only_the_case_waits_for_stands_on_the_case_alone(as_user, other_coordinator, moved):
    Waiting.objects.create(case=moved, whom="見本の役所", what="回答", since=DAY)
    page = page_of(as_user(other_coordinator), f"/contacts/{Contact.objects.get().pk}/")
    assert "見本の役所" not in page and 'id="waitings"' not in page and 'id="referrals"' not in page


def test_who_reads_elsewhere_changes_what_is_counted_for_the_own_district_only(as_user, small, coordinator, other_coordinator, moved):
    Council.objects.update(reads_elsewhere=True)
    own = log_contact(small, other_coordinator, district="renjaku", case=moved, text="移った後の電話")
    assert access.may_change(other_coordinator, own) and not access.may_change(other_coordinator, Contact.objects.exclude(pk=own.pk).get())
    assert not access.may_change(coordinator, own)


def test_where_all_is_in_sight_nothing_is_told(as_user, small, coordinator, household):
    case = Case.objects.create(number="C-3", title="見本の相談", household=household, district=small.districts["osawa"], opened_on=DAY)
    log_contact(small, coordinator, case=case)
    client = as_user(coordinator)
    assert WHERE not in page_of(client, f"/cases/{case.pk}/") and CASES not in page_of(client, f"/households/{household.pk}/")


@pytest.mark.parametrize("leaves", [0, 1], ids=["its case", "its other case"])
def test_a_next_date_of_two_cases_goes_along_and_stays(as_user, small, coordinator, other_coordinator, leaves):
    cases = [Case.objects.create(number=f"C-{n}", title="見本", subject="place", district=small.districts["osawa"], opened_on=DAY, coordinator=coordinator) for n in (1, 2)]
    contact = log_contact(small, coordinator, case=cases[0], next_action_on=datetime.date(2021, 4, 12))
    contact.also_cases.add(cases[1])
    gone, stays = cases[leaves], cases[1 - leaves]
    sent = as_user(coordinator).post(f"/cases/{gone.pk}/handover/", {
        "coordinator": f"{other_coordinator.pk}-{small.districts['renjaku'].pk}", "handed_on": "R3.6.1", "version": gone.version})
    assert sent.status_code == 302
    assert f"/contacts/{contact.pk}/" in page_of(as_user(coordinator), "/") and "令和3年4月12日" in page_of(as_user(coordinator), f"/cases/{stays.pk}/")
    assert [(each.case, each.next_on) for each in promised_to(other_coordinator, EVER)] == [(gone, datetime.date(2021, 4, 12))]


@pytest.fixture
def met(as_user, small, coordinator, other_coordinator):
    """A meeting of two cases with a 次の動き, of which the second was handed to 連雀 since."""
    cases = [Case.objects.create(number=f"C-{n}", title=f"見本{n}", subject="place", district=small.districts["osawa"], opened_on=DAY, coordinator=coordinator) for n in (1, 2)]
    meeting = Conference.objects.create(kind="support", date=DAY, decisions="鍵を受け取る")
    meeting.cases.set(cases)
    Task.objects.create(conference=meeting, who="見本", what="鍵の受け取り", until=DAY)
    as_user(coordinator).post(f"/cases/{cases[1].pk}/handover/", {
        "coordinator": f"{other_coordinator.pk}-{small.districts['renjaku'].pk}", "handed_on": "R3.6.1", "version": cases[1].version})
    assert Case.objects.get(pk=cases[1].pk).district == small.districts["renjaku"]
    return meeting


def test_a_meeting_stays_with_the_case_that_stays_and_names_it_alone(as_user, coordinator, met):
    client = as_user(coordinator)
    stays, gone = met.cases.order_by("number")
    for address in ("/", f"/cases/{stays.pk}/", f"/conferences/{met.pk}/", "/conferences/?fiscal_year=2021"):
        page = page_of(client, address)
        assert ("鍵の受け取り" in page or "conferences/?" in address) and gone.title not in page and gone.number not in page, address
    assert "担当地区の外のケース" in page_of(client, f"/conferences/{met.pk}/") and "担当地区の外のケース" in page_of(client, "/conferences/?fiscal_year=2021")


def test_its_change_leaves_the_case_that_went_in_it(as_user, coordinator, met):
    client = as_user(coordinator)
    assert "case_numbers" not in client.get(f"/conferences/{met.pk}/edit/").context["form"].fields
    sent = client.post(f"/conferences/{met.pk}/edit/", {"kind": "support", "date": "R3.4.5", "decisions": "合鍵を作る", "version": met.version, "case_numbers": "",
                                                        "tasks-TOTAL_FORMS": 0, "tasks-INITIAL_FORMS": 0})
    met.refresh_from_db()
    assert sent.status_code == 302 and met.decisions == "合鍵を作る" and met.cases.count() == 2


def test_the_new_district_is_told_that_there_was_one(as_user, other_coordinator, met):
    client, gone = as_user(other_coordinator), met.cases.get(number="C-2")
    page = page_of(client, f"/cases/{gone.pk}/")
    assert "一緒に話し合った会議が1回あります" in page and "会議の記録はまだありません" not in page and "鍵" not in page
    assert client.get(f"/conferences/{met.pk}/").status_code == 404 and "鍵" not in page_of(client, "/")


def test_it_is_hidden_by_a_case_that_was_restricted_since(as_user, coordinator, other_coordinator, met):
    Case.objects.filter(number="C-2").update(is_restricted=True)
    assert as_user(coordinator).get(f"/conferences/{met.pk}/").status_code == 404
    assert access.meetings_elsewhere(coordinator, Case.objects.get(number="C-1")) == 0


def test_a_case_that_was_never_here_hides_it(as_user, small, coordinator, met):
    other = Case.objects.create(number="C-3", title="見本3", subject="place", district=small.districts["renjaku"], opened_on=DAY)
    met.cases.add(other)
    assert as_user(coordinator).get(f"/conferences/{met.pk}/").status_code == 404
    assert access.meetings_elsewhere(coordinator, Case.objects.get(number="C-1")) == 1


@pytest.fixture
def apart(as_user, small, coordinator, met):
    """The other case of the meeting went to a third district, so that none sees both."""
    third = District.objects.create(code="inokashira", name="井の頭", starts_on=DAY, order=9)
    heir, case = make_user("coordinator", "third", third), met.cases.get(number="C-1")
    as_user(coordinator).post(f"/cases/{case.pk}/handover/", {"coordinator": f"{heir.pk}-{third.pk}", "handed_on": "R3.6.2", "version": case.version})
    assert Case.objects.get(pk=case.pk).district == third
    return heir


def test_a_meeting_whose_cases_went_to_several_districts_stays_where_it_was_written(as_user, coordinator, other_coordinator, met, apart):
    client = as_user(coordinator)
    for address in ("/", f"/conferences/{met.pk}/", "/conferences/?fiscal_year=2021", f"/conferences/{met.pk}/edit/", f"/conferences/{met.pk}/history/"):
        page = page_of(client, address)
        assert ("鍵" in page or "history" in address) and not any(words in page for words in ("C-1", "C-2", "見本1", "見本2")), address
        assert "担当地区の外のケース" in page or "edit" in address or "history" in address, address
    for user in (other_coordinator, apart):
        case, client = access.visible_cases(user).get(), as_user(user)
        assert client.get(f"/conferences/{met.pk}/").status_code == 404 and "会議が1回あります" in page_of(client, f"/cases/{case.pk}/")


def test_one_of_them_that_was_restricted_since_hides_it(as_user, coordinator, met, apart):
    Case.objects.filter(number="C-2").update(is_restricted=True)
    assert as_user(coordinator).get(f"/conferences/{met.pk}/").status_code == 404


def test_who_sees_all_of_them_sees_it_and_where_one_other_district_does_it_is_not_the_old_one_s(as_user, small, coordinator, other_coordinator, met, apart):
    boss = make_user("supervisor", "boss", small.districts["renjaku"], apart.districts_on(TODAY).get())
    page = page_of(as_user(boss), f"/conferences/{met.pk}/")
    assert "C-1" in page and "C-2" in page and "担当地区の外のケース" not in page
    Case.objects.filter(number="C-1").update(district=small.districts["renjaku"])
    assert as_user(other_coordinator).get(f"/conferences/{met.pk}/").status_code == 200
    assert as_user(coordinator).get(f"/conferences/{met.pk}/").status_code == 404


def test_who_hands_it_on_is_told_what_the_new_district_will_not_read(as_user, small, coordinator):
    cases = [Case.objects.create(number=f"C-{n}", title="見本", subject="place", district=small.districts["osawa"], opened_on=DAY) for n in (1, 2, 3)]
    log_contact(small, coordinator, case=cases[0]).also_cases.set(cases[1:])
    log_contact(small, coordinator, case=cases[2]).also_cases.set(cases[:1])
    log_contact(small, coordinator, case=cases[0])
    Conference.objects.create(kind="support", date=DAY).cases.set(cases[:2])
    Conference.objects.create(kind="support", date=DAY).cases.set(cases[:1])
    assert "対応記録が2件、会議が1回あります" in page_of(as_user(coordinator), f"/cases/{cases[0].pk}/handover/")
    assert "一緒に記録した対応記録が2件あります" in page_of(as_user(coordinator), f"/cases/{cases[2].pk}/handover/")
    Contact.also_cases.through.objects.all().delete()
    assert "一緒に記録した" not in page_of(as_user(coordinator), f"/cases/{cases[2].pk}/handover/").replace("ほかのケースと一緒に記録したものは", "")


def test_a_next_date_stands_with_each_case_of_its_contact(as_user, small, coordinator):
    cases = [Case.objects.create(number=f"C-{n}", title="見本", subject="place", district=small.districts["osawa"], opened_on=DAY, coordinator=coordinator) for n in (1, 2)]
    contact = log_contact(small, coordinator, case=cases[0], next_action_on=datetime.date(2021, 4, 12))
    contact.also_cases.add(cases[1])
    client = as_user(coordinator)
    assert [row.entry.next_on for row in client.get("/cases/handover/").context["form"].rows] == [contact.next_action_on] * 2
    assert [words for _, words in client.post("/handover/", PACK | {"district": cases[0].district_id}).context["pack"].index] == ["次回予定 令和3年4月12日"] * 2


def test_who_closes_a_case_is_told_of_the_next_date_that_stays(as_user, small, coordinator):
    case = Case.objects.create(number="C-1", title="見本", subject="place", district=small.districts["osawa"], opened_on=DAY, coordinator=coordinator)
    contact = log_contact(small, coordinator, case=case, next_action_on=datetime.date(2021, 4, 12))
    page = page_of(as_user(coordinator), f"/cases/{case.pk}/close/")
    assert "次回予定日が残っています" in page and f'href="/contacts/{contact.pk}/"' in page and "令和3年4月12日" in page
    Contact.objects.update(next_action_on=None)
    assert "次回予定日が残っています" not in page_of(as_user(coordinator), f"/cases/{case.pk}/close/")
