"""C30: every day in every spelling reads back, eras end on their day, and 1 April begins in Japan wherever the server is."""
import os
import subprocess
import sys
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases import periods
from cases.periods import PeriodError, parse_date, parse_fiscal_year, parse_time, parse_year
from tests.measures import measured

ROOT = Path(__file__).parent.parent.parent
FIRST, LAST = date(1873, 1, 1), date(2100, 12, 31)  # the Gregorian calendar is used in Japan since that day
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
SIGNS = {"令和": "㋿", "平成": "㍻", "昭和": "㍼", "大正": "㍽", "明治": "㍾"}


def spellings(day: date) -> list[str]:
    """The ways in which offices write a day."""
    era = periods.era_of(day)
    year = day.year - era.starts_on.year + 1
    printed, tail = periods.format_date(day), f"{day.month}月{day.day}日"
    return [
        printed, periods.format_date_weekday(day), day.isoformat(), f"{day:%Y/%m/%d}", f"{day.year}/{day.month}/{day.day}",
        f"{day.year}年{tail}", f"{era.letter}{year}.{day.month}.{day.day}", f"{era.letter.lower()}{year:02}/{day.month:02}/{day.day:02}",
        f"{era.name[0]}{year}.{day.month}.{day.day}", f"{era.name}{year}年{tail}", printed.translate(WIDE), f"{SIGNS[era.name]}{year}年{tail}",
        f" {era.name} {year}年 {tail} ",
    ]


def read_back(days) -> int:
    """Read every spelling of the days; returns how many were read."""
    count = 0
    for day in days:
        for text in spellings(day):
            assert parse_date(text) == day, text
            count += 1
    return count


def every_day(step: int):
    return (FIRST + timedelta(days=n) for n in range(0, (LAST - FIRST).days + 1, step))


def test_days_in_every_spelling_are_read_back():
    eras = [era.starts_on + timedelta(days=n) for era in periods.ERAS[:-1] for n in range(-40, 41)]
    measured("C30", spellings_read_back=read_back([*every_day(13), *eras, FIRST, LAST]), wrong=0)


@pytest.mark.long
def test_every_day_of_two_centuries_in_every_spelling():
    measured("C30", spellings_read_back=read_back(every_day(1)), wrong=0)


@pytest.mark.parametrize(("last", "first"), [
    ("明治45年7月29日", "大正元年7月30日"), ("大正15年12月24日", "昭和元年12月25日"), ("昭和64年1月7日", "平成元年1月8日"), ("平成31年4月30日", "令和元年5月1日")])
def test_an_era_ends_the_day_before_the_next_begins(last, first):
    assert parse_date(first) - parse_date(last) == timedelta(days=1)
    assert (periods.format_date(parse_date(last)), periods.format_date(parse_date(first))) == (last, first)


@given(st.text(max_size=30) | st.text(st.sampled_from("令和平成昭RHS元年月日度時分半午前後0123456789０９/.-:（）月 　"), max_size=20))
@settings(max_examples=600, deadline=None)
def test_any_text_is_a_value_or_a_reason(text):
    begin = time.perf_counter()
    for parse in (parse_date, parse_year, parse_fiscal_year, parse_time):
        try:
            assert parse(text) is not None
        except PeriodError as error:
            assert text in str(error) or str(error)
    measured("C30", random_texts=1, slowest_text_ms=round((time.perf_counter() - begin) * 1000, 2))


ASK = """
import django, datetime, time_machine
django.setup()
from django.utils import timezone
from cases import periods
for moment in {moments!r}:
    with time_machine.travel(datetime.datetime.fromisoformat(moment), tick=False):
        day = timezone.localdate()
        print(day, periods.fiscal_year_of(day))
"""
MOMENTS = {
    "2026-03-31T14:59:59.999999+00:00": "2026-03-31 2025", "2026-03-31T15:00:00+00:00": "2026-04-01 2026",
    "2026-03-31T23:59:59+00:00": "2026-04-01 2026", "2026-04-01T00:00:00+00:00": "2026-04-01 2026",
    "2026-03-31T03:59:59+00:00": "2026-03-31 2025", "2026-04-01T04:00:00+00:00": "2026-04-01 2026",
    "2024-02-28T15:00:00+00:00": "2024-02-29 2023", "2025-12-31T15:00:00+00:00": "2026-01-01 2025",
}


@pytest.mark.parametrize("zone", ["UTC", "Asia/Tokyo", "America/New_York", "Pacific/Kiritimati"])
def test_the_first_of_april_begins_in_japan_wherever_the_server_is(zone):
    done = subprocess.run([sys.executable, "-c", ASK.format(moments=list(MOMENTS))], cwd=ROOT, text=True, capture_output=True, check=True,
                          env={**os.environ, "TZ": zone, "DJANGO_SETTINGS_MODULE": "cwc.settings", "CWC_SECRET_KEY": "x"})
    assert done.stdout.splitlines() == list(MOMENTS.values())
    measured("C30", moments_under_zones=len(MOMENTS), wrong=0)


# -- Negative controls

def test_a_calendar_that_is_a_day_off_is_found(monkeypatch):
    wrong = [era._replace(starts_on=era.starts_on + timedelta(days=era.name == "令和")) for era in periods.ERAS]
    monkeypatch.setattr(periods, "ERAS", tuple(wrong))
    with pytest.raises((AssertionError, PeriodError)):
        assert parse_date("平成31年4月30日") + timedelta(days=1) == parse_date("令和元年5月1日")


def test_the_day_of_the_server_would_be_wrong():
    moment = datetime(2026, 3, 31, 15, 0, tzinfo=UTC)
    assert periods.fiscal_year_of(moment.date()) == 2025, "what a server in UTC would say without the zone of Japan"
