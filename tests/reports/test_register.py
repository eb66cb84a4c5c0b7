"""The year's tables of the register: counted once, last year beside them, missing kept apart from zero, the same in every output."""
import csv
import datetime
import io
import json
from dataclasses import replace

import pytest
from django.db import connection
from django.utils import timezone
from openpyxl import load_workbook

from cases import periods
from cases.models import Activity, ActivityKind
from reports.chapters import chapters_of
from reports.layout import build
from reports.outputs import FORMATS, file_name
from reports.outputs.about import about
from reports.outputs.base import Context
from reports.public import public_copy
from reports.register import build_register
from reports.scope import scope_of

CONTEXT = Context("見本", "見本事業", datetime.date(2022, 4, 1))


@pytest.fixture
def enter(small):
    ActivityKind.objects.all().delete()
    kinds = {code: ActivityKind.objects.create(code=code, name=name, order=order, **fields) for order, (code, name, fields) in enumerate((
        ("meeting", "会議体", {"chapter": "meetings", "asks_visitors": True}), ("salon", "相談サロン", {"asks_visitors": True, "asks_consultations": True, "first_year": 2021}),
        ("old", "旧事業", {"last_year": 2020}), ("pr", "広報", {"chapter": "publicity", "asks_copies": True})))}

    def make(kind, year=2021, district="osawa", title="見本", **fields):
        return Activity.objects.create(date=datetime.date(year, 12, 1), kind=kinds[kind], district=small.districts[district], title=title, **fields)
    return make


def table(measure, year=2021, codes=()):
    return build_register(scope_of(year, codes)).table(f"register-{measure}")


def row(grid, code):
    return next(each for each in (*grid.rows, grid.total) if each.code == code)


def test_entries_are_counted_by_kind_and_district_with_last_year_beside_them(enter):
    enter("meeting"), enter("meeting"), enter("salon", district="renjaku"), enter("meeting", 2020), enter("old", 2020)
    grid = table("entries")
    assert {each.code: (each.counts, each.priors, each.total) for each in grid.rows} == {
        "meeting": ([2, 0], [1, None], 2), "salon": ([0, 1], [None, None], 1), "pr": ([0, 0], [0, None], 0)}
    assert (grid.total.counts, grid.total.total, grid.total.priors, grid.total.prior_total) == ([2, 1], 3, [2, None], None)


def test_a_new_kind_and_one_that_is_gone_are_said_in_notes(enter):
    enter("old", 2020), enter("meeting")
    grid = table("entries")
    assert row(grid, "salon").mark == "※1" and "令和3年度から新たに設けた" in grid.notes[0].text
    assert [note.text for note in grid.unmarked] == ["前年度の合計には、今年度にはない種別の「旧事業」1回が含まれています。"]


def test_an_amount_that_nobody_wrote_down_is_not_zero_and_a_sum_says_what_it_lacks(enter):
    enter("meeting", visitors=None), enter("salon", visitors=5, consultations=0), enter("salon", visitors=None, consultations=None)
    visitors, consultations = table("visitors"), table("consultations")
    assert [(each.counts, each.total) for each in visitors.rows] == [([None, 0], None), ([5, 0], 5)]
    assert row(consultations, "salon").counts == [0, 0]
    assert [note.text for note in visitors.notes if "書かれていません" in note.text] == [
        "大沢の「会議体」のうち1件の記録には、この数が書かれていません。", "大沢の「相談サロン」のうち1件の記録には、この数が書かれていません。"]
    assert row(visitors, "salon").cells["osawa"].mark == "※2"
    assert (visitors.total.counts, visitors.total.total, visitors.total.sums.mark) == ([5, 0], 5, "※1※2")


def test_a_year_in_which_nothing_was_entered_is_not_known(enter):
    enter("meeting", 2021)
    grid = table("entries")
    assert not any(column.has_prior for column in grid.columns) and row(grid, "meeting").priors == [None, None]
    assert table("entries", 2019).rows == () or table("entries", 2019).total.total is None


def test_a_deleted_entry_and_another_district_are_not_counted(enter):
    enter("meeting"), enter("meeting", district="renjaku"), enter("meeting", deleted_at="2022-01-01T00:00Z")
    assert table("entries", codes=["osawa"]).total.total == 1


def test_every_output_prints_the_same_figures(enter):
    enter("salon", visitors=12), enter("meeting", 2020)
    report = build_register(scope_of(2021))
    document = json.loads(FORMATS["json"].write(report, CONTEXT))
    salon = next(each for each in document["tables"][1]["rows"] if each["code"] == "salon")
    lines = list(csv.DictReader(io.StringIO(FORMATS["csv"].write(report, CONTEXT).decode("utf-8-sig"))))
    line = next(each for each in lines if (each["表"], each["分類"], each["地区"]) == ("来場・参加者数", "相談サロン", "大沢"))
    assert salon["cells"]["osawa"]["count"] == 12 == int(line["値"]) and line["出典"] == "地域支援の記録"
    page = FORMATS["html"].write(report, CONTEXT).decode()
    assert "地域支援のまとめ" in page and "相談実績" not in page and "地域福祉コーディネーター実績報告" not in page
    assert file_name(report, "xlsx") == "地域支援のまとめ_令和3年度_全地区.xlsx" and FORMATS["xlsx"].write(report, CONTEXT)[:2] == b"PK"


def test_the_chapters_tell_each_meeting_once_by_district_and_for_the_whole_city(enter):
    enter("meeting", title="定例会", visitors=8), enter("meeting", title="定例会", visitors=None), enter("meeting", title="全体会", is_citywide=True)
    enter("meeting", title="班会", district="renjaku")
    meetings = chapters_of(Activity.objects.select_related("kind", "district", "resource"))[0]
    assert {place: [(topic.title, topic.times, topic.words) for topic in topics] for place, topics in meetings.places.items()} == {
        "大沢": [("定例会", 2, [(("延べ", "人"), 8)])], "連雀": [("班会", 1, [])], "全市": [("全体会", 1, [])]}


def test_a_figure_on_the_page_opens_the_entries_behind_it(as_user, coordinator, enter):
    enter("meeting"), enter("meeting", district="renjaku")
    client = as_user(coordinator)
    page = client.get("/reports/2021/register/").content.decode()
    assert "?fiscal_year=2021&amp;kind=meeting&amp;district=osawa" in page and "district=renjaku" not in page.split("report-table")[1]
    assert client.get("/activities/?fiscal_year=2021&kind=meeting&district=osawa").context["page"].paginator.count == 1


def test_titles_out_of_sight_are_not_told(as_user, coordinator, enter):
    enter("meeting", title="連雀だけの会議", district="renjaku")
    assert "連雀だけの会議" not in as_user(coordinator).get("/reports/2021/register/").content.decode()


@pytest.mark.parametrize("kind", ["csv", "json", "xlsx"])
def test_the_tables_come_as_files(as_user, coordinator, enter, kind):
    enter("meeting")
    answer = as_user(coordinator).get(f"/reports/2021/register/download/{kind}/")
    assert answer.status_code == 200 and "attachment" in answer.headers["Content-Disposition"]


@pytest.mark.either
def test_amounts_from_before_there_were_maxima_are_summed_all_the_same(as_user, coordinator, enter):
    """As large as the column holds: SQLite's own sum of two such is an error."""
    most = 2**31 - 1 if connection.vendor == "postgresql" else 2**63 - 1
    enter("pr", copies=most), enter("pr", copies=most), enter("pr", copies=1_234_567), enter("pr", 2020, copies=most), enter("pr", 2020, copies=most)
    found = row(table("copies"), "pr")
    assert (found.counts[0], found.priors[0]) == (2 * most + 1_234_567, 2 * most)
    client = as_user(coordinator)
    assert f"{2 * most + 1_234_567:,}" in client.get("/reports/2021/register/").content.decode()
    for kind in ("csv", "json", "xlsx", "html", "pdf"):
        assert client.get(f"/reports/2021/register/download/{kind}/").status_code == 200, kind


@pytest.mark.either
@pytest.mark.parametrize("copies", [(0,), (0, None), (999_999, 1), (1_000_000, 0), (1, 2_000_003, None), (None,)])
def test_a_sum_is_exact(enter, copies):
    for each in copies:
        enter("pr", copies=each)
    known = [each for each in copies if each is not None]
    found = row(table("copies"), "pr").counts[0]
    assert found == (sum(known) if known else None) and not isinstance(found, float)


def test_the_page_asks_the_same_however_many_there_are(as_user, coordinator, enter, django_assert_max_num_queries):
    client = as_user(coordinator)
    enter("meeting")
    with django_assert_max_num_queries(40) as few:
        client.get("/reports/2021/register/")
    for number in range(12):
        enter("meeting", title=str(number))
    with django_assert_max_num_queries(len(few)):
        client.get("/reports/2021/register/")


def test_every_file_but_the_csv_of_figures_has_the_chapters_as_far_as_they_are_in_sight(enter, as_user, coordinator):
    enter("meeting", title="見本協議会", visitors=4), enter("meeting", title="見本協議会"), enter("pr", title="見本だより", copies=1200)
    enter("meeting", district="renjaku", title="連雀の会議")
    files = {name: as_user(coordinator).get(f"/reports/2021/register/download/{name}/").content for name in ("html", "json", "xlsx", "csv")}
    page, sheet = files["html"].decode(), load_workbook(io.BytesIO(files["xlsx"]))["会議・研修・広報など"]
    assert "３　会議体への参加" in page and "見本協議会" in page and "2回（令和3年12月1日）" in page and "連雀の会議" not in page and "閲覧できない地区" in page
    told = json.loads(files["json"])["chapters"]
    assert [chapter["title"] for chapter in told] == ["会議体への参加", "広報"]
    assert told[0]["places"] == [{"place": "大沢", "topics": [{"title": "見本協議会", "kind": "meeting", "resource": None, "times": 2,
                                                            "first": "2021-12-01", "last": "2021-12-01", "visitors": 4}]}]
    assert [[cell.value for cell in line] for line in sheet.iter_rows(min_row=2)] == [
        ["会議体への参加", "大沢", "見本協議会", "会議体", None, 2, "令和3年12月1日", "令和3年12月1日", 4, None, None, None],
        ["広報", "大沢", "見本だより", "広報", None, 1, "令和3年12月1日", "令和3年12月1日", None, None, 1200, None]]
    assert "見本協議会" not in files["csv"].decode("utf-8-sig")
    answer = as_user(coordinator).get("/reports/2021/register/download/list/")
    assert "%E4%BB%B6%E5%90%8D%E3%81%AE%E4%B8%80%E8%A6%A7" in answer.headers["Content-Disposition"]
    lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert lines == [["" if cell.value is None else str(cell.value) for cell in line] for line in sheet.iter_rows()]


def test_a_title_in_the_list_is_no_formula(enter, as_user, coordinator):
    enter("meeting", title="=1+1")
    assert ",'=1+1," in as_user(coordinator).get("/reports/2021/register/download/list/").content.decode("utf-8-sig")


def test_the_page_names_both_files(enter, as_user, coordinator):
    page = as_user(coordinator).get("/reports/2021/register/").content.decode()
    assert "CSV（表の数）" in page and "CSV（件名の一覧）" in page and "CSV（一覧）" not in page


@pytest.mark.either
@pytest.mark.parametrize(("asked", "year"), [("", None), ("?fiscal_year=2021", 2021), ("?fiscal_year=1999", None), ("?fiscal_year=x", None)])
def test_the_register_opens_this_year_unless_another_is_asked_for(enter, as_user, coordinator, asked, year):
    enter("meeting"), enter("meeting", 2020)
    answer = as_user(coordinator).get(f"/reports/register/{asked}")
    assert answer.url == f"/reports/{year or periods.fiscal_year_of(timezone.localdate())}/register/"


@pytest.mark.parametrize("below", [1, 3])
def test_a_public_copy_tells_nothing_in_words_that_no_mask_knows(enter, below):
    enter("meeting", visitors=2)
    report = replace(build(scope_of(2021)), chapters=tuple(chapters_of(Activity.objects.select_related("kind", "district", "resource"))))
    assert report.chapters and not public_copy(report, scope_of(2021), below).chapters


def test_percentages_are_explained_only_where_there_are_any(enter):
    enter("meeting")
    terms = [[term for term, _ in about(report)] for report in (build_register(scope_of(2021)), build(scope_of(2021), trends=False))]
    assert ["（％）" in each for each in terms] == [False, True]
