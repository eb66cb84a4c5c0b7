"""Figures of a printed report: plain text, never links."""
from django import template
from django.utils.html import format_html

from reports.grid import MASKED
from reports.outputs import wording

register = template.Library()


@register.filter
def count(value) -> str:
    """1,824; 0 for a true zero, － for not available."""
    return wording.number(value)


@register.filter
def prior(cell) -> str:
    """（1,080）, ※1 or （－）; +21 or △2.5 in a table of changes."""
    return wording.prior(cell)


@register.filter
def prior_heading(prior_as) -> str:
    """（前年度）, （増減率％）."""
    return wording.prior_heading(prior_as)


@register.filter
def in_two_lines(label):
    """平成 and below it 30年度: the printer would break it as 平成30年 and 度."""
    return format_html("{}<br>{}", label[:2], label[2:])


@register.filter
def share(percent) -> str:
    """(33.1%), － for not available, X for left out."""
    return f"({percent}%)" if percent not in (None, MASKED) else percent or wording.NOT_AVAILABLE


@register.filter
def figures(line, headings):
    """The cells of a line with their headings."""
    return line.figures(headings)
