"""The report in long form (縦持ち): one figure a row, for pivot tables and other programs.

The year is the western one, figures bare; None is "not available". Months stand in a table of their own, so
that summing a table over its categories never counts twice; categories below another name it, 再掲 says so.
"""
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from reports import trend_grid
from reports.comparison import BRACKET
from reports.grid import MASKED, Cell, Column, Grid, MonthlyGrid, MonthlyRow, Report, Row
from reports.trend_grid import DISTRICTS, TrendGrid, TrendRow

from . import wording

HEADINGS = ("年度", "地区", "表", "分類", "親分類", "月", "値", "前年度値", "割合", "単位", "注記", "出典",
            "前年度との比較", "比較の値", "地区コード")
COUNTED, PUBLISHED, BOTH = "対応記録", "公表値", "公表値と対応記録"
SOURCES = {"": "", trend_grid.COUNTED: COUNTED, trend_grid.PUBLISHED: PUBLISHED, trend_grid.BOTH: BOTH}


class LongRow(NamedTuple):
    """One figure; the fields are those of HEADINGS."""

    fiscal_year: int
    district: str
    table: str
    category: str
    parent: str
    month: int | None
    count: int | str | None
    prior: int | str | None
    percent: str | None
    unit: str
    note: str
    source: str = ""
    compared: str = ""
    change: int | str | None = None
    district_code: str = ""


def long_rows(report: Report) -> Iterator[LongRow]:
    """Every table's figures, then those by month; the districts first, then their 合計."""
    for grid in report.tables:
        labels = {row.code: row.label for row in grid.rows}
        for row in (*grid.rows, grid.total):
            yield from (_of_records(report, each) for each in _figures(report, grid, row, labels.get(row.parent, "")))
    repeated = repeated_joints(report)
    for monthly in report.monthly:
        for row in (each for each in (*monthly.rows, monthly.total) if each.district not in repeated):
            yield from _months(report, monthly, row)
    for trend in report.trends:
        yield from _trend(trend)


def _of_records(report: Report, row: LongRow) -> LongRow:
    """Counted figures say what they were counted from."""
    return row._replace(source=report.records) if row.source == COUNTED else row


def _trend(trend: TrendGrid) -> Iterator[LongRow]:
    """Each figure under its own year; the districts together are 合計, and a district's total is of the category 合計. Joint
    districts beside their members are left out.
    """
    labels = {row.code: row.label for row in trend.rows}
    for row in (each for each in (*trend.rows, trend.total) if not each.is_beside):
        for place, (year, cell, source) in enumerate(zip(trend.years, row.cells, row.sources, strict=True)):
            district, category = (row.label, wording.TOTAL) if trend.of == DISTRICTS else (wording.TOTAL, row.label)
            code = (row.code or "") if trend.of == DISTRICTS else ""
            yield LongRow(year.fiscal_year, district, trend.title, category, labels.get(row.parent, ""), None, cell.count, None, cell.share,
                          trend.unit, _trend_note(trend, row, cell, year.mark, is_last=place == len(trend.years) - 1),
                          SOURCES[source], *_change(cell, place > 0), code)


def _trend_note(trend: TrendGrid, row: TrendRow, cell: Cell, mark: str, is_last: bool) -> str:
    parts = ["再掲（合計に含みません）"] if row.recount else []
    parts += [f"{note.mark} {note.text}" for note in trend.notes if note.mark == MASKED and MASKED in (cell.count, cell.change)]
    parts.append(wording.marked_notes(trend, mark + cell.mark + cell.prior_marks))
    parts += [f"件数：{trend.basis}", f"数え方：{trend.rule}"] if is_last and row.code is None else []
    return " ".join(filter(None, parts))


def without_repeated(columns: Sequence[Column]) -> list[Column]:
    """The columns without joint districts beside their members, or beside another one that has some of them, so that a
    sum over 地区 counts nothing twice.
    """
    counted, kept = {column.code for column in columns if not column.members}, set()
    for column in sorted(columns, key=lambda each: -len(each.members)):
        if column.members and not counted & set(column.members):
            kept.add(column.code)
            counted.update(column.members)
    return [column for column in columns if not column.members or column.code in kept]


def repeated_joints(report: Report) -> set[str]:
    """The codes of the joint districts that stand beside what they have in them."""
    return {each.code for each in report.joints} - {each.code for grid in report.tables for each in without_repeated(grid.columns)}


def _figures(report: Report, grid: Grid, row: Row, parent: str) -> Iterator[LongRow]:
    for column in without_repeated(grid.columns):
        cell = row.cells[column.code]
        note = _note(grid, row, cell, column.has_prior)
        yield LongRow(report.fiscal_year, column.name, grid.title, row.label, parent, None,
                      cell.count, cell.prior, None, grid.unit, note, _source(cell.count, column.published), *_change(cell, column.has_prior), column.code)
    note = _note(grid, row, row.sums, row.prior_total is not None, row.marks.percent + grid.percent_mark)
    note = " ".join(filter(None, (note, wording.adjusted(row))))
    if row.code is None and grid.rule:
        note = f"{note} 数え方：{grid.rule}".strip()
    yield LongRow(report.fiscal_year, wording.TOTAL, grid.title, row.label, parent, None,
                  row.total, row.prior_total, row.percent, grid.unit, note, _total_source(row, grid),
                  *_change(row.sums, grid.shows_prior_total))


def _change(cell: Cell, has_prior: bool) -> tuple[str, int | str | None]:
    """How the table shows last year, and what became of it; blank in a table of brackets."""
    return (wording.PRIOR_WORDS[cell.prior_as], cell.change) if has_prior and cell.prior_as != BRACKET else ("", None)


def _note(grid: Grid, row: Row, cell: Cell, has_prior: bool, more: str = "") -> str:
    """The notes of one figure in full. The table's own stand at its total, as do those without a mark, of last year's."""
    table = grid.mark if row.code is None else ""
    marks = (cell.prior_mark or "") + row.marks.label + cell.mark + cell.prior_marks + more + table
    parts = ["再掲（合計に含みません）"] if row.recount else []
    if MASKED in (cell.count, cell.prior):
        parts += [f"{note.mark} {note.text}" for note in grid.notes if note.mark == MASKED]
    parts.append(wording.marked_notes(grid, marks))
    if row.code is None and has_prior:
        parts.append(wording.unmarked_notes(grid))
    return " ".join(filter(None, parts))


def _months(report: Report, monthly: MonthlyGrid, row: MonthlyRow) -> Iterator[LongRow]:
    """The months, then the year (月 blank) as the table's own 合計 column."""
    parts = [row] if row.district or row.published else monthly.rows
    for month, count in (*zip(monthly.months, row.counts, strict=True), (None, row.total)):
        note = _about(monthly) if row.district is None and month is None else ""
        published = [each for part in parts for each in part.published_in(month)]
        yield LongRow(report.fiscal_year, row.label, f"{wording.monthly_title(monthly)}（月別）", monthly.label, "",
                      month, count, None, None, monthly.unit, _masked_note(monthly, count) or note, _source(count, *published), district_code=row.district or "")


def _about(monthly: MonthlyGrid) -> str:
    """What stands under the table: its own notes and how it counts."""
    rule = [f"数え方：{monthly.rule}"] if monthly.rule else []
    return " ".join([f"{note.mark} {note.text}" for note in monthly.notes if note.mark != MASKED] + rule)


def _masked_note(monthly: MonthlyGrid, count) -> str:
    return " ".join(f"{note.mark} {note.text}" for note in monthly.notes if note.mark == MASKED) if count == MASKED else ""


def _source(count: int | None, *published: bool) -> str:
    """公表値, 対応記録, or both where a sum is of both; blank where there is no figure."""
    if count is None:
        return ""
    return PUBLISHED if all(published) else BOTH if any(published) else COUNTED


def _total_source(row: Row, grid: Grid) -> str:
    return _source(row.total, *([True] if row.published else [each.published for each in grid.columns]))
