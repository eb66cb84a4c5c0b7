"""同意: to whom what may be told, by each member; a withdrawn one is shown as such."""
import pytest

from cases.models import Case, Conference, Consent, Household, Member, Resource, Tie
from tests.objects import protect

from .merging import join

TYPED = {"scope": "地域包括支援センター", "content": "健康のこと", "given_on": "R3.4.5", "method": "written"}


@pytest.fixture
def member(small):
    return Member.objects.create(household=Household.objects.create(number="S-1", district=small.districts["osawa"]), relation="母")


def shown(client, member):
    page = client.get(f"/households/{member.household_id}/")
    return page.context["consents"], page.content.decode()


def test_it_is_shown_on_the_household_s_page_until_it_is_withdrawn_and_after(as_user, coordinator, member):
    client = as_user(coordinator)
    client.post(f"/members/{member.pk}/consents/new/", TYPED)
    consent, page = Consent.objects.get(), shown(client, member)[1]
    assert "地域包括支援センター" in page and "書面" in page and "同意あり" in page
    client.post(f"/consents/{consent.pk}/edit/", TYPED | {"withdrawn_on": "R3.6.1", "version": 1})
    page = shown(client, member)[1]
    assert "<del>地域包括支援センター</del>" in page and "撤回" in page and "同意あり" not in page


@pytest.mark.either
@pytest.mark.parametrize("change", [{"given_on": "R99.1.1"}, {"method": ""}, {"scope": ""}, {"withdrawn_on": "R3.4.4"}, {"withdrawn_on": "R99.1.1"}])
def test_what_cannot_be_is_refused_and_the_text_kept(as_user, coordinator, member, change):
    consent = Consent.objects.create(member=member, scope="前", given_on="2021-04-01", method="oral")
    answer = as_user(coordinator).post(f"/consents/{consent.pk}/edit/", TYPED | change | {"version": 1})
    assert answer.status_code == 422 and "健康のこと" in answer.content.decode() and Consent.objects.get().scope == "前"


def test_that_of_a_closed_member_is_out_of_sight(as_user, coordinator, supervisor, member):
    consent = Consent.objects.create(member=member, scope="見本の範囲", given_on="2021-04-01", method="oral")
    Member.objects.update(is_restricted=True)
    member.named.set([supervisor])
    rows, page = shown(as_user(coordinator), member)
    assert rows == [] and "見本の範囲" not in page
    assert [as_user(user).get(f"/consents/{consent.pk}/edit/").status_code for user in (coordinator, supervisor)] == [404, 200]


def test_it_moves_with_a_merged_member(coordinator, member):
    twin = Member.objects.create(household=member.household, relation="母")
    Consent.objects.create(member=twin, scope="見本", given_on="2021-04-01", method="oral")
    join(member, twin, coordinator)
    assert Consent.objects.get().member == member


def test_the_agencies_involved_are_named_with_the_reason_but_not_where_they_tell_the_whereabouts(as_user, coordinator, supervisor, small, member):
    home, agencies = member.household, [Resource.objects.create(code=f"R-{n}", name=f"見本機関{n}") for n in (1, 2, 3)]
    Tie.objects.create(household=home, resource=agencies[0], strength="normal", direction="none")
    case = Case.objects.create(number="C-1", title="見本", household=home, district=small.districts["osawa"], opened_on="2021-04-01")
    conference = Conference.objects.create(kind="support", date="2021-06-01")
    conference.cases.set([case])
    conference.agencies.set([agencies[1]])
    client = as_user(coordinator)
    page = client.get(f"/households/{home.pk}/")
    assert [(each.resource.name, len(each.ties), len(each.conferences)) for each in page.context["agencies"]] == [
        ("見本機関1", 1, 0), ("見本機関2", 0, 1)]
    assert "令和3年6月1日の支援会議" in page.content.decode()
    protect(home, supervisor)
    for url in (f"/households/{home.pk}/", f"/conferences/{conference.pk}/", f"/conferences/{conference.pk}/edit/", f"/conferences/{conference.pk}/history/",
                "/conferences/?fiscal_year=2021"):
        assert "見本機関" not in client.get(url).content.decode(), url
