"""状況: a month and the year so far beside those a year ago, and the work at hand."""
from django import forms
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from cases import access, caseload, periods
from reports.bars import bars_of
from reports.overview import begun, overview_of
from reports.scope import years_with_figures


class MonthForm(forms.Form):
    """The month to look at; this one where nothing, or nothing that can be read, was asked for."""

    fiscal_year = forms.TypedChoiceField(label="年度", coerce=int)
    month = forms.TypedChoiceField(label="月", coerce=int, choices=[(month, f"{month}月") for month in periods.FISCAL_MONTHS])

    def __init__(self, data):
        today = timezone.localdate()
        self.usual = {"fiscal_year": periods.fiscal_year_of(today), "month": today.month}
        super().__init__({name: data.get(name, value) for name, value in self.usual.items()})
        years = sorted({*years_with_figures(), self.usual["fiscal_year"]}, reverse=True)
        self.fields["fiscal_year"].choices = [(year, periods.fiscal_year_label(year)) for year in years]

    @property
    def asked(self) -> tuple[int, int]:
        """Fiscal year and calendar month."""
        chosen = self.cleaned_data if self.is_valid() else self.usual
        return chosen["fiscal_year"], chosen["month"]


@require_GET
@access.roles(*access.EVERYONE)
def overview(request):
    """The figures of all districts, as in the report; cases and times only of what is in sight."""
    form = MonthForm(request.GET)
    year, month = form.asked
    found = overview_of(year, month)
    course = begun(found.total.course, year, timezone.localdate()) if found else ()
    return render(request, "reports/overview.html", {
        "form": form, "overview": found, "bars": bars_of(course) if found else None, "course": course,
        "label": periods.fiscal_year_label(year), "before": periods.fiscal_year_label(year - 1), "month": month,
        "months": periods.FISCAL_MONTHS, "fiscal_year": year,
        "caseload": caseload.caseload(request.user), "busiest": caseload.busiest(request.user, year),
        "minutes": (caseload.minutes(request.user, year, month), caseload.minutes(request.user, year)),
    })
