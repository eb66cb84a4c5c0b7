"""The list of what may be registered twice: only what may be changed, with reasons; a pair said to be different leaves it."""
import pytest

from cases.models import Household, KeptApart, Member

LIST = "/households/duplicates/"


def household(small, number, district="osawa", **fields):
    return Household.objects.create(number=number, district=small.districts[district], **({"phone": "0422-11-2222"} | fields))


@pytest.fixture
def two(small):
    return household(small, "S-1", name="見本家"), household(small, "S-2")


def pairs(client, part=0) -> list[tuple[int, int]]:
    return [(each.other.pk, each.record.pk) for each in client.get(LIST).context["parts"][part]["found"].pairs]


def test_a_pair_has_its_reasons_and_leads_to_the_merge(as_user, coordinator, two):
    page = as_user(coordinator).get(LIST).content.decode()
    assert "電話番号が同じ" in page and f"/households/{two[0].pk}/merge/{two[1].pk}/" in page


def test_the_likelier_pair_comes_first(as_user, coordinator, small, two):
    third = household(small, "S-3", name="見本 家")
    assert pairs(as_user(coordinator))[0] == (two[0].pk, third.pk)


def test_people_are_paired_within_one_household(as_user, coordinator, two):
    first, second, elsewhere = (Member.objects.create(household=each, family_name="見本", given_name="花子", kana="みほん はなこ")
                                for each in (two[0], two[0], two[1]))
    assert pairs(as_user(coordinator), 1) == [(first.pk, second.pk)]


def test_what_is_not_the_user_s_to_change_makes_no_pair(as_user, coordinator, small, two):
    household(small, "S-3", district="renjaku")
    Household.objects.filter(pk=two[1].pk).update(is_restricted=True)
    assert pairs(as_user(coordinator)) == []


def test_a_pair_set_apart_leaves_the_list_and_comes_back(as_user, coordinator, two):
    client = as_user(coordinator)
    form = {"kind": "household", "first": two[1].pk, "second": two[0].pk}
    for _ in range(2):
        assert client.post(f"{LIST}apart/", form).status_code == 302
    apart = KeptApart.objects.get()
    assert pairs(client) == [] and len(client.get(LIST).context["parts"][0]["found"].apart) == 1
    assert client.post(f"{LIST}{apart.pk}/together/").status_code == 302 and len(pairs(client)) == 1


def test_of_a_pair_out_of_sight_nothing_is_said(as_user, other_coordinator, two):
    form = {"kind": "household", "first": two[0].pk, "second": two[1].pk}
    assert as_user(other_coordinator).post(f"{LIST}apart/", form).status_code == 404 and not KeptApart.objects.exists()


def test_the_number_of_queries_does_not_depend_on_the_number_of_records(as_user, coordinator, small, two, django_assert_max_num_queries):
    client = as_user(coordinator)
    for number in range(10, 30):
        Member.objects.create(household=household(small, f"S-{number}"), family_name="見本", given_name="花子", birth_date="1950-01-01")
    with django_assert_max_num_queries(24):
        client.get(LIST)
