"""What a report is about: one fiscal year and some districts."""
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import NamedTuple

from django.db import connection

from cases import periods
from cases.district_names import told_apart
from cases.models import Contact, District, EarlierLabel, PublishedFigure

from .statements import rows

_VALID = "starts_on < %s AND (ends_on IS NULL OR ends_on >= %s)"
_NAME = f"""COALESCE((SELECT label FROM {EarlierLabel._meta.db_table} WHERE district_id = district.id AND last_year >= %s
    ORDER BY last_year LIMIT 1), name)"""  # noqa: S608 (no input)
# Not EXISTS, for which PostgreSQL would gather the contacts of the whole year at once; the order is that of their index.
_HAS_CONTACTS = f"""(SELECT 1 FROM {Contact._meta.db_table} WHERE district_id = district.id AND fiscal_year = %s
        AND deleted_at IS NULL ORDER BY deleted_at, fiscal_year, district_id LIMIT 1) IS NOT NULL"""  # noqa: S608 (no input)
_DISTRICTS = f"""SELECT id, code, {_NAME}, {_VALID}, {_VALID}, starts_on, ends_on, {_HAS_CONTACTS}, {_HAS_CONTACTS}
    FROM {District._meta.db_table} district ORDER BY "order", id"""  # noqa: S608 (no input)
# Steps from each year to the next along an index, because DISTINCT would read every row of the table.
_YEARS = """WITH RECURSIVE found(year) AS (SELECT MIN(fiscal_year) FROM {table} WHERE {stands}
    UNION ALL SELECT (SELECT MIN(fiscal_year) FROM {table} WHERE fiscal_year > year AND {stands}) FROM found WHERE year IS NOT NULL)
    SELECT year FROM found WHERE year IS NOT NULL"""


class UnknownDistrict(ValueError):
    """A district code that the year does not have. The message is Japanese and names the choices."""


class ScopeDistrict(NamedTuple):
    """A district's column; `exists` and `existed` say whether the district did, in the year and in the year before.

    It is named with its years where another district of the list bears its name. `starts_on` and `ends_on` are inclusive.
    `part_years` are the fiscal years of which it had a part only, because a re-cut fell into them.
    """

    id: int
    code: str
    name: str
    exists: bool
    existed: bool
    starts_on: date | None = None
    ends_on: date | None = None
    part_years: tuple[int, ...] = ()


@dataclass(frozen=True)
class Scope:
    """The only argument a report takes. `whole` says that no district of the year is left out.

    `before` are all districts that the year before had, whichever are chosen here. `also` are the codes of districts that
    stand in place of its own in other years: those of a joint district (合同地区).
    """

    fiscal_year: int
    districts: tuple[ScopeDistrict, ...]
    whole: bool
    before: tuple[ScopeDistrict, ...] = ()
    also: tuple[str, ...] = ()

    @property
    def new(self) -> list[ScopeDistrict]:
        """Its districts that the year before did not have, where it had others."""
        return _without(self.districts, self.before) if self.before else []

    @property
    def gone(self) -> list[ScopeDistrict]:
        """Districts of the year before that have no column here although none is left out."""
        return _without(self.before, self.districts) if self.whole else []

    @property
    def apart(self) -> list[ScopeDistrict]:
        """Its districts whose year, or the year before, was a part of one: the two are no pair."""
        return [each for each in self.districts if {self.fiscal_year, self.fiscal_year - 1} & {*each.part_years}]


def _without(districts: Iterable[ScopeDistrict], others: Iterable[ScopeDistrict]) -> list[ScopeDistrict]:
    codes = {each.code for each in others}
    return [each for each in districts if each.code not in codes]


def districts_of(fiscal_year: int) -> list[ScopeDistrict]:
    """Districts of a year in print order: those valid in it, and any that has contacts in it all the same."""
    return _read(fiscal_year)[0]


def _read(fiscal_year: int) -> tuple[list[ScopeDistrict], list[ScopeDistrict]]:
    """The districts of a year, and those of the year before, each those that were valid or have contacts in it."""
    start, end = periods.fiscal_year_span(fiscal_year)
    before = periods.fiscal_year_span(fiscal_year - 1)[0]
    with connection.cursor() as cursor:
        found = rows(cursor, _DISTRICTS, fiscal_year, end, start, start, before, fiscal_year, fiscal_year - 1)
    known = _with_part_years([_district(*row[:-2]) for row in found])
    every = [(each, *row[-2:]) for each, row in zip(known, found, strict=True)]
    return (named_apart(each for each, now, _ in every if each.exists or now), [each for each, _, then in every if each.existed or then])


def _district(pk: int, code: str, name: str, exists, existed, *days) -> ScopeDistrict:
    """SQLite has days as text."""
    return ScopeDistrict(pk, code, name, bool(exists), bool(existed), *(date.fromisoformat(str(day)) if day else None for day in days))


def _with_part_years(districts: list[ScopeDistrict]) -> list[ScopeDistrict]:
    """With the years into which a re-cut fell: the day on which a district begins and another one no longer is."""
    ended = {each.ends_on + timedelta(days=1) for each in districts if each.ends_on}
    cuts = {day for each in districts if (day := each.starts_on) in ended and day != periods.fiscal_year_span(periods.fiscal_year_of(day))[0]}
    return [each._replace(part_years=tuple(periods.fiscal_year_of(day) for day in (each.starts_on, each.ends_on and each.ends_on + timedelta(days=1))
                                           if day in cuts)) if cuts else each for each in districts]


def named_apart(districts: Iterable[ScopeDistrict]) -> list[ScopeDistrict]:
    """The districts, of which those that bear the same name have their years beside it."""
    found = list(districts)
    names = told_apart(found)
    return [each._replace(name=names[each.code]) for each in found]


def scope_of(fiscal_year: int, codes: Iterable[str] = ()) -> Scope:
    """The scope of some districts by code, in print order; no codes means all of the year.

    Raises UnknownDistrict for a code that is not a district of the year.
    """
    (districts, before), wanted = _read(fiscal_year), set(codes)
    chosen = tuple(each for each in districts if not wanted or each.code in wanted)
    if unknown := wanted - {each.code for each in chosen}:
        known = "、".join(f"{each.code}（{each.name}）" for each in districts) or "なし"
        raise UnknownDistrict(f"{periods.fiscal_year_label(fiscal_year)}に地区「{min(unknown)}」はありません。"
                              f"選べる地区: {known}")
    return Scope(fiscal_year, chosen, len(chosen) == len(districts), tuple(before))


def compared_with(scope: Scope, fiscal_year: int) -> Scope:
    """The scope as it stands beside another fiscal year than the one before it: which of its districts existed then."""
    found = districts_of(fiscal_year)
    codes = {each.code for each in found}
    return replace(scope, districts=tuple(each._replace(existed=each.code in codes) for each in scope.districts), before=tuple(found))


def scope_in(fiscal_year: int, scope: Scope) -> Scope:
    """The same districts in another fiscal year: all of that year for a whole scope, else those that it had then."""
    districts = districts_of(fiscal_year)
    codes = {*(each.code for each in scope.districts), *scope.also}
    chosen = tuple(each for each in districts if scope.whole or each.code in codes)
    return Scope(fiscal_year, chosen, len(chosen) == len(districts), also=scope.also)


def years_with_figures() -> list[int]:
    """Fiscal years that have contacts or published figures, latest first."""
    return sorted({*years_with(Contact), *years_with(PublishedFigure)}, reverse=True)


def years_with(model: type[Contact] | type[PublishedFigure]) -> list[int]:
    """Fiscal years that have contacts, or published figures, the first one first."""
    stands = "deleted_at IS NULL" if model is Contact else "TRUE"
    with connection.cursor() as cursor:
        return [year for (year,) in rows(cursor, _YEARS.format(table=model._meta.db_table, stands=stands))]
