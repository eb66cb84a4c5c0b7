"""A merge changes no figure but those of people and households counted once, and its undo gives these back too."""
import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from cases.models import Case, Household, HouseholdType, Member
from cases.services.merges import effect_of
from reports.layout import build
from reports.scope import scope_of
from tests.cases.merging import join, part
from tests.factories import log_contact, make_council, make_user

from .test_people_tables import BANDS, add_axis

YEARS = (2021, 2022)
ONCE = ("people", "homes")  # the axes that count each once
SINGLE, COUPLE = ("single", "単身", None, None, None), ("couple", "夫婦", None, None, None)
UNKNOWN = ("unknown", "不明", None, None, None)


def office():
    small = make_council()
    add_axis(small, "age", "age", BANDS)
    add_axis(small, "people", "age", BANDS, "people", unit="人")
    add_axis(small, "homes", "household", [SINGLE, COUPLE, UNKNOWN], "households", unit="世帯")
    return small, make_user("supervisor", "tokatsu", *small.districts.values())


def grids() -> dict:
    """Every figure of both years by axis (of a monthly table by its kind), as printed."""
    return {(year, getattr(grid, "axis", f"{getattr(grid, 'code', '')} by month")): [
                (row.label, tuple(row.counts), row.total) for row in (*grid.rows, grid.total)]
            for year in YEARS for report in [build(scope_of(year))] for grid in (*report.tables, *report.monthly)}


def changed(before: dict, after: dict) -> set:
    """The axes whose figures differ."""
    return {axis for year, axis in before if before[year, axis] != after[year, axis]}


contacts = st.lists(st.tuples(st.sampled_from(YEARS), st.sampled_from(["osawa", "renjaku"]), st.sampled_from(["new", "case", "outreach"])), max_size=3)
homes = st.lists(st.tuples(contacts, st.booleans()), min_size=2, max_size=3)


def fill(small, user, drawn) -> list[Household]:
    """Households of one type with a person of one age each, and their contacts; `has_person` where somebody is the 本人."""
    made = []
    for n, (met, has_person) in enumerate(drawn):
        household = Household.objects.create(number=f"S-{n}", district=small.districts["osawa"])
        person = Member.objects.create(household=household, birth_date="1941-05-06")
        HouseholdType.objects.create(household=household, category=small.categories["homes:single"], axis=small.axes["homes"], from_year=2020)
        case = Case.objects.create(number=f"C-{n}", title="見本", household=household, person=person if has_person else None,
                                   district=small.districts["osawa"], opened_on=datetime.date(2021, 4, 1))
        for year, district, kind in met:
            log_contact(small, user, f"kind:{kind}", "target:elderly", "topic:health", case=case, district=district, date=datetime.date(year, 5, 1))
        made.append(household)
    return made


class FiguresOfAMerge(TestCase):
    """Two households are made one, then the two people in it, and both are taken back."""

    @classmethod
    def setUpTestData(cls):
        cls.small, cls.user = office()

    @settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(drawn=homes)
    def test_only_what_is_counted_once_changes_and_comes_back(self, drawn):
        kept, gone, *_ = fill(self.small, self.user, drawn)
        before = grids()
        whole = join(kept, gone, self.user)
        after = grids()
        assert changed(before, after) <= {*ONCE}
        one = join(*kept.members.all(), self.user)
        assert changed(before, grids()) <= {*ONCE}
        part(one, self.user)
        assert not changed(after, grids())
        part(whole, self.user)
        assert not changed(before, grids())


@pytest.fixture
def two(db):
    small, user = office()
    return (*fill(small, user, [([(2021, "osawa", "case")], True)] * 2), user, small)


def totals(effect) -> dict:
    return {table["title"]: table["rows"][-1]["cells"][-1] for year in effect for table in year["tables"]}


def test_the_page_tells_that_two_households_become_one_and_nothing_is_written(two):
    kept, gone, user, _ = two
    before = list(Case.objects.values_list("household", flat=True))
    assert totals(effect_of(kept, gone, {}, user)) == {"homes内訳": [2, 1]}
    assert list(Case.objects.values_list("household", flat=True)) == before


def test_what_it_tells_is_what_happens(two):
    kept, gone, user, small = two
    HouseholdType.objects.filter(household=gone).update(category=small.categories["homes:couple"])
    told = effect_of(kept, gone, {f"types_{small.axes['homes'].pk}": "gone"}, user)
    was, name = grids(), (2021, "homes")
    join(kept, gone, user, **{f"types_{small.axes['homes'].pk}": "gone"})
    now = grids()
    rows = {row["label"]: row["cells"][-1] for row in told[0]["tables"][0]["rows"]}
    assert rows == {label: [old, new] for (label, _, old), (_, _, new) in zip(was[name], now[name], strict=True) if old != new or label in rows}


def test_two_people_become_one_person(two):
    kept, gone, user, _ = two
    join(kept, gone, user)
    told = totals(effect_of(*kept.members.all(), {}, user))
    assert told == {"people内訳": [2, 1]}
