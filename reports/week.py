"""The contacts of one week by district, counted as the report counts them, for 月曜のまとめ."""
import datetime
from collections import Counter
from dataclasses import dataclass
from functools import reduce
from operator import add

from django.db.models import Count, QuerySet

from cases import access
from cases.codebook import codebook_of
from cases.models import Contact, ContactCategory, District, User
from cases.models.axes import KIND
from cases.periods import fiscal_year_of
from cases.weekly import OF_RESTRICTED, WEEK, in_week

from .several import ALSO, Several, rule_over, several_in

DAY = datetime.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DistrictWeek:
    """The contacts of a district in the week: by kind (code and number), all of them, and how many of those are restricted."""

    district: District
    kinds: list[tuple[str, int]]
    total: int
    restricted: int


@dataclass(frozen=True, slots=True)
class Week:
    """The names of the kinds and a row for each own district; `rule` says how contacts of several cases are counted."""

    kinds: list[str]
    districts: list[DistrictWeek]
    rule: str
    each_case: bool

    @property
    def total(self) -> int:
        """The contacts of all own districts."""
        return sum(each.total for each in self.districts)


def week_from(user: User, monday: datetime.date) -> Week:
    """Monday to Sunday. Restricted contacts count as everywhere; each fiscal year that the week is in by its own rule."""
    years = {year: several_in(year) for year in sorted({fiscal_year_of(monday), fiscal_year_of(monday + WEEK - DAY)})}
    contacts = access.counted_contacts(user).filter(in_week("date", monday)).order_by()
    kinds, totals, closed = (reduce(add, parts) for parts in zip(
        *(_counted(contacts.in_year(year), several) for year, several in years.items()), strict=True))
    columns = {each.code: each.label for each in codebook_of(fiscal_year_of(monday + WEEK)).kinds}
    rows = [DistrictWeek(each, [(code, kinds[each.pk, code]) for code in columns], totals[each.pk], closed[each.pk])
            for each in access.changeable_districts(user)]
    return Week([*columns.values()], rows, rule_over([*years.items()]), any(each.each_case for each in years.values()))


def _counted(contacts: QuerySet[Contact], several: Several) -> tuple[Counter, Counter, Counter]:
    """By (district, kind), by district, and the restricted ones by district; once more for each other case where the rule is so."""
    coded = ContactCategory.objects.filter(axis__code=KIND, contact__in=contacts.values("pk"))
    restricted = contacts.filter(OF_RESTRICTED)
    found = (_numbers(coded, "contact__district", "category__code"), _numbers(contacts, "district"), _numbers(restricted, "district"))
    if not several.each_case:
        return found
    also = ALSO.objects.filter(contact__in=contacts.values("pk"))
    again = (_numbers(also.filter(contact__codings__axis__code=KIND), "contact__district", "contact__codings__category__code"),
             _numbers(also, "contact__district"), _numbers(also.filter(contact__in=restricted.values("pk")), "contact__district"))
    return tuple(map(add, found, again))


def _numbers(rows: QuerySet, *by: str) -> Counter:
    return Counter({key[0] if len(by) == 1 else tuple(key): n for *key, n in rows.order_by().values_list(*by).annotate(n=Count("pk"))})

