"""A figure of people or households opens exactly those who were counted, as far as they may be seen."""
import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.models import Case, Household, Member
from reports.layout import build
from reports.scope import scope_of
from tests.factories import log_contact
from tests.reports.test_people_tables import BANDS, MET, add_axis, meet  # noqa: F401 (meet is a fixture)

AGE, HOME = "/reports/2021/figures/?axis=age", "/reports/2021/figures/?axis=home"


@pytest.fixture
def people(small, meet):  # noqa: F811
    """Three people in two districts; one is met in both, one has no 本人 chosen."""
    add_axis(small, "age", "age", BANDS, "people")
    add_axis(small, "often", "age", BANDS)
    add_axis(small, "home", "household", [("unknown", "不明", None, None, None)], "households")
    first = meet(age_text="82歳", family_name="見本", given_name="茂")
    meet(first)
    meet(first, district="renjaku")
    meet(age_text="90代", district="renjaku")
    meet()
    return first


def page(client, address):
    found = client.get(address)
    return found.context["count"], found.context["page"].paginator.count, found.content.decode()


def test_every_figure_is_the_number_of_lines_behind_it(as_user, small, supervisor, people, client):
    as_user(supervisor)
    report = build(scope_of(2021))
    for axis in ("age", "often", "home"):
        grid = report.table(axis)
        for row in (*grid.rows, grid.total):
            for codes, figure in [("", row.total), *((f"&district={code}", cell.count) for code, cell in row.cells.items())]:
                category = f"&category={row.code}" if row.code else ""
                address = f"/reports/2021/figures/?axis={axis}{category}{codes}"
                assert page(client, address)[:2] == (figure, figure), address


def test_a_person_is_named_once_with_all_contacts(as_user, supervisor, people, client):
    text = page(as_user(supervisor), f"{AGE}&category=a75")[2]
    assert text.count("見本 茂") == 1 and "3件" in text and "本人を選んでいないケース" not in text


def test_what_is_out_of_sight_is_counted_and_not_shown(as_user, coordinator, people, client):
    count, shown, text = page(as_user(coordinator), AGE)
    assert (count, shown) == (3, 2) and "1件は、担当地区の外か制限付き" in text and "90代" not in text


def test_a_restricted_person_is_counted_and_not_named(as_user, supervisor, people, client):
    Member.objects.filter(pk=people.person_id).update(is_restricted=True)
    count, shown, text = page(as_user(supervisor), AGE)
    assert (count, shown) == (3, 2) and "見本 茂" not in text
    Household.objects.filter(pk=people.household_id).update(is_restricted=True)
    assert page(client, HOME)[:2] == (3, 2)


def test_an_axis_of_the_contact_that_counts_people_opens_people(as_user, small, coordinator, supervisor, people, client):
    small.axes["topic"].counts = "people"
    small.axes["topic"].save()
    for _ in range(2):
        log_contact(small, coordinator, "topic:meal", date=MET, case=people)
    assert page(as_user(supervisor), "/reports/2021/figures/?axis=topic&category=meal")[:2] == (1, 1)


def test_the_age_is_that_of_the_year_of_the_figure(as_user, small, supervisor, meet, client):  # noqa: F811
    add_axis(small, "age", "age", BANDS, "people")
    case = meet(birth_date=datetime.date(1946, 5, 1))
    meet(case, date=datetime.date(2022, 4, 1))
    as_user(supervisor)
    assert [page(client, f"/reports/{year}/figures/?axis=age&category=a75")[0] for year in (2021, 2022)] == [0, 1]


@pytest.mark.parametrize("axis", ["age", "often", "home"])
def test_the_page_takes_the_same_statements_however_many(as_user, supervisor, people, meet, axis, client,  # noqa: F811
                                                        django_assert_num_queries):
    as_user(supervisor)
    with CaptureQueriesContext(connection) as few:
        client.get(f"/reports/2021/figures/?axis={axis}")
    for _ in range(4):
        meet(age_text="82歳")
    with django_assert_num_queries(len(few)):
        client.get(f"/reports/2021/figures/?axis={axis}")
    assert Case.objects.count() == 7
