"""Figures of a printed report: plain text, never links."""
from django import template
from django.utils.html import format_html

from reports.grid import MASKED
from reports.outputs import wording
from reports.outputs.paper import LONGEST_WORD, MOST_MARKS, em

register = template.Library()
LAST_LETTERS = 8
NEVER_FIRST = "、。，．・）」』】〉》ーぁぃぅぇぉっゃゅょァィゥェォッャュョ％"


@register.filter
def count(value) -> str:
    """1,824; 0 for a true zero, － for not available."""
    return wording.number(value)


@register.filter
def prior(cell) -> str:
    """（1,080）, ※1 or （－）; +21 or △2.5 in a table of changes; its further marks hang behind it."""
    return wording.prior_alone(cell)


@register.filter
def hanging(marks: str) -> str:
    """The marks behind a figure, which stays in its column of digits; "" for none."""
    return format_html('<span class="mark">{}</span>', marks) if marks else ""


@register.filter
def as_wide(em: float) -> str:
    """The style of a column of such a width."""
    return format_html(' style="width: {}em"', round(em, 2))


@register.filter
def room(column) -> str:
    """The class of a cell in whose column marks hang."""
    return f" m{min(column.marks, MOST_MARKS)}" if column.marks else ""


@register.filter
def count_class(heading, columns) -> str:
    """The class of a cell of a figure: beside last year's, and where marks hang."""
    found = ("paired" * heading.has_prior + room(columns[0])).strip()
    return format_html(' class="{}"', found) if found else ""


@register.filter
def word_class(word: str) -> str:
    """The class of a word of a heading: one that is too long is broken anywhere."""
    return "word" if em(word) <= LONGEST_WORD else "long"


@register.filter
def kept_together(text: str, on_paper: bool = True) -> str:
    """A text whose last letters stay on one line of paper: す。 never stands alone in the last one."""
    if not on_paper:
        return text
    start = max(len(text) - LAST_LETTERS, 0)
    while start and text[start] in NEVER_FIRST:
        start -= 1
    return format_html('{}<span class="end">{}</span>', text[:start], text[start:])


@register.filter
def share(percent) -> str:
    """(33.1%), － for not available, X for left out."""
    return f"({percent}%)" if percent not in (None, MASKED) else percent or wording.NOT_AVAILABLE
