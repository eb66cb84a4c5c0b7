"""状況: a month and the year so far beside a year ago, by the figures of the report; and the work at hand."""
import datetime
import re
from urllib.parse import parse_qs

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases import caseload
from cases.models import Case, Category, Contact, ContactCategory, Council, District, PublishedFigure
from reports.bars import bars_of
from reports.layout import build
from reports.overview import Pair, overview_of
from reports.scope import scope_of
from tests.factories import log_contact

APRIL, MAY = datetime.date(2022, 4, 5), datetime.date(2022, 5, 6)


@pytest.fixture
def logged(small, coordinator, supervisor):
    """大沢: two 新規相談 in April, three ケース対応 in May, one 啓発 in June; a year ago one 新規相談 in May. 連雀: one ケース対応 in May."""
    for kind, count, day in (("new", 2, APRIL), ("case", 3, MAY), ("outreach", 1, MAY.replace(month=6)), ("new", 1, MAY.replace(year=2021))):
        for _ in range(count):
            log_contact(small, coordinator, f"kind:{kind}", *(["target:elderly"] if kind != "outreach" else []), date=day)
    log_contact(small, supervisor, "kind:case", "target:elderly", date=MAY, district="renjaku")


def lines(month, year=2022):
    found = overview_of(year, month)
    return {line.label: line for line in (*found.lines, found.total)}


def plain(pairs):
    """Pairs without the ways to what is behind them."""
    return tuple(Pair(*pair[:3]) for pair in pairs)


def test_a_month_counts_what_is_dated_in_it_beside_the_same_month_a_year_ago(logged):
    found = lines(5)
    assert plain(found["ケース対応"].months) == (Pair(4, 0, "全地区"), Pair(3, 0, "大沢"), Pair(1, 0, "連雀"))
    assert plain(found["新規相談"].months)[0] == Pair(0, 1, "全地区")
    assert plain(found["合計"].months)[0] == Pair(4, 1, "全地区")


def test_the_year_so_far_ends_with_the_month_in_both_years(logged):
    assert [lines(month)["新規相談"].years[0][:2] for month in (4, 5, 3)] == [(2, 0), (2, 1), (2, 1)]
    assert [lines(month)["合計"].years[0].now for month in (4, 5, 6)] == [2, 6, 7]


def test_the_course_is_the_twelve_months_and_their_sum_is_that_of_march(logged):
    course = lines(5)["合計"].course
    assert [pair.of for pair in course][::11] == ["4月", "3月"]
    assert sum(pair.now for pair in course) == lines(3)["合計"].years[0].now == 7


def test_by_another_axis_mentions_are_counted_and_published_years_have_no_months(small, coordinator):
    log_contact(small, coordinator, "topic:health", "topic:meal", date=MAY)
    log_contact(small, coordinator, "topic:meal", date=APRIL)
    log_contact(small, coordinator, "topic:meal", date=MAY.replace(year=2021))
    found = overview_of(2022, 5, "topic")
    meal = {line.label: line for line in found.lines}["食事"]
    assert (found.name, meal.months[0][:3], meal.years[0][:3]) == ("相談内容", (1, 1, "全地区"), (2, 1, "全地区"))
    assert (found.total.label, found.total.months[0].now, found.per_new) == ("合計（延べ）", 2, None)
    Contact.objects.filter(date__year=2021).update(deleted_at=timezone.now())
    ContactCategory.objects.filter(fiscal_year=2021).delete()
    PublishedFigure.objects.create(fiscal_year=2021, axis=small.axes["topic"], category=small.categories["topic:meal"], district=small.districts["osawa"], value=30)
    assert {line.label: line for line in overview_of(2022, 5, "topic").lines}["食事"].months[1][:3] == (1, None, "大沢")
    assert overview_of(2022, 5, "nothing") is None


def test_a_figure_holds_those_of_the_categories_below_it_in_each_month_too(small, coordinator):
    Category.objects.filter(code="meal").update(parent=small.categories["topic:health"])
    log_contact(small, coordinator, "topic:meal", date=MAY)
    found = overview_of(2022, 5, "topic")
    assert {line.label: line.months[0].now for line in found.lines}["健康・医療・介護"] == 1 == found.total.months[0].now


def test_months_that_have_not_begun_are_not_zero(logged):
    with time_machine.travel("2022-06-15T12:00:00+09:00", tick=False):
        found = overview_of(2022, 5)
        course = [pair.now for pair in found.total.course]
        assert course[:3] == [2, 4, 1] and course[3:] == [None] * 9
        assert overview_of(2022, 7).total.months[0].now is None and overview_of(2022, 7).total.years[0].now == 7


def test_a_month_in_which_a_district_did_not_exist_is_not_zero(small, coordinator):
    """連雀 begins on 15 May 2022, 大沢 ends with October: each stands with － before and after."""
    for code, days in (("osawa", {"ends_on": datetime.date(2022, 10, 31)}), ("renjaku", {"starts_on": datetime.date(2022, 5, 15)})):
        District.objects.filter(code=code).update(**days)
    for day, district in ((APRIL, "osawa"), (MAY.replace(month=6), "renjaku"), (MAY.replace(year=2021), "osawa")):
        log_contact(small, coordinator, date=day, district=district)
    april, may, june, november = ({pair.of: pair[:2] for pair in lines(month)["合計"].months} for month in (4, 5, 6, 11))
    assert (april["連雀"], may["連雀"], june["連雀"]) == ((None, None), (0, None), (1, None))
    assert (april["大沢"], november["大沢"], april["全地区"], november["全地区"]) == ((1, 0), (None, 0), (1, None), (0, None))
    years = [{pair.of: pair[:2] for pair in lines(month)["合計"].years} for month in (4, 6, 11)]
    assert [each["連雀"] for each in years] == [(None, None), (1, None), (1, None)] and [each["大沢"] for each in years] == [(1, 0), (1, 1), (1, 1)]


def test_what_is_counted_of_a_district_that_did_not_exist_is_shown(small, coordinator):
    log_contact(small, coordinator, date=APRIL, district="renjaku")
    District.objects.filter(code="renjaku").update(starts_on=datetime.date(2022, 6, 1))
    assert [lines(month)["啓発"].months[2].now for month in (4, 5, 6)] == [1, None, 0] and lines(5)["啓発"].years[2].now == 1
    assert lines(4)["合計"].months[2].now == lines(5)["合計"].years[2].now == 1


def test_the_page_shows_an_axis_where_one_is_asked_for(as_user, coordinator, logged):
    client = as_user(coordinator)
    page = client.get("/reports/overview/?fiscal_year=2022&month=5&axis=topic").content.decode()
    assert "<h2>相談内容</h2>" in page and "合計（延べ）" in page
    assert "合計（延べ）" not in client.get("/reports/overview/?fiscal_year=2022&month=5&axis=kind").content.decode()


def test_contacts_per_new_consultation(logged):
    found = overview_of(2022, 5).per_new
    assert (found.first, found.second) == ("新規相談", "ケース対応")
    assert [(each.of, each.first, each.second, each.each) for each in found.ratios] == [("全地区", 2, 4, 2.0), ("大沢", 2, 3, 1.5), ("連雀", 0, 1, None)]
    assert overview_of(2021, 4).per_new is None


def test_a_year_that_nobody_recorded_is_not_zero(small, coordinator):
    log_contact(small, coordinator, date=MAY)
    assert {pair.before for pair in lines(5)["合計"].months} == {None}


def test_published_months_of_the_year_before_stand_beside_the_counts(small, coordinator):
    log_contact(small, coordinator, "kind:new", "target:elderly", date=MAY)
    kind, new = small.axes["kind"], small.categories["kind:new"]
    for district in small.districts.values():
        PublishedFigure.objects.create(fiscal_year=2021, axis=kind, category=new, district=district, month=5, value=30)
    assert [pair.before for pair in lines(5)["新規相談"].months] == [60, 30, 30]
    assert lines(4)["新規相談"].months[0].before is None and lines(5)["新規相談"].years[0].before is None


def test_the_page_shows_it_with_a_table_beside_the_chart(as_user, coordinator, logged):
    page = as_user(coordinator).get("/reports/overview/?fiscal_year=2022&month=5").content.decode()
    assert re.search(r">4</a>（0）", page) and "新規相談1件あたりのケース対応" in page and re.search(r"2\.0回.*4÷2", page)
    assert '<svg' in page and "月ごとの合計。" in page and page.count("chart-now") == 12


@pytest.mark.parametrize("rule", ["once", "each_case"])
@pytest.mark.parametrize("axis", ["", "topic"])
def test_every_linked_figure_is_the_number_of_what_is_behind_it(as_user, supervisor, small, coordinator, logged, axis, rule):
    Council.objects.update(several_cases=rule)
    place = {"subject": "place", "district": small.districts["osawa"], "opened_on": APRIL}
    main, *others = (Case.objects.create(number=f"C-{n}", title="見本", **place) for n in range(3))
    for day in (APRIL, APRIL.replace(year=2021)):
        log_contact(small, coordinator, "kind:case", "target:elderly", "topic:meal", case=main, date=day).also_cases.set(others)
    client, page = as_user(supervisor), as_user(supervisor).get(f"/reports/overview/?fiscal_year=2022&month=5&axis={axis}").content.decode()
    links = {(address.replace("&amp;", "&"), int(number)) for address, number in re.findall(r'href="(/reports/\d+/figures/[^"]*)">(\d+)</a>', page)}
    assert len(links) > 20 and {"month", "until", "district", "category"} <= {name for address, _ in links for name in parse_qs(address.split("?")[1])}
    for address, number in links:
        answer = client.get(address)
        assert answer.context["count"] == number == sum(line.times for line in answer.context["lines"]), address


def test_a_published_figure_opens_nothing(small, coordinator):
    log_contact(small, coordinator, "kind:new", "target:elderly", date=MAY)
    PublishedFigure.objects.create(fiscal_year=2022, axis=small.axes["kind"], category=small.categories["kind:new"], district=small.districts["osawa"], month=5, value=30)
    found = lines(5)
    assert [pair.link for pair in found["新規相談"].months] == [None] * 3 and found["合計"].months[1][:2] == (30, None)
    assert all(pair.link is None and pair.link_before is None for pair in found["合計"].months)


@pytest.mark.parametrize(("axis", "ended", "logged_as"), [("kind", "training", ["kind:training"]), ("topic", "meal", ["kind:case", "target:elderly", "topic:meal", "topic:health"])])
def test_last_years_sum_holds_what_has_ended_since_and_opens_it(as_user, supervisor, small, coordinator, axis, ended, logged_as):
    """As the report of the year does in brackets, which says so in a note."""
    log_contact(small, coordinator, "kind:new", "target:elderly", "topic:health", date=MAY)
    for day in (MAY.replace(year=2021), APRIL.replace(year=2021)):
        log_contact(small, coordinator, *logged_as, date=day)
    log_contact(small, coordinator, "kind:case", "target:elderly", "topic:health", date=MAY.replace(year=2021))
    Category.objects.filter(axis__code=axis, code=ended).update(last_year=2021)
    found, label = overview_of(2022, 5, axis), small.categories[f"{axis}:{ended}"].label
    assert label not in {line.label for line in found.lines} and found.ended == (label,) == overview_of(2022, 4, axis).ended
    assert overview_of(2023, 5, axis).ended == ()
    both = len(logged_as) - 2 if axis == "topic" else 1  # mentions of such a contact
    assert [pair.before for pair in found.total.months] == [both + 1, both + 1, 0] and found.total.years[0].before == 2 * both + 1
    assert build(scope_of(2022)).table(axis).total.prior_total == 2 * both + 1
    client, address = as_user(supervisor), "/reports/overview/?fiscal_year=2022&month=5&axis=topic"
    page = client.get(address).content.decode()
    assert f"前年の合計には、前年度までの項目の「{label}」を含みます" in page
    for link, count in ((found.total.months[0].link_before, both + 1), (found.total.years[1].link_before, 2 * both + 1), (found.total.course[0].link_before, both)):
        asked = {name: value for name, value in link._asdict().items() if value is not None and name != "fiscal_year"}
        assert (answer := client.get(f"/reports/{link.fiscal_year}/figures/", asked)).context["count"] == count == len(answer.context["lines"])


def test_of_a_sum_that_is_not_known_nothing_is_told(small, coordinator):
    log_contact(small, coordinator, "topic:health", date=MAY)
    PublishedFigure.objects.create(fiscal_year=2021, axis=small.axes["topic"], category=small.categories["topic:meal"], district=small.districts["osawa"], value=30)
    Category.objects.filter(code="meal").update(last_year=2021)
    found = overview_of(2022, 5, "topic")
    assert ({pair.before for pair in found.total.course}, found.ended) == ({None}, ())


@pytest.mark.parametrize("asked", ["until=13", "until=x", "month=0"])
def test_a_month_that_is_none_is_not_found(as_user, supervisor, small, asked):
    assert as_user(supervisor).get(f"/reports/2022/figures/?axis=kind&{asked}").status_code == 404


@pytest.mark.parametrize("asked", ["", "?month=13", "?fiscal_year=x&month=5", "?fiscal_year=1800"])
def test_what_cannot_be_read_is_the_present_month(as_user, coordinator, small, asked):
    assert as_user(coordinator).get(f"/reports/overview/{asked}").status_code == 200


def test_a_council_without_districts_is_told_what_is_missing(as_user, admin, small):
    type(small.districts["osawa"]).objects.update(starts_on="2030-04-01")
    assert "この年度の地区か分類がありません" in as_user(admin).get("/reports/overview/?fiscal_year=2026&month=5").content.decode()


def test_the_number_of_queries_does_not_depend_on_that_of_contacts(as_user, small, coordinator, logged):
    def log_for(n):
        case = Case.objects.create(number=f"C-{n}", title="見本", subject="place", district=small.districts["osawa"], opened_on=APRIL)
        log_contact(small, coordinator, date=MAY, case=case)

    client = as_user(coordinator)
    log_for(0)
    client.get("/reports/overview/")
    with CaptureQueriesContext(connection) as few:
        client.get("/reports/overview/?fiscal_year=2022&month=5")
    for n in range(1, 5):
        log_for(n)
    with CaptureQueriesContext(connection) as many:
        client.get("/reports/overview/?fiscal_year=2022&month=5")
    assert len(many) == len(few)


# -- The work at hand

@pytest.fixture
def cases(small, coordinator):
    place = {"subject": "place", "district": small.districts["osawa"], "opened_on": APRIL}
    busy, calm, other = (Case.objects.create(number=f"C-{n}", title="見本", coordinator=who, **place)
                         for n, who in enumerate((coordinator, coordinator, None)))
    for _ in range(3):
        log_contact(small, coordinator, case=busy, date=MAY, minutes=25)
    log_contact(small, coordinator, case=other, date=MAY)
    return busy, calm, other


def test_open_cases_by_coordinator_in_sight(coordinator, other_coordinator, cases):
    assert caseload.caseload(coordinator) == [(coordinator.name, 2, coordinator.pk), ("", 1, None)] and caseload.caseload(other_coordinator) == []
    Case.objects.filter(pk=cases[0].pk).update(closed_on=MAY)
    assert caseload.caseload(coordinator) == [("", 1, None), (coordinator.name, 1, coordinator.pk)]


def test_the_cases_with_most_contacts_come_first_and_restricted_ones_are_out_of_sight(coordinator, cases):
    assert [(case, case.n) for case in caseload.busiest(coordinator, 2022)] == [(cases[0], 3), (cases[2], 1)]
    Case.objects.filter(pk=cases[0].pk).update(is_restricted=True)
    assert caseload.busiest(coordinator, 2022) == [cases[2]] and caseload.busiest(coordinator, 2021) == []


def test_time_is_added_up_where_it_was_written_down_and_says_of_how_many(coordinator, cases):
    assert caseload.minutes(coordinator, 2022, 5) == [(name, (75, 3, 4), (75, 3, 4), code) for name, code in (("合計", ""), ("大沢", "osawa"))]
    assert caseload.minutes(coordinator, 2022, 4)[0] == ("合計", (0, 0, 0), (75, 3, 4), "") and caseload.minutes(coordinator, 2021, 4) == [("合計", (0, 0, 0), (0, 0, 0), "")]


def test_time_is_told_by_district_with_how_many_records_it_is_of(as_user, supervisor, small, cases):
    log_contact(small, supervisor, date=MAY, district="renjaku", minutes=10)
    assert [each[:2] for each in caseload.minutes(supervisor, 2022, 5)] == [("合計", (85, 4, 5)), ("大沢", (75, 3, 4)), ("連雀", (10, 1, 1))]
    page = as_user(supervisor).get("/reports/overview/?fiscal_year=2022&month=5").content.decode()
    assert "1時間15分" in page and "入力がある3件／記録4件" in re.sub("<[^>]*>", "", page)


def test_every_number_of_cases_and_records_is_that_of_the_list_that_it_opens(as_user, supervisor, other_coordinator, small, cases):
    """Also of whoever has no district any more, and of cases that nobody has been given."""
    Case.objects.create(number="C-9", title="見本", subject="place", district=small.districts["osawa"], opened_on=APRIL, coordinator=other_coordinator)
    other_coordinator.assignments.all().delete()
    log_contact(small, supervisor, date=MAY, district="renjaku", minutes=10)
    log_contact(small, supervisor, date=APRIL, district="renjaku")
    client = as_user(supervisor)
    page = client.get("/reports/overview/?fiscal_year=2022&month=5").content.decode()
    links = [(address.replace("&amp;", "&"), int(number)) for address, number in re.findall(r'href="(/(?:cases|contacts)/\?[^"]*)">(?:記録)?(\d+)件</a>', page)]
    assert sorted(number for _, number in links) == [1, 1, 1, 2, 2, 4, 4, 5, 6]
    for address, number in links:
        answer = client.get(address)
        assert answer.context["page"].paginator.count == number and not answer.context["form"].errors, address


# -- The chart

def test_bars_stand_on_the_base_line_and_grow_with_their_figures():
    bars = bars_of([(10, 5), (0, None)] + [(None, None)] * 10)
    assert [bar.figure for bar in bars.now] == [10, 0] and [bar.figure for bar in bars.before] == [5]
    assert bars.now[0].height == 2 * bars.before[0].height and bars.now[1].height == 0
    assert bars.now[0].y + bars.now[0].height == bars.scale[0][0]


@pytest.mark.parametrize(("largest", "scale"), [(1, [0, 1]), (4, [0, 1, 2, 3, 4]), (17, [0, 5, 10, 15, 20]), (1824, [0, 500, 1000, 1500, 2000]), (99, [0, 20, 40, 60, 80, 100])])
def test_the_scale_has_few_round_lines(largest, scale):
    assert [figure for _, figure in bars_of([(largest, None)] * 12).scale] == scale


def test_without_a_figure_there_is_no_chart():
    assert bars_of([(0, None)] * 12) is None


def test_of_a_year_that_is_published_without_months_the_sum_is_told_beside_the_year_alone(as_user, small, coordinator, supervisor):
    """What has ended is in last year's sum, which no month shows."""
    log_contact(small, coordinator, "kind:case", "target:elderly", "topic:health", date=MAY)
    for district in small.districts.values():
        for category in small.axes["topic"].categories.all():
            PublishedFigure.objects.create(fiscal_year=2021, axis=small.axes["topic"], category=category, district=district, value=10)
    Category.objects.filter(axis__code="topic", code="meal").update(last_year=2021)
    page = as_user(supervisor).get("/reports/overview/?fiscal_year=2022&month=3&axis=topic").content.decode()
    found = overview_of(2022, 3, "topic")
    assert (found.total.has_months_before, found.total.has_years_before) == (False, True) and found.total.years[0].before
    assert page.count("前年の合計には、前年度までの項目の") == 1
