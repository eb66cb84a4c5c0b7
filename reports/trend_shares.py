"""The percentages of a 年度推移: each as the report of its own year prints it, those set by hand too."""
from dataclasses import replace

from .grid import Report
from .layout import build
from .scope import Scope, scope_in
from .trend_grid import CATEGORIES, TrendGrid, TrendRow
from .trends import TrendChoice, build_trend

NO_SHARES = "割合は、どの年度の報告書のこの表にもないため、示していません。"
NO_SHARES_OF_DISTRICTS = "割合は、地区ごとの推移にはありません。"


def build_asked(scope: Scope, choice: TrendChoice) -> Report:
    """As build_trend, with percentages where they are asked for."""
    report = build_trend(scope, choice)
    return replace(report, trends=tuple(with_shares(each, scope) for each in report.trends)) if choice.shares else report


def with_shares(trend: TrendGrid, scope: Scope) -> TrendGrid:
    """The trend with the percentages of the reports of its years; where its rows are districts, or no report has any, it says so.

    A report a year is built for it, because what is a percentage, and of what, is told in one place.
    """
    if trend.of != CATEGORIES:
        return replace(trend, basis=f"{trend.basis}{NO_SHARES_OF_DISTRICTS}")
    found = [_shares_of(trend.axis, scope_in(year.fiscal_year, scope)) if year.places else {} for year in trend.years]
    if not any(share for shares in found for share in shares.values()):
        return replace(trend, basis=f"{trend.basis}{NO_SHARES}")

    def told(row: TrendRow) -> TrendRow:
        return row._replace(shares=tuple(shares.get(row.code) for shares in found))
    return replace(trend, rows=tuple(map(told, trend.rows)), total=told(trend.total), shows_shares=True)


def _shares_of(axis: str, scope: Scope) -> dict[str | None, str | None]:
    """The percentage of each row by its code, None for 合計; none of an axis that the year did not have."""
    grid = next((each for each in build(scope, trends=False).tables if each.axis == axis), None)
    return {row.code: row.percent for row in (*grid.rows, grid.total)} if grid else {}
