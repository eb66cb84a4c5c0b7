"""Fiscal years and Japanese dates."""
from datetime import date, time, timedelta

import pytest

from cases import periods
from cases.periods import PeriodError, parse_date, parse_date_near, parse_fiscal_year, parse_time


@pytest.mark.parametrize(("day", "fiscal_year"), [
    (date(2022, 3, 31), 2021), (date(2022, 4, 1), 2022), (date(2021, 12, 31), 2021), (date(2022, 1, 1), 2021),
    (date(2019, 4, 30), 2019), (date(2019, 5, 1), 2019), (date(1989, 1, 7), 1988), (date(1989, 1, 8), 1988),
])
def test_a_fiscal_year_runs_from_april_to_march(day, fiscal_year):
    assert periods.fiscal_year_of(day) == fiscal_year
    start, end = periods.fiscal_year_span(fiscal_year)
    assert start <= day < end


def test_twelve_months_tile_the_fiscal_year():
    spans = [periods.fiscal_month_span(2023, month) for month in periods.FISCAL_MONTHS]
    start, end = periods.fiscal_year_span(2023)
    assert (spans[0][0], spans[-1][1]) == (start, end)
    assert all(earlier[1] == later[0] for earlier, later in zip(spans, spans[1:], strict=False))
    assert spans[10] == (date(2024, 2, 1), date(2024, 3, 1))


def test_january_belongs_to_the_next_calendar_year():
    assert periods.calendar_year(2021, 12) == 2021
    assert periods.calendar_year(2021, 1) == 2022
    with pytest.raises(PeriodError, match="13月という月はありません"):
        periods.fiscal_month_span(2021, 13)


def test_days_of_leaves_out_the_end():
    assert list(periods.days_of(date(2024, 2, 28), date(2024, 3, 1))) == [date(2024, 2, 28), date(2024, 2, 29)]
    assert len(list(periods.days_of(*periods.fiscal_year_span(2023)))) == 366


@pytest.mark.parametrize(("day", "printed"), [
    (date(2025, 4, 1), "令和7年4月1日（火）"), (date(2019, 5, 1), "令和元年5月1日（水）"),
    (date(2019, 4, 30), "平成31年4月30日（火）"), (date(1989, 1, 8), "平成元年1月8日（日）"),
    (date(1989, 1, 7), "昭和64年1月7日（土）"), (date(1926, 12, 25), "昭和元年12月25日（土）"),
    (date(1926, 12, 24), "大正15年12月24日（金）"), (date(1912, 7, 30), "大正元年7月30日（火）"),
    (date(1912, 7, 29), "明治45年7月29日（月）"), (date(1800, 1, 1), "1800年1月1日（水）"),
])
def test_dates_are_printed_in_their_era(day, printed):
    assert periods.format_date_weekday(day) == printed
    assert periods.format_date(day) == printed[:-3]


@pytest.mark.parametrize(("fiscal_year", "label", "short"), [
    (2021, "令和3年度", "R3"), (2019, "令和元年度", "R1"), (2018, "平成30年度", "H30"), (1989, "平成元年度", "H1"),
    (1988, "昭和63年度", "S63"), (1926, "大正15年度", "T15"), (1912, "明治45年度", "M45"), (1800, "1800年度", "1800"),
])
def test_a_fiscal_year_has_one_name(fiscal_year, label, short):
    assert periods.fiscal_year_label(fiscal_year) == label
    assert periods.short_year_label(fiscal_year) == short
    if fiscal_year > 1900:
        assert parse_fiscal_year(label) == parse_fiscal_year(short) == fiscal_year


def test_every_day_of_two_centuries_is_read_back():
    day = date(1900, 1, 1)
    while day <= date(2100, 12, 31):
        printed = periods.format_date_weekday(day)
        assert parse_date(printed) == parse_date(day.isoformat()) == day, printed
        day += timedelta(days=1)


@pytest.mark.parametrize("text", [
    "2021-04-05", "2021/4/5", "2021.4.5", "2021年4月5日", "R3.4.5", "R3/4/5", "r3-4-5", "Ｒ３．４．５", "R03.04.05",
    "令3.4.5", "令和3年4月5日", "令和３年４月５日", "令和 3年 4月 5日", "㋿3年4月5日", " 2021-04-05 ", "2021/4/5(月)",
    "令和3年4月5日（月）", "令和3年4月5日（月曜日）", "2021/04/05 0:00", "2021-04-05 00:00:00", "2021-04-05T00:00:00",
    "2021−04−05", "２０２１ー４ー５",
])
def test_every_spelling_of_a_date_is_read(text):
    assert parse_date(text) == date(2021, 4, 5)


@pytest.mark.parametrize(("text", "day"), [
    ("令和元年5月1日", date(2019, 5, 1)), ("R元.5.1", date(2019, 5, 1)), ("令和1年5月1日", date(2019, 5, 1)),
    ("H31.4.30", date(2019, 4, 30)), ("㍻元年1月8日", date(1989, 1, 8)), ("S64/1/7", date(1989, 1, 7)),
    ("昭15.3.3", date(1940, 3, 3)), ("T15.12.24", date(1926, 12, 24)), ("M45.7.29", date(1912, 7, 29)),
    ("令和3年4月29日（木・祝）", date(2021, 4, 29)), ("2024/2/29", date(2024, 2, 29)),
    ("令和四年七月二日", date(2022, 7, 2)), ("平成三十一年四月三十日（火）", date(2019, 4, 30)), ("令和元年十二月二十三日", date(2019, 12, 23)),
    ("二〇二二年十月十日", date(2022, 10, 10)), ("昭和六四年一月七日", date(1989, 1, 7)), ("20220702", date(2022, 7, 2)),
])
def test_every_era_is_read(text, day):
    assert parse_date(text) == day


@pytest.mark.parametrize(("text", "day"), [
    ("4/5", date(2021, 4, 5)), ("4月5日", date(2021, 4, 5)), ("１／３１", date(2022, 1, 31)),
    ("3月31日（木）", date(2022, 3, 31)), ("2020/4/5", date(2020, 4, 5)),
])
def test_a_date_without_year_is_read_within_the_fiscal_year(text, day):
    assert parse_date(text, fiscal_year=2021) == day


@pytest.mark.parametrize(("text", "reason"), [
    ("昭和64年2月1日", "「平成元年2月1日」と書いてください"), ("平成31年5月1日", "「令和元年5月1日」と書いてください"),
    ("令和元年4月30日", "「平成31年4月30日」と書いてください"), ("R0.4.5", "1から99まで"), ("令和100年4月5日", "1から99まで"),
    ("2021/13/1", "13月という月はありません"), ("2021年2月30日", "令和3年2月に30日はありません"),
    ("2021/2/29", "令和3年2月に29日はありません"), ("4/0", "令和3年4月に0日はありません"), ("13/1", "13月という月はありません"),
    ("2021/4/5(火)", "令和3年4月5日は月曜日です"), ("3.4.5", "元号がない"), ("元年5月1日", "元号がない"),
    ("0021-04-05", "1868年"), ("9999-12-31", "2199年まで"), ("", "日付として読めません"), ("きのう", "「きのう」は日付として読めません"),
    ("令和四年二月三十日", "令和4年2月に30日はありません"), ("令和四年二十三十月一日", "日付として読めません"), ("20221301", "13月という月はありません"),
    ("平成元年1月40日", "昭和64年1月に40日はありません"), ("2019/5/32", "令和元年5月に32日はありません"),
    ("2021-04-05 13:00", "日付として読めません"), ("2021/4", "日付として読めません"),
])
def test_what_is_no_date_is_refused_with_a_reason(text, reason):
    with pytest.raises(PeriodError, match=reason):
        parse_date(text, fiscal_year=2021)


def test_a_date_without_year_needs_a_fiscal_year():
    with pytest.raises(PeriodError, match="「4/5」には年がありません"):
        parse_date("4/5")


@pytest.mark.parametrize(("text", "fiscal_year"), [
    ("2020", 2020), ("2020年度", 2020), ("２０２０年度", 2020), ("R2", 2020), ("令和2年度", 2020), ("令和 ２年度", 2020),
    ("令和2", 2020), ("令和元年度", 2019), ("平成31年度", 2019), ("H30", 2018), ("平成元年度", 1989), ("昭和63年度", 1988),
    ("昭和元年度", 1926),
])
def test_every_spelling_of_a_fiscal_year_is_read(text, fiscal_year):
    assert parse_fiscal_year(text) == fiscal_year


@pytest.mark.parametrize(("text", "reason"), [
    ("昭和64年度", "「平成元年度」と書いてください"), ("平成32年度", "「令和2年度」と書いてください"), ("3", "元号がない"),
    ("令和", "年度として読めません"), ("R0", "1から99まで"), ("1500年度", "1868年"), ("9999", "2199年まで"), ("", "年度として読めません"),
])
def test_what_is_no_fiscal_year_is_refused_with_a_reason(text, reason):
    with pytest.raises(PeriodError, match=reason):
        parse_fiscal_year(text)


NOVEMBER = date(2026, 11, 26)


@pytest.mark.parametrize(("text", "done", "ahead"), [
    ("12/4", date(2025, 12, 4), date(2026, 12, 4)), ("１１/２６", NOVEMBER, NOVEMBER), ("11-26", NOVEMBER, NOVEMBER),
    ("11月25日", date(2026, 11, 25), date(2027, 11, 25)), ("2/29", date(2024, 2, 29), date(2028, 2, 29)),
    ("今日", NOVEMBER, NOVEMBER), ("昨日", date(2026, 11, 25), date(2026, 11, 25)), ("明日", date(2026, 11, 27), date(2026, 11, 27)),
    ("明後日", date(2026, 11, 28), date(2026, 11, 28)), ("+7", date(2026, 12, 3), date(2026, 12, 3)), ("＋１０日", date(2026, 12, 6), date(2026, 12, 6)),
    ("きょう", NOVEMBER, NOVEMBER), ("きのう", date(2026, 11, 25), date(2026, 11, 25)), ("ｷﾉｳ", date(2026, 11, 25), date(2026, 11, 25)), ("おととい", date(2026, 11, 24), date(2026, 11, 24)),
    ("あした", date(2026, 11, 27), date(2026, 11, 27)), ("あす", date(2026, 11, 27), date(2026, 11, 27)), ("アサッテ", date(2026, 11, 28), date(2026, 11, 28)),
    ("７日後", date(2026, 12, 3), date(2026, 12, 3)), ("-1", date(2026, 11, 25), date(2026, 11, 25)), ("3日前", date(2026, 11, 23), date(2026, 11, 23)),
    ("R3.4.5", date(2021, 4, 5), date(2021, 4, 5)), ("2027/1/8", date(2027, 1, 8), date(2027, 1, 8)), ("12/4(金)", None, date(2026, 12, 4)),
])
def test_a_day_near_today_is_read_without_its_year(text, done, ahead):
    if done:
        assert parse_date_near(text, NOVEMBER, is_ahead=False) == done
    assert parse_date_near(text, NOVEMBER, is_ahead=True) == ahead


@pytest.mark.parametrize(("text", "nearest"), [
    ("11/25", date(2026, 11, 25)), ("12/4", date(2026, 12, 4)), ("5/28", date(2026, 5, 28)), ("5/27", date(2027, 5, 27)), ("2/29", date(2028, 2, 29)),
    ("1/8", date(2027, 1, 8)), ("昨日", date(2026, 11, 25)), ("+10", date(2026, 12, 6)), ("R3.4.5", date(2021, 4, 5))])
def test_where_it_may_lie_before_and_after_it_is_the_nearest(text, nearest):
    assert parse_date_near(text, NOVEMBER, is_ahead=None) == nearest


@pytest.mark.parametrize(("text", "reason"), [
    ("2/30", "2月に30日はありません"), ("13/4", "13月という月はありません"), ("来週", "日付として読めません"), ("+", "日付として読めません"),
    ("7", "日付として読めません"), ("+1000", "日付として読めません"), ("12/4(月)", "曜日が合いません"),
])
def test_what_is_no_day_near_today_is_refused_with_a_reason(text, reason):
    with pytest.raises(PeriodError, match=reason):
        parse_date_near(text, NOVEMBER, is_ahead=True)


@pytest.mark.parametrize(("text", "year"), [
    ("2021", 2021), ("2021年", 2021), ("R3", 2021), ("令和３年", 2021), ("平成元年", 1989), ("昭和64年", 1989),
])
def test_a_calendar_year_is_read(text, year):
    assert periods.parse_year(text) == year


@pytest.mark.parametrize("text", ["3年", "2021年度", "4月", ""])
def test_what_is_no_calendar_year_is_refused(text):
    with pytest.raises(PeriodError):
        periods.parse_year(text)


@pytest.mark.parametrize(("text", "moment"), [
    ("9:05", time(9, 5)), ("９時５分", time(9, 5)), ("14:30", time(14, 30)), ("14:30:00", time(14, 30)), ("9時", time(9)),
    ("9時半", time(9, 30)), ("午後2時半", time(14, 30)), ("午前0時", time(0)), ("午後 11:59", time(23, 59)), ("0:00", time(0)),
    ("0930", time(9, 30)), ("930", time(9, 30)), ("９:３０", time(9, 30)), ("１４０５", time(14, 5)),
])
def test_every_spelling_of_a_time_is_read(text, moment):
    assert parse_time(text) == moment


@pytest.mark.parametrize(("text", "reason"), [
    ("24:00", "0:00から23:59まで"), ("9:60", "0:00から23:59まで"), ("午後12時半", "24時間制"), ("午後14時", "24時間制"),
    ("9", "時刻として読めません"), ("朝", "時刻として読めません"), ("9:5:7", "時刻として読めません"), ("9:", "時刻として読めません"),
    ("2460", "0:00から23:59まで"), ("12345", "時刻として読めません"), ("09", "時刻として読めません"),
])
def test_what_is_no_time_is_refused_with_a_reason(text, reason):
    with pytest.raises(PeriodError, match=reason):
        parse_time(text)


@pytest.mark.parametrize(("today", "day", "is_told"), [
    (date(2026, 11, 26), date(2028, 11, 26), False), (date(2026, 11, 26), date(2028, 11, 27), True), (date(2026, 11, 26), date(2117, 4, 1), True),
    (date(2028, 2, 29), date(2030, 2, 28), False), (date(2028, 2, 29), date(2030, 3, 1), True), (date(2026, 11, 26), date(2021, 4, 1), False)])
def test_nothing_is_planned_more_than_two_years_ahead(today, day, is_told):
    assert bool(periods.planned_too_late(day, today)) == is_told


@pytest.mark.parametrize(("day", "is_refused", "is_told"), [
    (date(2029, 11, 26), False, False), (date(2029, 11, 27), False, True), (date(2036, 11, 26), False, True), (date(2036, 11, 27), True, True)])
def test_a_plan_aims_ten_years_ahead_at_most(day, is_refused, is_told):
    today = date(2026, 11, 26)
    assert (bool(periods.planned_too_late(day, today, periods.AIMED_YEARS)), bool(periods.unusually_late(day, today))) == (is_refused, is_told)
