"""Which coming year the codebook is prepared for."""
from django import forms
from django.utils import timezone

from cases import periods
from cases.models import CodebookPlan

from .base import RecordForm


class PlanForm(RecordForm):
    """The year of a plan: this one or one of the two to come, which has no plan yet."""

    class Meta:
        model = CodebookPlan
        fields = ["fiscal_year"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        this_year = periods.fiscal_year_of(timezone.localdate())
        self.fields["fiscal_year"] = forms.TypedChoiceField(
            label="年度", coerce=int, choices=[(year, periods.fiscal_year_label(year)) for year in (this_year + 1, this_year + 2)],
            widget=forms.Select(attrs={"class": "input-short"}), help_text="この年度の4月1日から使う分類表を準備します。")

    def clean_fiscal_year(self):
        year = self.cleaned_data["fiscal_year"]
        if CodebookPlan.objects.exclude(state="cancelled").exclude(pk=self.instance.pk).filter(fiscal_year=year).exists():
            raise forms.ValidationError("この年度の年度更新は、すでにあります。一覧から開いてください。")
        return year
