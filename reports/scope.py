"""What a report is about: one fiscal year and some districts."""
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from django.db import connection

from cases import periods
from cases.models import Contact, District, EarlierLabel, PublishedFigure

from .statements import rows

_VALID = "starts_on < %s AND (ends_on IS NULL OR ends_on >= %s)"
_NAME = f"""COALESCE((SELECT label FROM {EarlierLabel._meta.db_table} WHERE district_id = district.id AND last_year >= %s
    ORDER BY last_year LIMIT 1), name)"""  # noqa: S608 (no input)
_DISTRICTS = f"""SELECT id, code, {_NAME}, {_VALID}, {_VALID} FROM {District._meta.db_table} district WHERE {_VALID}
    OR EXISTS (SELECT 1 FROM {Contact._meta.db_table} WHERE district_id = district.id AND fiscal_year = %s
        AND deleted_at IS NULL)
    ORDER BY "order", id"""  # noqa: S608 (no input)
# Steps from each year to the next along an index, because DISTINCT would read every row of the table.
_YEARS = """WITH RECURSIVE found(year) AS (SELECT MIN(fiscal_year) FROM {table} WHERE {stands}
    UNION ALL SELECT (SELECT MIN(fiscal_year) FROM {table} WHERE fiscal_year > year AND {stands}) FROM found WHERE year IS NOT NULL)
    SELECT year FROM found WHERE year IS NOT NULL"""


class UnknownDistrict(ValueError):
    """A district code that the year does not have. The message is Japanese and names the choices."""


class ScopeDistrict(NamedTuple):
    """A district's column; `exists` and `existed` say whether the district did, in the year and in the year before."""

    id: int
    code: str
    name: str
    exists: bool
    existed: bool


@dataclass(frozen=True)
class Scope:
    """The only argument a report takes. `whole` says that no district of the year is left out."""

    fiscal_year: int
    districts: tuple[ScopeDistrict, ...]
    whole: bool


def districts_of(fiscal_year: int) -> list[ScopeDistrict]:
    """Districts of a year in print order: those valid in it, and any that has contacts in it all the same."""
    start, end = periods.fiscal_year_span(fiscal_year)
    before = periods.fiscal_year_span(fiscal_year - 1)[0]
    with connection.cursor() as cursor:
        found = rows(cursor, _DISTRICTS, fiscal_year, end, start, start, before, end, start, fiscal_year)
    return [*map(ScopeDistrict._make, found)]


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


def scope_in(fiscal_year: int, scope: Scope) -> Scope:
    """The same districts in another fiscal year: all of that year for a whole scope, else those that it had then."""
    districts = districts_of(fiscal_year)
    codes = {each.code for each in scope.districts}
    chosen = tuple(each for each in districts if scope.whole or each.code in codes)
    return Scope(fiscal_year, chosen, len(chosen) == len(districts))


def years_with_figures() -> list[int]:
    """Fiscal years that have contacts or published figures, latest first."""
    with connection.cursor() as cursor:
        found = {year for model, stands in ((Contact, "deleted_at IS NULL"), (PublishedFigure, "TRUE"))
                 for (year,) in rows(cursor, _YEARS.format(table=model._meta.db_table, stands=stands))}
    return sorted(found, reverse=True)
