"""A percentage set by hand is printed as it was published, kept in a log, and reported once its figures change."""
from decimal import Decimal

import pytest
from django.urls import reverse

from cases.models import Axis, Category, ShareOverride, ShareOverrideEntry
from cases.services.overrides import set_share
from cases.services.saving import Conflict
from reports import checks
from reports.layout import build
from reports.outputs import FORMATS
from reports.scope import scope_of
from tests.factories import log_contact, make_user
from tests.reference import AXES, REFERENCE, codes
from tests.reports import readers
from tests.reports.factories import CONTEXT

SIX = {("consulter", "市民（近隣住民）"): "1.4", ("consulter", "生活福祉課"): "2.4", ("consulter", "高齢者支援課"): "1.1",
       ("consulter", "上記以外の市役所"): "1.8", ("target", "障がい者"): "12.5", ("target", "子育て中"): "13.2"}


def printed():
    """(axis, label) -> share of every row of the printed report."""
    return {(axis, row["label"]): row["割合"] for axis in AXES for row in REFERENCE["tables"][axis]["rows"]}


def shares(report):
    return {(grid.axis, row.label): row.percent for grid in report.tables for row in grid.rows}


def override(report, axis, label, share, by):
    grid = report.table(axis)
    row = next(each for each in grid.rows if each.label == label)
    cell = ShareOverride(fiscal_year=report.fiscal_year, axis=Axis.objects.get(code=axis), printed=share, count=row.total,
                         base=grid.base, category=Category.objects.get(axis__code=axis, code=codes()[axis, label]),
                         calculated=row.percent, reason="公表時に合計を100.0にした")
    return set_share(override=cell, version=0, by=by)


def test_six_cells_set_by_hand_make_the_report_equal_the_print_and_without_them_only_these_differ(demo):
    report, print_ = build(scope_of(2021)), printed()
    assert {key: share for key, share in shares(report).items() if share != print_[key]} == SIX
    for axis, label in SIX:
        override(report, axis, label, print_[axis, label], make_user("admin", f"{axis}{label}"))
    report = build(scope_of(2021))
    assert shares(report) == print_ and not report.warnings and not checks.findings(report)
    for name, read in (("csv", lambda content: readers.of_long_form(readers.csv_rows(content))), ("xlsx", readers.of_xlsx),
                       ("html", readers.of_html), ("json", readers.of_json)):
        found = read(FORMATS[name].write(report, CONTEXT))
        assert {key: found[report.table(key[0]).title, key[1], "割合"] for key in SIX} == {key: print_[key] for key in SIX}


@pytest.fixture
def contacts(small, coordinator):
    for paths in (("consulter:self",), ("consulter:self",), ("consulter:family",)):
        log_contact(small, coordinator, *paths)


def page(**asked):
    query = "&".join(f"{name}={value}" for name, value in ({"axis": "consulter", "category": "family"} | asked).items() if value)
    return f"{reverse('report_share_edit', args=[2021])}?{query}"


def share_of(category="family", codes=()):
    return next(row.percent for row in build(scope_of(2021, codes)).table("consulter").rows if row.code == category)


@pytest.fixture
def site(as_user, supervisor, contacts):
    return as_user(supervisor)


SENT = {"printed": "３３．４%", "reason": "公表のとおり", "version": "0"}


def test_set_shown_as_set_and_revoked(site):
    assert share_of() == "33.3"
    assert site.post(page(), SENT).status_code == 302
    report = build(scope_of(2021))
    assert share_of() == "33.4" and "合計が100.1％" in checks.findings(report)[-1]
    assert "調整" in site.get(reverse("report_detail", args=[2021])).content.decode()
    listed = site.get(reverse("report_shares", args=[2021])).content.decode()
    assert "33.3 → 33.4％" in listed and "公表のとおり" in listed and "見本 tokatsu" in listed
    assert site.post(page(), {"reason": "間違えた", "version": "1", "revoke": "1"}).status_code == 302
    assert share_of() == "33.3"
    assert list(ShareOverrideEntry.objects.values_list("printed", "reason")) == [(None, "間違えた"), (Decimal("33.4"), "公表のとおり")]


@pytest.mark.parametrize(("sent", "told"), [
    ({"reason": ""}, "理由"), ({"printed": ""}, "割合"), ({"printed": "1.25"}, "小数は1けた"), ({"printed": "多い"}, "割合として読めません"),
    ({"printed": "-1"}, "0から100まで"), ({"printed": "－0.1"}, "0から100まで"), ({"printed": "100.1"}, "0から100まで"),
    ({"printed": "134%"}, "0から100まで"), ({"printed": "1000"}, "けたが多すぎます"), ({"printed": "12345"}, "けたが多すぎます")])
def test_a_wrong_entry_is_explained_and_kept(site, sent, told):
    response = site.post(page(), SENT | sent)
    assert response.status_code == 422 and not ShareOverride.objects.exists()
    page_ = response.content.decode()
    assert told in str(response.context["form"].errors) and ("公表のとおり" in page_ or not sent.get("reason", "x"))
    assert f'value="{sent["printed"]}"' in page_ if sent.get("printed") else True


def test_all_of_a_table_is_a_share(site):
    assert site.post(page(), SENT | {"printed": "100.0"}).status_code == 302 and share_of() == "100.0"


def test_the_total_of_several_answers_a_record_may_be_above_100(as_user, supervisor, coordinator, small):
    Axis.objects.filter(code="topic").update(percent_base="records")
    log_contact(small, coordinator, "topic:health", "topic:meal")
    site, total = as_user(supervisor), page(axis="topic", category="")
    assert site.post(total, SENT | {"printed": "199.9"}).status_code == 302
    assert build(scope_of(2021)).table("topic").total.percent == "199.9"
    assert site.post(page(axis="topic", category="meal"), SENT | {"printed": "100.1"}).status_code == 422


def test_figures_that_changed_bring_the_rule_back_and_are_reported(site, small, coordinator):
    site.post(page(), SENT)
    log_contact(small, coordinator, "consulter:family")
    report = build(scope_of(2021))
    assert share_of() == "50.0" and "1／3から2／4に変わった" in report.warnings[-1]
    assert "1／3から2／4" in site.get(reverse("report_shares", args=[2021])).content.decode()


def test_a_cell_that_the_report_no_longer_has_is_reported(site, small):
    site.post(page(), SENT)
    Category.objects.filter(code="family").update(last_year=2020)
    assert "この年度の割合にはありません" in build(scope_of(2021)).warnings[-1]


def test_an_edition_of_one_district_has_its_own(site, small):
    site.post(page(district="osawa"), SENT)
    assert (share_of(codes=["osawa"]), share_of()) == ("33.4", "33.3")


def test_the_row_of_the_total_too(site):
    site.post(page(category=""), SENT | {"printed": "99.9"})
    assert build(scope_of(2021)).table("consulter").total.percent == "99.9"


def test_two_who_set_the_same_cell_see_each_other(site, small, supervisor):
    site.post(page(), SENT)
    response = site.post(page(), SENT | {"printed": "33.5"})
    assert response.status_code == 409 and "33.4" in response.content.decode() and "33.5" in response.content.decode()
    row = ShareOverride.objects.get()
    twin = ShareOverride(fiscal_year=2021, axis=row.axis, category=row.category, printed=1, reason="同時")
    with pytest.raises(Conflict):
        set_share(override=twin, version=0, by=supervisor)
    assert twin.pk == row.pk


@pytest.mark.parametrize("asked", [{"axis": "kind"}, {"axis": "nothing"}, {"category": "nothing"}, {"district": "nowhere"},
                                   {"axis": "x%00"}])
def test_a_cell_that_does_not_exist_is_no_page(site, asked):
    assert site.get(page(**asked)).status_code == 404


def test_what_was_set_is_told_to_programs(site):
    site.post(page(), SENT)
    report = build(scope_of(2021))
    rows = readers.csv_rows(FORMATS["csv"].write(report, CONTEXT))
    assert [row["注記"] for row in rows if row["割合"] == "33.4"] == ["割合は公表時に手で直した値です（計算では33.3）"]
    assert b'"percent_calculated": "33.3"' in FORMATS["json"].write(report, CONTEXT)


def test_the_pages_ask_the_database_the_same_however_much_was_set(site, django_assert_max_num_queries):
    for category in ("self", "family", "other"):
        site.post(page(category=category), SENT)
    with django_assert_max_num_queries(26):
        site.get(reverse("report_shares", args=[2021]))
