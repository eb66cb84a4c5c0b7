"""Dates and figures as the house prints them."""
import datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from cases.models import Member
from cases.templatetags import japanese

DAY = datetime.date(2025, 4, 1)
LATE = datetime.datetime(2025, 3, 31, 15, 30, tzinfo=ZoneInfo("UTC"))


@pytest.mark.parametrize(("printed", "words"), [
    (japanese.wareki(DAY), "令和7年4月1日（火）"), (japanese.wareki(None), ""), (japanese.wareki_short(DAY), "令和7年4月1日"),
    (japanese.wareki(LATE), "令和7年4月1日（火）"), (japanese.wareki_time(LATE), "令和7年4月1日 00:30"),
    (japanese.fiscal_year(2021), "令和3年度"), (japanese.fiscal_year(None), ""), (japanese.fiscal_year(2019), "令和元年度"),
    (japanese.figure(1824), "1,824"), (japanese.figure(0), "0"), (japanese.figure(None), "－"),
])
def test_printed(printed, words):
    assert printed == words


@pytest.mark.parametrize(("born", "age"), [((1938, 11, 24), "88歳"), ((1938, 11, 25), "87歳"), ((2026, 1, 1), "0歳")])
def test_age_turns_on_the_birthday(monkeypatch, born, age):
    monkeypatch.setattr(timezone, "localdate", lambda: datetime.date(2026, 11, 24))
    assert japanese.age(Member(birth_date=datetime.date(*born))) == age
