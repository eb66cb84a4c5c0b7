"""Tables of people and households: who counts where, once or as often as met, and that nothing is added up wrongly."""
import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.models import Axis, Case, Category, Household, HouseholdType, Member
from reports import checks
from reports.layout import build
from reports.scope import scope_of
from tests.factories import log_contact

MET = datetime.date(2021, 6, 1)
BANDS = [("a-59", "60歳未満", None, 59, None), ("old", "60歳以上", 60, None, None), ("a60", "60～74歳", 60, 74, "old"),
         ("a75", "75歳以上", 75, None, "old"), ("late", "うち85歳以上", 85, None, "old"), ("unknown", "不明", None, None, None)]


def add_axis(small, code, source, categories, counts="contacts", **fields):
    """An axis of people with (code, label, age from, age to, parent)."""
    axis = small.axes[code] = Axis.objects.create(
        code=code, name=code, answer="single", source=source, counts=counts, order=50, **fields)
    for order, (each, label, low, high, parent) in enumerate(categories):
        small.categories[f"{code}:{each}"] = Category.objects.create(
            axis=axis, code=each, label=label, age_from=low, age_to=high, order=order, recount=each == "late",
            parent=small.categories.get(f"{code}:{parent}"))
    return axis


@pytest.fixture
def meet(small, coordinator):
    """Log a contact with a new member of a household, or with a case that was met before."""
    def log(case=None, district="osawa", date=MET, **member):
        if case is None:
            household = member.pop("household", None) or Household.objects.create(number=f"S-{Household.objects.count()}")
            person = Member.objects.create(household=household, **member) if member else None
            case = Case.objects.create(number=f"C-{Case.objects.count()}", title="見本", household=household, person=person,
                                       district=small.districts[district], opened_on=date)
        log_contact(small, coordinator, case=case, district=district, date=date)
        return case
    return log


def counts(axis, year=2021, *codes):
    grid = build(scope_of(year, codes)).table(axis)
    return {row.label: [*row.counts, row.total] for row in (*grid.rows, grid.total)}


@pytest.mark.parametrize(("member", "band"), [
    ({"birth_date": datetime.date(1961, 4, 1)}, "60～74歳"), ({"birth_date": datetime.date(1961, 4, 2)}, "60歳未満"),
    ({"birth_date": datetime.date(2021, 8, 1)}, "60歳未満"), ({"age_text": "82歳"}, "75歳以上"),
    ({"age_text": "八十代"}, "75歳以上"), ({"age_text": "６０代"}, "60～74歳"), ({"age_text": "50代"}, "60歳未満"),
    ({"age_text": "70代"}, "60歳以上"), ({"age_text": "70代前半"}, "60～74歳"), ({"age_text": "高齢"}, "不明"),
    ({"age_text": "八〇代"}, "75歳以上"), ({"age_text": "約85歳"}, "75歳以上"), ({"age_text": "80代〜90代"}, "75歳以上"),
    ({"relation": "母"}, "不明")])
def test_a_person_counts_in_the_narrowest_band_that_holds_every_possible_age(small, meet, member, band):
    add_axis(small, "age", "age", BANDS)
    meet(**member)
    found = counts("age")
    rows = {label for label, row in found.items() if row[-1]} - {"合計", "うち85歳以上"}
    assert rows == ({band, "60歳以上"} if "7" in band or band == "60歳以上" else {band}) and found["合計"] == [1, 0, 1]


def test_a_recount_is_shown_and_in_no_sum(small, meet):
    add_axis(small, "age", "age", BANDS, "people")
    meet(age_text="90歳")
    found = counts("age")
    assert (found["うち85歳以上"], found["75歳以上"], found["60歳以上"], found["合計"]) == ([1, 0, 1],) * 4


def test_contacts_are_counted_as_often_as_there_were_and_people_once_everywhere(small, coordinator, meet):
    add_axis(small, "often", "age", BANDS)
    add_axis(small, "once", "age", BANDS, "people")
    case = meet(age_text="82歳")
    meet(case)
    meet(case, district="renjaku")
    meet(age_text="61歳")
    meet()
    log_contact(small, coordinator, date=MET)
    assert counts("often")["75歳以上"] == [2, 1, 3] and counts("often")["合計"] == [5, 1, 6]
    found = counts("once")
    assert found["75歳以上"] == [1, 1, 1] and found["60歳以上"] == [2, 1, 2]
    assert found["不明"] == [1, 0, 1] and found["合計"] == [3, 1, 3]
    assert counts("once", 2021, "renjaku")["合計"] == [1, 1]


def test_sexes_and_households(small, meet):
    add_axis(small, "sex", "sex", [("male", "男", None, None, None), ("female", "女", None, None, None),
                                   ("unknown", "不明", None, None, None)], "households")
    home = Household.objects.create(number="S-9")
    meet(household=home, sex=1)
    meet(household=home, sex=2)
    meet(sex=9)
    assert counts("sex") == {"男": [1, 0, 1], "女": [1, 0, 1], "不明": [1, 0, 1], "合計": [2, 0, 2]}


def test_a_type_of_household_holds_from_its_year_on_and_a_retired_one_counts_where_it_went(small, meet):
    axis = add_axis(small, "home", "household", [(code, code, None, None, None) for code in ("alone", "single", "couple", "unknown")],
                    "households")
    small.categories["home:alone"].last_year, small.categories["home:alone"].merged_into = 2021, small.categories["home:single"]
    small.categories["home:alone"].save()
    case = meet()
    for year in (2020, 2022, 2023):
        meet(case, date=datetime.date(year, 5, 1))
    for year, code in ((2021, "alone"), (2023, "couple")):
        HouseholdType.objects.create(household=case.household, axis=axis, category=small.categories[f"home:{code}"], from_year=year)
    shown = {year: next(label for label, row in counts("home", year).items() if row[-1]) for year in range(2020, 2024)}
    assert shown == {2020: "unknown", 2021: "alone", 2022: "single", 2023: "couple"}


def test_only_the_kinds_asked_for_count_and_the_rule_tells_what_was_left_out(small, coordinator, meet):
    axis = add_axis(small, "once", "age", BANDS, "people")
    axis.asked_for.set([small.categories["kind:outreach"]])
    meet(age_text="82歳")
    log_contact(small, coordinator, "kind:new", "target:elderly", date=MET, case=meet(age_text="61歳"))
    log_contact(small, coordinator, date=MET)
    report = build(scope_of(2021))
    rule = report.table("once").rule
    assert counts("once")["合計"] == [2, 0, 2]
    assert all(words in rule for words in ("「啓発」", "実人数", "合計は別に数えています", "4月1日現在", "対応記録1件は、数えていません"))
    assert checks.findings(report) == []


def test_an_axis_chosen_on_the_contact_may_count_people_too(small, coordinator, meet):
    Axis.objects.filter(code="topic").update(counts="people")
    case = meet(age_text="82歳")
    log_contact(small, coordinator, "topic:meal", "topic:health", date=MET, case=case)
    log_contact(small, coordinator, "topic:meal", date=MET, case=case, district="renjaku")
    found = counts("topic")
    assert (found["食事"], found["健康・医療・介護"], found["合計"]) == ([1, 1, 1], [1, 0, 1], [1, 1, 1])


def test_last_year_is_counted_by_its_own_ages(small, meet):
    add_axis(small, "once", "age", BANDS, "people")
    case = meet(birth_date=datetime.date(1946, 5, 1))
    meet(case, date=datetime.date(2022, 4, 1))
    grid = build(scope_of(2022)).table("once")
    assert {row.label: (row.total, row.prior_total) for row in grid.rows if row.code in ("a60", "a75")} == {
        "60～74歳": (0, 1), "75歳以上": (1, 0)}


def test_an_axis_of_people_takes_two_statements_however_many_they_are(small, meet, django_assert_num_queries):
    meet(age_text="82歳")
    with CaptureQueriesContext(connection) as without:
        build(scope_of(2021))
    add_axis(small, "often", "age", BANDS)
    add_axis(small, "once", "age", BANDS, "people")
    meet(age_text="82歳")
    with django_assert_num_queries(len(without) + 4):
        build(scope_of(2021))
