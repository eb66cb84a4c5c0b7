"""The published figures (公表値) of past years, and their reconciliation (照合) with the records. For supervisors and admins."""
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from cases import access, periods
from cases.models import PublishedFigure
from reports.outputs.reconciliation import KINDS, write
from reports.published import published_year
from reports.reconciliation import Reconciliation, reconcile

from .report import FIRST_YEAR, LAST_YEAR


@require_GET
@access.roles(access.SUPERVISOR, access.ADMIN)
def published_list(request):
    """The years that have published figures, latest first."""
    years = PublishedFigure.objects.order_by("-fiscal_year").values("fiscal_year").annotate(figures=Count("pk"))
    return render(request, "reports/published/list.html", {"years": years})


@require_GET
@access.roles(access.SUPERVISOR, access.ADMIN)
def published_detail(request, fiscal_year):
    """A year's figures as printed, with the sums that do not close."""
    _check_year(fiscal_year)
    return render(request, "reports/published/detail.html", {"year": published_year(fiscal_year)})


@require_GET
@access.roles(access.SUPERVISOR, access.ADMIN)
def reconciliation(request, fiscal_year):
    """Records beside published figures: a summary first, then the cells that differ, or with ?all=1 every cell.

    With ?format=xlsx or csv every cell as a file.
    """
    _check_year(fiscal_year)
    found, shows_all = reconcile(fiscal_year), request.GET.get("all") == "1"
    if "format" in request.GET:
        return _file(found, request.GET["format"])
    return render(request, "reports/published/reconciliation.html", {
        "found": found, "shows_all": shows_all, "tables": found.tables(shows_all),
        "count": len(found.cells if shows_all else found.differences), "kinds": KINDS})


def _file(found: Reconciliation, kind: str) -> HttpResponse:
    if kind not in KINDS:
        raise Http404
    name = f"照合_{periods.fiscal_year_label(found.fiscal_year)}.{kind}"
    return HttpResponse(write(found, kind), content_type=KINDS[kind][1], headers={
        "Content-Disposition": content_disposition_header(True, name)})


def _check_year(fiscal_year: int) -> None:
    if not FIRST_YEAR <= fiscal_year <= LAST_YEAR:
        raise Http404
