"""The public copy (公開用) of a year's report, with small figures left out as the council has set."""
from dataclasses import replace

from .grid import Report
from .joint import with_joint
from .layout import build
from .masked import masked
from .masking import mask_of
from .scope import Scope, scope_of


def build_public(scope: Scope, below: int) -> Report:
    """The report of a scope without figures from 1 up to but not including `below`.

    What is left out is decided once, from the report of all districts and that of the year before: every edition
    and every year leaves out the same figures, so that none of them tells what another one does not.
    """
    return public_copy(build(scope, across_cuts=False), scope, below)


def public_copy(report: Report, scope: Scope, below: int) -> Report:
    """The public copy of a report of the scope, or of a part of it such as a single 年度推移. It has the columns that the
    report itself shows, those of joint districts (合同地区) too. The report must be one without `across_cuts`.
    """
    report = replace(report, chapters=())  # what is told in words has figures that no mask knows
    shown = with_joint(report, scope, across_cuts=False) if report.tables else report
    if below <= 1:
        return replace(shown, public=True)
    year = scope.fiscal_year
    oldest = min([year - 1, *(each.years[0].fiscal_year for each in report.trends)])
    whole = _weighed(scope, report) if scope.whole and report.tables else _weighed(scope_of(year))
    before, *earlier = (_weighed(scope_of(each)) for each in range(year - 1, oldest - 1, -1))
    return masked(shown, mask_of(whole, before, below, earlier))


def _weighed(scope: Scope, report: Report | None = None) -> Report:
    """The report of all districts with joint ones beside them: an edition of some of the districts may print the ones, this the others."""
    return with_joint(report or build(scope, trends=False, across_cuts=False), scope, beside=True, across_cuts=False)
