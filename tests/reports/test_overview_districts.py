"""状況 where the districts of last year were others: its figure of 全地区 stands where the report shows last year's 合計."""
import datetime

import pytest

from cases.models import Contact, ContactCategory, District, PublishedFigure
from reports.layout import build
from reports.overview import overview_of
from reports.scope import scope_of
from tests.factories import log_contact
from tests.reports.test_overview import lines

DAY, BEFORE = datetime.date(2022, 5, 6), datetime.date(2021, 5, 6)
LAST, FIRST = datetime.date(2022, 3, 31), datetime.date(2022, 4, 1)
NOT_SHOWN = "「連雀」は新しい地区のため、前年度の数はありません。前年度の合計も、そのため示していません。"


def added(small):
    """連雀 begins with 令和4年度, beside 大沢."""
    District.objects.filter(code="renjaku").update(starts_on=FIRST)


def recut(small):
    """大沢 is 大沢北 and 大沢南 from 令和4年度."""
    District.objects.filter(code="osawa").update(ends_on=LAST)
    for code, name in (("north", "大沢北"), ("south", "大沢南")):
        small.districts[code] = District.objects.create(code=code, name=name, starts_on=FIRST, order=5)


def recut_within(small):
    """大沢 is 大沢北 from October 2022: no year of either is a pair, that of all is one."""
    District.objects.filter(code="osawa").update(ends_on=datetime.date(2022, 9, 30))
    small.districts["north"] = District.objects.create(code="north", name="大沢北", starts_on=datetime.date(2022, 10, 1), order=5)


def ended(small):
    """連雀 ends with 令和3年度, and none takes its place."""
    District.objects.filter(code="renjaku").update(ends_on=LAST)


def changed_and_added(small):
    """As recut, and 西 is added on another day: the area is another one."""
    recut(small)
    small.districts["west"] = District.objects.create(code="west", name="西", starts_on=datetime.date(2022, 6, 1), order=6)


CHANGES = {added: None, recut: 3, recut_within: 3, ended: 2, changed_and_added: None}


@pytest.fixture
def logged(small, coordinator):
    """Last year two in 大沢 and, where it was there, one in 連雀; this year one wherever it may be."""
    def log(change):
        change(small)
        for district in ("osawa", "osawa", *(["renjaku"] if change is not added else [])):
            log_contact(small, coordinator, "kind:new", "target:elderly", date=BEFORE, district=district)
        log_contact(small, coordinator, "kind:new", "target:elderly", date=DAY, district="osawa" if change in (added, ended, recut_within) else "north")
    return log


@pytest.mark.parametrize("change", CHANGES)
def test_counted_years_stand_as_in_the_report(logged, change):
    logged(change)
    table, found = build(scope_of(2022)).table("kind"), lines(3)
    assert found["合計"].years[0].before == table.total.prior_total == CHANGES[change]
    assert [line.years[0].before for line in overview_of(2022, 3).lines] == [row.prior_total for row in table.rows]
    assert lines(5)["合計"].months[0].before == found["合計"].course[1].before == lines(6)["合計"].years[0].before == CHANGES[change]
    assert lines(4)["合計"].months[0].before == (None if CHANGES[change] is None else 0)


@pytest.mark.parametrize("change", CHANGES)
def test_so_do_published_years(logged, small, change):
    logged(change)
    Contact.objects.filter(date__lt=FIRST).delete()
    ContactCategory.objects.filter(fiscal_year=2021).delete()
    for code, value in {"osawa": 20, **({"renjaku": 10} if change is not added else {})}.items():
        for category in ("new", "case", "outreach", "training"):
            PublishedFigure.objects.create(fiscal_year=2021, axis=small.axes["kind"], district=small.districts[code], value=value,
                                           category=small.categories[f"kind:{category}"])
    table = build(scope_of(2022)).table("kind")
    expected = CHANGES[change] and {3: 30, 2: 20}[CHANGES[change]]
    assert [line.years[0].before for line in overview_of(2022, 3).lines] == [row.prior_total for row in table.rows] == [expected] * 4
    assert lines(3)["合計"].years[0].before == table.total.prior_total == (expected and 4 * expected)


def test_a_printed_sum_of_all_districts_stands_all_the_same(logged, small):
    logged(added)
    for category, month, value in (("new", None, 44), (None, None, 55), ("new", 5, 6)):
        PublishedFigure.objects.create(fiscal_year=2021, axis=small.axes["kind"], district=None, month=month, value=value,
                                       category=category and small.categories[f"kind:{category}"])
    table, found = build(scope_of(2022)).table("kind"), lines(3)
    assert (found["新規相談"].years[0].before, found["合計"].years[0].before) == (44, 55) == (table.rows[0].prior_total, table.total.prior_total)
    assert lines(5)["新規相談"].months[0].before == 6 and lines(6)["新規相談"].months[0].before is None


def test_the_page_says_why(as_user, coordinator, logged):
    logged(added)
    page = as_user(coordinator).get("/reports/overview/?fiscal_year=2022&month=5&axis=topic").content.decode()
    assert page.count(NOT_SHOWN) == 5 and ">1</a>（－）" in page and ">1</a>（<a" in page
    assert NOT_SHOWN not in as_user(coordinator).get("/reports/overview/?fiscal_year=2023&month=5").content.decode()


def test_of_a_district_that_ended_it_says_that_the_sum_is_without_it(logged):
    logged(ended)
    assert overview_of(2022, 5).beside == "前年度の「連雀」の数は、前年度の合計に含まれていません。"


@pytest.mark.parametrize("change", [recut, recut_within])
def test_where_the_area_is_the_same_nothing_is_missing(logged, change):
    logged(change)
    assert overview_of(2022, 5).beside == ""
