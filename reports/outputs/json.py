"""The report as JSON, for other programs. Offices script against its shape: keys are only ever added."""
import json

from reports.comparison import BRACKET
from reports.grid import MASKED, Cell, Grid, MonthlyGrid, MonthlyRow, Report, Row
from reports.trend_grid import TrendGrid, TrendRow

from .base import Context


def write(report: Report, context: Context) -> bytes:
    """The report as UTF-8 JSON without BOM; null is "not available", 0 a true zero, shares are texts ("2.5")."""
    return f"{json.dumps(document(report), ensure_ascii=False, indent=1)}\n".encode()


def document(report: Report) -> dict:
    """The report as plain dicts and lists."""
    public = {"public": True, "masks": report.masks} if report.public else {}
    return {
        "fiscal_year": report.fiscal_year,
        "label": report.label,
        "edition": report.edition,
        "districts": [{"code": each.code, "name": each.name} for each in report.districts],
        "tables": [_table(grid) for grid in report.tables],
        "monthly": [_monthly(grid) for grid in report.monthly],
    } | ({"trends": [_trend(each) for each in report.trends]} if report.trends else {}) | _joints(report) | _chapters(report) | public


def _joints(report: Report) -> dict:
    """Which codes of `cells` are joint districts (合同地区), and of which: whoever adds cells up leaves one or the other out."""
    found = [{"code": each.code, "name": each.name, "districts": list(each.members)} for each in report.joints]
    return {"joint_districts": found} if found else {}


def _chapters(report: Report) -> dict:
    """What was done besides, by chapter and place; an amount that nobody wrote down is not there."""
    found = [{"title": chapter.name, "places": [{"place": place, "topics": [
        {"title": topic.title, "kind": topic.kind.code, "resource": str(topic.resource) if topic.resource else None, "times": topic.times,
         "first": topic.first.isoformat(), "last": topic.last.isoformat()} | topic.sums for topic in topics]}
        for place, topics in chapter.places.items()]} for chapter in report.chapters]
    return {"chapters": found} if found else {}


def _trend(trend: TrendGrid) -> dict:
    """A 年度推移: of each row a figure for each of `years`."""
    return {
        "axis": trend.axis, "title": trend.title, "unit": trend.unit, "of": trend.of, "across": trend.across,
        "years": [{"fiscal_year": each.fiscal_year, "label": each.label, "districts": list(each.places), "source": each.source or None}
                  | _known({"mark": each.mark}) for each in trend.years],
        "rows": [{"code": row.code, "label": row.label, "parent": row.parent, "recount": row.recount}
                 | ({"joint_district": True} if row.places else {}) | _trend_row(row) for row in trend.rows],
        "total": _trend_row(trend.total),
        "notes": [{"mark": note.mark, "text": note.text} for note in trend.notes],
        "basis": trend.basis, "rule": trend.rule, "counts": trend.counts,
    } | _known({"prior_as": trend.prior_as if trend.prior_as != BRACKET else ""})


def _trend_row(row: TrendRow) -> dict:
    """`cells` by year; of the first year none has a `change`. Each has its `percent` where the trend shows them."""
    return {"cells": [_shown(count=cell.count, **(_change(cell) if place else {}), **({"percent": cell.share} if row.shares else {})) | _known(
        {"mark": cell.mark, "change_mark": cell.prior_marks}) for place, cell in enumerate(row.cells)]}


def _table(grid: Grid) -> dict:
    return {
        "axis": grid.axis, "title": grid.title, "unit": grid.unit,
        "rows": [{"code": row.code, "label": row.label, "parent": row.parent, "recount": row.recount}
                 | _figures(row) for row in grid.rows],
        "total": _figures(grid.total),
        "notes": [{"mark": note.mark, "text": note.text} for note in grid.notes],
    } | _basis(grid) | {"rule": grid.rule, "counts": grid.counts} | _known({"prior_as": grid.prior_as if grid.prior_as != BRACKET else ""}) | _known({"mark": grid.mark, "percent_mark": grid.percent_mark})


def _figures(row: Row) -> dict:
    return {"cells": {code: _cell(cell) for code, cell in row.cells.items()},
            } | _shown(total=row.total, prior_total=row.prior_total, percent=row.percent, **_change(row.sums)) | _set_by_hand(row) | _marks(row)


def _shown(**figures) -> dict:
    """Figures by name; what a public copy leaves out is null, and named by the key `masked`."""
    hidden = [name for name, value in figures.items() if value == MASKED]
    return {name: None if name in hidden else value for name, value in figures.items()} | ({"masked": hidden} if hidden else {})


def _marks(row: Row) -> dict:
    """The marks of notes that stand at the row, for rows that have any; those of its cells are in the cells."""
    marks, sums = row.marks, row.sums
    return _known({"mark": marks.label, "total_mark": sums.mark, "prior_total_mark": sums.beside_prior,
                   "percent_mark": marks.percent, "change_mark": marks.change})


def _known(marks: dict[str, str]) -> dict[str, str]:
    return {name: mark for name, mark in marks.items() if mark}


def _set_by_hand(row: Row) -> dict:
    """What the rule gives, of a percentage that was set by hand; other rows have no such key."""
    return {} if row.calculated is None else {"percent_calculated": row.calculated or None}


def _change(cell: Cell) -> dict:
    """What became of last year's figure, in tables that show that."""
    return {} if cell.prior_as == BRACKET else {"change": cell.change}


def _cell(cell: Cell) -> dict:
    return _shown(count=cell.count, prior=cell.prior, **_change(cell)) | {"prior_mark": cell.prior_mark} | _known(
        {"mark": cell.mark, "beside_prior": cell.beside_prior})


def _monthly(grid: MonthlyGrid) -> dict:
    return {
        "kind": grid.kind, "label": grid.label, "unit": grid.unit, "months": list(grid.months),
        "rows": [{"district": row.district} | _monthly_row(row) for row in grid.rows],
        "total": _monthly_row(grid.total),
    } | _basis(grid) | _known({"rule": grid.rule or None, "mark": grid.mark or None}) | (
        {"notes": [{"mark": note.mark, "text": note.text} for note in grid.notes]} if grid.notes else {})


def _monthly_row(row: MonthlyRow) -> dict:
    months = [place for place, count in enumerate(row.counts) if count == MASKED]
    counts = {"counts": [None if count == MASKED else count for count in row.counts]} | _shown(total=row.total)
    return counts | ({"masked_months": months} if months else {})


def _basis(grid: Grid | MonthlyGrid) -> dict:
    return {"basis": grid.basis} if grid.basis else {}
