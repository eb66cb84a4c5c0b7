"""The codebook's editor: every change is dated, told in the history, and never takes a figure of an old year away."""
import pytest

from cases.codebook import codebook_of
from cases.models import Axis, Category, CodebookChange, EarlierLabel, EarlierRule
from reports.layout import build
from reports.scope import scope_of
from tests.factories import log_contact

EDIT = "/settings/codebook/edit/"
TOPIC = f"{EDIT}axes/topic/"
MEAL = {"label": "食事・栄養", "first_year": "R3", "note": "", "aliases": "", "version": 1}
AXIS = {"name": "相談内容", "answer": "multiple", "unit": "件", "percent_base": "mentions", "rounding": "sum100", "prior_as": "bracket",
        "trend_years": "0", "trend_across": "columns", "version": 1}


@pytest.fixture
def site(as_user, admin, small):
    return as_user(admin)


@pytest.fixture
def logged(small, coordinator):
    return log_contact(small, coordinator, "topic:housing")


def category(code):
    return Category.objects.get(axis__code="topic", code=code)


def labels(year):
    return [each.label for each in codebook_of(year)["topic"].categories]


def errors(response):
    return {name: "".join(said) for name, said in response.context["form"].errors.items()}


def test_a_category_is_added_with_a_code_of_its_own_and_stands_last(site):
    assert site.post(f"{TOPIC}new-category/", {"label": "ペット", "first_year": "令和4年度"}).status_code == 302
    assert labels(2022)[-1] == "ペット" and "ペット" not in labels(2021)
    assert CodebookChange.objects.get().text == "分類「ペット」（topic:c5） を追加"


def test_a_category_of_one_year_is_said_to_be_of_that_year_only(site, small):
    Category.objects.filter(pk=category("meal").pk).update(first_year=2021, last_year=2021)
    assert "令和3年度のみ" in site.get(TOPIC).content.decode()


def test_renaming_asks_from_when(site):
    page = site.post(f"{TOPIC}categories/meal/", MEAL)
    assert page.status_code == 422 and "いつから" in errors(page)["from_year"] and category("meal").label == "食事"


def test_old_years_keep_the_old_name(site):
    site.post(f"{TOPIC}categories/meal/", MEAL | {"from_year": "2023"})
    assert ["食事" in labels(2022), "食事・栄養" in labels(2023)] == [True, True]
    assert {row.label for row in build(scope_of(2022)).table("topic").rows} >= {"食事"}
    assert any("食事 → 食事・栄養" in each.text for each in CodebookChange.objects.all())


def test_a_slip_of_the_pen_is_put_right_in_every_year(site):
    site.post(f"{TOPIC}categories/meal/", MEAL | {"from_year": "0"})
    assert "食事・栄養" in labels(2021) and not EarlierLabel.objects.exists()


def test_the_rules_of_an_axis_change_from_a_year_on(site, small):
    kind = small.categories["kind:case"]
    site.post(f"{TOPIC}edit/", AXIS | {"unit": "回", "percent_base": "records", "asked_for": ["case"], "from_year": "2023"})
    old, new = codebook_of(2022)["topic"], codebook_of(2023)["topic"]
    assert (old.axis.unit, old.asked_for, new.axis.unit, new.asked_for) == ("件", set(), "回", {kind.code})
    assert EarlierRule.objects.get().last_year == 2022


def test_how_the_previous_year_is_shown_changes_from_a_year_on(site):
    sent = AXIS | {"prior_as": "rate", "trend_years": "5", "trend_across": "rows"}
    assert "いつから" in errors(site.post(f"{TOPIC}edit/", sent))["from_year"]
    assert site.post(f"{TOPIC}edit/", sent | {"from_year": "2023"}).status_code == 302
    shown = [codebook_of(year)["topic"].axis for year in (2022, 2023)]
    assert [(each.prior_as, each.trend_years, each.trend_across) for each in shown] == [
        ("bracket", 0, "columns"), ("rate", 5, "rows")]
    assert {"軸「相談内容」（topic） 前年度: （　） → 増減率", "軸「相談内容」（topic） 推移: 0 → 5"} <= {
        each.text for each in CodebookChange.objects.all()}


def test_an_answer_that_is_used_is_not_changed(site, logged):
    page = site.post(f"{TOPIC}edit/", AXIS | {"answer": "single", "from_year": "2023"})
    assert page.status_code == 422 and "対応記録が1件" in errors(page)["answer"]


def test_a_main_answer_may_be_asked_from_a_year_on(site, logged):
    site.post(f"{TOPIC}edit/", AXIS | {"answer": "multiple_main", "from_year": "2023"})
    assert codebook_of(2022)["topic"].axis.answer == "multiple" and codebook_of(2023)["topic"].axis.answer == "multiple_main"


def test_a_monthly_table_begins_with_a_year(site):
    site.post(f"{EDIT}axes/kind/categories/outreach/", {"label": "啓発", "monthly": "on", "from_year": "2023", "version": 1})
    assert [[each.kind for each in build(scope_of(year)).monthly] for year in (2022, 2023)] == [
        ["new", "case"], ["new", "case", "outreach"]]


@pytest.mark.parametrize("year", ["", "0", "2021"])
def test_what_totals_rest_on_changes_only_from_a_year_without_figures(site, logged, year):
    page = site.post(f"{TOPIC}categories/housing/", {"label": "住まい・道路", "recount": "on", "version": 1, "from_year": year})
    assert page.status_code == 422 and "対応記録1件（令和3年度）" in errors(page)["from_year"] and "令和4年度か" in errors(page)["from_year"]


def test_a_category_is_retired_with_a_successor(site, logged):
    site.post(f"{TOPIC}categories/housing/retire/", {"last_year": "R4", "successor": "topic:health", "version": 1})
    found = category("housing")
    assert (found.last_year, found.merged_into.code) == (2022, "health") and "住まい・道路" in labels(2022)
    site.post(f"{TOPIC}categories/housing/retire/", {"last_year": "", "version": 2})
    assert category("housing").last_year is None


def test_retiring_before_the_last_record_is_refused_with_its_year(site, logged):
    page = site.post(f"{TOPIC}categories/housing/retire/", {"last_year": "R2", "version": 1})
    assert page.status_code == 422 and "令和3年度にこの分類の対応記録が1件" in errors(page)["last_year"]


def test_categories_become_one_and_old_figures_stay(site, logged):
    sent = {"categories": ["health", "housing"], "label": "暮らし", "from_year": "R4", "version": 1}
    assert site.post(f"{TOPIC}merge/", sent).status_code == 302
    assert site.post(f"{TOPIC}merge/", sent).status_code == 409
    assert labels(2022) == ["食事", "暮らし"] and "住まい・道路" in labels(2021)
    assert {category(code).merged_into.label for code in ("health", "housing")} == {"暮らし"}
    assert next(row.total for row in build(scope_of(2021)).table("topic").rows if row.code == "housing") == 1


def test_a_category_becomes_several_in_its_place(site, logged):
    sent = {"labels": "住まい\n道路", "from_year": "R4", "version": 1}
    assert site.post(f"{TOPIC}categories/housing/split/", sent).status_code == 302
    assert site.post(f"{TOPIC}categories/housing/split/", sent).status_code == 409
    assert labels(2022) == ["健康・医療・介護", "食事", "住まい", "道路"]
    assert {each.split_from.code for each in Category.objects.filter(label__in=["住まい", "道路"])} == {"housing"}


def test_what_becomes_of_two_of_one_parent_stands_below_it_in_their_place(site, small):
    for code in ("meal", "housing"):
        Category.objects.filter(axis__code="topic", code=code).update(parent=category("health"))
    sent = {"categories": ["meal", "housing"], "into": "", "label": "衣食住", "from_year": "令和4年度", "version": 1}
    assert site.post(f"{TOPIC}merge/", sent).status_code == 302
    made = Category.objects.get(label="衣食住")
    assert made.parent == category("health") and not made.recount
    assert labels(2022) == ["健康・医療・介護", "衣食住"]


def test_splitting_in_a_year_that_has_records_is_refused(site, logged):
    page = site.post(f"{TOPIC}categories/housing/split/", {"labels": "住まい\n道路", "from_year": "R3", "version": 1})
    assert page.status_code == 422 and "対応記録が1件" in errors(page)["from_year"] and not Category.objects.filter(label="道路").exists()


def test_the_order_is_changed_with_buttons(site):
    site.post(f"{TOPIC}categories/housing/move/", {"to": "up", "version": 1})
    assert labels(2021) == ["健康・医療・介護", "住まい・道路", "食事"]
    site.post(f"{EDIT}axes/topic/move/", {"to": "1", "version": 1})
    assert Axis.objects.first().code == "topic"


def test_what_is_used_is_never_deleted_and_says_why(site, logged):
    page = site.post(f"{TOPIC}categories/housing/delete/", {"version": 1})
    said = page.content.decode()
    assert page.status_code == 422 and category("housing") and "1件あります（令和3年度）" in said and "廃止する" in said
    assert site.post(f"{TOPIC}delete/", {"version": 1}).status_code == 422


def test_what_nothing_uses_is_deleted_once_with_the_right_version(site):
    assert site.post(f"{TOPIC}categories/meal/delete/", {"version": 7}).status_code == 409
    assert site.post(f"{TOPIC}categories/meal/delete/", {}).status_code == 409
    assert site.post(f"{TOPIC}categories/meal/delete/", {"version": 1}).status_code == 302
    assert site.post(f"{TOPIC}categories/meal/delete/", {"version": 1}).status_code == 404


def test_a_category_below_another_and_a_name_that_is_taken(site):
    site.post(f"{TOPIC}new-category/", {"label": "歯科", "parent": "health"})
    assert Category.objects.get(label="歯科").parent.code == "health"
    page = site.post(f"{TOPIC}new-category/", {"label": "食 事", "first_year": "R4"})
    assert page.status_code == 422 and "同じ名前" in errors(page)["label"]


def test_an_axis_is_added_and_asked(site):
    sent = AXIS | {"code": "time", "name": "時間帯", "answer": "single", "source": "contact", "counts": "contacts", "first_year": "R5"}
    assert site.post(f"{EDIT}new-axis/", sent).status_code == 302
    assert [axis.axis.code for axis in codebook_of(2023).axes][-1] == "time"
    assert "time" not in [axis.axis.code for axis in codebook_of(2022).axes]


def test_the_pages_take_the_same_queries_whatever_their_size(site, django_assert_num_queries):
    with django_assert_num_queries(8):
        site.get(TOPIC)
    with django_assert_num_queries(8):
        site.get(EDIT)
