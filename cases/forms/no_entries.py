"""「この年度は実績なし」: that there was nothing of a kind of 地域支援 in a district and fiscal year."""
from django import forms
from django.utils import timezone

from cases import access, periods
from cases.models import ActivityKind, District, User

from .base import HouseForm


class NoEntriesForm(HouseForm, forms.Form):
    """The kind, an own district and a year that has begun; `said` is blank where it is taken back."""

    fiscal_year = forms.IntegerField(label="年度", min_value=1989)
    district = forms.ModelChoiceField(District.objects.none(), label="地区", to_field_name="code")
    kind = forms.ModelChoiceField(ActivityKind.objects.all(), label="種別", to_field_name="code")
    said = forms.BooleanField(required=False)

    def __init__(self, data, *, user: User):
        super().__init__(data)
        self.fields["district"].queryset = access.changeable_districts(user)

    def clean_fiscal_year(self):
        year = self.cleaned_data["fiscal_year"]
        if year > periods.fiscal_year_of(timezone.localdate()):
            raise forms.ValidationError("まだ始まっていない年度です。")
        return year

    def clean(self):
        super().clean()
        year, kind = self.cleaned_data.get("fiscal_year"), self.cleaned_data.get("kind")
        if year and kind and not kind.valid_in(year):
            self.add_error("kind", f"{periods.fiscal_year_label(year)}にはない種別です。")
        return self.cleaned_data
