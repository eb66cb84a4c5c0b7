"""After a re-cut the annual report says which districts have no previous year and which of last year's have no column."""
import datetime

import pytest

from cases.models import Contact, District
from reports.layout import build
from reports.outputs import FORMATS
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
        "前年度の「大沢」の数（3件）は、この表に欄がありません。前年度の合計も、そのため示していません。")


def test_every_table_says_it_and_nothing_missing_is_a_zero(recut):
    grid = kinds()
    assert notes(grid) == [SAID] and grid.mark == grid.notes[0].mark
    assert (list(grid.total.priors), grid.total.prior_total) == ([2, None, None], None)
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
    assert (list(grid.total.priors), grid.total.prior_total) == ([3, None, None], None)
    assert "前年度の「大沢」の数（3件）は、この表に欄がありません。" in notes(grid)[0]


def test_every_output_says_it(recut, pdf_bytes):
    report = build(scope_of(2022))
    for kind in ("html", "csv", "json"):
        assert SAID in FORMATS[kind].write(report, CONTEXT).decode("utf-8-sig"), kind
    assert any(SAID in row["注記"] for row in readers.xlsx_rows(FORMATS["xlsx"].write(report, CONTEXT)))
    assert SAID in readers.pdf_text(pdf_bytes(report)).replace("\n", "")


def test_two_districts_that_ended_are_told_together(recut):
    District.objects.filter(code="renjaku").update(ends_on=LAST)
    assert "前年度の「大沢」「連雀」の数（合計5件）は、この表に欄がありません。" in notes(kinds())[0]
