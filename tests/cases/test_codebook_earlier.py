"""What a change of the codebook leaves for the years before it, and that it carries nothing but itself into the years after."""
import pytest
from django.utils import timezone

from cases.codebook import codebook_of
from cases.models import Axis, Category, EarlierLabel, EarlierRule
from cases.periods import fiscal_year_of
from cases.services.codebook_earlier import history_with
from cases.services.codebook_edit import store_axis, store_category

pytestmark = pytest.mark.django_db


def changed_axis(from_year, kinds=None, **values):
    axis = Axis.objects.get(code="topic")
    kinds = list(axis.asked_for.all()) if kinds is None else kinds
    for name, value in values.items():
        setattr(axis, name, value)
    return store_axis(axis=axis, asked_for=kinds, from_year=from_year, version=axis.version, by=None)


def changed_category(from_year, **values):
    category = Category.objects.get(axis__code="topic", code="health")
    for name, value in values.items():
        setattr(category, name, value)
    return store_category(category=category, from_year=from_year, version=category.version, by=None)


def rules_in(year, *names):
    axis = codebook_of(year)["topic"]
    return [getattr(axis.axis, name) if name != "asked_for" else sorted(axis.asked_for) for name in names]


def health_in(year, *names):
    return [getattr(next(each for each in codebook_of(year)["topic"].categories if each.code == "health"), name) for name in names]


def test_a_rule_that_changes_earlier_leaves_a_later_change_its_year(small):
    changed_axis(2026, unit="項目", rounding=Axis.Rounding.PLAIN)
    changed_axis(2021, prior_as=Axis.PriorAs.DIFFERENCE)
    assert [rules_in(year, "unit", "rounding", "prior_as") for year in (2020, 2021, 2025, 2026)] == [
        ["件", "sum100", "bracket"], ["件", "sum100", "difference"], ["件", "sum100", "difference"], ["項目", "plain", "difference"]]


def test_so_do_the_kinds_that_are_asked(small):
    kinds = [small.categories["kind:new"]]
    before = rules_in(2025, "asked_for")
    changed_axis(2026, kinds)
    changed_axis(2021, unit="項目")
    assert [rules_in(year, "asked_for", "unit") for year in (2020, 2021, 2026)] == [[*before, "件"], [*before, "項目"], [["new"], "項目"]]
    changed_axis(2022, [small.categories["kind:case"]])
    assert [rules_in(year, "asked_for", "unit") for year in (2021, 2022, 2026)] == [[*before, "項目"], [["case"], "項目"], [["case"], "項目"]]


def test_a_rule_that_is_changed_back_leaves_nothing_behind(small):
    changed_axis(2026, unit="項目")
    changed_axis(2026, unit="件")
    assert not EarlierRule.objects.exists()


def test_a_name_and_its_monthly_table_change_apart(small):
    changed_category(2026, label="食")
    changed_category(2021, monthly=True)
    assert [health_in(year, "label", "monthly") for year in (2020, 2021, 2025, 2026)] == [
        ["健康・医療・介護", False], ["健康・医療・介護", True], ["健康・医療・介護", True], ["食", True]]


def test_a_definition_that_changes_earlier_leaves_a_later_one_its_year(small):
    changed_category(2026, recount=True)
    changed_category(2021, note="配食を含みます")
    assert [health_in(year, "recount", "note") for year in (2020, 2021, 2025, 2026)] == [
        [False, ""], [False, "配食を含みます"], [False, "配食を含みます"], [True, "配食を含みます"]]
    changed_category(2026, recount=False)
    assert [each.last_year for each in EarlierLabel.objects.all()] == [2020]


def test_a_name_that_is_changed_earlier_gives_way_to_no_later_one(small):
    """Who names it anew from an earlier year on means the years after it, too."""
    changed_category(2026, label="食")
    changed_category(2022, label="食生活")
    assert [health_in(year, "label") for year in (2021, 2022, 2025, 2026)] == [["健康・医療・介護"], ["食生活"], ["食生活"], ["食生活"]]
    assert [each.last_year for each in EarlierLabel.objects.all()] == [2021]


def test_a_slip_of_the_pen_is_put_right_wherever_it_stands(small):
    changed_category(2026, recount=True)  # the row for the years before bears the name, too
    changed_category(0, label="健康医療")
    assert [health_in(year, "label", "recount") for year in (2020, 2026)] == [["健康医療", False], ["健康医療", True]]
    changed_category(2024, label="健康")
    changed_category(0, label="健康。")
    assert [health_in(year, "label") for year in (2020, 2024, 2026)] == [["健康医療"], ["健康。"], ["健康。"]]


def test_the_place_of_a_new_category_is_the_same_in_every_year(small):
    Category.objects.filter(axis__code="topic", code="housing").update(label="その他")
    rest = Category.objects.get(axis__code="topic", code="housing")
    rest.note = "別の数え方"
    store_category(category=rest, from_year=2026, version=rest.version, by=None)
    store_category(category=Category(axis=rest.axis, code="pets", label="ペット"), from_year=0, version=None, by=None)
    for year in (2022, 2026):
        assert [each.code for each in codebook_of(year)["topic"].categories][-2:] == ["pets", "housing"]


@pytest.mark.parametrize(("kept", "is_before", "expected"), [
    ({}, True, {2020: {"a": 1, "b": 1}}),
    ({}, False, {}),
    ({2019: {"a": 0, "b": 1}}, True, {2019: {"a": 0, "b": 1}, 2020: {"a": 1, "b": 1}}),
    ({2024: {"a": 1, "b": 0}}, True, {2020: {"a": 1, "b": 0}, 2024: {"a": 2, "b": 0}}),
    ({2024: {"a": 0, "b": 1}}, True, {2020: {"a": 0, "b": 1}}),
    ({2020: {"a": 0, "b": 0}}, True, {2020: {"a": 0, "b": 0}}),
    ({2020: {"a": 2, "b": 1}}, True, {}),
])
def test_a_history_has_only_what_held_before_something_else(kept, is_before, expected):
    assert history_with(kept, {"a": 1, "b": 1}, {"a": 2, "b": 1}, 2021, is_before) == expected


def test_who_changes_years_that_have_ended_is_told_after_the_save(as_user, admin, small):
    client, this_year = as_user(admin), fiscal_year_of(timezone.localdate())
    def told(version, **sent):
        return client.post("/settings/codebook/edit/axes/topic/categories/health/", {"version": version} | sent, follow=True).content.decode()
    assert "令和3年度からの報告書が、この内容に変わりました。" in told(1, label="健康", from_year=2021)
    assert "すべての年度の報告書が、" in told(2, label="健康医療", from_year=0)
    assert "に変わりました。終わった" not in told(3, label="健康と医療", from_year=this_year)
    assert "に変わりました。終わった" not in told(4, label="健康と医療", aliases="けんこう")
    assert "令和3年度からの報告書が" in told(5, label="健康と医療", note="説明", from_year=2021)
    assert Category.objects.get(axis__code="topic", code="health").version == 6
