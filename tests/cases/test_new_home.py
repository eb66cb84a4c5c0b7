"""A new household and its case, entered with the first contact on the log page: stored together, or not at all."""
import uuid

import pytest

from cases.finding import cases_found
from cases.forms.contacts import ContactEntry
from cases.models import Case, Contact, Household
from cases.models.draft_nouns import DRAFT_FORMS
from tests.factories import log_contact

NEW = "/contacts/new/"
KNOWN = {"home_name": "見本山家", "home_phone": "0422-00-9999", "home_title": "ごみの相談"}


@pytest.fixture
def typed(small, coordinator):
    """A complete first call."""
    return {"form_token": str(uuid.uuid4()), "date": "R3.4.5", "district": small.districts["osawa"].pk, "coordinators": [coordinator.pk],
            "text": "見本の記録", "axis_kind": "outreach", "axis_consulter": "self", "axis_method": "phone", "axis_topic": ["meal"], **KNOWN}


@pytest.fixture
def send(as_user, coordinator):
    client = as_user(coordinator)
    return lambda form: client.post(NEW, form)


def stored():
    return Household.objects.count(), Case.objects.count(), Contact.objects.count()


def test_contact_case_and_household_are_stored_together(send, typed, coordinator):
    assert send(typed).status_code == 302
    contact = Contact.objects.get()
    assert (contact.case.title, contact.case.household.name, contact.case.household.phone) == ("ごみの相談", "見本山家", "0422-00-9999")
    assert (contact.case.number, contact.case.household.number) == ("C-0001", "S-0001")
    assert contact.case.coordinator == coordinator and contact.case.opened_on == contact.date and contact.case.district == contact.district


def test_without_a_title_the_case_is_called_after_the_household_and_without_a_name_it_is_asked_for(send, typed):
    answer = send(typed | {"home_name": ""})
    assert answer.status_code == 422 and "世帯の呼び名を入力してください" in answer.content.decode() and stored() == (0, 0, 0)
    send(typed | {"home_title": ""})
    assert Case.objects.get().title == "見本山家の相談"


def test_its_person_is_a_member_found_by_the_reading_and_counted(send, typed, coordinator):
    assert send(typed | {"home_name": "𠮷田 髙志", "home_person": "𠮷田　髙志", "home_kana": "よしだ たかし"}).status_code == 302
    case = Contact.objects.get().case
    member = case.household.members.get()
    assert (member.family_name, member.given_name, member.kana, member.relation) == ("𠮷田", "髙志", "よしだ たかし", "本人")
    assert case.person == member and cases_found(coordinator, "よしだ") == [case] and cases_found(coordinator, "吉田 高志") == [case]


def test_a_person_alone_names_the_household_and_a_reading_alone_finds_it(send, typed, coordinator):
    bare = typed | {"home_name": "", "home_title": "", "home_phone": ""}
    assert send(bare | {"home_kana": "みほん"}).status_code == 422 and stored() == (0, 0, 0)
    assert send(bare | {"home_person": "見本", "who": "見本"}).status_code == 302 and Household.objects.get().name == "見本"
    assert send(bare | {"home_name": "川の家", "home_kana": "かわ", "form_token": str(uuid.uuid4())}).status_code == 302
    assert [each.household.name for each in cases_found(coordinator, "かわ")] == ["川の家"]
    assert {send(bare | {"home_person": "見本"}).status_code} == {302} and stored() == (2, 2, 2)


def test_nothing_typed_there_makes_nothing(send, typed):
    send({name: value for name, value in typed.items() if name not in KNOWN})
    assert stored() == (0, 0, 1)


def test_sent_twice_it_is_one_of_each_and_the_same_answer(send, typed):
    assert {send(typed).url for _ in range(3)} == {Contact.objects.get().get_absolute_url()}
    assert stored() == (1, 1, 1)


def test_another_error_makes_nothing_and_keeps_what_was_typed(send, typed):
    answer = send(typed | {"axis_method": ""})
    page = answer.content.decode()
    assert answer.status_code == 422 and stored() == (0, 0, 0)
    assert all(f'value="{each}"' in page for each in KNOWN.values()) and '<details class="new-home" open>' in page


def test_a_chosen_case_and_a_new_household_are_not_both_meant(send, typed, small):
    home = Household.objects.create(number="S-1", name="見本川家")
    case = Case.objects.create(number="C-1", title="見本", household=home, district=small.districts["osawa"], opened_on="2021-04-01")
    answer = send(typed | {"case": case.pk})
    assert answer.status_code == 422 and "新しい世帯は登録できません" in answer.content.decode() and stored() == (1, 1, 0)


def test_one_that_is_there_already_is_named_and_asked_about(send, typed, client, small):
    Household.objects.create(number="S-7", name="見本山家", phone="0422009999", district=small.districts["osawa"])
    assert "電話番号が同じ" in client.post("/contacts/similar/", KNOWN).content.decode()
    answer = send(typed)
    assert answer.status_code == 422 and "それでも登録する" in answer.content.decode() and stored() == (1, 0, 0)
    assert send(typed | {"anyway": "on"}).status_code == 302 and stored() == (2, 1, 1)


def test_a_draft_of_it_is_gone_on_with(send, typed, client):
    client.post("/drafts/save/", typed | {"draft_page": str(uuid.uuid4()), "draft_target": "", "draft_version": ""})
    pk = client.get("/drafts/").context["drafts"][0].pk
    page = client.get(f"{NEW}?draft={pk}").content.decode()
    assert all(f'value="{each}"' in page for each in KNOWN.values()) and stored() == (0, 0, 0)


def test_a_draft_keeps_every_field_of_the_page(small, coordinator):
    entry = ContactEntry(coordinator, Contact())
    assert [name for form in (entry.form, entry.home, entry.categories) for name in form.fields if not DRAFT_FORMS["contact"].keeps(name)] == []


def test_a_number_that_somebody_takes_meanwhile_is_passed_over(send, typed, monkeypatch):
    from cases.services import new_homes
    Household.objects.create(number="S-0001", name="見本谷家")
    proposed = iter(["S-0001", "S-0002", "C-0001"])
    monkeypatch.setattr(new_homes, "next_number", lambda model, prefix: next(proposed))
    send(typed)
    assert Contact.objects.get().case.household.number == "S-0002"


def test_what_is_counted_is_the_contact_alone(send, typed, small, coordinator):
    log_contact(small, coordinator, "topic:meal")
    send(typed)
    assert Contact.objects.in_year(2021).count() == 2 and {each.district.code for each in Contact.objects.all()} == {"osawa"}
