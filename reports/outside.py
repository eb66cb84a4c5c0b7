"""How many contacts were with households that live in no district (地区外): said under the table where the council wants it."""
from dataclasses import replace

from cases.models import Contact, Council
from cases.models.axes import KIND

from .grid import Grid
from .scope import Scope


def with_outside(grid: Grid, scope: Scope) -> Grid:
    """The table of kinds with the figure in its rule; others, and a table with published figures, as they are.

    Counted are contacts of the scope's districts whose case is of a household that is 地区外 today.
    """
    is_published = grid.total.published or any(column.published for column in grid.columns)
    if grid.axis != KIND or is_published or not Council.objects.filter(counts_outside=True).exists():
        return grid
    found = Contact.objects.filter(fiscal_year=scope.fiscal_year, case__household__is_outside=True)
    if not scope.whole:
        found = found.filter(district__in=[each.id for each in scope.districts])
    return replace(grid, rule=f"{grid.rule}このうち、地区外に住む世帯への対応は{found.count():,}件です。")
