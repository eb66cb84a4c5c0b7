"""報告書の準備: how much of what a year's report needs is there, by district, and the contacts that lack an answer."""
from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_GET

from cases import access, periods
from cases.district_names import show_rows_apart
from reports.forms import YearForm
from reports.readiness import in_sight, readiness_of
from reports.scope import years_with_figures

from .report import reportable

PAGE_SIZE = 50


@require_GET
@access.roles(*access.EVERYONE)
def readiness(request, fiscal_year):
    """The whole page, or for the dashboard (htmx) the percentages alone."""
    reportable(fiscal_year)
    years = sorted({*years_with_figures(), fiscal_year}, reverse=True)
    template = "reports/readiness/summary.html" if request.headers.get("HX-Request") else "reports/readiness/detail.html"
    return render(request, template, {
        "parts": readiness_of(request.user, fiscal_year), "fiscal_year": fiscal_year, "label": periods.fiscal_year_label(fiscal_year),
        "years": years, "year_form": YearForm(initial={"fiscal_year": fiscal_year}, years=years)})


@require_GET
@access.roles(*access.EVERYONE)
def readiness_contacts(request, fiscal_year):
    """The contacts of the year that lack a needed answer, of the user's own districts or of one."""
    reportable(fiscal_year)
    page = Paginator(in_sight(request.user, fiscal_year, request.GET.get("district", "")), PAGE_SIZE).get_page(request.GET.get("page"))
    show_rows_apart(page)
    return render(request, "reports/readiness/contacts.html", {
        "page": page, "fiscal_year": fiscal_year, "label": periods.fiscal_year_label(fiscal_year)})
