"""Two people in one role of a resource at the same time: a hint, and the end of the first one is offered; nothing is refused."""
import pytest

from cases.models import Leader, Resource

HINT = "同じ時期に"


@pytest.fixture
def group(db):
    return Resource.objects.create(code="R-1", name="見本の会")


@pytest.fixture
def first(group):
    return Leader.objects.create(resource=group, name="前の人", role="代表", starts_on="2018-04-01")


def page_after(client, group, **typed):
    """The page of the group after another leader was entered."""
    answer = client.post(f"/resources/{group.pk}/leaders/new/", {"name": "次の人", "role": "代表", "starts_on": "R3.4.1"} | typed, follow=True)
    assert answer.redirect_chain and Leader.objects.filter(name="次の人").exists()
    return answer.content.decode()


@pytest.mark.either
def test_a_second_one_is_told_and_the_end_of_the_first_is_offered(as_user, coordinator, group, first):
    client = as_user(coordinator)
    page = page_after(client, group)
    assert "「代表」が、同じ時期に2人登録されています" in page and "2人以上登録されています" in page
    offered = f"/leaders/{first.pk}/edit/?until=2021-03-31"
    assert f'href="{offered}">前の人を令和3年3月31日（水）までにする</a>' in page
    form = client.get(offered).context["form"]
    assert str(form["ends_on"].value()) == "2021-03-31"
    answer = client.post(offered, {"name": "前の人", "role": "代表", "starts_on": "H30.4.1", "ends_on": "R3.3.31", "version": 1}, follow=True)
    assert f"{Leader.objects.get(pk=first.pk).ends_on}" == "2021-03-31" and HINT not in answer.content.decode()


@pytest.mark.parametrize(("role", "days", "typed", "told"), [
    ("代表", {}, {}, True), ("代 表", {}, {}, True), ("世話人", {}, {}, False), ("窓口の担当", {}, {"role": "窓口の担当"}, False),
    ("", {}, {"role": ""}, True), ("代表", {"ends_on": "2021-03-31"}, {}, False), ("代表", {"ends_on": "2021-04-01"}, {}, False),
    ("代表", {"ends_on": "2099-03-31"}, {"starts_on": "2099/4/1"}, False), ("代表", {"ends_on": "2099-03-31"}, {"starts_on": "2099/3/1"}, True),
    ("代表", {"starts_on": None}, {"starts_on": ""}, True), ("代表", {}, {"ends_on": "R3.5.1"}, False)])
def test_who_is_in_a_role_together_today_or_later_is_told(as_user, coordinator, group, role, days, typed, told):
    Leader.objects.create(**{"resource": group, "name": "前の人", "role": role, "starts_on": "2018-04-01"} | days)
    assert (HINT in page_after(as_user(coordinator), group, **typed)) is told


def test_no_day_is_offered_where_none_is_known_to_be_right(as_user, coordinator, group, first):
    page = page_after(as_user(coordinator), group, starts_on="H30.4.1")
    assert f'href="/leaders/{first.pk}/edit/">前の人の「いつまで」を入れる' in page


def test_a_change_of_somebody_else_is_not_answered_with_the_hint(as_user, coordinator, group, first):
    Leader.objects.create(resource=group, name="もう1人", role="代表")
    page = page_after(as_user(coordinator), group, role="会計")
    assert "「代表」が、同じ時期に2人" in page and "2人以上登録されています" not in page


@pytest.mark.parametrize("until", ["", "昨日", "2021-13-01"])
def test_a_day_that_cannot_be_read_begins_nothing(as_user, coordinator, first, until):
    assert as_user(coordinator).get(f"/leaders/{first.pk}/edit/?until={until}").context["form"]["ends_on"].value() is None
