"""The demo in the database: every published cell, this year's and last year's, and a second load that does nothing."""
import pytest
from django.conf import settings
from django.contrib.auth import authenticate
from django.core.management import call_command
from django.db.models import Count
from django.utils import timezone

from cases.accounts.forms import LoginForm
from cases.codebook import codebook_of, coding_errors
from cases.demo.load import PASSWORD, USERS, DemoRefused, load_demo
from cases.models import (
    Axis,
    Case,
    CodebookChange,
    Contact,
    ContactCategory,
    Council,
    Household,
    PublishedFigure,
    User,
)
from cases.periods import FISCAL_MONTHS
from tests.factories import log_contact
from tests.reference import AXES, DISTRICTS, REFERENCE, RETIRED, expected, expected_months

pytestmark = pytest.mark.either

FIXTURES = settings.FIXTURES / "mitaka"


@pytest.mark.parametrize("axis", [AXES[0], *(pytest.param(each, marks=pytest.mark.either) for each in AXES[1:])])
def test_every_cell_of_a_table(demo, axis):
    rows = ContactCategory.objects.filter(axis__code=axis, fiscal_year=2021).values_list(
        "district__code", "category__code").annotate(Count("id"))
    counted = {district: {code: n for place, code, n in rows if place == district} for district in DISTRICTS}
    for district, name in DISTRICTS.items():
        assert counted[district] == {code: count for code, count in expected(axis, name).items() if count}
    assert sum(n for _, _, n in rows) == REFERENCE["tables"][axis]["total"]["合計"]


@pytest.mark.parametrize("kind", ["新規相談", "ケース対応"])
@pytest.mark.parametrize("district", DISTRICTS)
def test_every_month(demo, district, kind):
    months = dict(ContactCategory.objects.filter(category__label=kind, axis__code="kind", district__code=district)
                  .values_list("month").annotate(Count("id")))
    assert [months.get(month, 0) for month in FISCAL_MONTHS] == expected_months(kind, DISTRICTS[district])


@pytest.mark.parametrize("axis", AXES)
def test_the_published_figures_of_the_year_before(demo, axis):
    stored = dict(PublishedFigure.objects.filter(fiscal_year=2020, axis__code=axis, district__code="osawa", month=None)
                  .values_list("category__code", "value"))
    printed = expected(axis, "大沢（前年度）") | (RETIRED if axis == "topic" else {})
    assert stored == printed | {None: REFERENCE["tables"][axis]["total"]["大沢（前年度）"]}
    assert sum(printed.values()) == stored[None]


def test_no_contact_breaks_the_codebook(demo):
    codebook = codebook_of(2021)
    for contact in Contact.objects.with_codings(Case.objects.all()):
        chosen = {axis.axis.code: contact.categories_of(axis.axis.code) for axis in codebook.axes}
        assert coding_errors(codebook, chosen) == {}


def test_a_second_load_changes_nothing(demo):
    models = (Contact, ContactCategory, Household, PublishedFigure, User, CodebookChange)
    before = [list(model.objects.order_by("pk").values()) for model in models]
    assert load_demo(FIXTURES) is False
    assert [list(model.objects.order_by("pk").values()) for model in models] == before


def test_every_role_can_log_in_and_works_where_it_should_today(demo):
    for username, _, role, districts in USERS:
        user = authenticate(username=username, password=PASSWORD)
        assert user.role == role
        assert [each.code for each in user.districts_on(timezone.localdate())] == list(districts)
    assert {role for _, _, role, _ in USERS} == set(User.Role.values)


def test_only_a_few_planned_actions_are_overdue(demo):
    assert 0 < Contact.objects.due(timezone.localdate()).count() <= 20


def test_the_council_says_that_it_is_a_demo(demo):
    assert "見本" in Council.current().name


def test_the_command_prints_the_log_ins(demo, capsys):
    call_command("load_demo")
    printed = capsys.readouterr().out
    assert all(username in printed for username, *_ in USERS) and PASSWORD in printed
    assert LoginForm.base_fields["username"].label in printed and "ユーザー名" not in printed


def test_a_database_with_other_records_is_left_alone(small, coordinator):
    log_contact(small, coordinator)
    with pytest.raises(DemoRefused):
        load_demo(FIXTURES)
    assert (Contact.objects.count(), User.objects.count(), Axis.objects.count()) == (1, 1, 6)
