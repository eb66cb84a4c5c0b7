"""What a change does to the report: its tables before and after, built the way every report is."""
from collections.abc import Callable, Sequence
from itertools import zip_longest

from .basis import is_counted
from .grid import Grid, MonthlyGrid, Report
from .layout import build
from .scope import scope_of

Reports = dict[int, Report]
TOTAL = "合計"


def effect(fiscal_years: Sequence[int], trial: Callable[[Callable[[], Reports]], tuple[Reports, Reports]]) -> list[dict]:
    """For each year the tables with a changed figure, and the names of those without.

    `trial(look)` answers what `look()` finds before and after the change.
    """
    before, after = trial(lambda: {year: build(scope_of(year), trends=False) for year in fiscal_years})
    return [_year(before[year], after[year]) for year in fiscal_years]


def _year(before: Report, after: Report) -> dict:
    names = [each.name for each in after.districts]
    known = any(row.total or any(row.counts) for grid in before.tables for row in (*grid.rows, grid.total))
    tables = [_table(_rows(old, known), new.title, new.unit, names, _rows(new, known))
              for old, new in zip_longest(before.tables, after.tables, fillvalue=None) if old and new]
    months = [f"{month}月" for month in after.monthly[0].months] if after.monthly else []
    tables += [_table(_rows(old, known), f"{new.label}（月別）", new.unit, months, _rows(new, known))
               for old, new in zip_longest(before.monthly, after.monthly, fillvalue=None) if old and new]
    lost = [[each["title"], n] for each in tables if (n := _lost(each))]
    return {"label": after.label, "lost": lost, "lost_count": sum(n for _, n in lost), "tables": [each for each in tables if each["rows"]],
            "unchanged": [each["title"] for each in tables if not each["rows"]], "warnings": list(after.warnings)}


def _table(before: dict, title: str, unit: str, columns: list[str], after: dict) -> dict:
    """The rows that differ, each with (before, after) by column; the last column is the total."""
    changed = [{"label": label, "cells": [list(pair) for pair in zip_longest(before.get(label, ()), figures)]}
               for label, figures in after.items() if before.get(label) != figures]
    return {"title": title, "unit": unit, "columns": [*columns, TOTAL], "rows": changed}


def _lost(table: dict) -> int:
    """How many cells had a figure and are not available (－) after the change."""
    return sum(before is not None and after is None for row in table["rows"] for before, after in row["cells"])


def _rows(grid: Grid | MonthlyGrid, known: bool) -> dict[str, list[int | None]]:
    """The figures by row. Where nothing was `known` of the year, rows of counted zeros tell nothing; a 0 that was published does."""
    figures = {row.label: [*row.counts, row.total] for row in (*grid.rows, grid.total)}
    if known or not is_counted(grid.basis):
        return figures
    return {label: row if any(row) else [None] * len(row) for label, row in figures.items()}
