"""Joint districts: several districts in one column, in place of theirs or beside them, and never counted twice."""
import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.models import Axis, Case, District, Household, JointDistrict, PublishedFigure
from cases.services.codebook import load_codebook
from cases.services.codebook_uses import uses_of
from reports import checks
from reports.joint import with_joint
from reports.layout import build
from reports.outputs.json import document
from reports.outputs.long_form import long_rows
from reports.outputs.open_data import facts
from reports.outputs.open_data_words import code_rows
from reports.public import build_public
from reports.scope import scope_of
from tests.factories import log_contact, make_user
from tests.imports.codebook_files import council, write_folder


@pytest.fixture
def joint(small, coordinator):
    """大沢 1, 連雀 2 and 野崎 4 contacts; 東部合同 is of the first two."""
    small.districts["nozaki"] = District.objects.create(code="nozaki", name="野崎", starts_on=datetime.date(2020, 4, 1), order=9)
    for district, count in (("osawa", 1), ("renjaku", 2), ("nozaki", 4)):
        for _ in range(count):
            log_contact(small, coordinator, "kind:new", "target:elderly", district=district)
    return JointDistrict.objects.create(code="east", name="東部合同", members="osawa;renjaku")


def report(*codes, year=2021):
    scope = scope_of(year, codes)
    return with_joint(build(scope), scope)


def row(found, label="新規相談"):
    grid = found.table("kind")
    one = next(each for each in (*grid.rows, grid.total) if each.label == label)
    return {column.name: count for column, count in zip(grid.columns, one.counts, strict=True)} | {"合計": one.total}


def test_it_stands_in_place_of_its_members_and_the_sum_stays(joint):
    assert row(report()) == row(report(), "合計") == {"東部合同": 3, "野崎": 4, "合計": 7}
    assert [(each.label, each.total) for each in report().monthly[0].rows] == [("東部合同", 3), ("野崎", 4)]
    assert "「東部合同」は大沢・連雀を合わせた数です。" in report().table("kind").basis


def test_a_note_of_one_members_figure_names_it_in_the_joint_column(small, joint):
    for code in ("osawa", "renjaku"):
        PublishedFigure.objects.create(fiscal_year=2021, district=small.districts[code], axis=small.axes["kind"], value=5,
                                       note="数え直した数です。" if code == "renjaku" else "")
    grid = report().table("kind")
    assert [note.text for note in grid.notes] == ["連雀の数：数え直した数です。"] and grid.total.cells["east"].mark == grid.notes[0].mark
    JointDistrict.objects.update(shown="beside")
    assert [note.text for note in report().table("kind").notes] == ["数え直した数です。"]


def test_beside_its_members_it_is_in_no_sum(joint):
    JointDistrict.objects.update(shown="beside")
    found = report()
    assert row(found) == {"大沢": 1, "連雀": 2, "東部合同": 3, "野崎": 4, "合計": 7}
    assert "合計に重ねて数えていません" in found.table("kind").basis
    kinds = [each for each in long_rows(found) if each.table == "対応実績内訳" and each.category == "合計" and each.district != "合計"]
    assert sum(each.count for each in kinds) == 7
    months = [each for each in long_rows(found) if each.table == "新規相談件数（月別）" and each.month and each.district != "合計"]
    assert sum(each.count for each in months) == 7
    assert document(found)["joint_districts"] == [{"code": "east", "name": "東部合同", "districts": ["osawa", "renjaku"]}]


@pytest.mark.parametrize("ways", [("replace", "beside"), ("beside", "replace"), ("beside", "beside")])
@pytest.mark.parametrize("order", [1, 9])
def test_one_within_another_is_shown_and_counted_once_by_who_adds_rows_up(joint, ways, order):
    JointDistrict.objects.update(shown=ways[0], order=5)
    JointDistrict.objects.create(code="all", name="全域合同", members="nozaki;osawa;renjaku", shown=ways[1], order=order)
    found = report()
    assert row(found)["東部合同"] == 3 and row(found)["全域合同"] == row(found)["合計"] == 7
    kinds = [each for each in long_rows(found) if each.table == "対応実績内訳" and each.category == "合計" and each.district != "合計"]
    months = [each for each in long_rows(found) if each.table == "新規相談件数（月別）" and each.month and each.district != "合計"]
    assert sum(each.count for each in kinds) == sum(each.count for each in months) == 7


def test_households_met_in_both_districts_are_one_there(small, coordinator, joint):
    Axis.objects.filter(code="topic").update(counts="households")
    case = Case.objects.create(number="1", title="見本", household=Household.objects.create(number="1"),
                               district=small.districts["osawa"], opened_on="2021-04-01")
    for district in ("osawa", "renjaku"):
        log_contact(small, coordinator, "topic:meal", district=district, case=case)
    grid = report().table("topic")
    assert dict(zip([each.name for each in grid.columns], grid.total.counts, strict=True)) == {"東部合同": 1, "野崎": 0}


def test_it_holds_in_its_years_and_only_where_all_its_members_are_reported(joint):
    JointDistrict.objects.update(last_year=2021)
    assert "東部合同" not in row(report("osawa", "nozaki"))
    assert row(report("osawa", "renjaku")) == {"東部合同": 3, "合計": 3}
    assert "東部合同" in row(report()) and "東部合同" not in row(report(year=2022))


def test_what_is_not_known_of_a_member_is_not_known_of_it(small, joint):
    PublishedFigure.objects.create(fiscal_year=2021, district=small.districts["osawa"], axis=small.axes["kind"], value=5)
    assert row(report()) == {"東部合同": None, "野崎": 4, "合計": None}
    assert row(report(), "合計") == {"東部合同": 7, "野崎": 4, "合計": 11}


def test_its_figure_opens_the_contacts_of_its_members(as_user, small, joint):
    user = make_user("supervisor", "alle", *small.districts.values())
    page = as_user(user).get("/reports/2021/").content.decode()
    assert "axis=kind&amp;category=new&amp;district=east" in page and checks.findings(build(scope_of(2021))) == []
    assert as_user(user).get("/reports/2021/figures/?axis=kind&category=new&district=east").context["count"] == 3


def test_the_public_copy_has_the_columns_of_the_report(as_user, supervisor, joint):
    found = as_user(supervisor).get("/reports/2021/download/csv/?public=1").content.decode("utf-8-sig")
    assert "東部合同" in found and "大沢,対応" not in found
    assert {each.district for each in facts(build_public(scope_of(2021), 3))} == {"east", "nozaki", "合計"}
    JointDistrict.objects.update(shown="beside")
    copy = build_public(scope_of(2021), 3)
    assert [each.name for each in copy.table("kind").columns] == [each.name for each in report().table("kind").columns]
    assert {each.district for each in facts(copy)} == {"osawa", "renjaku", "nozaki", "合計"}
    assert ("east", "大沢・連雀を合わせた合同地区です。") in {(code[2], code[4]) for code in code_rows(copy)}


def test_what_the_districts_hide_the_joint_column_does_not_tell(joint):
    """大沢 1 and 連雀 2 are 3 together, which leaves both open; 大沢 and 野崎 together would tell 連雀, beside the 合計."""
    JointDistrict.objects.update(shown="beside")
    assert row(build_public(scope_of(2021), 3)) == {"大沢": "X", "連雀": "X", "東部合同": 3, "野崎": 4, "合計": 7}
    JointDistrict.objects.update(members="osawa;nozaki")
    copy = row(build_public(scope_of(2021), 3))
    assert copy["大沢"] == copy["連雀"] == "X" and "X" in (copy["東部合同"], copy["合計"])


@pytest.mark.parametrize(("heading", "value", "reason"), [
    ("構成地区", "osawa", "2つ以上"), ("構成地区", "osawa;nowhere", "「nowhere」の地区はありません"), ("合同地区名", "大沢", "同じ名前の地区"),
    ("合同地区コード", "osawa", "同じコードの地区"), ("表示", "上に", "のどれか"), ("終了年度", "2019", "終了年度が開始年度より前"),
    ("構成地区", "renjaku;nozaki", "「東部合同」にも入っています")])
def test_a_file_that_makes_no_sense_is_refused(joint, tmp_path, heading, value, reason):
    row = {"合同地区コード": "west", "合同地区名": "西部合同", "構成地区": "osawa;nozaki", "表示": "並べて", "開始年度": "2020", "終了年度": ""}
    row |= {"表示": "", heading: value} if "東部合同" in reason else {heading: value}
    (tmp_path / "joint_districts.csv").write_text("\n".join(map(",".join, (row, row.values()))), "utf-8")
    write_folder(tmp_path, council())
    assert any(reason in message for message in load_codebook(tmp_path).messages)
    assert JointDistrict.objects.count() == 1


def test_a_member_is_not_deleted(small, joint):
    assert "合同地区「東部合同」の構成地区です。" in uses_of(small.districts["renjaku"])


def test_it_takes_the_same_statements_however_many_contacts(small, coordinator, joint):
    scope = scope_of(2021)
    made = build(scope)
    with CaptureQueriesContext(connection) as before:
        with_joint(made, scope)
    log_contact(small, coordinator)
    with CaptureQueriesContext(connection) as after:
        with_joint(made, scope)
    assert len(before) == len(after) < 16
