"""A contact of several cases counts once or for each of them, as the council says: in every table, and behind every figure."""
import datetime
import random
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.models import Case, Contact, Council, EarlierSeveral, Household, Member
from cases.periods import fiscal_year_of
from reports import checks
from reports.layout import build
from reports.outputs.csv import write
from reports.overview import overview_of
from reports.reconciliation import reconcile
from reports.scope import scope_of
from reports.series import read_series
from reports.trends import trend_of
from tests.factories import log_contact
from tests.reports.test_people_tables import BANDS, add_axis

SETTINGS = {"version": 1, "name": "見本市社会福祉協議会", "programme": "見本", "mask_below": 3}
EACH, ONCE = Council.Several.EACH_CASE, Council.Several.ONCE
RULE = "1回の対応を複数のケースに記録したものは、"
AXES = {"kind": None, "topic": None, "age": "contacts", "people": "people", "home": "households", "asked": "households"}


@pytest.fixture
def year(small, coordinator):
    """Twenty contacts of both years, some of several cases, some of them of one household or of a group; by chance, the same each time."""
    rng = random.Random(7)  # noqa: S311
    add_axis(small, "age", "age", BANDS)
    add_axis(small, "people", "age", BANDS, "people")
    add_axis(small, "home", "household", [("unknown", "不明", None, None, None)], "households")
    small.axes["target"].counts = "households"
    small.axes["target"].save()
    cases = [_case(small, n) for n in range(6)]
    made = []
    for n in range(20):
        main, *also = rng.sample(cases, rng.choice([1, 1, 2, 3]))
        kind = rng.choice(["new", "case"])
        contact = log_contact(small, coordinator, f"kind:{kind}", f"topic:{rng.choice(['housing', 'health'])}", "target:elderly", case=main,
                              date=datetime.date(2021 if n else 2020, rng.choice([4, 5, 6]), 5), district=rng.choice(["osawa", "osawa", "renjaku"]) if n else "osawa")
        contact.also_cases.set(also)
        made.append(contact)
    log_contact(small, coordinator)
    return made


def _case(small, n):
    """Two cases of one household, three of others, and one of a group."""
    home = None if n == 5 else Household.objects.get_or_create(number=f"S-{n // 2 if n < 2 else n}", is_outside=n == 3)[0]
    person = Member.objects.create(household=home, age_text=("82歳", "40代", "", "60代", "")[n]) if home and n != 4 else None
    return Case.objects.create(number=f"C-{n}", title="見本", household=home, person=person, district=small.districts["osawa"], opened_on="2020-04-01",
                               **({} if home else {"subject": "group", "subject_name": "見本会"}))


def kind_of(contact):
    """The code of its 対応実績."""
    return contact.categories_of("kind")[0].code


def count_by(rule):
    Council.objects.update(several_cases=rule)
    return build(scope_of(2021))


def plain(contacts, wanted, rule):
    """What a table has to say, counted in plain Python."""
    return sum(len(each.cases) or 1 if rule == EACH else 1 for each in contacts if wanted(each))


@pytest.mark.parametrize("rule", [ONCE, EACH])
def test_every_table_month_trend_and_comparison_is_counted_by_the_rule(small, year, rule):
    report, logged = count_by(rule), [each for each in Contact.objects.all() if each.fiscal_year == 2021]
    kinds = report.table("kind")
    assert kinds.total.total == plain(logged, lambda each: True, rule)
    row = next(each for each in kinds.rows if each.code == "case")
    of_kind = [each for each in logged if kind_of(each) == "case"]
    assert row.total == plain(of_kind, lambda each: True, rule) == next(each for each in report.monthly if each.kind == "case").total.total
    months = next(each for each in report.monthly if each.kind == "case").total.counts
    assert months[:3] == tuple(plain(of_kind, lambda each, month=month: each.month == month, rule) for month in (4, 5, 6))
    assert next(each for each in kinds.rows if each.code == kind_of(year[0])).cells["osawa"].prior == plain(year[:1], lambda each: True, rule)
    with connection.cursor() as cursor:
        trend = trend_of(read_series(cursor, scope_of(2021), 2), next(each for each in _axes(cursor) if each.code == "kind"))
    assert trend.total.counts[-1] == kinds.total.total and RULE in trend.rule
    assert [line.years[0].now for line in overview_of(2021, 3).lines if line.label == "ケース対応"] == [row.total]
    assert not list(checks.findings(report)) and RULE in write(report, None).decode("utf-8-sig")


def _axes(cursor):
    from reports.book import read_book
    return read_book(cursor, 2021).axes


@pytest.mark.parametrize("rule", [ONCE, EACH])
def test_people_and_households_are_those_of_all_cases_once(small, year, rule):
    report, logged = count_by(rule), [each for each in Contact.objects.all() if each.fiscal_year == 2021]
    homes = {case.household_id for each in logged for case in each.cases if case.household_id}
    people = {case.person_id or -case.pk for each in logged for case in each.cases if case.household_id}
    assert report.table("home").total.total == len(homes) and report.table("people").total.total == len(people)
    assert report.table("target").total.total == len(homes)
    assert report.table("age").total.total == plain(logged, lambda each: True, rule)
    assert "それぞれのケースの人や世帯" in report.table("people").rule


@pytest.mark.parametrize("rule", [pytest.param(ONCE, marks=pytest.mark.long), pytest.param(EACH, marks=pytest.mark.either)])
def test_every_figure_is_what_stands_behind_it(as_user, supervisor, year, rule):
    client, report = as_user(supervisor), count_by(rule)
    for grid in report.tables:
        for row in (*grid.rows, grid.total):
            answer = client.get(f"/reports/2021/figures/?axis={grid.axis}" + (f"&category={row.code}" if row.code else ""))
            lines = answer.context["page"].paginator.object_list
            behind = sum(getattr(each, "times", 1) for each in answer.context["lines"])
            assert (answer.context["count"], behind) == (row.total, row.total), (grid.axis, row.code, len(lines))


def test_a_line_that_counts_twice_says_so_and_who_sees_it_not_is_told_how_much_it_is(as_user, small, other_coordinator, year):
    count_by(EACH)
    page = as_user(other_coordinator).get("/reports/2021/figures/?axis=kind")
    twice = {line.times for line in page.context["lines"]} - {1}
    assert twice and all(f"{n}件（ケースごと）" in page.content.decode() for n in twice)
    elsewhere = plain(Contact.objects.filter(fiscal_year=2021, district__code="osawa"), lambda each: True, EACH)
    assert (page.context["elsewhere"], page.context["restricted"]) == (elsewhere, 0)
    Case.objects.filter(pk=next(each for each in year if each.district.code == "renjaku").case_id).update(is_restricted=True)
    page = as_user(other_coordinator).get("/reports/2021/figures/?axis=kind")
    seen = sum(line.times for line in page.context["lines"])
    assert page.context["restricted"] == page.context["count"] - elsewhere - seen > 0


@pytest.mark.either
def test_a_list_of_fewer_records_than_the_figure_says_why(as_user, supervisor, year):
    said = re.compile(r"この一覧の(\d+)(件の記録|行)を、ケースごとに(\d+)件と数えています。")
    for axis, what in (("kind", "件の記録"), ("topic", "行")):
        for rule in (EACH, ONCE):
            Council.objects.update(several_cases=rule)
            page = as_user(supervisor).get(f"/reports/2021/figures/?axis={axis}")
            lines, count = page.context["page"].paginator.count, page.context["count"]
            found = said.findall(page.content.decode())
            assert found == ([(str(lines), what, str(count))] if rule == EACH else []) and (lines < count) is (rule == EACH)


@pytest.mark.parametrize("rule", [ONCE, EACH])
def test_what_is_said_of_households_outside_opens_as_many(as_user, supervisor, year, rule):
    Council.objects.update(counts_outside=True)
    number = int(re.search(r"対応は(\d+)件です", count_by(rule).table("kind").rule)[1])
    logged = [each for each in year if each.fiscal_year == 2021]
    outside = [sum(bool(case.household and case.household.is_outside) for case in each.cases) for each in logged]
    assert number == sum(n if rule == EACH else bool(n) for n in outside) > 0
    page = as_user(supervisor).get("/reports/2021/figures/?axis=kind&outside=1")
    assert page.context["count"] == number == sum(line.times for line in page.context["lines"])


def test_records_beside_published_figures_count_by_the_rule(small, year, publish):
    publish(("osawa", "kind", "case", 3))
    logged = [each for each in year if (each.fiscal_year, each.district.code, kind_of(each)) == (2021, "osawa", "case")]
    Council.objects.update(several_cases=EACH)
    cell = next(each for each in reconcile(2021).cells if each.category and each.category.code == "case" and each.month is None)
    assert cell.counted == plain(logged, lambda each: True, EACH)


def test_nothing_is_said_and_asked_where_no_contact_is_of_several(small, coordinator):
    log_contact(small, coordinator)
    assert RULE not in build(scope_of(2021)).table("kind").rule
    with CaptureQueriesContext(connection, ) as without:
        build(scope_of(2021))
    home = Household.objects.create(number="S-1")
    cases = [Case.objects.create(number=f"C-{n}", title="見本", household=home, district=small.districts["osawa"], opened_on="2021-04-01") for n in (1, 2)]
    log_contact(small, coordinator, case=cases[0]).also_cases.set(cases[1:])
    with CaptureQueriesContext(connection) as many:
        assert f"{RULE}1件と数えています。" in build(scope_of(2021)).table("kind").rule
    assert len(many) == len(without)
    assert "ケースごとに1件と数えています。" in count_by(EACH).table("kind").rule


def test_a_deleted_one_counts_nowhere(small, supervisor, year):
    from cases.services.deletion import delete_record
    before = count_by(EACH).table("kind").total.total
    several = next(each for each in year[1:] if len(each.cases) == 3)
    delete_record(record=several, version=1, reason="見本", by=supervisor)
    assert count_by(EACH).table("kind").total.total == before - 3


def test_the_rule_is_the_admins(as_user, admin, small):
    sent = as_user(admin).post("/settings/council/", SETTINGS | {"several_cases": "each_case", "from_year": 0})
    assert sent.status_code == 302 and Council.objects.get().several_cases == EACH
    assert as_user(admin).post("/settings/council/", SETTINGS | {"version": 2}).status_code == 302 and Council.objects.get().several_cases == EACH


def test_a_changed_rule_asks_from_when_it_holds(as_user, admin, small):
    refused = as_user(admin).post("/settings/council/", SETTINGS | {"several_cases": "each_case"})
    assert refused.status_code == 422 and "複数のケースの対応の数え方をいつから変えるかを選んでください。" in refused.content.decode()
    assert Council.objects.get().several_cases == ONCE and not EarlierSeveral.objects.exists()


def change_rule(as_user, admin, rule, from_year):
    version = Council.objects.get().version
    assert as_user(admin).post("/settings/council/", SETTINGS | {"version": version, "several_cases": rule, "from_year": from_year}).status_code == 302


def test_old_reports_keep_the_rule_that_they_were_counted_by_and_the_change_is_told(as_user, admin, small, year):
    before = {fiscal_year: build(scope_of(fiscal_year)).table("kind").total.total for fiscal_year in (2020, 2021)}
    change_rule(as_user, admin, EACH, 2021)
    assert build(scope_of(2020)).table("kind").total.total == before[2020]
    table = build(scope_of(2021)).table("kind")
    assert table.total.total > before[2021] and table.total.cells["osawa"].prior == before[2020]
    text = "1回の対応を複数のケースに記録したものの数え方を令和3年度から「1件」から「ケースごとに1件」に変えました。"
    assert [note.text.startswith(text) for note in table.notes].count(True) == 1 and table.mark and table.total.linked
    with connection.cursor() as cursor:
        trend = trend_of(read_series(cursor, scope_of(2021), 2), next(each for each in _axes(cursor) if each.code == "kind"))
    assert f"{RULE}令和2年度まで1件、令和3年度からケースごとに1件と数えています。" in trend.rule
    assert trend.total.counts == (before[2020], table.total.total) and text in "".join(note.text for note in trend.notes)


def test_rules_of_later_years_give_way_to_a_new_one_and_those_of_earlier_years_stay(as_user, admin, small):
    this_year = fiscal_year_of(timezone.localdate())
    change_rule(as_user, admin, EACH, this_year - 3)
    change_rule(as_user, admin, ONCE, this_year)
    assert [Council.current().several_in(this_year + at) for at in (-4, -3, -1, 0, 1)] == [ONCE, EACH, EACH, ONCE, ONCE]
    change_rule(as_user, admin, EACH, this_year - 1)
    assert [Council.current().several_in(this_year + at) for at in (-4, -3, -1, 0, 1)] == [ONCE, EACH, EACH, EACH, EACH]
    change_rule(as_user, admin, ONCE, 0)
    assert not EarlierSeveral.objects.exists() and Council.current().several_in(this_year - 3) == ONCE
