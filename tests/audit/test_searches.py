"""A search is kept with what was typed, hits or none; who may read it there sees all that it found."""
import pytest

from cases.audit.searched import WITHHELD
from cases.models import AuditEntry, AuditObject, Household
from tests.factories import make_user

TYPED = "架空花子"


@pytest.fixture
def household(small):
    return Household.objects.create(number="S-1", name=f"{TYPED}家", district=small.districts["osawa"])


def search(client, typed=TYPED, page="/households/") -> AuditEntry:
    """Search as a browser does; returns the entry of the result page."""
    client.post(page, {"q": typed}, follow=True)
    return AuditEntry.objects.first()


def reviewed(as_user, user) -> str:
    return as_user(user).get("/audit/").content.decode()


def test_a_search_is_kept_with_what_it_found(as_user, coordinator, household):
    entry = search(as_user(coordinator))
    assert (entry.action, entry.details["search"]) == ("search", TYPED)
    assert AuditObject.objects.filter(seq=entry.seq, kind="household", object_id=household.pk, listed=True).exists()


@pytest.mark.parametrize("page", ["/households/", "/contacts/", "/cases/", "/resources/"])
def test_a_search_that_finds_nothing_is_kept_too(as_user, coordinator, page):
    entry = search(as_user(coordinator), "nobody at all", page)
    assert (entry.action, entry.details["search"], entry.objects_text) == ("search", "nobody at all", "{}")


def test_a_list_without_a_search_is_none(as_user, coordinator, household):
    assert search(as_user(coordinator), "").action == "list"


@pytest.mark.parametrize("typed", [TYPED, "nobody at all"])
def test_the_supervisor_of_the_district_reads_it(as_user, coordinator, supervisor, household, typed):
    search(as_user(coordinator), typed)
    assert f"検索：{typed}" in reviewed(as_user, supervisor)


@pytest.mark.parametrize("typed", [TYPED, "nobody at all"])
def test_an_admin_of_no_district_reads_only_that_there_was_one(as_user, coordinator, admin, household, typed):
    search(as_user(coordinator), typed)
    page = reviewed(as_user, admin)
    assert f"検索：{WITHHELD}" in page and typed not in page


def test_a_supervisor_elsewhere_does_not_see_it_at_all(as_user, coordinator, small, household):
    search(as_user(coordinator))
    page = reviewed(as_user, make_user("supervisor", "head", small.districts["renjaku"]))
    assert TYPED not in page and "検索：" not in page


def test_what_found_a_restricted_record_is_told_to_the_named_only(as_user, coordinator, supervisor, household):
    Household.objects.filter(pk=household.pk).update(is_restricted=True)
    household.named.set([coordinator])
    search(as_user(coordinator))
    page = reviewed(as_user, supervisor)
    assert f"検索：{WITHHELD}" in page and TYPED not in page
    household.named.add(supervisor)
    assert f"検索：{TYPED}" in reviewed(as_user, supervisor)


def test_the_readers_of_a_record_do_not_read_what_was_typed(as_user, coordinator, other_coordinator, household):
    search(as_user(coordinator), "花子")
    page = as_user(coordinator).get(f"/households/{household.pk}/readers/?lists=1").content.decode()
    assert "検索" in page and "：花子" not in page


@pytest.mark.parametrize("count", [1, 8])
def test_the_review_takes_the_same_queries_however_many_searches(
        as_user, coordinator, supervisor, household, count, django_assert_num_queries):
    for number in range(count):
        search(as_user(coordinator), f"架空{'花' * (number % 2)}")
    client = as_user(supervisor)
    client.get("/audit/")
    with django_assert_num_queries(17):
        client.get("/audit/")
