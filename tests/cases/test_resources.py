"""The directory of local resources: open to everyone, found in any spelling."""
import pytest

from cases.models import AuditEntry, AuditObject, Resource, Revision

ENTRY = {"code": "R-0001", "name": "おしゃべりサロン見本", "category": "居場所", "district": "", "since": "H30.4.1"}


def test_a_resource_is_saved_and_listed(as_user, coordinator):
    response = as_user(coordinator).post("/resources/new/", ENTRY, follow=True)
    assert "おしゃべりサロン見本" in response.content.decode()
    assert f"{Resource.objects.get().since}" == "2018-04-01"


def test_a_number_in_use_is_refused(as_user, coordinator):
    Resource.objects.create(code="R-0001", name="先の見本")
    response = as_user(coordinator).post("/resources/new/", ENTRY)
    assert response.status_code == 422 and "この番号は、すでに使われています" in response.content.decode()


def test_a_resource_is_changed(as_user, admin):
    resource = Resource.objects.create(code="R-0001", name="前の名称")
    as_user(admin).post(f"/resources/{resource.pk}/edit/", ENTRY | {"version": 1})
    assert Resource.objects.get().name == "おしゃべりサロン見本"


@pytest.mark.parametrize(("asked", "count"), [
    ({"q": "サロン"}, 1), ({"q": "ｻﾛﾝ"}, 1), ({"q": "診療所"}, 0), ({"category": "居場所"}, 1), ({"category": "行政"}, 2), ({}, 2)])
def test_the_directory_is_searched(as_user, coordinator, asked, count):
    Resource.objects.create(code="R-1", name="見本サロン", category="居場所")
    Resource.objects.create(code="R-2", name="見本町会")
    response = as_user(coordinator).post("/resources/", asked, follow=True)
    assert response.context["page"].paginator.count == count


def test_the_address_carries_no_typed_word(as_user, coordinator):
    Resource.objects.create(code="R-1", name="見本サロン", category="居場所")
    response = as_user(coordinator).post("/resources/", {"q": "salon", "category": "居場所"})
    assert "salon" not in response.url and "s=" in response.url
    assert 'value="salon"' in as_user(coordinator).get(response.url).content.decode()


def test_an_earlier_state_comes_back_into_the_form(as_user, coordinator):
    resource = Resource.objects.create(code="R-1", name="前の名称")
    first = Revision.objects.get(kind="resource", object_id=resource.pk).seq
    Resource.objects.filter(pk=resource.pk).update(name="後の名称")
    client, page = as_user(coordinator), f"/resources/{resource.pk}/edit/"
    assert f"{page}?from={first}" in client.get(f"/resources/{resource.pk}/history/").content.decode()
    assert client.get(f"{page}?from={first}").context["form"].initial["name"] == "前の名称"
    assert client.get(f"{page}?from={first + 10_000}").status_code == 404


def test_who_opened_a_resource_is_among_its_readers(as_user, coordinator):
    resource = Resource.objects.create(code="R-1", name="見本")
    client = as_user(coordinator)
    client.get(f"/resources/{resource.pk}/edit/")
    entry = AuditEntry.objects.first()
    assert entry.action == "read" and AuditObject.objects.filter(seq=entry.seq, kind="resource", listed=False).exists()
    assert "見本 osawa（" in client.get(f"/resources/{resource.pk}/readers/").content.decode()


@pytest.mark.parametrize("count", [1, 20])
def test_the_list_takes_the_same_queries_however_long_it_is(
        as_user, small, coordinator, count, django_assert_num_queries):
    for n in range(count):
        Resource.objects.create(code=f"R-{n}", name="見本", district=small.districts["osawa"])
    client = as_user(coordinator)
    with django_assert_num_queries(8):
        client.get("/resources/")
