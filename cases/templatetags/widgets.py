"""The repeated parts of widgets, written at once: a template included for each option cost more than all else of a form."""
from collections.abc import Iterable, Iterator, Mapping

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()
_OPTION = '\n  <option value="{}"{}>{}</option>\n'
_CHIP = '<input type="{}" class="btn-check" name="{}" value="{}" id="{}"{}><label class="btn" for="{}">{}</label>'
Groups = Iterable[tuple[str | None, list[dict], int]]  # a widget's `optgroups`: name, options, number of the first


@register.simple_tag
def attributes(attrs: Mapping) -> SafeString:
    """The attributes of a tag, each behind a space, as Django's attrs.html prints them: True by its name alone, False not at all."""
    return _joined(format_html(" {}", name) if value is True else format_html(' {}="{}"', name, value)
                   for name, value in attrs.items() if value is not False)


@register.simple_tag
def options(optgroups: Groups) -> SafeString:
    """The options of a select, as Django's select.html prints them."""
    return _joined(_grouped(optgroups))


def _joined(parts: Iterable[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((each,) for each in parts))


def _grouped(optgroups: Groups) -> Iterator[SafeString]:
    for group, found, _ in optgroups:
        rows = [format_html(_OPTION, each["value"], attributes(each["attrs"]), each["label"]) for each in found]
        yield from [format_html('\n  <optgroup label="{}">{}\n  </optgroup>', group, _joined(rows))] if group else rows


@register.simple_tag
def chips(found: Iterable[Mapping]) -> SafeString:
    """Options as chips: a hidden control and its label."""
    return format_html_join("", _CHIP, (
        (each["type"], each["name"], each["value"], each["attrs"]["id"], _beside_id(each["attrs"]), each["attrs"]["id"], each["label"]) for each in found))


def _beside_id(attrs: Mapping) -> SafeString:
    return attributes({name: value for name, value in attrs.items() if name not in ("id", "class")})
