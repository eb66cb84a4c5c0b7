"""月曜のまとめ: a week counted by district, and what has to be followed up; what is restricted is a number only."""
import datetime
import html
import re

import pytest
from django.utils import timezone

from cases.models import Case, CaseEvent, Council, Household, Waiting
from cases.periods import format_date
from cases.weekly import week_of
from reports.layout import build
from reports.overview import overview_of
from reports.scope import scope_of
from reports.several import several_in
from tests.factories import log_contact

MONDAY = datetime.date(2021, 4, 5)
DAYS = datetime.timedelta(9)
PAGE = "/weekly/?week=2021-04-07"


def day(number):
    return MONDAY + datetime.timedelta(number)


def case_of(small, number, **fields):
    return Case.objects.create(**{"number": number, "title": f"題名{number}", "subject": "place", "opened_on": day(0),
                                  "district": small.districts["osawa"]} | fields)


@pytest.fixture
def week(small, coordinator, other_coordinator, supervisor):
    """In the week: three contacts in 大沢, one of them restricted, and one in 連雀; around it one on each side."""
    restricted = case_of(small, "C-9", is_restricted=True, quiet_days=1)
    for number in (-1, 0, 6, 7):
        log_contact(small, coordinator, "kind:new", "target:elderly", date=day(number), text=f"相談{number}")
    log_contact(small, coordinator, "kind:new", "target:elderly", date=day(3), case=restricted, text="秘密", next_action_on=day(4))
    log_contact(small, other_coordinator, date=day(2), district="renjaku")
    Waiting.objects.create(case=restricted, whom="秘密", what="秘密", since=day(1))
    return restricted


def test_contacts_are_counted_by_district_from_monday_to_sunday(as_user, supervisor, week):
    context = as_user(supervisor).get(PAGE).context
    assert [(row.district.name, [n for _, n in row.kinds], row.total, row.restricted) for row in context["districts"]] == [
        ("大沢", [3, 0, 0, 0], 3, 1), ("連雀", [0, 0, 1, 0], 1, 0)]
    assert context["kinds"] == ["新規相談", "ケース対応", "啓発", "研修"] and context["monday"] == MONDAY


def test_each_number_leads_to_the_contacts_behind_it(as_user, supervisor, week):
    client = as_user(supervisor)
    page = html.unescape(client.get(PAGE).content.decode())
    links = re.findall(r'<a href="(/contacts/\?district=[^"]+)">(\d+)</a>', page)
    assert [(int(number), client.get(address).context["page"].paginator.count) for address, number in links] == [(3, 2), (3, 2), (1, 1), (1, 1)]
    assert "制限付きの記録は、一覧には出ません" in page


def test_new_consultations_are_listed_and_restricted_ones_a_number(as_user, supervisor, week):
    page = as_user(supervisor).get(PAGE)
    assert [each.text for each in page.context["new"].rows] == ["相談6", "相談0"] and page.context["new"].restricted == 1
    assert "制限付き：1件" in page.content.decode()


def test_who_is_named_on_a_restricted_record_sees_a_number_here_too(as_user, supervisor, week):
    week.named.add(supervisor)
    page = as_user(supervisor).get(PAGE)
    assert "秘密" not in page.content.decode() and "C-9" not in page.content.decode()
    assert [page.context[part].restricted for part in ("new", "opened", "due", "quiet", "waiting")] == [1] * 5


def test_a_case_of_a_restricted_household_counts_as_restricted(as_user, supervisor, small):
    household = Household.objects.create(number="S-9", district=small.districts["osawa"], is_restricted=True)
    case_of(small, "C-1", subject="household", household=household)
    assert as_user(supervisor).get(PAGE).context["opened"].restricted == 1


def test_cases_that_began_or_ended_in_the_week(as_user, supervisor, small):
    case_of(small, "C-1", opened_on=day(-9), closed_on=day(6), closing_reason="転出")
    case_of(small, "C-2", opened_on=day(-1), closed_on=day(7))
    context = as_user(supervisor).get(PAGE).context
    assert [[each.number for each in context[part].rows] for part in ("opened", "closed")] == [[], ["C-1"]]


def test_a_reopened_case_is_told_as_such_and_not_as_one_that_began(as_user, supervisor, small):
    case = case_of(small, "C-1", opened_on=day(-90))
    CaseEvent.objects.create(case=case, kind="reopened", date=day(1))
    page = as_user(supervisor).get(PAGE)
    assert ([each.number for each in page.context["reopened"].rows], page.context["opened"].total) == (["C-1"], 0)
    assert "再開したケース" in page.content.decode()


@pytest.mark.either
def test_a_past_week_tells_of_a_closing_also_when_the_case_was_reopened_since(as_user, supervisor, small):
    again, twice, restricted = (case_of(small, f"C-{n}", opened_on=day(-90), is_restricted=n == 3) for n in (1, 2, 3))
    for case in (again, twice, restricted):
        case.events.create(kind="closed", date=day(2), reason="入所")
        case.events.create(kind="reopened", date=day(30))
    Case.objects.filter(pk=twice.pk).update(closed_on=day(60), closing_reason="死亡")
    page = as_user(supervisor).get(PAGE)
    closed = page.context["closed"]
    assert (sorted((each.number, each.turned_on, each.why) for each in closed.rows), closed.restricted) == (
        [("C-1", day(2), "入所"), ("C-2", day(2), "入所")], 1)
    assert "入所" in page.content.decode() and "死亡" not in page.content.decode()


@pytest.mark.either
def test_cases_that_were_handed_over_in_the_week_are_told_with_the_names(as_user, supervisor, coordinator, other_coordinator, small):
    for n in (1, 2):
        case_of(small, f"C-{n}", opened_on=day(-90), is_restricted=n == 2).events.create(
            kind="handed_over", date=day(2), from_user=coordinator, to_user=other_coordinator, note="秘密")
    page = as_user(supervisor).get(PAGE)
    handed = page.context["handed"]
    assert ([each.case.number for each in handed.rows], handed.restricted) == (["C-1"], 1)
    assert f"{coordinator.name} → {other_coordinator.name}" in page.content.decode() and "秘密" not in page.content.decode()
    assert as_user(supervisor).get("/weekly/?week=2021-05-07").context["handed"].total == 0


@pytest.mark.either
def test_handovers_to_come_are_listed_by_day_and_restricted_ones_a_number(as_user, supervisor, coordinator, other_coordinator, small):
    today = timezone.localdate()
    for number, ahead in enumerate((30, 9, 20, -1, 5, 5), start=1):
        case_of(small, f"C-{number}", is_restricted=number == 3).events.create(
            kind="to_hand_over", date=today + datetime.timedelta(ahead), from_user=coordinator, to_user=other_coordinator, note="秘密",
            to_district=small.districts["renjaku"], is_withdrawn=number == 5)
    case_of(small, "C-7").events.create(kind="handed_over", date=today, from_user=coordinator, to_user=other_coordinator)
    Case.objects.filter(number="C-6").update(deleted_at=timezone.now())
    page = as_user(supervisor).get("/weekly/")
    moves, text = page.context["moves"], page.content.decode()
    assert ([each.case.number for each in moves.rows], moves.restricted) == (["C-4", "C-2", "C-1"], 1)
    assert f"{coordinator.name} → {other_coordinator.name}" in text and format_date(today + datetime.timedelta(9)) in text
    assert "大沢 → 連雀" in text and text.count("まだ引き継いでいません") == 1 and "秘密" not in text


def test_the_supervisor_of_the_district_that_is_given_a_case_reads_a_number(as_user, supervisor, coordinator, other_coordinator, small):
    for number in (1, 2):
        case_of(small, f"C-{number}", is_restricted=number == 2).events.create(
            kind="to_hand_over", date=timezone.localdate() + DAYS, from_user=coordinator, to_user=other_coordinator, to_district=small.districts["renjaku"])
    supervisor.assignments.exclude(district=small.districts["renjaku"]).delete()
    page = as_user(supervisor).get("/weekly/")
    assert page.context["moves"].total == 0 and "ほかの地区から1件のケース" in page.content.decode() and "題名1" not in page.content.decode()


def test_what_is_due_quiet_or_waited_for_is_of_today(as_user, supervisor, coordinator, small):
    case = case_of(small, "C-1", quiet_days=30)
    log_contact(small, coordinator, date=day(0), case=case, next_action_on=day(8), text="予定")
    Waiting.objects.create(case=case, whom="長男", what="電話", since=day(1))
    context = as_user(supervisor).get("/weekly/").context
    assert [len(context[part].rows) for part in ("due", "quiet", "waiting", "new")] == [1, 1, 1, 0]


@pytest.mark.either
@pytest.mark.parametrize("asked", ["", "x", "9999-12-31", "0001-01-01", "2021-13-01"])
def test_without_a_week_it_is_the_last_one_and_no_week_to_come(as_user, supervisor, asked):
    this = week_of(timezone.localdate())
    monday = as_user(supervisor).get("/weekly/", {"week": asked}).context["monday"]
    assert monday in (this - datetime.timedelta(7), this) and monday.weekday() == 0


def test_only_own_districts_are_told(as_user, supervisor, small, other_coordinator, week):
    supervisor.assignments.exclude(district=small.districts["renjaku"]).delete()
    context = as_user(supervisor).get(PAGE).context
    assert [row.district.name for row in context["districts"]] == ["連雀"] and context["new"].total == 0


def test_the_queries_do_not_grow(as_user, supervisor, coordinator, small, week, django_assert_max_num_queries):
    client = as_user(supervisor)
    log_contact(small, coordinator, "kind:new", "target:elderly", date=day(1), case=case_of(small, "D-99", quiet_days=1))
    with django_assert_max_num_queries(60) as few:
        client.get(PAGE)
    for number in range(15):
        log_contact(small, coordinator, "kind:new", "target:elderly", date=day(number % 7),
                    case=(case := case_of(small, f"D-{number}", quiet_days=1)))
        case.events.create(kind="to_hand_over", date=timezone.localdate() + DAYS, to_user=coordinator)
    with django_assert_max_num_queries(len(few)):
        assert client.get(PAGE).context["new"].total == 19


@pytest.mark.parametrize(("rule", "figures"), [("once", [1, 1, 2, 1]), ("each_case", [3, 1, 4, 3])])
def test_contacts_of_several_cases_count_as_in_the_report_and_the_rule_is_printed(as_user, supervisor, coordinator, small, rule, figures):
    Council.objects.update(several_cases=rule)
    several = log_contact(small, coordinator, "kind:case", "target:elderly", date=day(0), case=case_of(small, "C-1", is_restricted=True))
    several.also_cases.set([case_of(small, "C-2"), case_of(small, "C-3")])
    log_contact(small, coordinator, date=day(1))
    page = as_user(supervisor).get(PAGE)
    row = page.context["districts"][0]
    kinds = {line.label: line.months[1].now for line in overview_of(2021, 4).lines}
    assert [row.kinds[1][1], row.kinds[2][1], row.total, row.restricted] == figures == [kinds["ケース対応"], kinds["啓発"], *figures[2:]]
    assert build(scope_of(2021)).table("kind").total.total == row.total and several_in(2021).rule in page.content.decode()
    assert several_in(2021).rule in as_user(supervisor).get("/reports/overview/?fiscal_year=2021&month=4").content.decode()


def test_of_a_week_in_two_fiscal_years_nothing_is_counted_twice(as_user, supervisor, coordinator, small):
    for date in (datetime.date(2022, 3, 31), datetime.date(2022, 4, 1)):
        log_contact(small, coordinator, date=date)
    assert as_user(supervisor).get("/weekly/?week=2022-03-31").context["week"].total == 2


def test_it_belongs_to_the_first_page_from_which_it_is_opened(as_user, supervisor):
    page = as_user(supervisor).get("/weekly/").content.decode()
    assert '<ol><li><a href="/">今日</a></li><li aria-current="page">月曜のまとめ</li></ol>' in page
    assert re.findall(r'href="([^"]+)"[^>]*aria-current="page"', page) == ["/", "/"]  # of the menu at the side, and of that on a phone
