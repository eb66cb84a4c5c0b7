"""The annual report on screen, and its files."""
from django.contrib import messages
from django.db import connection
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from cases import access, periods
from cases.models import Council
from reports import checks
from reports.book import read_book
from reports.forms import ScopeForm, TrendForm, TrendScopeForm, YearForm
from reports.grid import Report
from reports.joint import with_joint
from reports.layout import build
from reports.masked import leaves_nothing, masked_in
from reports.outputs import FORMATS, PUBLIC_FORMATS, Context, Unavailable, file_name
from reports.public import build_public, public_copy
from reports.scope import years_with_figures
from reports.trend_shares import build_asked

FIRST_YEAR, LAST_YEAR = 1989, 2100
EDITORS = (access.SUPERVISOR, access.ADMIN)  # of notes and percentages


@require_GET
@access.roles(*access.EVERYONE)
def report_index(request):
    """The latest fiscal year with figures, or the one chosen; an empty installation says what to do."""
    years = years_with_figures()
    form = YearForm(request.GET or None, years=years)
    if form.is_bound and form.is_valid():
        return redirect("report_detail", form.cleaned_data["fiscal_year"])
    if years:
        return redirect("report_detail", years[0])
    return render(request, "reports/empty.html")


@require_GET
@access.roles(*access.EVERYONE)
def report_detail(request, fiscal_year):
    """All tables of a year; every counted figure opens the contacts behind it."""
    form, found = scope_form(request, fiscal_year), years_with_figures()
    if not _is_reportable(fiscal_year, found):
        label = periods.fiscal_year_label(fiscal_year)
        return render(request, "reports/empty.html", {"label": label, "years": found}, status=404)
    scope = form.scope()
    report = build(scope)
    years = sorted({*found, fiscal_year}, reverse=True)
    return render(request, "reports/detail.html", {
        "report": with_joint(report, scope), "form": form, "findings": [*report.warnings, *checks.findings(report)], "formats": FORMATS,
        "chosen": request.GET.getlist("district"), "may_edit": request.user.role in EDITORS,
        "year_form": YearForm(initial={"fiscal_year": fiscal_year}, years=years)})


@require_GET
@access.roles(*access.EVERYONE)
def report_download(request, fiscal_year, kind):
    """The report as a file of one of the formats, or with ?trend=… one 年度推移; with ?public=1 its public copy (公開用),
    which data (zip) always are.
    """
    if kind not in PUBLIC_FORMATS:
        raise Http404
    form = scope_form(request, fiscal_year)
    if not _is_reportable(fiscal_year, years_with_figures()):
        raise Http404
    council = Council.current()
    is_public = bool(request.GET.get("public")) or kind not in FORMATS
    report = asked_report(request, form.scope(), is_public)
    if is_public:
        report = public_copy(report, form.scope(), council.mask_below)
    elif "trend" not in request.GET:
        report = with_joint(report, form.scope())
    context = Context.of(council, timezone.localdate())
    try:
        content = PUBLIC_FORMATS[kind].write(report, context)
    except Unavailable as reason:
        messages.error(request, str(reason))
        return redirect("report_detail", fiscal_year)
    return HttpResponse(content, content_type=PUBLIC_FORMATS[kind].content_type, headers={
        "Content-Disposition": content_disposition_header(True, file_name(report, kind))})


@require_GET
@access.roles(*access.EVERYONE)
def report_public(request, fiscal_year):
    """The files for publication: what they leave out, and the way to each."""
    form = scope_form(request, fiscal_year)
    reportable(fiscal_year)
    report = build_public(form.scope(), Council.current().mask_below)
    return render(request, "reports/public.html", {
        "report": report, "formats": PUBLIC_FORMATS, "chosen": request.GET.getlist("district"),
        "leaves_nothing": leaves_nothing(report),
        "left_out": [(grid, count) for grid in (*report.tables, *report.monthly, *report.trends) if (count := masked_in(grid))]})


def asked_report(request, scope, is_public: bool = False) -> Report:
    """The report of a scope, or the one trend that ?trend=… asks for; Http404 for one that there is not. `is_public` for public_copy."""
    if "trend" not in request.GET:
        return build(scope, across_cuts=not is_public)
    choice = trend_form(request, scope).choice
    if choice is None:
        raise Http404
    return build_asked(scope, choice)


def trend_form(request, scope) -> TrendForm:
    """The form of a 年度推移 with the axes of the year."""
    with connection.cursor() as cursor:
        return TrendForm(request.GET, axes=read_book(cursor, scope.fiscal_year).axes)


def reportable(fiscal_year: int) -> None:
    """Http404 for a year that has no report."""
    if not (FIRST_YEAR <= fiscal_year <= LAST_YEAR and _is_reportable(fiscal_year, years_with_figures())):
        raise Http404


def _is_reportable(fiscal_year: int, found: list[int]) -> bool:
    """Whether zeros of that year are figures: the year that runs has them, one that nobody recorded has none."""
    return fiscal_year in found or fiscal_year == periods.fiscal_year_of(timezone.localdate())


def scope_form(request, fiscal_year: int, *, is_trend: bool = False) -> ScopeForm:
    """The districts asked for, of a 年度推移 joint ones too; Http404 for a year outside the calendar of the product."""
    if not FIRST_YEAR <= fiscal_year <= LAST_YEAR:
        raise Http404
    return (TrendScopeForm if is_trend or "trend" in request.GET else ScopeForm)(request.GET, fiscal_year=fiscal_year)


