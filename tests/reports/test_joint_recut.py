"""A joint district over old and new parts of a re-cut: its last year is that of its parts of then, where they are the same area."""
import datetime

import pytest

from cases.models import Axis, District, JointDistrict, Town
from reports.joint import with_joint
from reports.layout import build
from reports.outputs import FORMATS
from reports.public import build_public
from reports.scope import scope_of
from tests.factories import log_contact
from tests.reports.factories import CONTEXT

pytestmark = pytest.mark.either
NOTE = "「大沢合同」の前年度の数は、令和3年度の大沢の数です。区割りの変更の前と後で、区域は同じです。"


@pytest.fixture
def cut(small, coordinator):
    """大沢, of which 令和3年度 has 3 contacts, is 大沢北 and 大沢南 from 令和4年度 on; 大沢合同 is all three."""
    recut(small, datetime.date(2022, 4, 1))
    for day in (1, 2, 3):
        log_contact(small, coordinator, "topic:health", date=datetime.date(2021, 5, day))
    log_contact(small, coordinator, date=datetime.date(2022, 5, 1), district="north")
    JointDistrict.objects.create(code="all", name="大沢合同", members="osawa;north;south")
    return small


def recut(small, day):
    District.objects.filter(code="osawa").update(ends_on=day - datetime.timedelta(days=1))
    for code, name in (("north", "大沢北"), ("south", "大沢南")):
        small.districts[code], _ = District.objects.update_or_create(code=code, defaults={"name": name, "starts_on": day, "order": 5})


def joined(year=2022):
    scope = scope_of(year)
    return with_joint(build(scope), scope)


def prior(grid, row=None):
    return dict(zip([each.name for each in grid.columns], (row or grid.total).priors, strict=True)).get("大沢合同")


def test_its_parts_of_last_year_add_up_to_it(cut):
    grid = joined().table("topic")
    assert {row.code: prior(grid, row) for row in (*grid.rows, grid.total)} == {"health": 3, "meal": 0, "housing": 0, None: 3}
    [mark] = [note.mark for note in grid.notes if note.text == NOTE]
    assert grid.total.cells["all"].beside_prior == mark and mark != grid.mark and all(note.mark for note in grid.notes)


def test_the_change_is_told_with_the_note_in_files(cut):
    Axis.objects.update(prior_as="difference")
    rows = FORMATS["csv"].write(joined(), CONTEXT).decode("utf-8-sig").splitlines()
    [line] = [row for row in rows if "大沢合同,対応実績内訳,合計" in row]
    assert ",増減,-2," in line and NOTE in line


def test_a_cut_within_the_year_is_bridged_as_well(cut, coordinator):
    recut(cut, datetime.date(2021, 10, 1))
    log_contact(cut, coordinator, date=datetime.date(2021, 11, 1), district="south")
    log_contact(cut, coordinator, date=datetime.date(2020, 11, 1))
    assert [prior(joined(year).table("kind")) for year in (2021, 2022, 2023)] == [1, 4, 1]
    notes = [note.text for note in joined().table("kind").notes]
    assert any("令和3年度の大沢・大沢北・大沢南の数を合わせたものです" in text for text in notes)
    assert not any("前年度の欄は「－」" in text for text in notes), "the districts that it is about are not shown"


def test_where_a_part_went_elsewhere_there_is_none(cut):
    JointDistrict.objects.update(members="osawa;north;renjaku")
    assert prior(joined().table("kind")) is None and not any("区域は同じ" in note.text for note in joined().table("kind").notes)


def test_towns_tell_whether_the_area_is_the_same(cut):
    for code, names in (("osawa", "甲乙"), ("north", "甲"), ("south", "乙")):
        Town.objects.bulk_create(Town(district=cut.districts[code], name=name) for name in names)
    assert prior(joined().table("kind")) == 3
    Town.objects.filter(district=cut.districts["south"]).update(name="丙")
    assert prior(joined().table("kind")) is None


def test_a_new_district_beside_makes_it_another_area(cut):
    District.objects.create(code="far", name="遠方", starts_on=datetime.date(2022, 4, 1), order=8)
    JointDistrict.objects.update(members="osawa;north;south;far")
    District.objects.filter(code="far").update(starts_on=datetime.date(2022, 7, 1))
    assert prior(joined().table("kind")) is None


def test_the_public_copy_tells_none_as_it_could_be_calculated_with(cut):
    assert prior(build_public(scope_of(2022), 3).table("kind")) is None
