"""年度推移 with joint districts: a row for each, and one chosen by itself, over old and new parts of a re-cut."""
import datetime
import json

import pytest
from django.urls import reverse

from cases.models import Council, JointDistrict
from reports.outputs import FORMATS
from reports.scope import scope_of
from reports.trend_grid import DISTRICTS
from reports.trends import TrendChoice, build_trend
from tests.factories import log_contact
from tests.reports.factories import CONTEXT
from tests.reports.test_joint_recut import recut

pytestmark = pytest.mark.either
ADDRESS = "?trend=kind&years=3&change=difference"


@pytest.fixture
def cut(small, coordinator):
    """大沢合同 is 大沢, from October of 令和3年度 on 大沢北 and 大沢南."""
    recut(small, datetime.date(2021, 10, 1))
    for year, month, district, count in ((2020, 5, "osawa", 4), (2021, 5, "osawa", 1), (2021, 11, "north", 2), (2022, 5, "south", 6), (2022, 5, "renjaku", 1)):
        for day in range(count):
            log_contact(small, coordinator, date=datetime.date(year, month, 1 + day), district=district)
    return JointDistrict.objects.create(code="all", name="大沢合同", members="osawa;north;south")


def trend(**more):
    return build_trend(scope_of(2022), TrendChoice("kind", 3, of=DISTRICTS, prior_as="difference")).trends[0]


def rows(grid):
    return {row.label: row.counts for row in grid.rows}


def test_it_stands_in_place_of_its_members_of_every_year(cut):
    grid = trend()
    assert rows(grid) == {"連雀": (None, 0, 1), "大沢合同": (4, 3, 6)} and grid.total.counts == (4, 3, 7)
    assert "「大沢合同」は、年度ごとに大沢・大沢北・大沢南のうちその年度にあった地区を合わせた数です。" in grid.basis


def test_its_years_are_compared_although_its_parts_are_not(cut):
    JointDistrict.objects.update(shown="beside")
    changes = {row.label: [cell.change for cell in row.cells][1:] for row in trend().rows}
    assert changes["大沢合同"] == [-1, 3] and changes["大沢"] == changes["大沢南"] == [None, None]


def test_it_stands_behind_its_members_of_the_last_year(cut):
    JointDistrict.objects.update(shown="beside")
    assert [row.label for row in trend().rows] == ["連雀", "大沢北", "大沢南", "大沢合同", "大沢"]


def test_beside_its_members_nothing_is_added_twice(cut):
    JointDistrict.objects.update(shown="beside")
    report = build_trend(scope_of(2022), TrendChoice("kind", 3, of=DISTRICTS))
    assert "大沢合同" not in FORMATS["csv"].write(report, CONTEXT).decode("utf-8-sig").split("件数：")[0]
    joint = next(row for row in json.loads(FORMATS["json"].write(report, CONTEXT))["trends"][0]["rows"] if row["code"] == "all")
    assert joint["joint_district"] and [cell["count"] for cell in joint["cells"]] == [4, 3, 6]


def test_it_is_chosen_on_the_page_and_in_files(cut, as_user, supervisor):
    client = as_user(supervisor)
    page = client.get(reverse("report_trend", args=[2022]))
    assert "大沢合同（合同地区）" in page.content.decode()
    page = client.get(f"{reverse('report_trend', args=[2022])}{ADDRESS}&district=all")
    total = page.context["report"].trends[0].total
    assert (total.counts, [cell.change for cell in total.cells]) == ((4, 3, 6), [None, -1, 3])
    assert "合わせた区域は同じです。" in page.content.decode() and "1年間の数では" not in page.content.decode()
    file = json.loads(client.get(f"{reverse('report_download', args=[2022, 'json'])}{ADDRESS}&district=all").content)
    assert [cell["count"] for cell in file["trends"][0]["total"]["cells"]] == [4, 3, 6]


def test_its_figure_opens_the_contacts_of_its_members_of_then(cut, as_user, supervisor):
    client = as_user(supervisor)
    page = client.get(f"{reverse('report_trend', args=[2022])}{ADDRESS}&of=districts").content.decode()
    assert "/reports/2021/figures/?axis=kind&amp;district=all" in page
    assert client.get("/reports/2021/figures/?axis=kind&district=all").context["count"] == 3


def test_the_public_copy_hides_it_with_what_it_would_tell(cut, as_user, supervisor):
    """大沢 of 令和3年度 is 1, and with it one of the others is hidden; so is their sum in a year that had no joint district."""
    Council.objects.update(mask_below=3)
    JointDistrict.objects.update(first_year=2022)
    address = f"{reverse('report_download', args=[2022, 'json'])}{ADDRESS}&of=districts&public=1"
    joint = next(row for row in json.loads(as_user(supervisor).get(address).content)["trends"][0]["rows"] if row["code"] == "all")
    assert [cell["count"] for cell in joint["cells"]] == [4, None, 6]
