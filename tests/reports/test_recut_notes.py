"""After a re-cut the annual report says which districts have no previous year and which of last year's have no column."""
import datetime

import pytest

from cases.models import Contact, District, Town
from reports.layout import build
from reports.outputs import FORMATS
from reports.public import build_public
from reports.scope import scope_of
from tests.factories import log_contact
from tests.reports import readers
from tests.reports.factories import CONTEXT

pytestmark = pytest.mark.either
LAST, FIRST = datetime.date(2022, 3, 31), datetime.date(2022, 4, 1)


@pytest.fixture
def recut(small, coordinator):
    """大沢 is cut into 大沢北 and 大沢南 from 令和4年度; 連雀 stays."""
    for district, days in (("osawa", 3), ("renjaku", 2)):
        for day in range(days):
            log_contact(small, coordinator, date=datetime.date(2021, 5, 1 + day), district=district)
    District.objects.filter(code="osawa").update(ends_on=LAST)
    for code, name in (("north", "大沢北"), ("south", "大沢南")):
        small.districts[code] = District.objects.create(code=code, name=name, starts_on=FIRST, order=5)
    log_contact(small, coordinator, date=FIRST, district="north")
    return small


def kinds(year=2022, codes=(), **more):
    return build(scope_of(year, codes), **more).table("kind")


def notes(grid):
    return [note.text for note in grid.notes if "地区" in note.text]


SAID = ("令和4年度から、地区が「大沢・連雀」から「連雀・大沢北・大沢南」に変わりました。「大沢北」「大沢南」は新しい地区のため、前年度の数はありません。"
        "前年度の「大沢」の数（3件）は、この表に欄がありません。前年度の合計には含まれています。")


def test_every_table_says_it_and_nothing_missing_is_a_zero(recut):
    grid = kinds()
    assert notes(grid) == [SAID] and grid.mark == grid.notes[0].mark
    assert (list(grid.total.priors), grid.total.prior_total) == ([2, None, None], 5)
    assert all(len(notes(each)) == 1 for each in build(scope_of(2022)).tables)


def test_the_years_before_and_after_say_nothing(recut):
    assert notes(kinds(2021)) == [] and notes(kinds(2023)) == []


def test_a_new_district_alone_says_why_it_has_no_previous_year(recut):
    assert notes(kinds(codes=["north"])) == ["「大沢北」は令和4年度からの地区のため、前年度の数はありません。"]
    assert notes(kinds(codes=["renjaku"])) == []


def test_a_district_that_was_added_beside_others_is_no_recut(small, coordinator):
    log_contact(small, coordinator, date=datetime.date(2020, 5, 1))
    assert notes(kinds(2021)) == []


def test_published_figures_of_the_old_district_are_told(recut, publish):
    publish(("osawa", "kind", "new", 40), ("osawa", "kind", "case", 20))
    assert "前年度の「大沢」の数は、" in notes(kinds())[0]  # 研修 and 啓発 are not known
    publish(("osawa", "kind", "", 90))
    assert "前年度の「大沢」の数（90件）は、" in notes(kinds())[0]


def test_a_district_that_ended_without_a_new_one_is_missing_in_last_years_sum(recut):
    District.objects.filter(code__in=["north", "south"]).update(starts_on=datetime.date(2020, 4, 1))
    assert notes(kinds())[0].endswith("前年度の「大沢」の数（3件）は、この表に欄がありません。前年度の合計にも含まれていません。")


def test_a_published_sum_of_all_districts_stands(recut, publish):
    publish(("", "kind", "", 777))
    grid = kinds()
    assert grid.total.prior_total == 777 and notes(grid)[0].endswith("この表に欄がありません。")


def test_contacts_of_an_old_district_after_the_recut_are_missed_the_year_after(recut, coordinator):
    log_contact(recut, coordinator, date=datetime.date(2022, 6, 1), district="osawa")
    assert "前年度の「大沢」の数（1件）は、この表に欄がありません。前年度の合計にも含まれていません。" in notes(kinds(2023))[0]


def test_a_cut_in_the_middle_of_a_year_is_told_in_that_year(recut, coordinator):
    District.objects.filter(code="osawa").update(ends_on=datetime.date(2021, 9, 30))
    District.objects.filter(code__in=["north", "south"]).update(starts_on=datetime.date(2021, 10, 1))
    log_contact(recut, coordinator, date=datetime.date(2020, 5, 1))
    assert any("「大沢北」「大沢南」は新しい地区のため、前年度の数はありません。" in text for text in notes(kinds(2021)))


def test_the_preview_of_a_coming_year_shows_no_zeros_for_new_districts(recut, coordinator):
    District.objects.filter(code="osawa").update(ends_on=datetime.date(2023, 3, 31))
    District.objects.filter(code__in=["north", "south"]).update(starts_on=datetime.date(2023, 4, 1))
    log_contact(recut, coordinator, date=datetime.date(2021, 6, 1), district="renjaku")
    Contact.objects.filter(date=FIRST).delete()
    grid = kinds(2023, is_preview=True)
    assert (list(grid.total.priors), grid.total.prior_total) == ([3, None, None], 6)
    assert "前年度の「大沢」の数（3件）は、この表に欄がありません。前年度の合計には含まれています。" in notes(grid)[0]


def test_every_output_says_it(recut, pdf_bytes):
    report = build(scope_of(2022))
    for kind in ("html", "csv", "json"):
        assert SAID in FORMATS[kind].write(report, CONTEXT).decode("utf-8-sig"), kind
    assert any(SAID in row["注記"] for row in readers.xlsx_rows(FORMATS["xlsx"].write(report, CONTEXT)))
    assert SAID in readers.pdf_text(pdf_bytes(report)).replace("\n", "")


def test_two_districts_that_ended_are_told_together(recut):
    District.objects.filter(code="renjaku").update(ends_on=LAST)
    assert "前年度の「大沢」「連雀」の数（合計5件）は、この表に欄がありません。" in notes(kinds())[0]


UNKNOWN = "前年度の合計も、そのため示していません。"


def everything(recut):
    """A re-cut of all districts: none of this year's has a last year."""
    District.objects.filter(code="renjaku").update(ends_on=LAST)
    return kinds()


def test_the_total_of_all_districts_does_not_depend_on_the_cut(recut):
    grid, own = everything(recut), kinds(2021)
    assert (list(grid.total.priors), grid.total.prior_total) == ([None, None], 5) and own.total.total == 5
    assert {row.code: row.prior_total for row in grid.rows} == {row.code: row.total for row in own.rows}
    assert grid.shows_prior_total and not grid.columns[0].has_prior and grid.basis.endswith("前年度は対応記録から数えた件数です。")
    assert not any(grid.mark in row.marks.change for row in grid.rows), "a change of all districts crosses no cut"


def test_where_two_districts_became_one_last_year_stands_at_the_total_of_it(recut, pdf_bytes):
    Contact.objects.filter(date=FIRST).delete()
    District.objects.filter(code="south").delete()
    grid, report = everything(recut), build(scope_of(2022))
    assert grid.shows_total and report.shown_priors == ["bracket"]
    assert "（5）" in readers.pdf_text(pdf_bytes(report)) and "（5）" in FORMATS["html"].write(report, CONTEXT).decode()


def test_what_was_retired_is_told_of_all_districts_together(recut, coordinator):
    pr = recut.categories["topic:pr"]
    type(pr).objects.filter(pk=pr.pk).update(last_year=2021)
    for district in ("osawa", "renjaku"):
        log_contact(recut, coordinator, "topic:pr", "topic:health", date=datetime.date(2021, 7, 1), district=district)
    grid = build(scope_of(2022)).table("topic")
    assert any("「事業PR」の項目があり、実績が2件ありました。" in each.text and "前年度の合計（4件）に" in each.text for each in grid.notes)


def test_of_people_each_is_last_years_own_count(recut):
    recut.axes["consulter"].__class__.objects.filter(code="kind").update(counts="people")
    assert kinds().total.prior_total == kinds(2021).total.total


@pytest.mark.parametrize("other", ["unknown", "added", "chosen"])
def test_where_last_year_is_not_known_or_of_another_area_there_is_no_total(recut, publish, other):
    if other == "unknown":
        publish(("osawa", "kind", "new", 40))
    elif other == "added":
        District.objects.create(code="far", name="遠方", starts_on=datetime.date(2021, 9, 1), order=8)
        District.objects.filter(code="far").update(starts_on=FIRST, towns_text="")
        Town.objects.bulk_create(Town(district=District.objects.get(code=code), name=code) for code in ("osawa", "north", "renjaku", "south", "far"))
    grid = kinds(codes=["north", "south"] if other == "chosen" else ())
    assert grid.total.prior_total is None and (other == "chosen" or notes(grid)[0].endswith(UNKNOWN))


def test_a_public_copy_has_none_as_it_could_be_calculated_with(recut, as_user, supervisor):
    assert build_public(scope_of(2022), 3).table("kind").total.prior_total is None
    sent = as_user(supervisor).get("/reports/2022/download/csv/?public=1").content.decode("utf-8-sig")
    assert UNKNOWN in sent and "前年度の合計には含まれています。" not in sent
