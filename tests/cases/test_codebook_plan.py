"""年度更新: a plan changes nothing until it is put in force, shows the real form and report, and can be taken back."""
import datetime

import pytest
from django.utils import timezone

from cases import periods
from cases.codebook import codebook_of
from cases.models import Category, CodebookChange, CodebookPlan, Council, EarlierLabel, JointDistrict
from cases.services.codebook_state import stored
from tests.factories import log_contact

pytestmark = pytest.mark.either
PLANS = "/settings/codebook/plans/"


@pytest.fixture
def year():
    """The coming fiscal year."""
    return periods.fiscal_year_of(timezone.localdate()) + 1


@pytest.fixture
def site(as_user, admin, small):
    return as_user(admin)


@pytest.fixture
def plan(site, year):
    """A plan that renames 食事, splits 住まい・道路 and adds ペット."""
    site.post(f"{PLANS}new/", {"fiscal_year": year})
    plan = CodebookPlan.objects.get()
    topic = f"{PLANS}{plan.pk}/edit/axes/topic/"
    for page, sent in (
            ("categories/meal/", {"label": "食事・栄養", "first_year": "R3", "version": 1, "from_year": year}),
            ("categories/housing/split/", {"labels": "住まい\n道路", "from_year": f"{year}", "version": 1}),
            ("new-category/", {"label": "ペット", "first_year": f"{year}"})):
        assert site.post(topic + page, sent).status_code == 302
    plan.refresh_from_db()
    return plan


def labels(year):
    return [each.label for each in codebook_of(year)["topic"].categories]


def decide(site, plan, what, version=None):
    plan.refresh_from_db()
    return site.post(f"{PLANS}{plan.pk}/{what}/", {"version": plan.version if version is None else version, "sure": "on"})


def test_a_plan_leaves_the_codebook_in_force_alone(site, plan, year, small):
    assert labels(year) == ["健康・医療・介護", "食事", "住まい・道路"]
    assert not EarlierLabel.objects.exists() and not CodebookChange.objects.exists() and plan.version == 4
    page = site.get(f"{PLANS}{plan.pk}/")
    assert {each.kind for each in page.context["differences"]} == {"追加", "変更", "廃止"}


def test_the_editor_of_a_plan_shows_the_plan(site, plan):
    page = site.get(f"{PLANS}{plan.pk}/edit/axes/topic/").content.decode()
    assert "食事・栄養" in page and "ペット" in page and "年度更新を作成中です" in page
    assert "ペット" not in site.get("/settings/codebook/edit/axes/topic/").content.decode()


def test_two_people_in_one_plan_do_not_overwrite_each_other(site, plan, year):
    sent = {"label": "食", "first_year": "R3", "version": 1, "from_year": year}
    assert site.post(f"{PLANS}{plan.pk}/edit/axes/topic/categories/meal/", sent).status_code == 409


def test_the_form_of_the_coming_year_is_the_real_form(site, plan):
    page = site.get(f"{PLANS}{plan.pk}/contact/?axis_kind=new").content.decode()
    assert "食事・栄養" in page and 'name="axis_topic"' in page and "支援対象者" in page
    assert "支援対象者" not in site.get(f"{PLANS}{plan.pk}/contact/?axis_kind=outreach").content.decode()


def test_the_report_of_the_coming_year_is_the_real_report(site, plan, small, coordinator, year):
    log_contact(small, coordinator, "topic:housing", date=datetime.date(year - 1, 10, 1))
    page = site.get(f"/reports/plans/{plan.pk}/")
    text = page.content.decode()
    assert "食事・栄養" in text and "「ペット」は" in text and "「住まい・道路」" in text
    assert page.context["report"].fiscal_year == year and labels(year)[1] == "食事"


def test_the_report_of_the_coming_year_has_its_joint_districts(site, plan, small, coordinator, year):
    log_contact(small, coordinator, "topic:housing", date=datetime.date(2021, 10, 1))
    JointDistrict.objects.create(code="east", name="東部合同", members=";".join(small.districts))
    grid = site.get(f"/reports/plans/{plan.pk}/").context["report"].table("topic")
    assert [(each.name, prior) for each, prior in zip(grid.columns, grid.total.priors, strict=True)] == [("東部合同", 1)]
    assert {*grid.total.counts} == {None}


def test_without_figures_of_this_year_the_latest_stand_for_them_and_are_named(site, plan, small, coordinator, year):
    log_contact(small, coordinator, "topic:health", date=datetime.date(2021, 10, 1))
    page = site.get(f"/reports/plans/{plan.pk}/")
    grid, text = page.context["report"].table("topic"), page.content.decode()
    assert next(row for row in grid.rows if row.code == "health").prior_total == 1
    assert not any(column.prior_linked for column in grid.columns), "links would open the contacts of another year"
    assert "見本として令和3年度の数字を入れています。" in grid.basis and "その表の数字がある最も新しい年度" in text
    assert "「食事・栄養」は、" in text and "「ペット」は" in text


def test_without_any_figures_the_notes_are_written_all_the_same(site, plan, year):
    page = site.get(f"/reports/plans/{plan.pk}/").content.decode()
    assert "「食事・栄養」は、" in page and "「ペット」は" in page and "脚注は分類表の変更から書いています" in page


def test_a_year_without_a_record_shows_no_zeros_of_its_own_until_it_has_one(site, plan, small, coordinator, year):
    Council.objects.update(counts_outside=True)
    log_contact(small, coordinator, "topic:health", "kind:new", "target:elderly", date=datetime.date(year - 1, 10, 1))
    page = site.get(f"/reports/plans/{plan.pk}/")
    grid, months = page.context["report"].table("topic"), page.context["report"].monthly[0]
    figures = [*grid.total.counts, grid.total.total, *(row.total for row in grid.rows), *months.total.counts]
    assert {*figures} == {None} and grid.total.prior_total == 1 and "この年度の数は「－」" in page.content.decode()
    assert "公表値" not in page.context["report"].table("kind").rule
    log_contact(small, coordinator, "topic:health", date=datetime.date(year, 4, 1))
    page = site.get(f"/reports/plans/{plan.pk}/")
    assert page.context["report"].table("topic").total.counts[:2] == [1, 0] and "この年度の数は" not in page.content.decode()


def test_put_in_force_it_holds_from_its_year_on_and_is_told(site, plan, year):
    assert decide(site, plan, "confirm").status_code == 302
    assert labels(year) == ["健康・医療・介護", "食事・栄養", "住まい", "道路", "ペット"]
    assert labels(year - 1) == ["健康・医療・介護", "食事", "住まい・道路"]
    assert CodebookChange.objects.first().text.startswith(periods.fiscal_year_label(year))
    assert Category.objects.get(label="道路").split_from.code == "housing"
    assert decide(site, plan, "confirm").status_code == 422


def test_it_asks_once_before_it_is_put_in_force(site, plan, year):
    page = site.post(f"{PLANS}{plan.pk}/confirm/", {"version": plan.version})
    assert page.status_code == 422 and "まだ確定していません" in page.content.decode() and 'name="sure"' in page.content.decode()
    assert CodebookPlan.objects.get().state == "draft" and "食事" in labels(year)


def test_it_asks_before_it_is_given_up_with_what_was_changed(site, plan, year):
    for state in ("draft", "in_force"):
        refused = site.post(f"{PLANS}{plan.pk}/cancel/", {"version": plan.version})
        plan.refresh_from_db()
        assert refused.status_code == 422 and "まだ取りやめていません" in refused.content.decode() and plan.state == state
        decide(site, plan, "confirm")
    site.post(f"{PLANS}new/", {"fiscal_year": year + 1})
    empty = CodebookPlan.objects.get(fiscal_year=year + 1)
    assert site.post(f"{PLANS}{empty.pk}/cancel/", {"version": empty.version}).status_code == 302


def test_before_its_year_begins_it_is_taken_back_whole(site, plan):
    before = stored()
    decide(site, plan, "confirm")
    assert decide(site, plan, "cancel").status_code == 302
    assert stored() == before and CodebookPlan.objects.get().state == "cancelled"


def test_it_is_not_taken_back_once_something_uses_it(site, plan, small, coordinator, year):
    decide(site, plan, "confirm")
    small.categories["topic:c5"] = Category.objects.get(axis__code="topic", label="ペット")
    log_contact(small, coordinator, "topic:c5", date=datetime.date(year, 4, 1))
    page = decide(site, plan, "cancel")
    assert page.status_code == 422 and "「ペット」には記録" in page.content.decode() and "ペット" in labels(year)


def test_it_is_not_taken_back_once_its_year_has_begun(site, plan, year, monkeypatch):
    decide(site, plan, "confirm")
    monkeypatch.setattr("cases.services.codebook_plan.has_begun", lambda plan: True)
    page = decide(site, plan, "cancel")
    assert page.status_code == 422 and "始まっているため" in page.content.decode()


def test_what_others_change_meanwhile_stays(site, plan, year, small):
    health = {"label": "健康・医療・介護", "note": "訪問を含む", "version": 1}
    site.post("/settings/codebook/edit/axes/topic/categories/health/", health)
    site.post("/settings/codebook/edit/axes/topic/categories/meal/", {"label": "食事", "first_year": "R3", "note": "配食", "version": 1})
    decide(site, plan, "confirm")
    assert Category.objects.get(code="health").note == "訪問を含む"
    assert (Category.objects.get(code="meal").note, Category.objects.get(code="meal").label) == ("配食", "食事・栄養")


def test_a_name_given_meanwhile_is_that_of_the_years_before_the_plan(site, plan, year, small):
    sent = {"label": "食事のこと", "first_year": "R3", "note": "", "aliases": "", "version": 1, "from_year": year - 1}
    assert site.post("/settings/codebook/edit/axes/topic/categories/meal/", sent).status_code == 302
    assert decide(site, plan, "confirm").status_code == 302
    assert [next(each for each in labels(shown) if each.startswith("食事")) for shown in (year - 2, year - 1, year)] == [
        "食事", "食事のこと", "食事・栄養"]


def test_a_rule_set_meanwhile_is_that_of_the_years_before_the_plan(site, plan, year, small):
    sent = {"name": "相談内容", "answer": "multiple", "unit": "件", "percent_base": "mentions", "rounding": "sum100",
            "prior_as": "bracket", "trend_years": "0", "trend_across": "columns", "version": 1}
    axis = "axes/topic/edit/"
    assert site.post(f"{PLANS}{plan.pk}/edit/{axis}", sent | {"prior_as": "rate", "from_year": year}).status_code == 302
    assert site.post(f"/settings/codebook/edit/{axis}", sent | {"prior_as": "difference", "from_year": year - 1}).status_code == 302
    assert decide(site, plan, "confirm").status_code == 302
    assert [codebook_of(shown)["topic"].axis.prior_as for shown in (year - 2, year - 1, year)] == ["bracket", "difference", "rate"]


def test_a_record_that_forbids_a_change_keeps_the_plan_from_being_put_in_force(site, plan, small, coordinator, year):
    log_contact(small, coordinator, "topic:housing", date=datetime.date(year, 4, 1))
    page = decide(site, plan, "confirm")
    assert page.status_code == 422 and "対応記録が1件" in page.content.decode() and "ペット" not in labels(year)


def test_a_decided_plan_is_not_edited_and_a_year_has_one_plan(site, plan, year):
    assert site.post(f"{PLANS}new/", {"fiscal_year": year}).status_code == 422
    decide(site, plan, "cancel")
    moved = site.get(f"{PLANS}{plan.pk}/edit/")
    assert moved.status_code == 302 and site.post(f"{PLANS}new/", {"fiscal_year": year}).status_code == 302


def test_a_category_of_the_plan_alone_is_changed_and_deleted_in_it(site, plan):
    pet = next(each for each in plan.changes if (each["after"] or {}).get("label") == "ペット")
    page = f"{PLANS}{plan.pk}/edit/axes/topic/categories/{pet['key'][1]}/delete/"
    assert site.post(page, {"version": 9}).status_code == 409
    assert site.post(page, {"version": 1}).status_code == 302
    plan.refresh_from_db()
    assert "ペット" not in str(plan.changes)


def test_a_plan_shows_how_the_previous_year_will_be_printed(site, plan, year, small):
    axis = {"name": "相談内容", "answer": "multiple", "unit": "件", "percent_base": "mentions", "rounding": "sum100", "prior_as": "difference",
            "trend_years": "4", "trend_across": "rows", "from_year": year, "version": 1}
    assert site.post(f"{PLANS}{plan.pk}/edit/axes/topic/edit/", axis).status_code == 302
    report = site.get(f"/reports/plans/{plan.pk}/").context["report"]
    assert report.table("topic").prior_as == "difference" and [each.across for each in report.trends] == ["rows"]
    assert (codebook_of(year)["topic"].axis.prior_as, codebook_of(year)["topic"].axis.trend_years) == ("bracket", 0)
    assert decide(site, plan, "confirm").status_code == 302
    shown = [codebook_of(each)["topic"].axis for each in (year - 1, year)]
    assert [(each.prior_as, each.trend_years) for each in shown] == [("bracket", 0), ("difference", 4)]


def test_what_a_plan_changes_holds_from_its_own_year_on(site, plan, year, small):
    """An earlier year would change closed reports with the confirmation, of which it says that it begins on 1 April."""
    page = f"{PLANS}{plan.pk}/edit/axes/topic/categories/meal/"
    sent = {name: value for name, value in site.get(page).context["form"].initial.items() if value is not None} | {"first_year": "R3"}
    for since in (year - 1, 0):
        refused = site.post(page, sent | {"label": "食事と栄養", "from_year": since})
        assert refused.status_code == 422 and [*refused.context["form"].errors] == ["from_year"]
    assert site.post(page, sent | {"label": "食事と栄養", "from_year": ""}).status_code == 302
    decide(site, plan, "confirm")
    assert labels(year)[1] == "食事と栄養" and labels(year - 1)[1] == "食事"


def test_a_rename_is_not_dated_anew_without_a_word(site, year, small):
    page = "/settings/codebook/edit/axes/topic/categories/health/"
    sent = {"label": "健康", "from_year": year - 1, "version": 1}
    assert site.post(page, sent).status_code == 302
    refused = site.post(page, sent | {"from_year": year - 2, "version": 2})
    assert refused.status_code == 422 and "年度だけを変えることはできません" in refused.content.decode()
    for name, since in (("健康・医療・介護", year - 1), ("健康", year - 2)):  # as the sentence says
        version = site.get(page).context["form"].initial["version"]
        assert site.post(page, sent | {"label": name, "from_year": since, "version": version}).status_code == 302
    assert labels(year - 2)[0] == "健康" and labels(year - 3)[0] == "健康・医療・介護"


def test_the_changes_name_rows_and_years_as_people_do(site, plan, year):
    text = site.get(f"{PLANS}{plan.pk}/").content.decode()
    assert "分類「ペット」（topic:" in text and periods.fiscal_year_label(year) in text
    assert "住まい・道路</div>" in text and "topic:housing</div>" not in text  # 分割元
