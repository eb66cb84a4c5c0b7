"""状況: a month and the year so far beside those a year ago, by kind and by another axis, and the work at hand."""
from django import forms
from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from cases import access, caseload, periods
from cases.models import Axis, EarlierLabel
from cases.models.axes import KIND
from reports.bars import bars_of
from reports.overview import overview_of
from reports.scope import years_with_figures


class MonthForm(forms.Form):
    """The month to look at, this one where nothing that can be read was asked for; and an axis beside the kinds."""

    only_shows = True
    fiscal_year = forms.TypedChoiceField(label="年度", coerce=int)
    month = forms.TypedChoiceField(label="月", coerce=int, choices=[(month, f"{month}月") for month in periods.FISCAL_MONTHS])
    axis = forms.ChoiceField(label="内訳", required=False)

    def __init__(self, data):
        today = timezone.localdate()
        self.usual = {"fiscal_year": periods.fiscal_year_of(today), "month": today.month}
        super().__init__({name: data.get(name, value) for name, value in (self.usual | {"axis": ""}).items()})
        years = sorted({*years_with_figures(), self.usual["fiscal_year"]}, reverse=True)
        self.fields["fiscal_year"].choices = [(year, periods.fiscal_year_label(year)) for year in years]
        axes = Axis.objects.filter(source=Axis.Source.CONTACT, counts=Axis.Counts.CONTACTS).exclude(code=KIND)
        called = _called_in(self.data["fiscal_year"], self.usual["fiscal_year"])
        self.fields["axis"].choices = [("", "表示しない"), *axes.annotate(called=called).values_list("code", "called")]

    @property
    def asked(self) -> tuple[int, int]:
        """Fiscal year and calendar month."""
        chosen = self.cleaned_data if self.is_valid() else self.usual
        return chosen["fiscal_year"], chosen["month"]

    @property
    def asked_axis(self) -> str:
        """The code of the axis; "" for none."""
        return self.cleaned_data["axis"] if self.is_valid() else ""


def _called_in(asked, this_year: int) -> Coalesce:
    """The name of an axis in the year that is asked for, this year's where that cannot be read."""
    year = int(asked) if str(asked).isdecimal() and len(str(asked)) == len("2021") else this_year
    earlier = EarlierLabel.objects.filter(axis=OuterRef("pk"), last_year__gte=year).order_by("last_year").values("label")[:1]
    return Coalesce(Subquery(earlier), F("name"))


@require_GET
@access.roles(*access.EVERYONE)
def overview(request):
    """The figures of all districts, as in the report; cases and times only of what is in sight."""
    form = MonthForm(request.GET)
    year, month = form.asked
    found = overview_of(year, month)
    return render(request, "reports/overview.html", {
        "form": form, "overview": found, "bars": bars_of(found.total.course) if found else None,
        "axis": form.asked_axis and (dict(form.fields["axis"].choices)[form.asked_axis], overview_of(year, month, form.asked_axis)),
        "label": periods.fiscal_year_label(year), "before": periods.fiscal_year_label(year - 1), "month": month,
        "months": periods.FISCAL_MONTHS, "fiscal_year": year,
        "caseload": caseload.caseload(request.user), "busiest": caseload.busiest(request.user, year),
        "minutes": caseload.minutes(request.user, year, month),
    })
