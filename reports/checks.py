"""Identities that must hold between the tables of a report, as data. What fails is said, never mended."""
from collections.abc import Iterator
from decimal import Decimal

from django.db.models import Prefetch

from cases.models import Axis, EarlierRule
from cases.models.axes import KIND
from cases.text import number_words

from .grid import Grid, MonthlyGrid, Report


def findings(report: Report) -> list[str]:
    """Every identity that does not hold, in Japanese; an empty list when the tables agree.

    Checked, district by district: the rows of each table add up to its total, the months of a kind to its year and to its
    figure in the table of kinds, and a single axis counts as many contacts as the kinds it is asked for. Percentages set
    by hand add up as before, and the districts add up to a published figure of all of them, where each is counted or printed.
    """
    return [*_totals(report), *_across(report), *_months(report), *_single_axes(report), *_shares(report)]


def _totals(report: Report) -> Iterator[str]:
    for grid in filter(lambda grid: grid.adds_up, report.tables):
        rows = [row for row in grid.rows if row.parent is None and not row.recount]
        for column in grid.columns:
            counts = [row.cells[column.code].count for row in rows]
            total = grid.total.cells[column.code].count
            if total is not None and sum(filter(None, counts)) != total:
                yield (f"{grid.title}（{column.name}）の各行の合計は{number_words(sum(filter(None, counts)))}{grid.unit}ですが、"
                       f"合計欄は{number_words(total)}{grid.unit}です。公表値のまま表示しています。")


def _across(report: Report) -> Iterator[str]:
    for grid in report.tables:
        for row in (*grid.rows, grid.total):
            districts = [count for count in row.counts if count is not None]
            if row.published and len(districts) == len(row.counts) > 1 and row.total is not None and sum(districts) != row.total:
                yield (f"{grid.title}（{row.label}）の各地区の合計は{number_words(sum(districts))}{grid.unit}ですが、"
                       f"全地区の公表値は{number_words(row.total)}{grid.unit}です。公表値のまま表示しています。")


def _months(report: Report) -> Iterator[str]:
    for grid in report.monthly:
        for row in grid.rows:
            known = [count for count in row.counts if count is not None]
            if known and row.total is not None and sum(known) != row.total:
                yield (f"{grid.label}（{row.label}）の各月の合計は{number_words(sum(known))}{grid.unit}ですが、"
                       f"年間の件数は{number_words(row.total)}{grid.unit}です。")
        yield from _of_the_year(report, grid)


def _of_the_year(report: Report, grid: MonthlyGrid) -> Iterator[str]:
    """The sum of a kind's months beside its figure in the table of kinds, as where some months were published and the year was counted."""
    kinds = next((each for each in report.tables if each.axis == KIND), None)
    kind = next((row for row in kinds.rows if row.code == grid.kind), None) if kinds else None
    for row in grid.rows if kind else ():
        year = kind.cells[row.district].count if row.district in kind.cells else None
        if None not in (year, row.total) and year != row.total:
            yield (f"{grid.label}（{row.label}）の月別の合計は{number_words(row.total)}{grid.unit}ですが、"
                   f"{kinds.title}では{number_words(year)}{grid.unit}です。")


def _shares(report: Report) -> Iterator[str]:
    """Where some percentages of a table were set by hand, all of them together must add up to what the rule gives."""
    for grid in report.tables:
        rows = [row for row in grid.rows if row.parent is None and not row.recount]
        if all(row.calculated is None for row in rows):
            continue
        printed = sum(Decimal(row.percent or 0) for row in rows)
        by_rule = sum(Decimal((row.percent if row.calculated is None else row.calculated) or 0) for row in rows)
        if printed != by_rule:
            yield (f"{grid.title}の割合は手で直したため、合計が{printed}％になります（計算では{by_rule}％）。"
                   "ほかの項目も直すか、公表したとおりか確かめてください。")


def _single_axes(report: Report) -> Iterator[str]:
    kinds = next((grid for grid in report.tables if grid.axis == KIND), None)
    if kinds is None:
        return
    asked = _asked_on_single_axes(report.fiscal_year)
    for grid in report.tables:
        if grid.axis in asked and grid.axis != KIND and grid.adds_up:
            yield from _against_kinds(grid, kinds, asked[grid.axis])


def _asked_on_single_axes(fiscal_year: int) -> dict[str, set[str]]:
    """The kinds that each axis of one answer was asked for in the year, by the axis's code; none means every kind."""
    since = EarlierRule.objects.filter(last_year__gte=fiscal_year).order_by("last_year").prefetch_related("asked_for")
    axes = Axis.objects.prefetch_related("asked_for", Prefetch("earlier_rules", since, to_attr="rules_since"))
    rules = {axis.code: (axis.rules_since or [axis])[0] for axis in axes}
    return {code: {kind.code for kind in rule.asked_for.all()} for code, rule in rules.items()
            if rule.answer == Axis.Answer.SINGLE}


def _against_kinds(grid: Grid, kinds: Grid, asked: set[str]) -> Iterator[str]:
    rows = [row for row in kinds.rows if row.parent is None and not row.recount and (not asked or row.code in asked)]
    for column in grid.columns:
        contacts = [row.cells[column.code].count for row in rows]
        total = grid.total.cells[column.code].count
        if total is not None and None not in contacts and sum(contacts) != total:
            yield (f"{grid.title}（{column.name}）の合計{number_words(total)}{grid.unit}は、"
                   f"対象となる{kinds.title.removesuffix('内訳')}の合計{number_words(sum(contacts))}{kinds.unit}と一致しません。")
