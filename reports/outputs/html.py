"""The report as one stand-alone HTML page that prints well; the PDF is made of the same page."""
from collections.abc import Sequence

from django.template.loader import render_to_string

from reports.grid import Grid, MonthlyGrid, Report
from reports.trend_grid import TrendGrid

from . import wording
from .about import about
from .base import Context
from .crosstab import Crosstab, crosstab, monthly_columns, monthly_lines, split, trend_crosstab
from .paper import SIZES, WIDEST_LABEL, label_width, room_of, size_of

_NARROW = 2  # a table of so few columns does not need the whole line


def write(report: Report, context: Context) -> bytes:
    """The page as UTF-8, with its styles inside and nothing to load."""
    return page(report, context).encode()


def page(report: Report, context: Context, *, on_paper: bool = False) -> str:
    """The page as text; every label is escaped by the template. `on_paper`: lines are broken once and for all."""
    tables = [_printed(grid, crosstab(grid)) | {"trends": [_trend(each) for each in report.trends_of(grid.axis)]} for grid in report.tables]
    alone, monthly = [_trend(each) for each in report.trends_alone], [*map(_monthly, report.monthly)]
    _set([*tables, *(trend for table in tables for trend in table["trends"]), *alone, *monthly])
    return render_to_string("reports/pdf/report.html", {
        "report": report,
        "context": context,
        "title": wording.title_of(report),
        "chapter": wording.chapter_of(report),
        "edition_mark": wording.edition_mark(report),
        "edition": wording.edition_words(report),
        "districts": wording.district_names(report),
        "scope": wording.scope_words(report),
        "about": about(report),
        "tables": tables,
        "alone": alone,
        "monthly": monthly,
        "on_paper": on_paper,
    })


def _trend(trend: TrendGrid) -> dict:
    return _printed(trend, trend_crosstab(trend)) | {"anchor": f"trend-{trend.axis}-{trend.of}"}


def _printed(grid: Grid | TrendGrid, table: Crosstab) -> dict:
    """A table in as few parts as the page allows."""
    parts = split(table, SIZES[-1][1] - table.label_width)
    return {"grid": grid, "parts": parts, "label": table.label_width, "width": max(part.width for part in parts),
            "is_narrow": max(len(part.columns) for part in parts) <= _NARROW}


def _monthly(grid: MonthlyGrid) -> dict:
    lines, columns = monthly_lines(grid), monthly_columns(grid)
    return {"grid": grid, "title": wording.monthly_title(grid), "lines": lines, "columns": columns,
            "label": label_width([line.label for line in lines]), "width": sum(each.width for each in columns)}


def _set(tables: Sequence[dict]) -> None:
    """Give each table its type: the largest that holds all of them; where some need the smallest, only these have it."""
    needed = {size_of(each["label"] + each["width"]) for each in tables}
    usual = next((size for size, _ in reversed(SIZES[:-1]) if size in needed), SIZES[0][0])
    for table in tables:
        own = size_of(table["label"] + table["width"])
        table["size"] = own if own == SIZES[-1][0] else usual
        table["label"] = max(table["label"], min(WIDEST_LABEL, room_of(table["size"]) - table["width"]))
