"""引き継ぎの日 is read as a next date is: +10, 明日, 12/4; and the page writes it in full beside the field."""
import datetime

import pytest

from cases.models import CaseEvent
from tests.handovers.sending import PAGE, TODAY, pair, plan, typed

Kind = CaseEvent.Kind
DAYS = [("+10", 10, Kind.TO_HAND_OVER), ("＋１０日", 10, Kind.TO_HAND_OVER), ("明日", 1, Kind.TO_HAND_OVER), ("今日", 0, Kind.HANDED_OVER), ("-3", -3, Kind.HANDED_OVER)]


def stored():
    return [(each.date - TODAY, each.kind) for each in CaseEvent.objects.all()]


@pytest.mark.parametrize(("words", "days", "kind"), DAYS)
def test_of_one_case(as_user, coordinator, heir, case, words, days, kind):
    assert plan(as_user(coordinator), case, heir.pk, handed_on=words).status_code == 302
    assert stored() == [(datetime.timedelta(days), kind)]


@pytest.mark.parametrize(("words", "days", "kind"), DAYS)
def test_of_many(as_user, small, coordinator, heir, cases, words, days, kind):
    client = as_user(coordinator)
    sent = client.post(PAGE, typed(client.get(PAGE), *cases[:2], coordinator=pair(heir, small.districts["osawa"]), handed_on=words))
    assert sent.status_code == 302 and stored() == [(datetime.timedelta(days), kind)] * 2


@pytest.mark.parametrize("days", [40, -3, 0])
def test_a_day_without_its_year_is_the_nearest_one(as_user, coordinator, heir, case, days):
    """A handover is written down before its day, or after it."""
    day = TODAY + datetime.timedelta(days)
    plan(as_user(coordinator), case, heir.pk, handed_on=f"{day.month}/{day.day}")
    assert CaseEvent.objects.get().date == day


def test_what_is_no_day_is_refused_beside_the_field_and_stays(as_user, coordinator, heir, case):
    answer = plan(as_user(coordinator), case, heir.pk, handed_on="来週")
    page = answer.content.decode()
    assert answer.status_code == 422 and "日付として読めません" in page and 'value="来週"' in page and not CaseEvent.objects.exists()


def test_both_pages_say_so_and_read_it_in_the_browser(as_user, coordinator, case):
    client = as_user(coordinator)
    for address in (PAGE, f"/cases/{case.pk}/handover/"):
        page = client.get(address).content.decode()
        assert "「+7」（7日後）のようにも書けます" in page and 'data-date="near"' in page, address
