"""地区外: how many contacts were with households that live in no district, where the council wants it said."""
import re

import pytest

from cases.models import Axis, Case, Council, Household, Protection, PublishedFigure
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


def test_it_is_said_in_the_unit_of_the_table(contacts):
    Council.objects.update(counts_outside=True)
    Axis.objects.filter(code="kind").update(unit="回")
    assert "地区外に住む世帯への対応は2回です。" in build(scope_of(2021)).table("kind").rule


@pytest.fixture
def told(contacts):
    Council.objects.update(counts_outside=True)
    return lambda *codes: build(scope_of(2021, codes)).table("kind")


def test_beside_published_figures_it_says_whose_it_is_and_never_0_for_what_is_not_known(small, told):
    PublishedFigure.objects.create(fiscal_year=2021, district=small.districts["renjaku"], axis=small.axes["kind"], value=5)
    assert "地区外に住む世帯への対応は連雀を除いて1件です。" in told().rule and told().outside == ("osawa",)
    assert "公表値からは分かりません" in told("renjaku").rule and told("renjaku").outside == ()


def test_the_figure_opens_its_contacts_as_far_as_they_are_in_sight(as_user, other_coordinator, supervisor, told):
    page = as_user(supervisor).get("/reports/2021/").content.decode()
    address = re.search(r'href="([^"]*outside=1[^"]*)"', page)[1].replace("&amp;", "&")
    found = as_user(supervisor).get(address)
    assert found.context["count"] == len(found.context["page"].object_list) == 2
    assert {line.contact.case.number for line in found.context["lines"]} == {"1"}
    found = as_user(other_coordinator).get(address)
    assert (len(found.context["page"].object_list), found.context["elsewhere"], found.context["restricted"]) == (1, 1, 0)


def test_it_tells_of_no_protected_household_that_it_lives_outside(as_user, supervisor, told):
    Protection.objects.create(household=Household.objects.get(number="1"), starts_on="2021-04-01", reason="見本", set_by=supervisor)
    found = as_user(supervisor).get("/reports/2021/figures/?axis=kind&outside=1")
    assert (found.context["count"], len(found.context["page"].object_list), found.context["restricted"]) == (2, 0, 2)


def test_the_setting_is_the_admins(as_user, admin, contacts):
    as_user(admin).post("/settings/council/", {"version": 1, "name": "見本市社会福祉協議会", "programme": "見本", "counts_outside": "on", "mask_below": 3})
    assert Council.objects.get().counts_outside
