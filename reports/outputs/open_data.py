"""The figures for publication as data (公開用データ): one fact a row, with codes, their table and a definition of each column.

Made after the machine-readability rules of デジタル庁: no merged headings, no unit or mark in a number's column, western
years, ISO dates, long form, the same columns every year. Last year's figures are facts of that year.
"""
import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from cases import periods
from cases.models.axes import KIND
from reports.grid import MASKED, Grid, MonthlyGrid, Report, Row
from reports.trend_grid import DISTRICTS, TrendGrid

from . import wording
from .long_form import repeated_joints, without_repeated

TOTAL = wording.TOTAL  # no code of the council's own, which are Latin letters
COUNT, SHARE = "count", "percent"
KNOWN, HIDDEN, UNKNOWN = "V", MASKED, "N"
PERCENT_UNIT = "％"
MONTH_TABLE = "kind"
_PLATFORM = re.compile("[\u2160-\u217f\u2460-\u24ff\u3200-\u33ff\ue000-\uf8ff]")

HEADINGS = ("年度", "期間種別", "期間開始日", "期間終了日", "表コード", "表名", "項目コード", "項目名", "親項目コード",
            "合計対象", "地区コード", "地区名", "指標コード", "値", "値の状態コード", "単位")


class Fact(NamedTuple):
    """One figure; the fields are those of HEADINGS."""

    fiscal_year: int
    period: str
    starts_on: date
    ends_on: date
    table: str
    table_name: str
    category: str
    label: str
    parent: str
    summed: int
    district: str
    district_name: str
    measure: str
    value: int | str
    state: str
    unit: str


def plain(text: str) -> str:
    """A label without characters that only some machines have (①, ㈱), line breaks, or spaces for the look of it."""
    spelled = _PLATFORM.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
    return re.sub("[\ue000-\uf8ff]", "〓", " ".join(spelled.split()))


def facts(report: Report) -> Iterator[Fact]:
    """Every figure of the report once: tables, shares, last year's, months."""
    for grid in report.tables:
        for row in (*grid.rows, grid.total):
            yield from _row(report, grid, row)
    repeated = repeated_joints(report)
    for monthly in report.monthly:
        for row in (each for each in (*monthly.rows, monthly.total) if each.district not in repeated):
            yield from _months(report, monthly, row.district or TOTAL, row.label, row.counts)
    for trend in report.trends:
        yield from _trend(trend)


def _trend(trend: TrendGrid) -> Iterator[Fact]:
    """The figures of a 年度推移 as facts of their years, in a table of its own so that none is added twice."""
    for row in (each for each in (*trend.rows, trend.total) if not each.is_beside):
        by_district = trend.of == DISTRICTS and row.code is not None
        place = (row.code, plain(row.label)) if by_district else (TOTAL, TOTAL)
        category = (TOTAL, TOTAL) if by_district else (row.code or TOTAL, plain(row.label))
        summed = int(row.parent is None and not row.recount and row.code is not None and not by_district)
        for year, count in zip(trend.years, row.counts, strict=True):
            start, after = periods.fiscal_year_span(year.fiscal_year)
            yield Fact(year.fiscal_year, "年度", start, date.fromordinal(after.toordinal() - 1), trend_table(trend), plain(trend.title),
                       *category, row.parent or "", summed, *place, COUNT, *_value(count), plain(trend.unit))


def trend_table(trend: TrendGrid) -> str:
    """The code of a trend's table: topic.trend, topic.districts.trend."""
    return f"{trend.axis}.districts.trend" if trend.of == DISTRICTS else f"{trend.axis}.trend"


def _row(report: Report, grid: Grid, row: Row) -> Iterator[Fact]:
    """The districts, then their 合計; last year's only where the districts are known to have had any. Joint districts beside
    their members are left out, so that a sum over 地区コード counts nothing twice.
    """
    year, kept = report.fiscal_year, {each.code for each in without_repeated(grid.columns)} | {TOTAL}
    places = [(each.code, each.name, each.has_prior and not each.apart) for each in grid.columns]
    places.append((TOTAL, TOTAL, row.prior_total is not None))
    for (code, name, has_prior), count, prior in zip(places, (*row.counts, row.total), (*row.priors, row.prior_total), strict=True):
        if code not in kept:
            continue
        yield _fact(grid, row, year, (code, name), COUNT, count, grid.unit)
        if has_prior:
            yield _fact(grid, row, year - 1, (code, name), COUNT, prior, grid.unit)
    if grid.shows_percent:
        yield _fact(grid, row, year, (TOTAL, TOTAL), SHARE, row.percent, PERCENT_UNIT)


def _fact(grid: Grid, row: Row, year: int, place: tuple[str, str], measure: str, value, unit: str) -> Fact:
    start, after = periods.fiscal_year_span(year)
    return Fact(year, "年度", start, date.fromordinal(after.toordinal() - 1), grid.axis, plain(grid.title),
                row.code or TOTAL, plain(row.label), row.parent or "", int(row.parent is None and not row.recount and row.code is not None),
                place[0], plain(place[1]), measure, *_value(value), plain(unit))


def month_title(report: Report) -> str:
    """What the monthly tables of the kinds are called, after the council's own name of them: 対応実績の月別."""
    return next((f"{plain(grid.title.removesuffix('内訳'))}の月別" for grid in report.tables if grid.axis == KIND), "月別")


def _months(report: Report, monthly: MonthlyGrid, code: str, name: str, counts) -> Iterator[Fact]:
    title = month_title(report)
    for month, count in zip(monthly.months, counts, strict=True):
        start, after = periods.fiscal_month_span(report.fiscal_year, month)
        yield Fact(report.fiscal_year, "月", start, date.fromordinal(after.toordinal() - 1), f"{MONTH_TABLE}.month", title,
                   monthly.kind, plain(monthly.label), "", 1, code, plain(name), COUNT, *_value(count), plain(monthly.unit))


def _value(value) -> tuple[int | str, str]:
    """The figure, or a blank, and which of the two it is and why."""
    if value is None:
        return "", UNKNOWN
    return ("", HIDDEN) if value == MASKED else (value, KNOWN)
