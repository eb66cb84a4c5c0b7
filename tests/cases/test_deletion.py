"""Deletion is a state with a reason: out of sight, out of every figure at once, and undone by a supervisor."""
import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from cases.models import AuditEntry, Case, Contact, ContactCategory, Household, Member
from reports.layout import build
from reports.scope import scope_of
from tests.factories import log_contact, make_user

REASON = "二重に登録した"


@pytest.fixture
def contact(small, coordinator):
    return log_contact(small, coordinator, "topic:meal", "topic:housing", "action:listen", text="見本の相談")


def visitor(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def delete(user, record, reason=REASON, **changes):
    folder = record._meta.model_name + "s"
    return visitor(user).post(f"/{folder}/{record.pk}/delete/", {"reason": reason, "version": record.version} | changes)


def restore(user, record):
    row = type(record).everything.get(pk=record.pk)
    return visitor(user).post(f"/{record._meta.model_name}s/{record.pk}/restore/", {"version": row.version})


def topics() -> dict:
    return {row.label: row.total for row in build(scope_of(2021)).table("topic").rows}


def test_a_deleted_contact_is_in_no_figure_at_once_and_back_with_its_answers(contact, coordinator, supervisor):
    before = topics()
    assert delete(coordinator, contact).status_code == 302
    assert topics() == dict.fromkeys(before, 0) and before["食事"] == 1
    assert restore(supervisor, contact).status_code == 302
    assert topics() == before
    assert Contact.objects.get(pk=contact.pk).deleted_codings == []


def test_it_is_out_of_sight_everywhere(contact, coordinator):
    delete(coordinator, contact)
    client = visitor(coordinator)
    assert client.get(contact.get_absolute_url()).status_code == 404
    assert "見本の相談" not in client.get("/contacts/").content.decode()
    assert client.get(f"/contacts/{contact.pk}/history/").status_code == 404


def test_who_deleted_it_and_why_is_in_the_audit(contact, coordinator):
    delete(coordinator, contact)
    entry = AuditEntry.objects.get(action="record.deleted")
    assert (entry.username, entry.purpose) == ("osawa", REASON)


def test_the_supervisor_s_list_tells_what_why_and_who(contact, coordinator, supervisor):
    delete(coordinator, contact)
    page = visitor(supervisor).get("/deleted/").content.decode()
    assert REASON in page and str(coordinator) in page and "元に戻す" in page


def test_a_supervisor_of_another_district_knows_nothing_of_it(contact, coordinator, small):
    other = make_user("supervisor", "elsewhere", small.districts["renjaku"])
    delete(coordinator, contact)
    assert REASON not in visitor(other).get("/deleted/").content.decode()
    assert restore(other, contact).status_code == 404


def test_without_a_reason_nothing_is_deleted(contact, coordinator):
    response = delete(coordinator, contact, reason=" ")
    assert response.status_code == 422 and "削除の理由を入力してください" in response.content.decode()
    assert Contact.objects.filter(pk=contact.pk).exists()


@pytest.mark.parametrize("version", ["", "0", "x", "999"])
def test_what_someone_else_changed_meanwhile_is_not_deleted(contact, coordinator, version):
    response = delete(coordinator, contact, version=version)
    assert response.status_code in (409, 422) and REASON in response.content.decode()
    assert Contact.objects.filter(pk=contact.pk).exists()


def test_an_edit_of_a_record_that_was_deleted_meanwhile_loses_no_text(contact, coordinator):
    client = visitor(coordinator)
    delete(coordinator, contact)
    response = client.post(f"/contacts/{contact.pk}/edit/", {"text": "書いている途中", "version": contact.version})
    assert response.status_code in (404, 409)


def test_a_case_with_contacts_stays(small, contact, coordinator):
    case = Case.objects.create(number="C-1", title="見本", subject="place", district=small.districts["osawa"], opened_on="2021-04-01")
    Contact.objects.filter(pk=contact.pk).update(case=case)
    response = delete(coordinator, case)
    assert response.status_code == 409 and "このケースの対応記録があるため" in response.content.decode()
    delete(coordinator, Contact.objects.get(pk=contact.pk))
    assert delete(coordinator, case).status_code == 302
    assert restore(coordinator, contact).status_code == 403


def test_a_contact_comes_back_only_with_its_case(small, contact, coordinator, supervisor):
    case = Case.objects.create(number="C-1", title="見本", subject="place", district=small.districts["osawa"], opened_on="2021-04-01")
    Contact.objects.filter(pk=contact.pk).update(case=case)
    delete(coordinator, Contact.objects.get(pk=contact.pk))
    delete(coordinator, case)
    restore(supervisor, contact)
    assert not Contact.objects.filter(pk=contact.pk).exists()
    restore(supervisor, case)
    restore(supervisor, contact)
    assert Contact.objects.get(pk=contact.pk).case == case


def test_a_member_leaves_the_household_s_page_and_comes_back(small, coordinator, supervisor):
    household = Household.objects.create(number="S-1", district=small.districts["osawa"])
    member = Member.objects.create(household=household, family_name="見本", given_name="花子")
    delete(coordinator, member)
    page = visitor(coordinator).get(f"/households/{household.pk}/").content.decode()
    assert "見本 花子" not in page
    restore(supervisor, member)
    assert "見本 花子" in visitor(coordinator).get(f"/households/{household.pk}/").content.decode()


def test_the_number_of_a_deleted_record_is_refused_in_words(small, coordinator):
    household = Household.objects.create(number="S-1", district=small.districts["osawa"])
    delete(coordinator, household)
    response = visitor(coordinator).post("/households/new/", {"number": "S-1", "form_token": "6f1d3f0e-0000-4000-8000-000000000001"})
    assert response.status_code == 422 and "削除した記録で使われています" in response.content.decode()


def test_the_database_refuses_an_answer_of_a_deleted_contact(small, contact, coordinator):
    delete(coordinator, contact)
    gone = Contact.everything.get(pk=contact.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        ContactCategory.of(gone, small.categories["topic:meal"], small.axes["topic"]).save()
