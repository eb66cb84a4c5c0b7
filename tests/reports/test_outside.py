"""地区外: how many contacts were with households that live in no district, where the council wants it said."""
import pytest

from cases.models import Case, Council, Household
from reports.layout import build
from reports.scope import scope_of
from tests.factories import log_contact


@pytest.fixture
def contacts(small, coordinator):
    for number, outside in (("1", True), ("2", False)):
        home = Household.objects.create(number=number, is_outside=outside)
        case = Case.objects.create(number=number, title="見本", household=home, district=small.districts["osawa"], opened_on="2021-04-01")
        log_contact(small, coordinator, case=case)
    log_contact(small, coordinator, district="renjaku", case=Case.objects.get(number="1"))


def test_it_is_said_only_where_the_council_wants_it(contacts):
    assert "地区外" not in build(scope_of(2021)).table("kind").rule
    Council.objects.update(counts_outside=True)
    report = build(scope_of(2021))
    assert "地区外に住む世帯への対応は2件です。" in report.table("kind").rule
    assert "地区外" not in report.table("topic").rule
    assert "対応は1件です。" in build(scope_of(2021, ["renjaku"])).table("kind").rule


def test_the_setting_is_the_admins(as_user, admin, contacts):
    as_user(admin).post("/settings/council/", {"version": 1, "name": "見本市社会福祉協議会", "programme": "見本", "counts_outside": "on", "mask_below": 3})
    assert Council.objects.get().counts_outside
