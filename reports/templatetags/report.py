"""Figures of a report as they stand on screen: linked to their contacts, last year in brackets."""
from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.html import format_html

from cases.templatetags.japanese import figure
from reports.comparison import BRACKET
from reports.grid import MASKED
from reports.outputs import wording
from reports.outputs.about import circled, wide
from reports.trend_grid import DISTRICTS

register = template.Library()


@register.simple_tag
def linked_figure(count, linked, fiscal_year, axis, category=None, districts=(), month=None, until=None):
    """The figure; a link to the contacts behind it where there are any."""
    if not linked or not count:
        return figure(count)
    asked = {"axis": axis, "category": category, "district": districts or None, "month": month, "until": until}
    query = urlencode({name: value for name, value in asked.items() if value is not None}, doseq=True)
    return format_html('<a href="{}?{}">{}</a>', reverse("figure_contacts", args=[fiscal_year]), query, figure(count))


@register.simple_tag
def overview_figure(count, link):
    """A figure of 状況; a link to the contacts behind it where there is a way."""
    return linked_figure(count, link is not None, *link) if link else figure(count)


@register.filter
def footmark(mark: str) -> str:
    """The marks of footnotes behind a figure or a label; "" for none."""
    return format_html('<span class="footmark">{}</span>', mark) if mark else ""


@register.simple_tag
def prior_figure(cell, report, axis, category, district):
    """Last year's figure as （1,080）, what became of it, its footnote mark, or （－）."""
    behind = footmark(cell.prior_marks)
    if cell.prior_as != BRACKET:
        is_explained = cell.prior is None and cell.prior_mark
        return format_html("{}{}", cell.prior_mark if is_explained else wording.change(cell.change, cell.prior_as), behind)
    if cell.prior is None:
        return format_html("{}{}", cell.prior_mark or "（－）", behind)
    link = linked_figure(cell.prior, cell.prior_linked, report.fiscal_year - 1, axis, category, district)
    return format_html("（{}）{}", link, behind)


@register.simple_tag
def trend_figure(trend, figure):
    """A figure of a 年度推移 with its marks; a link to the contacts of its year behind it where there are any."""
    cell, year, row = figure
    category, districts = (None, [row.code]) if trend.of == DISTRICTS and row.code else (row.code, year.chosen)
    link = linked_figure(cell.count, cell.linked, year.fiscal_year, trend.axis, category, districts)
    return format_html("{}{}", link, footmark(cell.mark))


@register.simple_tag
def trend_change(figure):
    """What became of the figure of the year before, with its marks."""
    cell = figure.cell
    return format_html("{}{}", wording.change(cell.change, cell.prior_as), footmark(cell.prior_marks))


@register.filter
def share(percent) -> str:
    """33.1％, － for not available, X for left out."""
    return f"{percent}％" if percent not in (None, MASKED) else percent or wording.NOT_AVAILABLE


@register.filter
def prior_heading(prior_as: str) -> str:
    """（前年度）, （増減率％）."""
    return wording.prior_heading(prior_as)


@register.filter
def get(mapping, key):
    """mapping[key]; None where there is none."""
    return mapping.get(key)


register.filter("circled", circled)
register.filter("wide", wide)


@register.filter
def at(values, place: int):
    """values[place]."""
    return values[place]
