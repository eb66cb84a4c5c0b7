"""Dates, years and figures as the house prints them."""
from django import template
from django.utils import timezone

from cases import periods
from cases.ages import Aged, age_of, age_words
from cases.text import number_words, signed_words

register = template.Library()
NOT_AVAILABLE = "－"


@register.filter
def wareki(value) -> str:
    """令和7年4月1日（火）, in local time; "" for nothing."""
    return periods.format_date_weekday(_day(value)) if value else ""


@register.filter
def wareki_short(value) -> str:
    """令和7年4月1日; "" for nothing."""
    return periods.format_date(_day(value)) if value else ""


@register.filter
def wareki_time(value) -> str:
    """令和7年4月1日 14:30, in local time; "" for nothing."""
    return f"{wareki_short(value)} {timezone.localtime(value):%H:%M}" if value else ""


@register.filter
def fiscal_year(value) -> str:
    """令和3年度 of 2021; "" for nothing."""
    return periods.fiscal_year_label(int(value)) if value not in (None, "") else ""


@register.filter
def figure(value) -> str:
    """1,824; 0 for a true zero, △3 below it, 「－」 for not available."""
    return NOT_AVAILABLE if value is None or value == "" else number_words(value)


@register.filter
def signed(value) -> str:
    """A difference: +134, △3, 0; 「－」 for not available."""
    return signed_words(value) if value else figure(value)


@register.filter
def duration(minutes) -> str:
    """12時間30分 of 750 minutes, 45分, 0分; 「－」 for not available."""
    if minutes is None:
        return NOT_AVAILABLE
    hours, rest = divmod(minutes, 60)
    return (f"{hours:,}時間" if hours else "") + (f"{rest}分" if rest or not hours else "")


@register.filter
def age(person: Aged) -> str:
    """82歳 of a member today, of the dead on their last day; 80代 where only that is noted; "" for nothing known."""
    return age_words(age_of(person, timezone.localdate()))


@register.filter
def days_since(day) -> str:
    """12日前 of a day, counted to today; 今日 of today."""
    days = (timezone.localdate() - day).days
    return f"{days:,}日前" if days else "今日"


def _day(value):
    return timezone.localtime(value).date() if hasattr(value, "tzinfo") else value
