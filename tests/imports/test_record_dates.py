"""Dates of contact records as offices write them: with a time behind, as Excel's number, and never in the future."""
from datetime import date, time, timedelta

import pytest
from django.utils import timezone

from cases.models import Contact

from .record_files import as_csv, load_rows, plan, reasons, row, table

pytestmark = [pytest.mark.django_db, pytest.mark.either]
UNTIMED = ("日付", "地区", "対応実績", "相談者", "対応方法", "支援対象者", "相談内容", "対応内訳")


def read(*rows: dict, headings=UNTIMED):
    return plan(as_csv(table(*rows, headings=headings)))


def test_the_time_behind_a_date_is_taken_where_no_column_has_times(small):
    found = read(row(date="2021-04-05 10:30"), row(date="2021/4/5 0:00:00"))
    assert [draft.values.get("time") for draft in found.matches.new] == [time(10, 30), None] and reasons(found) == []


def test_a_column_of_times_may_be_blank_or_equal_but_not_another(small):
    timed = (*UNTIMED, "時刻")
    found = read(row(date="2021-04-05 10:30"), row(date="2021-04-05 10:30", 時刻="10:30"), row(date="2021-04-05 10:30", 時刻="11:00"),
                 headings=timed)
    assert [draft.values["time"] for draft in found.matches.new] == [time(10, 30)] * 2
    assert reasons(found) == [(4, "時刻", "11:00")] and "10:30" in found.reading.errors[0].reason


def test_the_day_as_a_number_is_read_and_shown_as_such(small):
    found = read(row(date="44291"), row(date="44292"), row(date="2021-04-05"))
    assert [draft.values["date"].day for draft in found.matches.new] == [5, 6, 5]
    (said,) = [each for each in found.reading.warnings if "通し番号" in each.reason]
    assert (said.row, said.value) == (2, "44291") and "2件" in said.reason and "令和3年4月5日" in said.reason


@pytest.mark.parametrize("day", ["2099/1/1", "令和八十年一月一日", "70000", (timezone.localdate() + timedelta(days=1)).isoformat()])
def test_a_date_that_has_not_come_is_an_error_with_its_reason(small, day):
    found = read(row(date=day))
    assert reasons(found) == [(2, "日付", day)] and "まだ来ていない日付です" in found.reading.errors[0].reason


def test_a_next_date_years_ahead_is_an_error_with_its_reason(small):
    headings, ahead = (*UNTIMED, "次回予定日"), timezone.localdate() + timedelta(days=700)
    assert reasons(read(row(date="2021-04-05", 次回予定日=ahead.isoformat()), headings=headings)) == []
    found = read(row(date="2021-04-05", 次回予定日="令和99年4月1日"), headings=headings)
    assert reasons(found) == [(2, "次回予定日", "令和99年4月1日")] and "2年より先の日付です" in found.reading.errors[0].reason


def test_today_is_a_date(small):
    assert reasons(read(row(date=timezone.localdate().isoformat()))) == []


def test_the_same_file_with_times_behind_dates_changes_nothing(small):
    for _ in range(2):
        load_rows(row(date="2021-04-05 10:30"))
    assert Contact.objects.values_list("date", "time").get() == (date(2021, 4, 5), time(10, 30))
