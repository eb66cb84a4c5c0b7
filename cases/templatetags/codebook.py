"""Addresses of the codebook's editor, and the rules of a year."""
from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from cases.models import Contact, Council
from cases.periods import fiscal_year_label

register = template.Library()


@register.simple_tag(takes_context=True)
def editor_url(context, name: str, *args) -> str:
    """The address of a page of the editor, in the same plan (年度更新) as this page."""
    plan = context.get("plan")
    return reverse(f"plan_{name}", args=[plan.pk, *args]) if plan else reverse(name, args=args)


@register.filter
def years_words(row) -> str:
    """令和3年度〜令和5年度, 令和3年度から, 令和5年度まで, 令和3年度のみ or ずっと."""
    first = fiscal_year_label(row.first_year) if row.first_year else ""
    last = fiscal_year_label(row.last_year) if row.last_year else ""
    if first and first == last:
        return f"{first}のみ"
    return f"{first}〜{last}" if first and last else f"{first}から" if first else f"{last}まで" if last else "ずっと"


@register.filter
def counts_each_case(council: Council, fiscal_year: int) -> bool:
    """Whether a contact of several cases counts once for each in a fiscal year."""
    return council.several_in(fiscal_year) == Council.Several.EACH_CASE


@register.filter
def told_axes(contact: Contact) -> SafeString:
    """What is said on each axis but the kind, as a timeline shows it; what parts them is read, and not seen."""
    parted = format_html('<span class="visually-hidden">{}</span>', "／")
    return format_html_join(parted, '<span class="timeline-axis">{}：{}</span>', contact.told_axes)


@register.filter
def moved_count(differences) -> int:
    """How many rows only stand at another place."""
    return sum(each.is_order_only for each in differences)
