"""How many contacts were with households that live in no district (地区外): said under the table where the council wants it."""
from collections.abc import Sequence
from dataclasses import replace

from django.db import connection
from django.db.models import Q, QuerySet

from cases.models import Contact, Council
from cases.models.axes import KIND

from .grid import Grid
from .scope import Scope
from .several import counts_each_case, of_any_case
from .statements import rows

_IS_WANTED = f"SELECT 1 FROM {Council._meta.db_table} WHERE counts_outside"  # noqa: S608 (no input)
_NOT_KNOWN = "地区外に住む世帯への対応がいくつあったかは、公表値からは分かりません。"


def with_outside(grid: Grid, scope: Scope) -> Grid:
    """The table of kinds with the figure in its rule, and other tables as they are.

    Counted are contacts whose case, or one of whose cases, is of a household that is 地区外 today, of the districts whose figures were counted
    here. Those whose figures are published, or not known, are named: nothing is known of them.
    """
    if grid.axis != KIND or not grid.columns or not _is_wanted():
        return grid
    counted = [column for column, count in zip(grid.columns, grid.total.counts, strict=True) if count is not None and not column.published]
    if not counted:
        return replace(grid, rule=f"{grid.rule}{_NOT_KNOWN}") if any(column.published for column in grid.columns) else grid
    codes = tuple(column.code for column in counted)
    number = _number(Contact.objects.filter(_districts(scope, codes), fiscal_year=scope.fiscal_year), scope.fiscal_year)
    left_out = "・".join(column.name for column in grid.columns if column not in counted)
    but = f"{left_out}を除いて" if left_out else ""
    return replace(grid, rule=f"{grid.rule}このうち、地区外に住む世帯への対応は{but}{number:,}{grid.unit}です。", outside=codes if number else ())


def _is_wanted() -> bool:
    with connection.cursor() as cursor:
        return bool(rows(cursor, _IS_WANTED))


def is_outside(to: str = "") -> Q:
    """The contacts (`to` leads to them) with a household that is 地区外 today, of several cases with one at least."""
    return of_any_case(to, household__is_outside=True)


def _number(contacts: QuerySet[Contact], fiscal_year: int) -> int:
    """How often they count, as in the table: once, or for each of their cases that is of such a household."""
    if not counts_each_case(fiscal_year):
        return contacts.filter(is_outside()).count()
    outside = Contact.also_cases.through.objects.filter(case__household__is_outside=True, contact__in=contacts.order_by())
    return contacts.filter(case__household__is_outside=True).count() + outside.count()


def _districts(scope: Scope, codes: Sequence[str]) -> Q:
    ids = [each.id for each in scope.districts if each.code in codes]
    return Q() if scope.whole and len(ids) == len(scope.districts) else Q(district__in=ids)
