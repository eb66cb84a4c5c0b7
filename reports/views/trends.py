"""年度推移: an axis, or the totals of districts, over several fiscal years on screen."""
from urllib.parse import urlencode

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_GET

from cases import access, periods
from reports.outputs import FORMATS
from reports.trend_shares import build_asked

from .report import EDITORS, reportable, scope_form, trend_form


@require_GET
@access.roles(*access.EVERYONE)
def report_trend(request, fiscal_year):
    """The trend asked for, up to the year; every counted figure opens the contacts behind it. Files: report_download."""
    districts = scope_form(request, fiscal_year, is_trend=True)
    reportable(fiscal_year)
    scope = districts.scope()
    form = trend_form(request, scope)
    if not form.fields["trend"].choices:
        raise Http404
    report = build_asked(scope, form.choice) if form.choice else None
    return render(request, "reports/trend_page.html", {
        "report": report, "form": form, "districts": districts, "formats": FORMATS,
        "query": urlencode(form.data | {"district": request.GET.getlist("district")}, doseq=True),
        "may_edit": request.user.role in EDITORS, "fiscal_year": fiscal_year, "label": periods.fiscal_year_label(fiscal_year)})
