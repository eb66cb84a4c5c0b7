"""親, 再掲, 注記, 別名 and 並び順 change from a fiscal year on; the years before keep theirs, in every figure."""
import datetime

import pytest
from django.utils import timezone

from cases.codebook import codebook_of, coding_errors
from cases.models import Category, CodebookPlan, PublishedFigure
from cases.periods import fiscal_year_of
from cases.services.codebook_earlier import keep_definition, keep_name
from reports.layout import build
from reports.published import published_year
from reports.scope import scope_of
from tests.factories import log_contact

pytestmark = pytest.mark.django_db
TOPIC = "/settings/codebook/edit/axes/topic/"
HOUSING = {"label": "住まい・道路", "version": 1, "from_year": "2022"}


@pytest.fixture
def site(as_user, admin, small):
    return as_user(admin)


@pytest.fixture
def logged(small, coordinator):
    """住まい・道路 and 健康・医療・介護 once in 令和3年度 and once in 令和4年度."""
    for year in (2021, 2022):
        log_contact(small, coordinator, "topic:housing", "topic:health", date=datetime.date(year, 5, 1))


@pytest.fixture
def moved(site, small, coordinator):
    """住まい・道路 is 再掲 from 令和4年度 on; both years have a contact of it."""
    log_contact(small, coordinator, "topic:housing", "topic:health", date=datetime.date(2021, 5, 1))
    assert site.post(f"{TOPIC}categories/housing/", HOUSING | {"recount": "on"}).status_code == 302
    log_contact(small, coordinator, "topic:housing", "topic:health", date=datetime.date(2022, 5, 1))


def row_of(year, code="housing"):
    return next(row for row in build(scope_of(year)).table("topic").rows if row.code == code)


def test_recount_changes_from_a_year_on_and_last_year_keeps_its_sum(moved):
    old, new = (build(scope_of(year)).table("topic") for year in (2021, 2022))
    assert [row_of(2021).recount, row_of(2022).recount] == [False, True]
    assert [old.total.total, new.total.total, new.total.prior_total] == [2, 1, 2]


def test_the_change_is_told_and_marked(moved):
    table = build(scope_of(2022)).table("topic")
    [note] = [each for each in table.notes if "再掲" in each.text]
    assert note.text.startswith("「住まい・道路」は、令和4年度から表の再掲で、合計に含みません。令和3年度までは")
    assert note.mark in table.total.marks.change and note.mark in row_of(2022).marks.label


def test_the_contacts_behind_each_total_are_those_counted(moved, site):
    for year, expected in ((2021, 2), (2022, 1)):
        page = site.get(f"/reports/{year}/figures/?axis=topic")
        assert page.status_code == 200 and f"{expected}" in page.content.decode()


def test_a_printed_year_keeps_its_sums(moved, small):
    for code, value in (("health", 3), ("housing", 4), ("", 7)):
        PublishedFigure.objects.create(fiscal_year=2020, axis=small.axes["topic"], district=small.districts["osawa"], value=value,
                                       category=small.categories[f"topic:{code}"] if code else None)
    assert published_year(2020).open_sums == ()


def test_a_second_level_begins_with_a_year(site, small, coordinator):
    log_contact(small, coordinator, "topic:housing", date=datetime.date(2021, 5, 1))
    assert site.post(f"{TOPIC}categories/housing/", HOUSING | {"parent": "health"}).status_code == 302
    assert [row_of(2021).parent, row_of(2022).parent] == [None, "health"]
    errors = [coding_errors(codebook_of(year), {"topic": [each for each in codebook_of(year)["topic"].categories if each.code != "meal"]})
              for year in (2021, 2022)]
    assert ["topic" in each for each in errors] == [False, True]  # the one and what is inside it are not chosen together


def test_in_a_plan_note_aliases_and_order_hold_from_its_year_on(site, small):
    year = fiscal_year_of(timezone.localdate()) + 1
    site.post("/settings/codebook/plans/new/", {"fiscal_year": year})
    plan = CodebookPlan.objects.get()
    topic = f"/settings/codebook/plans/{plan.pk}/edit/axes/topic/"
    sent = {"label": "食事", "first_year": "R3", "note": "後の注記", "aliases": "ごはん", "version": 1}
    assert site.post(f"{topic}categories/meal/", sent).status_code == 302
    assert site.post(f"{topic}categories/meal/move/", {"to": "1", "version": 2}).status_code == 302
    plan.refresh_from_db()
    site.post(f"/settings/codebook/plans/{plan.pk}/confirm/", {"version": plan.version, "sure": "on"})
    was, now = ([(each.label, each.note, each.aliases) for each in codebook_of(each)["topic"].categories if each.code != "housing"]
                for each in (year - 1, year))
    assert [label for label, *_ in was] == ["健康・医療・介護", "食事"] and [label for label, *_ in now] == ["食事", "健康・医療・介護"]
    assert now[0][1:] == ("後の注記", "ごはん") and was[1][1:] != now[0][1:]
    assert [row.code for row in build(scope_of(year - 1)).table("topic").rows][:2] == ["health", "meal"]


def test_a_name_and_a_definition_of_different_years_do_not_disturb_each_other(small):
    def stored():
        return Category.objects.get(axis__code="topic", code="meal")
    old = stored()
    Category.objects.filter(pk=old.pk).update(recount=True)
    keep_definition(old, stored(), 2024)
    old = stored()
    Category.objects.filter(pk=old.pk).update(label="食")
    keep_name(old, "食", 2023)
    found = [next(each for each in codebook_of(year)["topic"].categories if each.code == "meal") for year in (2022, 2023, 2024)]
    assert [(each.label, each.recount) for each in found] == [("食事", False), ("食", False), ("食", True)]
