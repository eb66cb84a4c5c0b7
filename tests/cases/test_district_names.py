"""Districts of one name, an old and a new one after a re-cut, are told apart by their years wherever both are shown."""
import datetime

import pytest

from cases.district_names import told_apart
from cases.models import Case, District, Household
from reports.outputs import FORMATS
from reports.scope import scope_of
from reports.trend_grid import DISTRICTS
from reports.trends import TrendChoice, build_trend
from tests.factories import log_contact, make_user
from tests.reports import readers
from tests.reports.factories import CONTEXT

OLD, NEW = "大沢（令和3年度まで）", "大沢（令和4年度から）"


def district(code, name, starts_on, ends_on=None):
    return District(code=code, name=name, starts_on=datetime.date(*starts_on), ends_on=ends_on and datetime.date(*ends_on))


@pytest.mark.either
@pytest.mark.parametrize(("days", "names"), [
    ([((2020, 4, 1), (2022, 3, 31)), ((2022, 4, 1), None)], [OLD, NEW]),
    ([((2020, 4, 1), (2021, 9, 30)), ((2021, 10, 1), None)], ["大沢（令和3年9月30日まで）", "大沢（令和3年10月1日から）"]),
    ([((2019, 4, 1), None), ((2020, 4, 1), None)], ["大沢（令和元年度から）", "大沢（令和2年度から）"]),
    ([((2019, 4, 1), (2022, 3, 31)), ((2020, 4, 1), (2022, 3, 31))], ["大沢（令和元年度から令和3年度まで）", "大沢（令和2年度から令和3年度まで）"]),
    ([((2020, 4, 1), None), ((2020, 4, 1), None)], ["大沢（c0）", "大沢（c1）"])])
def test_the_same_name_has_its_years_and_another_one_stays(days, names):
    found = told_apart([*(district(f"c{place}", "大沢", *each) for place, each in enumerate(days)), district("other", "連雀", (2020, 4, 1))])
    assert found == {"c0": names[0], "c1": names[1], "other": "連雀"}


@pytest.fixture
def two(small, coordinator, supervisor):
    """大沢 ends with 令和3年度, and another 大沢 begins."""
    District.objects.filter(code="osawa").update(ends_on=datetime.date(2022, 3, 31))
    small.districts["new"] = District.objects.create(code="new", name="大沢", starts_on=datetime.date(2022, 4, 1), order=5)
    small.user = make_user("coordinator", "both", small.districts["osawa"], small.districts["new"])
    for day, code in (((2022, 3, 1), "osawa"), ((2022, 4, 2), "new")):
        log_contact(small, small.user, date=datetime.date(*day), district=code)
    return small


@pytest.mark.parametrize("page", ["/settings/districts/", "/settings/users/", "/settings/users/new/", "/settings/districts/joint/new/"])
def test_lists_and_selections_of_the_admin_tell_them_apart(two, as_user, admin, page):
    text = as_user(admin).get(page).content.decode()
    assert OLD in text and NEW in text and "連雀（" not in text


@pytest.mark.parametrize("page", ["/contacts/", "/contacts/new/", "/cases/", "/households/"])
def test_so_do_those_of_who_works_in_both(two, as_user, page):
    text = as_user(two.user).get(page).content.decode()
    assert OLD in text and NEW in text


def test_a_page_with_only_one_of_them_calls_it_by_its_name(two, as_user, coordinator):
    assert "大沢（" not in as_user(coordinator).get("/contacts/").content.decode()


def test_a_trend_and_its_csv_tell_them_apart(two):
    report = build_trend(scope_of(2022), TrendChoice("kind", 2, of=DISTRICTS))
    assert {row.label for row in report.trends[0].rows} == {OLD, NEW, "連雀"}
    rows = readers.csv_rows(FORMATS["csv"].write(report, CONTEXT))
    assert {(row["地区"], row["地区コード"]) for row in rows} == {(OLD, "osawa"), (NEW, "new"), ("連雀", "renjaku"), ("合計", "")}
    assert f"「{OLD}・連雀」から「連雀・{NEW}」に変わりました" in "".join(note.text for note in report.trends[0].notes)


def test_the_report_of_a_year_with_one_of_them_has_the_plain_name(two, coordinator):
    assert [each.name for each in scope_of(2022).districts] == ["連雀", "大沢"]
    log_contact(two, two.user, date=datetime.date(2022, 5, 1), district="osawa")
    assert [each.name for each in scope_of(2022).districts] == [OLD, "連雀", NEW]


def test_the_cases_of_a_household_tell_them_apart(two, as_user):
    household = Household.objects.create(number="S-1", district=two.districts["new"])
    for code in ("osawa", "new"):
        Case.objects.create(number=code, title="見本", household=household, district=two.districts[code], opened_on=datetime.date(2022, 4, 1))
    page = as_user(two.user).get(f"/households/{household.pk}/").content.decode()
    assert OLD in page and NEW in page
