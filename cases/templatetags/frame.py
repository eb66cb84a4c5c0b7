"""The frame's menu, paging links that keep the filters, how a form field is marked, and where a record is changed."""
from functools import cache

from django import template
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from cases import neighbours
from cases.forms.base import focus_id
from cases.navigation import MENU, Entry, open_to

register = template.Library()
PHONE_ENTRIES = 4


@register.simple_tag(takes_context=True)
def navigation(context, phone: bool = False) -> SafeString:
    """The menu, on the side or (phone) at the bottom with the rest behind その他."""
    request = context.get("request")
    page = getattr(getattr(request, "resolver_match", None), "url_name", None) or ""
    may_write = context.get("my_districts") != []  # an error page does not know, and shows every entry
    return _menu(tuple((entry, url, entry.is_current(page)) for entry, url in open_to(MENU, context.get("user")) if may_write or not entry.writes), phone)


@cache
def _menu(entries: tuple[tuple[Entry, str, bool], ...], phone: bool) -> SafeString:
    """The same for everyone of a role on every page of an entry, so it is written once for each."""
    marked = [row for row in entries if row[0].on_phone]
    main = marked if len(marked) == PHONE_ENTRIES else entries[:PHONE_ENTRIES]
    return render_to_string("components/navigation.html", {
        "phone": phone, "entries": entries, "main": main, "rest": [row for row in entries if row not in main]})


@register.simple_tag(takes_context=True)
def page_query(context, number: int, name: str = "page") -> str:
    """The address of another page of the list, all filters kept: ?q=…&page=3."""
    query = context["request"].GET.copy()
    query[name] = number
    return f"?{query.urlencode()}"


@register.simple_tag(takes_context=True)
def in_list(context, page, index: int) -> str:
    """Behind the address of the row `index` (from 0) of a page of a list: where its neighbours are found again."""
    return neighbours.link_in_list(context["request"].GET, page.start_index() + index)


@register.filter
def same_list(address: str, request) -> str:
    """An address of the record of this page, in the list from which the record was opened."""
    return neighbours.same_list(request, address)


register.filter(focus_id)


@register.filter
def field_mark(field) -> str:
    """※必須 or ※任意; a field may say it in other words (mark), be silent (mark = ""), or be checked later (mandatory).

    Nothing beside a field that cannot be changed.
    """
    words = "" if field.field.disabled else getattr(field.field, "mark", None)
    needed = field.field.required or getattr(field.field, "mandatory", False)
    return words if words is not None else "※必須" if needed else "※任意"


@register.filter
def page_numbers(page) -> list:
    """Page numbers to offer around the current page, with … for the gaps."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1))



@register.filter
def noun(record) -> str:
    """What a record is called: 支援計画; an event of a case by its kind."""
    return record.get_kind_display() if hasattr(record, "get_kind_display") else str(record._meta.verbose_name)


@register.filter
def edit_address(record) -> str:
    """Where a record is changed."""
    return reverse(f"{record._meta.model_name}_edit", args=[record.pk])
