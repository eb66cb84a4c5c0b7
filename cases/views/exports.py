"""Contact records and published figures as files that the import reads back."""
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from cases import access, periods
from cases.exports.figures import export_figures
from cases.exports.records import export_records, years_of
from cases.exports.tables import CONTENT_TYPES
from cases.models import PublishedFigure

RECORDS, FIGURES = "records", "figures"
_WORDS = {RECORDS: "対応記録", FIGURES: "公表値"}
MOST_NAMED = 3


@require_GET
@access.roles(access.SUPERVISOR, access.ADMIN)
def export_list(request):
    """The years that have records in sight, or published figures, each as a file."""
    figures = PublishedFigure.objects.order_by("-fiscal_year").values_list("fiscal_year", flat=True).distinct()
    return render(request, "cases/exports/list.html", {
        "subjects": [(RECORDS, _WORDS[RECORDS], [*years_of(access.contacts_of_districts(request.user))]),
                     (FIGURES, _WORDS[FIGURES], [*figures])]})


@require_GET
@access.roles(access.SUPERVISOR, access.ADMIN)
def export_file(request, subject, file_format):
    """A year's records that the user may see, or its published figures; without a year those of all years."""
    if subject not in _WORDS or file_format not in CONTENT_TYPES:
        raise Http404
    year = _year(request.GET.get("fiscal_year", ""))
    rows = access.contacts_of_districts(request.user) if subject == RECORDS else PublishedFigure.objects.all()
    rows = rows if year is None else rows.filter(fiscal_year=year)
    export = (export_records if subject == RECORDS else export_figures)(rows)
    if export.troubles:
        messages.error(request, f"書き出しませんでした。{' '.join(export.troubles[:MOST_NAMED])}")
        return redirect("export_list")
    name = f"{_WORDS[subject]}_{periods.fiscal_year_label(year) if year else '全年度'}_{timezone.localdate():%Y%m%d}.{file_format}"
    return HttpResponse(export.write(file_format), content_type=CONTENT_TYPES[file_format], headers={
        "Content-Disposition": content_disposition_header(True, name)})


def _year(text: str) -> int | None:
    """The fiscal year asked for, None for all; Http404 for what is none."""
    if text and not (text.isascii() and text.isdecimal() and len(text) == 4):
        raise Http404
    return int(text) if text else None
