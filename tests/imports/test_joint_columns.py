"""Our own printed tables come back where joint districts (合同地区) are columns, or districts of one name bear their years."""
import datetime

import pytest

from cases.imports.directory import Directory, Unknown
from cases.imports.figures import read_figures
from cases.imports.sheets import Sheet
from cases.models import Contact, ContactCategory, District, ImportBatch, JointDistrict, PublishedFigure
from cases.services.imports import Source, import_file
from reports.joint import with_joint
from reports.layout import build
from reports.outputs import FORMATS
from reports.scope import scope_of
from tests.factories import log_contact
from tests.reports.factories import CONTEXT

DAY = datetime.date(2022, 10, 1)


@pytest.fixture
def joint(small):
    small.districts["nozaki"] = District.objects.create(code="nozaki", name="野崎", starts_on=datetime.date(2020, 4, 1), order=9)
    return JointDistrict.objects.create(code="east", name="東部合同", members="osawa;renjaku", shown="beside")


@pytest.fixture
def recut(small):
    """大沢 is cut anew within 令和4年度, under its old name."""
    District.objects.filter(code="osawa").update(ends_on=DAY - datetime.timedelta(days=1))
    small.districts["new"] = District.objects.create(code="new", name="大沢", starts_on=DAY, order=5)
    return small


def out_and_in(year):
    """What the import says of the workbook of a year's report, read in the place of its records."""
    scope = scope_of(year)
    content = FORMATS["xlsx"].write(with_joint(build(scope), scope), CONTEXT)
    ContactCategory.objects.all().delete()
    Contact.everything.all().delete()
    plan, _ = import_file(source=Source(ImportBatch.Subject.FIGURES, "report.xlsx", content))
    assert not plan.reading.errors
    return plan


def printed(year=None, **more):
    return {each.district.code: each.value for each in PublishedFigure.objects.filter(
        axis__code="kind", category__code="new", month=None, fiscal_year=year or 2021, **more).exclude(district=None)}


def read(*lines):
    return read_figures([Sheet("表", [["令和3年度"], ["対応実績内訳"], *map(list, lines)])])


@pytest.mark.parametrize(("shown", "kept"), [("beside", {"osawa": 1, "renjaku": 2, "nozaki": 4}), ("replace", {"nozaki": 4})])
def test_a_joint_column_of_our_own_report_is_left_out_with_a_word(small, coordinator, joint, shown, kept):
    JointDistrict.objects.update(shown=shown)
    for district, count in (("osawa", 1), ("renjaku", 2), ("nozaki", 4)):
        for _ in range(count):
            log_contact(small, coordinator, "kind:new", district=district)
    plan = out_and_in(2021)
    said = {each.reason for each in plan.reading.warnings if each.value == "東部合同"}
    more = "" if shown == "beside" else "構成地区ごとの数は、この表にありません。"
    assert f"「東部合同」は大沢・連雀を合わせた合同地区の数のため、取り込みません。{more}" in said
    assert printed() == kept and plan.open_totals == []


def test_a_joint_column_is_held_against_its_parts(joint):
    found = read(["", "大沢", "連雀", "東部合同", "合計"], ["新規相談", 1, 2, 4, 3])
    assert "「東部合同」の数は、構成地区を合わせた数（3）と合いません。" in " ".join(each.reason for each in found.warnings)
    assert not found.errors and [each.value for each in found.drafts] == [1, 2, 3]


def test_a_joint_district_of_other_years_is_an_error(joint):
    JointDistrict.objects.update(first_year=2022)
    found = read(["", "大沢", "東部合同"], ["新規相談", 1, 4])
    assert [each.reason for each in found.errors] == ["「東部合同」は、令和3年度には合同地区としてありません。"]


def test_columns_of_one_name_are_read_by_their_years(recut, coordinator):
    log_contact(recut, coordinator, "kind:new", date=datetime.date(2022, 5, 1))
    for day in (1, 2):
        log_contact(recut, coordinator, "kind:new", date=datetime.date(2022, 11, day), district="new")
    out_and_in(2022)
    assert printed(2022) == {"osawa": 1, "new": 2, "renjaku": 0}


def test_last_year_beside_a_district_is_its_own_although_two_bore_the_name_then(recut):
    found = read_figures([Sheet("表", [["令和5年度"], ["対応実績内訳"], ["", "大沢", "連雀"], ["新規相談", "1（1）", "2（3）"]])])
    new, other = recut.districts["new"].pk, recut.districts["renjaku"].pk
    assert {(each.key.fiscal_year, each.key.district): each.value for each in found.drafts} == {
        (2023, new): 1, (2022, new): 1, (2023, other): 2, (2022, other): 3}


def test_a_year_in_the_name_of_a_district_is_not_that_of_the_table(recut):
    found = read_figures([Sheet("表", [["令和5年度"], ["大沢（令和4年10月1日から）"], ["対応実績内訳"], ["", "件数"], ["新規相談", 1]])])
    assert [(each.key.fiscal_year, each.key.district) for each in found.drafts] == [(2023, recut.districts["new"].pk)]


def test_a_name_that_two_districts_of_the_year_bear_is_refused(recut):
    directory, span = Directory(), (datetime.date(2022, 4, 1), datetime.date(2023, 4, 1))
    with pytest.raises(Unknown, match="「大沢」という地区が2つあります。「大沢（令和4年9月30日まで）」「大沢（令和4年10月1日から）」のように"):
        directory.district_in_year("大沢", 2022, *span)
    assert directory.district_in_year("new", 2022, *span).code == "new"


def test_a_record_may_name_its_district_with_years_or_on_its_day_without(recut):
    directory = Directory()
    assert [directory.district(name, DAY).code for name in ("大沢（令和4年10月1日から）", "大沢", "new")] == ["new"] * 3
    with pytest.raises(Unknown, match="この日付の時点では"):
        directory.district("大沢（令和4年9月30日まで）", DAY)


def test_a_record_is_asked_about_where_two_districts_bear_the_name_on_its_day(recut):
    District.objects.filter(code="osawa").update(ends_on=None)
    directory = Directory()
    with pytest.raises(Unknown, match="大沢」という地区が2つあります"):
        directory.district("大沢", DAY)
    assert [*directory.choices.asked] == [("district", "大沢")]
    directory.choices.kept["district", "大沢"] = "new"
    assert directory.district("大沢", DAY).code == "new"
