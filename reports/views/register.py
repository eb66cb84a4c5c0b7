"""地域支援のまとめ: the year's tables of the register and what chapters 4 to 7 of the report tell of, on screen and as files."""
from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from cases import access, periods
from cases.models import Activity, Council, User
from reports.chapters import Chapter, chapters_of
from reports.forms import YearForm
from reports.outputs import REGISTER_FORMATS, Context, Unavailable, file_name
from reports.register import build_register
from reports.scope import Scope

from .report import scope_form


@require_GET
@access.roles(*access.EVERYONE)
def register_detail(request, fiscal_year):
    """The figures of all districts, as in the report; titles and groups only of what is in sight."""
    form = scope_form(request, fiscal_year)
    scope = form.scope()
    return render(request, "reports/register/detail.html", {
        "report": build_register(scope), "form": form, "formats": REGISTER_FORMATS, "chosen": request.GET.getlist("district"),
        "chapters": _chapters(request.user, scope),
        "seen": {each.code for each in access.visible_districts(request.user)},
        "year_form": YearForm(initial={"fiscal_year": fiscal_year}, years=_years(fiscal_year))})


@require_GET
@access.roles(*access.EVERYONE)
def register_index(request):
    """The year chosen, else this one."""
    this = periods.fiscal_year_of(timezone.localdate())
    years = _years(this)
    form = YearForm(request.GET or None, years=years)
    chosen = form.cleaned_data["fiscal_year"] if form.is_bound and form.is_valid() else None
    return redirect("register_detail", chosen or this)


@require_GET
@access.roles(*access.EVERYONE)
def register_download(request, fiscal_year, kind):
    """The tables as a file of one of the formats, with the chapters as far as they are in sight."""
    if kind not in REGISTER_FORMATS:
        raise Http404
    scope = scope_form(request, fiscal_year).scope()
    report = replace(build_register(scope), chapters=tuple(each for each in _chapters(request.user, scope) if each.places))
    try:
        content = REGISTER_FORMATS[kind].write(report, Context.of(Council.current(), timezone.localdate()))
    except Unavailable as reason:
        messages.error(request, str(reason))
        return redirect("register_detail", fiscal_year)
    return HttpResponse(content, content_type=REGISTER_FORMATS[kind].content_type, headers={
        "Content-Disposition": content_disposition_header(True, file_name(report, kind))})


def _chapters(user: User, scope: Scope) -> list[Chapter]:
    entries = access.visible_activities(user).in_year(scope.fiscal_year).filter(district__in=[each.id for each in scope.districts])
    return chapters_of(entries.select_related("kind", "district", "resource"))


def _years(fiscal_year: int) -> list[int]:
    found = Activity.objects.order_by().values_list("fiscal_year", flat=True).distinct()
    return sorted({*found, fiscal_year, periods.fiscal_year_of(timezone.localdate())}, reverse=True)
