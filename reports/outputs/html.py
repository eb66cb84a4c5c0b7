"""The report as one stand-alone HTML page that prints well; the PDF is made of the same page."""
from django.template.loader import render_to_string

from reports.grid import Grid, Report
from reports.trend_grid import TrendGrid

from . import wording
from .about import about
from .base import Context
from .crosstab import Crosstab, crosstab, is_big_monthly, monthly_lines, split, trend_crosstab

# What a line of an A4 page holds beside the label (in em), by the size of its type in style.css.
_SIZES = (("roomy", 33.5), ("dense", 41.0), ("tight", 50.0))
_NARROW = 11.0  # a table of so few columns does not need the whole line


def write(report: Report, context: Context) -> bytes:
    """The page as UTF-8, with its styles inside and nothing to load."""
    return page(report, context).encode()


def page(report: Report, context: Context) -> str:
    """The page as text; every label is escaped by the template."""
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
        "tables": [_printed(grid, crosstab(grid)) | {"trends": [_trend(each) for each in report.trends_of(grid.axis)]}
                   for grid in report.tables],
        "alone": [_trend(each) for each in report.trends_alone],
        "monthly": [{"grid": grid, "title": wording.monthly_title(grid), "lines": monthly_lines(grid),
                     "is_big": is_big_monthly(grid)} for grid in report.monthly],
    })


def _trend(trend: TrendGrid) -> dict:
    printed = _printed(trend, trend_crosstab(trend))
    size = "dense" if len(printed["parts"]) > 1 and printed["size"] == "roomy" else printed["size"]  # two on a page
    return printed | {"anchor": f"trend-{trend.axis}-{trend.of}", "size": size}


def _printed(grid: Grid | TrendGrid, table: Crosstab) -> dict:
    """A table in as few parts as the page allows, in the largest type that holds them."""
    parts = split(table, _SIZES[-1][1])
    widest = max(part.width for part in parts)
    size = next((size for size, capacity in _SIZES if widest <= capacity), _SIZES[-1][0])
    return {"grid": grid, "parts": parts, "size": size, "is_big": any(part.is_big for part in parts),
            "is_narrow": widest <= _NARROW}
