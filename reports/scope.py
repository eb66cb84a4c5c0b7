"""What a report is about: one fiscal year and some districts."""
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from cases import periods
from cases.models import Contact, District, PublishedFigure


class UnknownDistrict(ValueError):
    """A district code that the year does not have. The message is Japanese and names the choices."""


@dataclass(frozen=True)
class Scope:
    """The only argument a report takes. `whole` says that no district of the year is left out."""

    fiscal_year: int
    districts: tuple[District, ...]
    whole: bool

    @property
    def codes(self) -> tuple[str, ...]:
        """The districts' codes, in print order."""
        return tuple(district.code for district in self.districts)

    def existing(self, years_later: int) -> frozenset[int]:
        """Ids of the scope's districts that exist in the fiscal year, or in one so many years later."""
        start, end = periods.fiscal_year_span(self.fiscal_year + years_later)
        return frozenset(each.pk for each in self.districts
                         if each.starts_on < end and (each.ends_on is None or each.ends_on >= start))


def districts_of(fiscal_year: int) -> list[District]:
    """Districts of a year in print order: those valid in it, and any that has contacts in it all the same."""
    counted = Contact.objects.in_year(fiscal_year).filter(district=OuterRef("pk"))
    return list(District.objects.in_year(fiscal_year) | District.objects.filter(Exists(counted)))


def scope_of(fiscal_year: int, codes: Iterable[str] = ()) -> Scope:
    """The scope of some districts by code, in print order; no codes means all of the year.

    Raises UnknownDistrict for a code that is not a district of the year.
    """
    districts, wanted = districts_of(fiscal_year), set(codes)
    chosen = tuple(each for each in districts if not wanted or each.code in wanted)
    if unknown := wanted - {each.code for each in chosen}:
        known = "、".join(f"{each.code}（{each.name}）" for each in districts) or "なし"
        raise UnknownDistrict(f"{periods.fiscal_year_label(fiscal_year)}に地区「{min(unknown)}」はありません。"
                              f"選べる地区: {known}")
    return Scope(fiscal_year, chosen, len(chosen) == len(districts))


def years_with_figures() -> list[int]:
    """Fiscal years that have contacts or published figures, latest first."""
    recorded = Contact.objects.order_by().values_list("fiscal_year", flat=True).distinct()
    published = PublishedFigure.objects.order_by().values_list("fiscal_year", flat=True).distinct()
    return sorted({*recorded, *published}, reverse=True)
