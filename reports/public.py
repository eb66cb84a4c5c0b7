"""The public copy (公開用) of a year's report, with small figures left out as the council has set."""
from dataclasses import replace

from .grid import Report
from .layout import build
from .masked import masked
from .masking import mask_of
from .scope import Scope, scope_of


def build_public(scope: Scope, below: int) -> Report:
    """The report of a scope without figures from 1 up to but not including `below`.

    What is left out is decided once, from the report of all districts and that of the year before: every edition
    and every year leaves out the same figures, so that none of them tells what another one does not.
    """
    report = build(scope)
    whole = report if scope.whole else build(scope_of(scope.fiscal_year))
    before = build(scope_of(scope.fiscal_year - 1))
    return masked(report, mask_of(whole, before, below)) if below > 1 else replace(report, public=True)
