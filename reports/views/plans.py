"""The report of a coming year as a plan of the codebook (年度更新) will print it."""
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from cases import access
from cases.models import CodebookPlan
from cases.services.codebook_plan import trial
from reports.joint import with_joint
from reports.layout import build
from reports.samples import TOLD
from reports.scope import scope_of, years_with_figures


@require_GET
@access.roles(access.ADMIN)
def plan_report(request, pk):
    """Tables and footnotes of the plan's year, made by the report itself on the plan's codebook."""
    plan = get_object_or_404(CodebookPlan, pk=pk)
    if plan.state != CodebookPlan.State.DRAFT:
        return _page(request, plan)
    with trial(plan):
        return _page(request, plan)


def _page(request, plan: CodebookPlan):
    scope = scope_of(plan.fiscal_year)
    report = with_joint(build(scope, is_preview=True), scope, is_preview=True)
    return render(request, "reports/plan.html", {
        "report": report, "plan": plan, "has_prior": any(column.has_prior for column in report.districts),
        "has_samples": any(TOLD in grid.basis for grid in report.tables), "has_own": plan.fiscal_year in years_with_figures(), "findings": ()})
