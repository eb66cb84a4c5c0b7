"""A report of an old year prints the names and rules of that year, whatever the codebook says since."""
import pytest

from cases.codebook import codebook_of
from cases.imports.directory import Directory
from cases.models import Axis, EarlierLabel, EarlierRule
from cases.periods import fiscal_year_span
from reports import checks
from reports.layout import build
from reports.scope import scope_of
from tests.factories import log_contact

pytestmark = pytest.mark.django_db


@pytest.fixture
def renamed(small, coordinator):
    """Until 令和3年度: 健康相談 on the axis 相談の中身, counted for ケース対応 in 回 without shares, in 大沢地域."""
    axis, kinds = small.axes["topic"], small.categories
    EarlierLabel.objects.create(category=kinds["topic:health"], last_year=2019, label="健康")
    EarlierLabel.objects.create(category=kinds["topic:health"], last_year=2021, label="健康相談")
    EarlierLabel.objects.create(category=kinds["kind:new"], last_year=2021, label="初回相談", monthly=False)
    EarlierLabel.objects.create(axis=axis, last_year=2021, label="相談の中身")
    EarlierLabel.objects.create(district=small.districts["osawa"], last_year=2021, label="大沢地域")
    rule = EarlierRule.objects.create(axis=axis, last_year=2021, answer="multiple_main", unit="回", percent_base="none",
                                      rounding="plain")
    rule.asked_for.set([kinds["kind:case"]])
    log_contact(small, coordinator, "kind:case", "target:elderly", "topic:health")
    return small


def labels(fiscal_year):
    return next(row.label for row in build(scope_of(fiscal_year)).table("topic").rows if row.code == "health")


@pytest.mark.parametrize(("year", "label"), [(2019, "健康"), (2020, "健康相談"), (2021, "健康相談"), (2022, "健康・医療・介護")])
def test_a_category_is_called_as_in_the_year(renamed, year, label):
    assert labels(year) == label
    assert codebook_of(year)["topic"].categories[0].label == label


def test_an_axis_is_asked_and_counted_as_in_the_year(renamed):
    old, new = build(scope_of(2021)).table("topic"), build(scope_of(2022)).table("topic")
    assert (old.title, old.unit, old.shows_percent) == ("相談の中身内訳", "回", False)
    assert "「ケース対応」" in old.rule and "すべての対応記録" in new.rule
    assert (new.title, new.unit, new.shows_percent) == ("相談内容内訳", "件", True)


def test_the_form_of_an_old_year_asks_by_its_rules(renamed):
    old, new = codebook_of(2021)["topic"], codebook_of(2022)["topic"]
    assert (old.axis.name, old.axis.answer, old.asked_for) == ("相談の中身", "multiple_main", {"case"})
    assert (new.axis.name, new.axis.answer, new.asked_for) == ("相談内容", "multiple", set())


def test_monthly_tables_and_districts_are_as_in_the_year(renamed):
    old, new = build(scope_of(2021)), build(scope_of(2022))
    assert [each.label for each in old.monthly] == ["ケース対応"]
    assert [each.label for each in new.monthly] == ["新規相談", "ケース対応"]
    assert [old.districts[0].name, new.districts[0].name] == ["大沢地域", "大沢"]


def test_an_axis_stands_in_the_years_in_which_it_was_asked(renamed):
    Axis.objects.filter(code="method").update(first_year=2022)
    assert "method" not in {grid.axis for grid in build(scope_of(2021)).tables}
    assert "method" in {grid.axis for grid in build(scope_of(2022)).tables}
    assert "method" not in {axis.axis.code for axis in codebook_of(2021).axes}


def test_a_figure_is_the_same_under_any_name(renamed):
    row = next(row for row in build(scope_of(2021)).table("topic").rows if row.code == "health")
    assert (row.total, row.percent) == (1, None)


@pytest.mark.parametrize("name", ["健康相談", "健康・医療・介護"])
def test_a_file_of_an_old_year_may_use_the_old_name_or_the_new_one(renamed, name):
    axis = Directory().axes["相談の中身"]
    assert Directory().category(axis, name, 2021).code == "health"
    assert Directory().district_in_year("大沢地域", 2021, *fiscal_year_span(2021)).code == "osawa"


def test_a_changed_rule_makes_no_false_finding_about_an_old_year(renamed, coordinator):
    """支援対象者 was asked of 新規相談 and ケース対応 alone until 令和3年度, and of every kind since."""
    axis, kinds = renamed.axes["target"], renamed.categories
    rule = EarlierRule.objects.create(axis=axis, last_year=2021, answer="single", unit="件", percent_base="mentions", rounding="sum100")
    rule.asked_for.set([kinds["kind:new"], kinds["kind:case"]])
    axis.asked_for.clear()
    log_contact(renamed, coordinator)
    assert list(checks.findings(build(scope_of(2021)))) == []
