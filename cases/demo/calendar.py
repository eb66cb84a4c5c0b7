"""Days and times of day at which an office is open."""
import datetime
from collections import defaultdict
from random import Random

import jpholiday

from cases.periods import FISCAL_MONTHS, days_of, fiscal_month_span

FIRST_MINUTE, LAST_MINUTE = 9 * 60, 17 * 60 + 30
_STEP = 5


def working_days(fiscal_year: int) -> list[list[datetime.date]]:
    """The days the office is open, by place of the month in the fiscal year: no weekend, holiday, or 29 Dec to 3 Jan."""
    return [[day for day in days_of(*fiscal_month_span(fiscal_year, month)) if _is_open(day)] for month in FISCAL_MONTHS]


def saturdays(fiscal_year: int) -> list[list[datetime.date]]:
    """Saturdays on which groups meet, by place of the month in the fiscal year."""
    return [[day for day in days_of(*fiscal_month_span(fiscal_year, month))
             if day.weekday() == 5 and not jpholiday.is_holiday(day) and not _is_new_year(day)] for month in FISCAL_MONTHS]


def _is_open(day: datetime.date) -> bool:
    return day.weekday() < 5 and not jpholiday.is_holiday(day) and not _is_new_year(day)


def _is_new_year(day: datetime.date) -> bool:
    return (day.month, day.day) >= (12, 29) or (day.month, day.day) <= (1, 3)


def set_times(rng: Random, contacts: list[dict]) -> None:
    """Put the contacts of each district and day one after the other, 9:00 to 17:30, in the order they stand in.

    `minutes` as wished for becomes shorter where the next contact begins sooner; 5 is the least.
    """
    days: dict[tuple, list[dict]] = defaultdict(list)
    for contact in contacts:
        days[contact["district"], contact["date"]].append(contact)
    for day in days.values():
        starts = sorted(rng.sample(range(FIRST_MINUTE, LAST_MINUTE - 10, _STEP), len(day)))
        for contact, start, after in zip(day, starts, [*starts[1:], LAST_MINUTE], strict=True):
            contact["time"] = datetime.time(start // 60, start % 60)
            contact["minutes"] = min(contact["minutes"], after - start)
