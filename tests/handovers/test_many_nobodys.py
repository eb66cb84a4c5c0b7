"""担当をまとめて引き継ぐ: the cases that nobody has been given, by the rules of those that somebody has."""
import pytest

from cases.models import Case, CaseEvent, Draft
from cases.periods import format_date
from tests.handovers.sending import DAY, PAGE, TODAY, errors, make_case, pair, typed

pytestmark = pytest.mark.either
NOBODYS = f"{PAGE}?coordinator=none"
WORDS = "担当者が決まっていないケース"


@pytest.fixture
def nobodys(small, cases):
    """Two open cases without a coordinator, one of another district and one that has ended, besides those of the coordinator."""
    make_case(small, None, "N-8", district=small.districts["renjaku"])
    make_case(small, None, "N-9", closed_on="2021-05-01")
    return [make_case(small, None, f"N-{number}") for number in (1, 2)]


def test_they_are_offered_and_listed_under_their_own_heading(as_user, coordinator, nobodys):
    client = as_user(coordinator)
    assert f'<option value="none">{WORDS}</option>' in client.get(PAGE).content.decode()
    page = client.get(NOBODYS)
    assert [row.case for row in page.context["form"].rows] == nobodys
    assert f'<h2 id="cases">{WORDS}</h2>' in page.content.decode() and f'<option value="none" selected>{WORDS}</option>' in page.content.decode()


@pytest.mark.parametrize(("day", "told"), [(TODAY, "2件のケースの担当を"), (DAY, "その日までは、担当者が決まらないままです。")])
def test_they_are_handed_over_at_once_or_ahead_and_the_page_goes_on_with_the_others(as_user, coordinator, heir, small, nobodys, day, told):
    client = as_user(coordinator)
    answer = client.post(PAGE, typed(client.get(NOBODYS), *nobodys, handed_on=format_date(day), coordinator=pair(heir, small.districts["osawa"]), note="新しい担当"), follow=True)
    assert told in answer.content.decode() and answer.redirect_chain == [(NOBODYS, 302)]
    assert set(CaseEvent.objects.values_list("from_user", "to_user", "date", "note")) == {(None, heir.pk, day, "新しい担当")}
    assert Case.objects.filter(number__in=["N-1", "N-2"], coordinator=heir if day == TODAY else None).count() == 2


def test_until_its_day_a_single_one_has_nobody_too(as_user, coordinator, heir, nobodys):
    sent = {"coordinator": heir.pk, "handed_on": format_date(DAY), "version": 1}
    assert "担当者が決まらないままです" in as_user(coordinator).post(f"/cases/{nobodys[0].pk}/handover/", sent, follow=True).content.decode()


def test_the_rules_hold_and_one_that_somebody_was_given_since_is_told(as_user, coordinator, heir, small, nobodys):
    client = as_user(coordinator)
    page = client.get(NOBODYS)
    early = typed(page, *nobodys, handed_on="R1.5.1", coordinator=pair(heir, small.districts["osawa"]))
    assert list(errors(client.post(PAGE, early))) == ["N-1", "N-2"]
    Case.objects.filter(pk=nobodys[0].pk).update(coordinator=heir, version=2)
    answer = client.post(PAGE, early | {"handed_on": format_date(TODAY)})
    assert answer.status_code == 409 and f"今の担当者は{heir.name}です。" in answer.content.decode() and not CaseEvent.objects.exists()


def test_a_draft_says_whose_and_goes_on_with_them_and_waits_for_them_alone(as_user, coordinator, nobodys):
    client = as_user(coordinator)
    page = client.get(NOBODYS)
    hidden = {name: page.context[name] or "" for name in ("draft_noun", "draft_target", "draft_parent", "draft_page", "draft_version")}
    client.post("/drafts/save/", typed(page, *nobodys, own={nobodys[0]: {"note": "途中の文"}}) | hidden, headers={"HX-Request": "true"})
    draft = f"/drafts/{Draft.objects.get().pk}/"
    for words in (client.get("/drafts/").content.decode(), client.get(draft).content.decode()):
        assert WORDS in words and "2件に印" in words
    opened = client.get(client.get(draft).context["go_on"])
    assert opened.context["coordinator"] is None and "途中の文" in opened.content.decode()
    assert "書きかけた下書き" in client.get(NOBODYS).content.decode() and "書きかけた下書き" not in client.get(PAGE).content.decode()


def test_it_is_reached_from_where_they_are_listed_and_counted(as_user, supervisor, coordinator, nobodys):
    client = as_user(coordinator)
    assert f'href="{NOBODYS}"' in client.post("/cases/", {"q": "", "state": "", "coordinator": "none"}, follow=True).content.decode()
    assert f'href="{NOBODYS}"' not in client.get("/cases/").content.decode()
    assert as_user(supervisor).get("/").status_code == 200
    assert f'href="{NOBODYS}"' in as_user(supervisor).get("/reports/overview/", follow=True).content.decode()
