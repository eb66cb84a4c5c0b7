"""A re-cut within a fiscal year: half a year stands beside no whole one, in no output, and a note says why."""
import datetime
import json

import pytest

from cases.models import Axis, Category, Contact, District
from reports import checks
from reports.layout import build
from reports.outputs import FORMATS
from reports.outputs.about import about
from reports.scope import scope_of
from reports.trend_grid import CATEGORIES, DISTRICTS
from reports.trends import TrendChoice, build_trend
from tests.factories import log_contact
from tests.reports import readers
from tests.reports.factories import CONTEXT

pytestmark = pytest.mark.either
OLD = "「大沢」は令和3年9月30日までの地区で、この年度の数は1年間の数ではありません。比べられないため、前年度の欄は「－」です。"
NEW = "「大沢北」「大沢南」は令和3年10月1日からの地区で、前年度の数は1年間の数ではありません。比べられないため、前年度の欄は「－」です。"


@pytest.fixture
def cut(small, coordinator):
    """大沢 is cut into 大沢北 and 大沢南 on 1 October of 令和3年度; 連雀 stays."""
    District.objects.filter(code="osawa").update(ends_on=datetime.date(2021, 9, 30))
    District.objects.filter(code="renjaku").update(starts_on=datetime.date(2020, 4, 1))
    for code, name in (("north", "大沢北"), ("south", "大沢南")):
        small.districts[code] = District.objects.create(code=code, name=name, starts_on=datetime.date(2021, 10, 1), order=5)
    for year, month, district in ((2020, 5, "osawa"), (2020, 6, "renjaku"), (2021, 5, "osawa"), (2021, 11, "north"), (2022, 5, "north"), (2022, 5, "renjaku")):
        log_contact(small, coordinator, date=datetime.date(year, month, 1), district=district)
    return small


def kinds(year, codes=()):
    return build(scope_of(year, codes)).table("kind")


def priors(grid):
    return dict(zip([each.name for each in grid.columns], grid.total.priors, strict=True)) | {"合計": grid.total.prior_total}


def test_the_year_of_the_cut_has_no_last_year_beside_its_half(cut):
    grid = kinds(2021)
    assert priors(grid) == {"大沢": None, "連雀": 1, "大沢北": None, "大沢南": None, "合計": 2}
    assert [each.has_prior for each in grid.columns] == [True, True, False, False] and OLD in [note.text for note in grid.notes]


def test_nor_has_the_year_after_it(cut):
    grid = kinds(2022)
    assert priors(grid) == {"連雀": 0, "大沢北": None, "大沢南": None, "合計": 2}
    [mark] = [note.mark for note in grid.notes if note.text == NEW]
    assert grid.total.cells["north"].prior_marks == mark and grid.total.cells["renjaku"].prior_marks == ""
    assert any(note.text.endswith("前年度の合計には含まれています。") for note in grid.notes)


def test_a_report_of_one_district_says_it_too(cut):
    grid = kinds(2022, ["north"])
    assert priors(grid) == {"大沢北": None, "合計": None} and [note.text for note in grid.notes] == [NEW.replace("「大沢南」", "")]


def test_whole_years_are_compared_again(cut):
    assert priors(kinds(2023)) == {"連雀": 1, "大沢北": 1, "大沢南": 0, "合計": 2} and kinds(2023).notes == ()


def test_half_a_sampled_year_is_none_in_the_preview_of_a_coming_one(cut):
    Contact.objects.filter(fiscal_year=2022).delete()
    assert priors(build(scope_of(2024), is_preview=True).table("kind")) == {"連雀": 0, "大沢北": None, "大沢南": None, "合計": None}
    District.objects.filter(code__in=["north", "south"]).update(starts_on=datetime.date(2022, 10, 1))
    District.objects.filter(code="osawa").update(ends_on=datetime.date(2022, 9, 30))
    assert priors(build(scope_of(2023), is_preview=True).table("kind"))["大沢北"] == 1, "the half year is not the one that is shown"


def test_published_halves_are_halves_as_well(cut, publish):
    publish(("north", "kind", "", 70))
    assert priors(kinds(2022))["大沢北"] is None


def test_a_district_that_is_added_within_a_year_is_no_recut(cut):
    District.objects.filter(code="osawa").update(ends_on=None)
    assert priors(kinds(2022))["大沢北"] == 1


@pytest.mark.parametrize("prior_as", ["bracket", "difference", "rate", "ratio"])
def test_every_output_has_a_dash_and_the_note(cut, pdf_bytes, prior_as):
    Axis.objects.filter(code="kind").update(prior_as=prior_as)
    report = build(scope_of(2022))
    title, shown = report.table("kind").title, "（－）" if prior_as == "bracket" else "－"
    html = FORMATS["html"].write(report, CONTEXT).decode()
    rows = next(rows for name, rows in readers.Tables(html).tables.items() if name.startswith(title))
    assert any(f"{shown}※" in each for each in rows[-1]) and NEW in html
    total = next(row for row in readers.csv_rows(FORMATS["csv"].write(report, CONTEXT))
                 if (row["表"], row["分類"], row["地区"]) == (title, "合計", "大沢北"))
    assert (total["前年度値"], total["比較の値"]) == ("", "") and NEW in total["注記"]
    cell = json.loads(FORMATS["json"].write(report, CONTEXT))["tables"][0]["total"]["cells"]["north"]
    assert (cell["prior"], cell.get("change")) == (None, None) and cell["beside_prior"].startswith("※")
    if prior_as == "rate":
        assert NEW in readers.pdf_text(pdf_bytes(report)).replace("\n", "")


def trend(codes=(), of=DISTRICTS):
    return build_trend(scope_of(2022, codes), TrendChoice("kind", 3, of=of, prior_as="difference")).trends[0]


def changes(grid):
    return {row.label: [cell.change for cell in row.cells][1:] for row in (*grid.rows, grid.total)}


def test_a_trend_tells_no_change_of_half_a_year(cut):
    grid = trend()
    assert changes(grid) == {"大沢": [None, None], "連雀": [-1, 1], "大沢北": [None, None], "大沢南": [None, None], "合計": [0, 0]}
    assert {row.label: row.counts for row in grid.rows}["大沢北"] == (None, 1, 1)
    halves = [note.text for note in grid.notes if "1年間の数ではありません" in note.text]
    assert halves == ["「大沢」は令和3年9月30日までの地区で、令和3年度の数は1年間の数ではありません。"
                      "「大沢北」「大沢南」は令和3年10月1日からの地区で、令和3年度の数は1年間の数ではありません。前後の年度の数とは比べられません。"]
    assert all(grid.years[place].mark for place in (1, 2))


def test_the_categories_of_some_districts_have_none_either(cut):
    assert changes(trend(["north"], CATEGORIES))["合計"] == [None] and changes(trend(of=CATEGORIES))["合計"] == [0, 0]


def test_a_month_in_which_a_district_did_not_exist_is_not_zero(cut):
    """大沢 until September, 大沢北 and 大沢南 from October: － elsewhere, in no sum, and said what it means."""
    Category.objects.filter(code="outreach").update(monthly=True)
    report = build(scope_of(2021))
    grid = next(each for each in report.monthly if each.kind == "outreach")
    found = {row.label: row.counts for row in grid.rows}
    assert found["大沢"] == (0, 1, 0, 0, 0, 0, *[None] * 6) and found["大沢北"] == (*[None] * 6, 0, 1, 0, 0, 0, 0)
    assert (grid.total.counts, grid.total.total) == ((0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0), 2) and [row.total for row in grid.rows] == [1, 0, 1, 0]
    assert "その月に地区がなかったことを表します" in dict(about(report))["「－」"] and "地区がなかった" not in dict(about(build(scope_of(2022))))["「－」"]
    lines = [line.split(",") for line in FORMATS["csv"].write(report, CONTEXT).decode("utf-8-sig").splitlines()]
    assert {line[5]: line[6] for line in lines if line[1:4:2] == ["大沢北", "啓発"] and line[5]} == dict(
        zip(map(str, grid.months), ["" if each is None else str(each) for each in found["大沢北"]], strict=True))
    assert not checks.findings(report)


def test_a_contact_of_a_district_that_did_not_exist_is_counted(cut, coordinator):
    log_contact(cut, coordinator, "kind:new", "target:elderly", date=datetime.date(2021, 6, 1), district="north")
    grid = next(each for each in build(scope_of(2021)).monthly if each.kind == "new")
    north = next(row for row in grid.rows if row.label == "大沢北")
    assert north.counts == (None, None, 1, None, None, None, 0, 0, 0, 0, 0, 0) and (north.total, grid.total.total) == (1, 1)
