"""The words that were looked for (`searched` of a list's page), marked where they stand; elsewhere texts are shown as they are."""
from collections.abc import Iterable

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from cases import excerpts

register = template.Library()


@register.simple_tag(takes_context=True)
def marked(context, text):
    """The text with every word marked."""
    words = context.get("searched")
    return _html(excerpts.marked(str(text or ""), words)) if words else text


@register.simple_tag(takes_context=True)
def excerpt(context, text):
    """The surroundings of the words, marked; the text where none of them stands in it."""
    return excerpt_only(context, text) or text


@register.simple_tag(takes_context=True)
def excerpt_only(context, text) -> str:
    """As `excerpt`, but "" where none of the words stands in the text."""
    words = context.get("searched")
    return _html(excerpts.excerpt(str(text or ""), words)) if words else ""


def _html(pieces: Iterable[excerpts.Piece]) -> SafeString:
    return format_html_join("", "{}", ((format_html("<mark>{}</mark>", text) if is_word else text,) for text, is_word in pieces))
