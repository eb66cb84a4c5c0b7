"""The directory of local resources: open to everyone, found in any spelling."""
import pytest

from cases.models import Resource

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


@pytest.mark.parametrize(("query", "count"), [
    ("q=サロン", 1), ("q=ｻﾛﾝ", 1), ("q=診療所", 0), ("category=居場所", 1), ("category=行政", 2), ("", 2)])
def test_the_directory_is_searched(as_user, coordinator, query, count):
    Resource.objects.create(code="R-1", name="見本サロン", category="居場所")
    Resource.objects.create(code="R-2", name="見本町会")
    assert as_user(coordinator).get(f"/resources/?{query}").context["page"].paginator.count == count


@pytest.mark.parametrize("count", [1, 20])
def test_the_list_takes_the_same_queries_however_long_it_is(
        as_user, small, coordinator, count, django_assert_num_queries):
    for n in range(count):
        Resource.objects.create(code=f"R-{n}", name="見本", district=small.districts["osawa"])
    client = as_user(coordinator)
    with django_assert_num_queries(8):
        client.get("/resources/")
