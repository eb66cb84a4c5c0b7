"""Names of districts where several of them bear one: an old and a new 「大沢」 after a re-cut are told apart by their years."""
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Protocol

from cases import periods

if TYPE_CHECKING:
    from cases.models import District


class Named(Protocol):
    """What a district is known by; both days are included."""

    code: str
    name: str
    starts_on: date
    ends_on: date | None


def told_apart(districts: Iterable[Named]) -> dict[str, str]:
    """The name of each district by its code; names that are borne twice have their years, and where these are equal too the code."""
    found = list(districts)
    names = {each.code: each.name for each in found}
    for words in _apart_by():
        borne = Counter(names.values())
        names |= {each.code: f"{each.name}（{words(each)}）" for each in found if borne[names[each.code]] > 1}
    return names


def labels_of(name: str, district: Named) -> list[str]:
    """Every way in which a district that bears the name may be printed beside another one of that name."""
    return [f"{name}（{words(district)}）" for words in _apart_by()]


def _apart_by() -> tuple[Callable[[Named], str], ...]:
    return years_words, _span_words, lambda each: each.code


def show_apart(districts: Iterable["District | None"]) -> None:
    """Districts that stand on one page print themselves so that those of one name are told apart; None is passed over."""
    found = [each for each in districts if each is not None]
    names = told_apart({each.code: each for each in found}.values())
    for each in found:
        each.shown_name = names[each.code]


def show_rows_apart(*lists: Iterable) -> None:
    """As show_apart, the districts of rows that stand in several lists of one page. The lists hold rows, not queries."""
    show_apart(row.district for some in lists for row in some)


def years_words(district: Named) -> str:
    """令和3年度まで, or where it has no end 令和4年度から; days where a year was not begun or ended with them."""
    return _until(district.ends_on) if district.ends_on else f"{_from(district.starts_on)}から"


def _span_words(district: Named) -> str:
    return f"{_from(district.starts_on)}から{_until(district.ends_on) if district.ends_on else ''}"


def _from(day: date) -> str:
    is_first = day == periods.fiscal_year_span(periods.fiscal_year_of(day))[0]
    return periods.fiscal_year_label(periods.fiscal_year_of(day)) if is_first else periods.format_date(day)


def _until(day: date) -> str:
    is_last = day + timedelta(days=1) == periods.fiscal_year_span(periods.fiscal_year_of(day))[1]
    return f"{periods.fiscal_year_label(periods.fiscal_year_of(day)) if is_last else periods.format_date(day)}まで"
