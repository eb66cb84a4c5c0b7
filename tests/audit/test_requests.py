"""Every request of someone who is logged in leaves one entry; without it there is no answer."""
import pytest
from django.db import DatabaseError

from cases.audit import entries
from cases.models import AuditEntry, AuditObject, Case, Household, Member
from tests.factories import log_contact

SECRET = "電話で泣いていた"


@pytest.fixture
def contact(small, coordinator):
    return log_contact(small, coordinator, "topic:meal", text=SECRET)


def last() -> AuditEntry:
    return AuditEntry.objects.first()


def test_opening_a_record_names_it_and_the_reader(as_user, coordinator, contact):
    as_user(coordinator).get(contact.get_absolute_url())
    entry = last()
    assert (entry.action, entry.outcome, entry.route, entry.username) == ("read", "ok", "contact_detail", "osawa")
    assert AuditObject.objects.filter(seq=entry.seq, kind="contact", object_id=contact.pk, listed=False).exists()


def test_a_list_names_the_records_that_it_shows(small, as_user, coordinator, contact):
    other = log_contact(small, coordinator, district="renjaku")
    as_user(coordinator).get("/contacts/")
    shown = AuditObject.objects.filter(seq=last().seq, kind="contact").values_list("object_id", "listed")
    assert last().action == "list"
    assert list(shown) == [(contact.pk, True)] and other.pk != contact.pk


def test_members_on_a_household_s_page_are_named(as_user, coordinator, small):
    household = Household.objects.create(number="S-1", district=small.districts["osawa"])
    member = Member.objects.create(household=household)
    as_user(coordinator).get(f"/households/{household.pk}/")
    assert AuditObject.objects.filter(seq=last().seq, kind="member", object_id=member.pk).exists()


def test_what_was_refused_is_told_with_what_was_asked_for(as_user, other_coordinator, contact):
    as_user(other_coordinator).get(contact.get_absolute_url())
    assert (last().outcome, last().details["status"]) == ("denied", 404)
    assert last().details["asked"] == {"pk": str(contact.pk)}


def test_an_export_tells_its_size_and_hash(as_user, supervisor, contact):
    response = as_user(supervisor).get("/reports/2021/download/json/")
    entry = last()
    assert entry.action == "export" and entry.details["bytes"] == len(response.content)


def test_each_request_leaves_exactly_one_entry(as_user, coordinator, contact):
    client, before = as_user(coordinator), AuditEntry.objects.count()
    for address in ("/", "/contacts/", contact.get_absolute_url(), "/contacts/999999/", "/reports/2021/"):
        client.get(address)
    assert AuditEntry.objects.count() == before + 5


def test_the_answer_carries_the_request_s_id(as_user, coordinator):
    response = as_user(coordinator).get("/")
    assert response.headers["X-Request-ID"] == last().request_id


def test_choices_are_counted_and_not_named(as_user, coordinator, small):
    home = Household.objects.create(number="S-1", name="見本家", district=small.districts["osawa"])
    Member.objects.create(household=home, family_name="見本")
    as_user(coordinator).get(f"/households/{home.pk}/protections/new/")
    assert last().details["choices"] == {"member": 1}
    assert not AuditObject.objects.filter(seq=last().seq, kind="member").exists()


def test_cases_found_while_a_name_is_typed_are_named_and_the_words_kept(as_user, coordinator, small):
    case, _ = (Case.objects.create(number=f"C-{n}", title=f"見本{n}", subject="place", district=small.districts["osawa"],
                                   opened_on="2021-04-01") for n in (1, 2))
    as_user(coordinator).post("/contacts/who/", {"q": "見本1"})
    assert last().details["search"] == "見本1"
    assert list(AuditObject.objects.filter(seq=last().seq).values_list("kind", "object_id")) == [("case", case.pk)]


def test_without_an_entry_there_is_no_answer(as_user, coordinator, contact, monkeypatch):
    def fails(*args, **kwargs):
        raise DatabaseError

    client = as_user(coordinator)
    monkeypatch.setattr(entries, "write", fails)
    response = client.get(contact.get_absolute_url())
    assert response.status_code == 503 and SECRET not in response.content.decode()


def test_a_visitor_leaves_no_entry(client, contact):
    before = AuditEntry.objects.count()
    client.get(contact.get_absolute_url())
    assert AuditEntry.objects.count() == before
