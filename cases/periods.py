"""Fiscal years (年度), months, and dates in Japanese notation (和暦), in and out.

The only place that knows when a fiscal year begins: on 1 April, ending with 31 March of the next calendar year.
A fiscal year is named by the calendar year of its April: 2021 is 令和3年度. Spans are half-open, [start, end).
"""
import re
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, time, timedelta
from typing import NamedTuple

FISCAL_MONTHS = (4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 2, 3)
WEEKDAYS = "月火水木金土日"


class PeriodError(ValueError):
    """A date, time or year that cannot be read; the message says in Japanese why, and what to write."""


class Era(NamedTuple):
    """An era (元号), valid from its first day until the next era's first day."""

    name: str
    letter: str
    starts_on: date

    def calendar_year(self, year: int) -> int:
        """The western year of the era's `year`, whether or not the era lasted that long."""
        return self.starts_on.year + year - 1

    def format_year(self, western_year: int) -> str:
        """The year as printed, the first one being 元年: 令和元年."""
        year = western_year - self.starts_on.year + 1
        return f"{self.name}{'元' if year == 1 else year}年"


# Newest first, so that the first era that has begun is the one in force.
ERAS = (
    Era("令和", "R", date(2019, 5, 1)),
    Era("平成", "H", date(1989, 1, 8)),
    Era("昭和", "S", date(1926, 12, 25)),
    Era("大正", "T", date(1912, 7, 30)),
    Era("明治", "M", date(1868, 1, 25)),
)
_ERA_BY_SPELLING = {spelling: era for era in ERAS for spelling in (era.name, era.name[0], era.letter)}
_OLDEST_YEAR = ERAS[-1].starts_on.year
_LATEST_YEAR = 2199  # a mistyped 9021 is caught, and no span runs past the last date Python knows
PLANNED_YEARS = 2  # a day planned further ahead is a slip of the pen: 令和99年
AIMED_YEARS, USUAL_YEARS = 10, 3  # of what a plan aims at: refused, and told, further ahead


# -- Fiscal years and months

def fiscal_year_of(day: date) -> int:
    """The fiscal year that holds `day`: 2022-03-31 is in 2021, 2022-04-01 in 2022."""
    return day.year if day.month >= FISCAL_MONTHS[0] else day.year - 1


def fiscal_year_span(fiscal_year: int) -> tuple[date, date]:
    """The fiscal year's first day, and the first day after it (exclusive)."""
    return date(fiscal_year, FISCAL_MONTHS[0], 1), date(fiscal_year + 1, FISCAL_MONTHS[0], 1)


def calendar_year(fiscal_year: int, month: int) -> int:
    """The calendar year in which the fiscal year has this month: January to March are in the next one."""
    if month not in FISCAL_MONTHS:
        raise PeriodError(f"{month}月という月はありません。1月から12月までで指定してください。")
    return fiscal_year if month >= FISCAL_MONTHS[0] else fiscal_year + 1


def fiscal_month_span(fiscal_year: int, month: int) -> tuple[date, date]:
    """The month's first day, and the first day after it (exclusive). `month` is 1-12, else PeriodError."""
    start = date(calendar_year(fiscal_year, month), month, 1)
    return start, (start + timedelta(days=31)).replace(day=1)


def days_of(start: date, end: date) -> Iterator[date]:
    """Every day from `start` until before `end`."""
    return (start + timedelta(days=n) for n in range((end - start).days))


# -- Out

def era_of(day: date) -> Era | None:
    """The era in force on `day`; None before 明治."""
    return next((era for era in ERAS if era.starts_on <= day), None)


def format_date(day: date) -> str:
    """「令和7年4月1日」; before 明治 with the western year."""
    return f"{format_month(day)}{day.day}日"


def format_month(day: date) -> str:
    """「令和7年4月」, by the era in force on `day`."""
    era = era_of(day)
    year = era.format_year(day.year) if era else f"{day.year}年"
    return f"{year}{day.month}月"


def format_date_weekday(day: date) -> str:
    """「令和7年4月1日（火）」."""
    return f"{format_date(day)}（{WEEKDAYS[day.weekday()]}）"


def fiscal_year_label(fiscal_year: int) -> str:
    """「令和3年度」 for 2021. 2019 is 「令和元年度」, 1988 「昭和63年度」 (there is no 昭和64年度)."""
    era = _era_of_fiscal_year(fiscal_year)
    return f"{era.format_year(fiscal_year) if era else f'{fiscal_year}年'}度"


def short_year_label(fiscal_year: int) -> str:
    """「R3」 for 2021, for narrow columns and charts; 2019 is 「R1」."""
    era = _era_of_fiscal_year(fiscal_year)
    return f"{era.letter}{fiscal_year - era.starts_on.year + 1}" if era else str(fiscal_year)


def _era_of_fiscal_year(fiscal_year: int) -> Era | None:
    # By the era of 1 May, not 1 April: the government calls the whole year that began in 平成31 「令和元年度」.
    return era_of(date(fiscal_year, 5, 1))


# -- In

_ERA_YEAR = r"(?P<era>明治|大正|昭和|平成|令和|[明大昭平令MTSHR])?(?P<year>\d{1,4}|元)"
_DATE = re.compile(
    rf"(?:{_ERA_YEAR}[年/.-])?(?P<month>\d{{1,2}})[月/.-](?P<day>\d{{1,2}})日?"
    rf"(?:\((?P<weekday>[{WEEKDAYS}])(?:曜日?)?(?:・?[祝休])?\))?", re.IGNORECASE)
_YEAR = re.compile(rf"{_ERA_YEAR}年?", re.IGNORECASE)
_FISCAL_YEAR = re.compile(rf"{_ERA_YEAR}(?:年度?)?", re.IGNORECASE)
_TIME = re.compile(r"(?P<half>午前|午後)?(?P<hour>\d{1,2})"
                   r"(?::(?P<minute>\d{1,2})(?::00)?|時(?:(?P<minutes>\d{1,2})分|(?P<thirty>半))?)")
_MIDNIGHT = re.compile(r"[ T]0?0:00(:00)?$")  # Excel writes a date so when it saves a CSV
_DIGITS_ALONE = re.compile(r"(\d{4})(\d{2})(\d{2})")
_TIME_ALONE = re.compile(r"(\d{1,2})(\d{2})")
_DAYS_FROM_TODAY = re.compile(r"([+-])(\d{1,3})日?|(\d{1,3})日([前後])")
_TODAY = {"今日": 0, "本日": 0, "きょう": 0, "昨日": -1, "きのう": -1, "一昨日": -2, "おととい": -2, "おとつい": -2,
          "明日": 1, "あした": 1, "あす": 1, "明後日": 2, "あさって": 2}
_YEARS_TRIED = 9  # 29 February comes again within 8
_KANJI_NUMBER = re.compile(r"[〇一二三四五六七八九十]+(?=[年月日時分])")
_KANJI_DIGITS = str.maketrans("〇一二三四五六七八九", "0123456789")
_HIRAGANA = str.maketrans({code: code - 0x60 for code in range(0x30A1, 0x30F7)})
_DASHES = str.maketrans("‐‑‒–—−ー", "-------")


def parse_date(text: str, fiscal_year: int | None = None) -> date:
    """A date in any spelling offices use: 2021-04-05, 2021/4/5, 20210405, R3.4.5, 令3.4.5, 令和３年４月５日（月）, 令和三年四月五日.

    4/5 and 4月5日 are read within `fiscal_year`, which is used for nothing else: a date that names its year
    may lie outside it. A weekday in brackets must be the right one. Raises PeriodError; also for a date
    outside its era (昭和64年2月1日, 平成31年5月1日), naming the right spelling, because it may be a typo.
    """
    parts = _date_parts(text)
    month, day = int(parts["month"]), int(parts["day"])
    if parts["year"]:
        found = _real_day(text, _western_year(text, parts), month, day)
        _check_era(text, parts["era"], found)
    elif fiscal_year is not None:
        found = _real_day(text, calendar_year(fiscal_year, month), month, day)
    else:
        raise PeriodError(f"「{text}」には年がありません。「2021/4/5」や「令和3年4月5日」のように年も書いてください。")
    _check_weekday(text, parts["weekday"], found)
    return found


def parse_date_near(text: str, today: date, *, is_ahead: bool | None) -> date:
    """As parse_date, and what is typed in haste: 12/4 and 11-26 of the nearest year that is not after `today`, or with
    `is_ahead` not before it, or where that is None the nearest; 今日, 昨日, きのう, 明日, 明後日, +7, ７日後 counted from `today`. Raises PeriodError.
    """
    plain = _plain(text)
    if (days := _days_said(plain)) is not None:
        return today + timedelta(days=days)
    parts = _date_parts(text)
    if parts["year"]:
        return parse_date(text)
    month, day = int(parts["month"]), int(parts["day"])
    days = [each for each in _days_of_years(today.year, month, day) if is_ahead is None or each == today or (each > today) == is_ahead]
    if not days:
        return _real_day(text, today.year, month, day)  # there is no such day, and this says so
    found = min(days, key=lambda each: (abs(each - today), each < today))
    _check_weekday(text, parts["weekday"], found)
    return found


def _days_of_years(year: int, month: int, day: int) -> Iterator[date]:
    """The same day of the years around one, as far as they have it."""
    for each in range(year - _YEARS_TRIED + 1, year + _YEARS_TRIED):
        with suppress(ValueError):
            yield date(each, month, day)


def _days_said(plain: str) -> int | None:
    """How many days from today 明日, +7 or 3日前 are; None for anything else."""
    parts = _DAYS_FROM_TODAY.fullmatch(plain)
    if parts is None:
        return _TODAY.get(plain.translate(_HIRAGANA))
    days = int(parts[2] or parts[3])
    return -days if parts[1] == "-" or parts[4] == "前" else days


def parse_year(text: str) -> int:
    """The calendar year of 2021, 2021年, R3, 令和3年. Whether the era lasted so long is not asked. Raises PeriodError."""
    parts = _YEAR.fullmatch(_plain(text))
    if not parts:
        raise PeriodError(f"「{text}」は年として読めません。「2021年」や「令和3年」のように書いてください。")
    return _western_year(text, parts)


def parse_fiscal_year(text: str) -> int:
    """The fiscal year of 2020, 2020年度, R2, 令和2年度, 令和元年度, 平成31年度 (both 2019).

    An era's fiscal year must touch the era by at least a day, so 昭和64年度 is refused. Raises PeriodError.
    """
    parts = _FISCAL_YEAR.fullmatch(_plain(text))
    if not parts:
        raise PeriodError(f"「{text}」は年度として読めません。「2021」や「令和3年度」のように書いてください。")
    fiscal_year = _western_year(text, parts)
    first, end = fiscal_year_span(fiscal_year)
    if parts["era"] and _era(parts["era"]) not in (era_of(first), era_of(end - timedelta(days=1))):
        raise PeriodError(f"「{text}」という年度はありません。「{fiscal_year_label(fiscal_year)}」と書いてください。")
    return fiscal_year


def parse_time(text: str) -> time:
    """A time of day: 9:05, 0905, 14:30, 9:05:00, ９時５分, 9時, 9時半, 午後2時半. Raises PeriodError.

    After 午前 and 午後 only 0 to 11 are read: 午後12時 means noon to some and midnight to others.
    """
    plain = _plain(text)
    parts = _TIME.fullmatch(_TIME_ALONE.sub(r"\1:\2", plain) if _TIME_ALONE.fullmatch(plain) else plain)
    if not parts:
        raise PeriodError(f"「{text}」は時刻として読めません。「9:05」や「14時30分」のように書いてください。")
    hour = int(parts["hour"])
    minute = 30 if parts["thirty"] else int(parts["minute"] or parts["minutes"] or 0)
    if parts["half"] and hour > 11:
        raise PeriodError(f"「{text}」は時刻を1つに決められません。「12:30」や「0:30」のように24時間制で書いてください。")
    if hour > 23 or minute > 59:
        raise PeriodError(f"「{text}」という時刻はありません。0:00から23:59までで書いてください。")
    return time(hour + 12 if parts["half"] == "午後" else hour, minute)


def _date_parts(text: str) -> re.Match:
    parts = _DATE.fullmatch(_DIGITS_ALONE.sub(r"\1-\2-\3", _plain(_MIDNIGHT.sub("", text.strip()))))
    if not parts:
        raise PeriodError(f"「{text}」は日付として読めません。「2021/4/5」や「令和3年4月5日」のように書いてください。")
    return parts


def _plain(text: str) -> str:
    # NFKC also opens ㋿ and ㍻ into two characters; it leaves some dashes, and the ー of Japanese keyboards.
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).translate(_DASHES)
    return plain if plain.isascii() else _KANJI_NUMBER.sub(lambda found: _digits(found[0]), plain)


def _digits(kanji: str) -> str:
    """二十三 and 二三 as 23, 十 as 10, 二〇二二 as 2022; as it is where 十 does not stand for tens."""
    tens, ten, ones = kanji.partition("十")
    if not ten:
        return kanji.translate(_KANJI_DIGITS)
    if len(tens) > 1 or len(ones) > 1 or "〇" in kanji or "十" in ones:
        return kanji
    return ((tens or "一") + (ones or "〇")).translate(_KANJI_DIGITS)


def planned_too_late(day: date, today: date, years: int = PLANNED_YEARS) -> str:
    """Why nothing is planned for this day, in words: it is more than so many years after today. "" where it may be planned."""
    return f"{_years_ahead(day, years)}年を確かめて、{years}年以内の日付にしてください。" if is_later(day, today, years) else ""


def unusually_late(day: date, today: date) -> str:
    """What is told of a day of a plan that is further ahead than most, and may be right; "" of any other."""
    return f"{_years_ahead(day, USUAL_YEARS)}年が正しいか、確かめてください。" if is_later(day, today, USUAL_YEARS) else ""


def is_later(day: date, today: date, years: int) -> bool:
    """Whether a day is more than so many years after today."""
    return (day.year, day.month, day.day) > (today.year + years, today.month, today.day)


def _years_ahead(day: date, years: int) -> str:
    return f"{format_date(day)}は、{years}年より先の日付です。"


def _era(spelling: str) -> Era:
    return _ERA_BY_SPELLING[spelling.upper()]


def _western_year(text: str, parts: re.Match) -> int:
    year = 1 if parts["year"] == "元" else int(parts["year"])
    if parts["era"]:
        if not 1 <= year <= 99:
            raise PeriodError(f"「{text}」の年をご確認ください。元号の後は1から99まで、または「元」と書いてください。")
        return _era(parts["era"]).calendar_year(year)
    if len(parts["year"]) < 4:
        raise PeriodError(f"「{text}」は元号がないため年を決められません。「令和3年」か、西暦4桁の「2021年」と書いてください。")
    if not _OLDEST_YEAR <= year <= _LATEST_YEAR:
        raise PeriodError(f"「{text}」の西暦をご確認ください。{_OLDEST_YEAR}年から{_LATEST_YEAR}年までで書いてください。")
    return year


def _real_day(text: str, year: int, month: int, day: int) -> date:
    if month not in FISCAL_MONTHS:
        raise PeriodError(f"「{text}」は日付として読めません。{month}月という月はありません。")
    try:
        return date(year, month, day)
    except ValueError:
        raise PeriodError(f"「{text}」は日付として読めません。{format_month(date(year, month, 1))}に{day}日はありません。") from None


def _check_era(text: str, spelling: str | None, found: date) -> None:
    if spelling and era_of(found) != _era(spelling):
        raise PeriodError(f"「{text}」は{_era(spelling).name}の期間に入りません。「{format_date(found)}」と書いてください。")


def _check_weekday(text: str, weekday: str | None, found: date) -> None:
    right = WEEKDAYS[found.weekday()]
    if weekday and weekday != right:
        raise PeriodError(f"「{text}」の曜日が合いません。{format_date(found)}は{right}曜日です。日付か曜日を直してください。")
