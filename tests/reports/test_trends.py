"""年度推移: several fiscal years of an axis or of districts, each as its own report has it, breaks marked, gaps said."""
import datetime
import json
import random

import pytest
from django.urls import reverse

from cases.models import Axis, Case, Category, District, EarlierRule, Household, Member, PublishedFigure
from reports.layout import build
from reports.outputs import FORMATS
from reports.scope import scope_of
from reports.trend_grid import BOTH, COUNTED, DISTRICTS, PUBLISHED, ROWS
from reports.trends import TrendChoice, build_trend
from tests.factories import log_contact
from tests.reports import readers
from tests.reports.factories import CONTEXT
from tests.reports.test_people_tables import BANDS, add_axis


def trend(axis="topic", years=3, codes=(), year=2022, **more):
    return build_trend(scope_of(year, codes), TrendChoice(axis, years, **more)).trends[0]


def figures(grid):
    return {row.label: row.counts for row in (*grid.rows, grid.total)}


@pytest.fixture
def years(small, coordinator):
    """令和2年度 published for 大沢, 令和3年度 and 令和4年度 logged."""
    for category, value in (("health", 40), ("pr", 11), ("", 60)):
        PublishedFigure.objects.create(fiscal_year=2020, district=small.districts["osawa"], axis=small.axes["topic"],
                                       category=small.categories.get(f"topic:{category}"), value=value)
    for year, count in ((2021, 2), (2022, 3)):
        for day in range(count):
            log_contact(small, coordinator, "topic:health", date=datetime.date(year, 4, 1 + day))
    log_contact(small, coordinator, "topic:meal", date=datetime.date(2022, 5, 1), district="renjaku")
    return small


def test_each_year_has_its_published_figures_or_its_records(years):
    grid = trend()
    assert [each.label for each in grid.years] == ["令和2年度", "令和3年度", "令和4年度"]
    assert figures(grid) == {"健康・医療・介護": (40, 2, 3), "食事": (None, 0, 1), "住まい・道路": (None, 0, 0), "事業PR": (11, None, None),
                             "合計": (60, 2, 4)}
    assert [each.source for each in grid.years] == [PUBLISHED, COUNTED, COUNTED]
    assert grid.basis == "令和2年度は公表値（当時の報告書の件数のまま）です。令和3年度〜令和4年度は対応記録から数えた件数です。"


@pytest.fixture
def people(years, coordinator):
    """Axes of people, counted as often as met and once, whose people are met in both districts and years."""
    for code, counts in (("age", "contacts"), ("once", "people")):
        add_axis(years, code, "age", BANDS, counts)
    dice = random.Random(7)  # noqa: S311
    for number in range(6):
        household = Household.objects.create(number=f"S-{number}")
        person = Member.objects.create(household=household, age_text=f"{dice.randint(2, 9)}2歳")
        case = Case.objects.create(number=f"C-{number}", title="見本", household=household, person=person,
                                   district=years.districts["osawa"], opened_on=datetime.date(2021, 4, 1))
        for _ in range(3):
            log_contact(years, coordinator, "topic:housing", case=case, district=dice.choice(["osawa", "renjaku"]),
                        date=datetime.date(dice.choice([2021, 2022]), 6, dice.randint(1, 30)))


@pytest.mark.parametrize("codes", [(), ("renjaku",)])
def test_every_year_is_what_its_own_report_says(people, codes):
    for year in (2021, 2022):
        report = build(scope_of(year, codes))
        for own in map(report.table, ("kind", "topic", "age", "once")):
            grid = trend(own.axis, codes=codes)
            place = [each.fiscal_year for each in grid.years].index(year)
            told = {row.code: row.counts[place] for row in (*grid.rows, grid.total)}
            assert {row.code: row.total for row in (*own.rows, own.total)} == {
                code: count for code, count in told.items() if count is not None or code in {row.code for row in own.rows}}
            by_district = {row.code: row.counts[place] for row in trend(own.axis, codes=codes, of=DISTRICTS).rows}
            assert {column.code: own.total.cells[column.code].count for column in own.columns} == by_district


def test_what_changed_between_the_years_is_marked_where_it_did(years):
    grid = trend()
    marks = {row.label: row.marks for row in grid.rows}
    texts = {note.mark: note.text for note in grid.notes}
    assert [each.mark for each in grid.years] == ["", "※1", ""] and "「大沢」から「大沢・連雀」に変わりました" in texts["※1"]
    assert (marks["食事"], marks["事業PR"], marks["住まい・道路"]) == (("", "※2", ""), ("", "※3", ""), ("", "", ""))
    assert "「食事」は令和3年度から新たに設けた項目" in texts["※2"]
    assert texts["※3"] == "「事業PR」は令和2年度までの項目です。現在の項目にはありません。"


def test_a_change_of_rule_is_a_break_of_all_figures(years):
    EarlierRule.objects.create(axis=years.axes["topic"], last_year=2021, answer="multiple", unit="回", percent_base="mentions", rounding="sum100")
    grid = trend()
    by_year = trend(across=ROWS)
    assert (grid.headings[2].name, [each.label for each in by_year.lines][2]) == ("令和4年度※2", "令和4年度※4")  # as each is read
    for each, place in ((grid, 1), (by_year, 3)):
        assert each.notes[place].text.startswith("この表の数え方を令和4年度から変えました")


def test_changes_stand_beside_the_figures_and_cross_marked(years):
    grid = trend(prior_as="difference")
    assert [cell.change for cell in grid.total.cells] == [None, -58, 2]
    assert [cell.prior_marks for cell in grid.total.cells] == ["", "※1※2※3", ""] and grid.headings[1].name == "令和3年度※1"
    meal = next(row for row in grid.rows if row.label == "食事")
    assert [(cell.change, cell.mark, cell.prior_marks) for cell in meal.cells] == [(None, "", ""), (None, "※2", ""), (1, "", "")]


def test_a_missing_year_is_said_and_is_not_zero(small, coordinator):
    log_contact(small, coordinator, "topic:health", date=datetime.date(2020, 4, 1))
    log_contact(small, coordinator, "topic:health", date=datetime.date(2022, 4, 1))
    grid = trend(years=10)
    assert [each.fiscal_year for each in grid.years] == [2020, 2021, 2022] and grid.total.counts == (1, None, 1)
    assert grid.basis == ("平成25年度〜令和元年度・令和3年度は件数が分かりません。"
                          "令和2年度・令和4年度は対応記録から数えた件数です。")


def test_two_years_stay_where_nothing_is_known(small):
    assert [len(trend(years=n).years) for n in (2, 10)] == [2, 2] and trend().total.counts == (None, 0)


def test_districts_have_a_row_each(years):
    grid = trend("topic", of=DISTRICTS)
    assert figures(grid) == {"大沢": (60, 2, 3), "連雀": (None, 0, 1), "合計": (60, 2, 4)}
    assert grid.title == "相談内容の地区ごとの推移" and grid.years[1].mark


def test_a_district_that_came_later_has_no_earlier_years(years):
    grid = trend(codes=["renjaku"])
    assert [each.fiscal_year for each in grid.years] == [2021, 2022] and grid.total.counts == (0, 1)
    assert grid.basis.startswith("令和2年度は件数が分かりません。")


def test_a_recut_keeps_the_old_districts(years):
    old = years.districts["osawa"]
    District.objects.filter(pk=old.pk).update(ends_on=datetime.date(2022, 3, 31))
    District.objects.create(code="nishi", name="西", starts_on=datetime.date(2022, 4, 1), order=5)
    assert [row.label for row in trend(of=DISTRICTS).rows] == ["大沢", "連雀", "西"]  # 大沢 has contacts in 令和4年度
    assert any("「大沢・連雀」から「大沢・連雀・西」" in note.text for note in trend().notes)


def test_a_year_of_both_says_so(years):
    PublishedFigure.objects.create(fiscal_year=2022, district=years.districts["renjaku"], axis=years.axes["topic"], category=None, value=9)
    grid = trend()
    assert (grid.total.counts[2], grid.total.sources[2]) == (12, BOTH) and "令和4年度：連雀は公表値、大沢は対応記録" in grid.basis


def test_the_codebook_decides_what_a_report_holds_from_a_year_on(years):
    Axis.objects.filter(code="topic").update(trend_years=4, trend_across="rows", prior_as="rate")
    EarlierRule.objects.create(axis=years.axes["topic"], last_year=2021, answer="multiple", unit="件", percent_base="mentions", rounding="sum100")
    assert build(scope_of(2021)).trends == ()
    grid, = build(scope_of(2022)).trends
    assert (grid.across, grid.prior_as, [cell.change for cell in grid.total.cells]) == (ROWS, "rate", [None, "-96.7", "100.0"])


def test_the_years_stand_as_columns_or_as_rows_in_every_output(years, pdf_bytes):
    for across in ("columns", "rows"):
        report = build_trend(scope_of(2022), TrendChoice("topic", 3, across=across, prior_as="difference"))
        tables = readers.Tables(FORMATS["html"].write(report, CONTEXT).decode()).tables
        head, *rows = next(rows for title, rows in tables.items() if title.startswith("相談内容内訳の推移"))
        text = readers.pdf_text(pdf_bytes(report)) if across == "rows" else ""
        if across == "columns":
            assert head == ["項目", "令和2年度", "令和3年度※1", "（増減）", "令和4年度", "（増減）"]
            assert rows[-1] == ["合計", "60", "2", "△58※1※2※3", "4", "+2"]
        else:
            assert head[:3] == ["年度", "健康・医療・介護", "（増減）"] and rows[1][:3] == ["令和3年度※1", "2", "△38※1"]
            assert all("".join(row[:3]) in text for row in rows)


def test_the_workbook_and_the_long_form_have_every_year(years):
    report = build_trend(scope_of(2022), TrendChoice("topic", 3, prior_as="ratio"))
    rows = readers.csv_rows(FORMATS["csv"].write(report, CONTEXT))
    total = {row["年度"]: row for row in rows if row["分類"] == "合計"}
    assert [(total[year]["値"], total[year]["出典"], total[year]["比較の値"]) for year in ("2020", "2021", "2022")] == [
        ("60", "公表値", ""), ("2", "対応記録", "3.3"), ("4", "対応記録", "200.0")]
    assert "令和2年度は公表値" in total["2022"]["注記"] and readers.xlsx_rows(FORMATS["xlsx"].write(report, CONTEXT)) == rows
    table, = json.loads(FORMATS["json"].write(report, CONTEXT))["trends"]
    assert [cell["count"] for cell in table["total"]["cells"]] == [60, 2, 4] and table["total"]["cells"][1]["change"] == "3.3"


def test_a_year_without_trends_has_no_key_for_them(small):
    assert "trends" not in json.loads(FORMATS["json"].write(build(scope_of(2021)), CONTEXT))


class TestPage:
    """The page of trends."""

    @pytest.fixture
    def show(self, as_user, supervisor, years):
        client = as_user(supervisor)
        return lambda query="": client.get(reverse("report_trend", args=[2022]) + query)

    def test_the_current_figures_open_their_contacts(self, show, client):
        page = show("?trend=topic&years=3").content.decode()
        address = reverse("figure_contacts", args=[2022])
        assert f'href="{address}?axis=topic&amp;category=health">3</a>' in page and f'{reverse("figure_contacts", args=[2020])}' not in page
        assert client.get(f"{address}?axis=topic&category=health").context["count"] == 3

    def test_districts_and_years_as_rows(self, show):
        page = show("?trend=topic&years=2&of=districts&across=rows&change=rate")
        assert [line.label for line in page.context["report"].trends[0].lines] == ["令和3年度", "令和4年度"]
        assert "district=renjaku" in page.content.decode() and "増減率％" in page.content.decode()

    def test_a_choice_that_is_none_is_told_beside_its_field(self, show):
        page = show("?trend=nothing&years=11")
        assert page.context["report"] is None and set(page.context["form"].errors) == {"trend", "years"}

    def test_the_files_are_of_the_trend_that_is_shown(self, show, client):
        query = show().context["query"]
        assert json.loads(client.get(f"{reverse('report_download', args=[2022, 'json'])}?{query}").content)["tables"] == []
        assert client.get(f"{reverse('report_download', args=[2022, 'json'])}?trend=nothing").status_code == 404
        response = client.get(f"{reverse('report_download', args=[2022, 'csv'])}?{query}&public=1")
        assert "%E5%B9%B4%E5%BA%A6%E6%8E%A8%E7%A7%BB" in response["Content-Disposition"]  # 年度推移

    def test_the_public_copy_leaves_out_small_figures_of_every_year(self, show, client, years):
        topic = years.axes["topic"]
        for category, value in (("health", 9), ("housing", 2), ("pr", 6), ("", 17)):
            PublishedFigure.objects.create(fiscal_year=2019, district=years.districts["osawa"], axis=topic, value=value,
                                           category=years.categories.get(f"topic:{category}"))
        District.objects.filter(code="osawa").update(starts_on=datetime.date(2019, 4, 1))
        address = f"{reverse('report_download', args=[2022, 'json'])}?trend=topic&years=4"
        first = [[row["cells"][0]["count"] for row in json.loads(client.get(address + public).content)["trends"][0]["rows"]
                  if row["code"] == "housing"] for public in ("", "&public=1")]
        assert first == [[2], [None]]

    def test_the_number_of_statements_depends_on_the_years_alone(self, show, years, coordinator, django_assert_max_num_queries):
        with django_assert_max_num_queries(35) as few:  # one of them is for joint districts
            show("?trend=topic&years=3")
        for day in range(9):
            log_contact(years, coordinator, "topic:meal", date=datetime.date(2021, 6, 1 + day))
        Category.objects.create(axis=years.axes["topic"], code="new", label="新しい項目", first_year=2022)
        with django_assert_max_num_queries(len(few)):
            show("?trend=topic&years=3")


def test_rows_of_one_label_say_what_they_are_below(years):
    topics, old = years.axes["topic"], Category.objects.get(code="health")
    for parent in ("health", "housing"):
        Category.objects.create(axis=topics, code=f"{parent}-other", label="その他", parent=years.categories[f"topic:{parent}"])
    Category.objects.create(axis=topics, code="other", label="その他")
    grid = trend()
    assert {row.code: row.label for row in grid.rows if "その他" in row.label} == dict.fromkeys(("health-other", "housing-other", "other"), "その他")
    told = [each for each in (line.label for line in grid.lines) if "その他" in each]
    assert sorted(told) == ["その他", "住まい・道路／その他", f"{old.label}／その他"]
    assert sorted(each.name for each in trend(across=ROWS).headings if "その他" in each.name) == sorted(told)


def test_one_that_followed_another_of_its_label_says_the_years(years):
    for code, first, last in (("before", None, 2021), ("after", 2022, None)):
        Category.objects.create(axis=years.axes["topic"], code=code, label="その他", first_year=first, last_year=last)
    told = {row.code: row.label for row in trend().rows}
    assert (told["before"], told["after"]) == ("その他（令和3年度まで）", "その他（令和4年度から）")
    assert [line.label for line in trend().lines if "その他" in line.label] == ["その他（令和3年度まで）", "その他（令和4年度から）"]


def test_a_choice_that_cannot_be_read_says_nothing_of_saving(as_user, coordinator, years):
    page = as_user(coordinator).get(reverse("report_trend", args=[2022]) + "?trend=nothing&years=11").content.decode()
    assert "入力内容を確認してください。" in page and "選んだ表は、この年度にはありません。" in page and "まだ保存されていません" not in page
