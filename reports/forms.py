"""Which year and districts a report page shows."""
from django import forms

from cases import periods
from cases.forms.widgets import ChipCheckbox

from .scope import Scope, districts_of, scope_of


class ScopeForm(forms.Form):
    """Districts of one fiscal year; none chosen means all."""

    district = forms.MultipleChoiceField(label="地区", required=False, widget=ChipCheckbox, error_messages={
        "invalid_choice": "選んだ地区は、この年度にはありません。"})

    def __init__(self, data=None, *, fiscal_year: int):
        super().__init__(data)
        self.fiscal_year = fiscal_year
        self.fields["district"].choices = [(each.code, each.name) for each in districts_of(fiscal_year)]

    def scope(self) -> Scope:
        """The scope asked for; all districts where the choice cannot be read."""
        codes = self.cleaned_data.get("district", []) if self.is_valid() else []
        return scope_of(self.fiscal_year, codes)


class EditionForm(forms.Form):
    """An edition (版) of a year's report: of all its districts, or of one."""

    district = forms.ChoiceField(label="版", required=False, error_messages={
        "invalid_choice": "選んだ地区は、この年度にはありません。"})

    def __init__(self, data=None, *, fiscal_year: int):
        super().__init__(data)
        self.fiscal_year = fiscal_year
        found = districts_of(fiscal_year)
        single = [(each.code, f"{each.name}版") for each in found] if len(found) > 1 else []
        self.fields["district"].choices = [("", "全地区版"), *single]

    def scope(self) -> Scope:
        """The scope asked for; all districts where the choice cannot be read."""
        code = self.cleaned_data.get("district") if self.is_valid() else ""
        return scope_of(self.fiscal_year, [code] if code else [])


class YearForm(forms.Form):
    """The fiscal year to show, out of those that have figures."""

    fiscal_year = forms.TypedChoiceField(label="年度", coerce=int)

    def __init__(self, *args, years: list[int], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["fiscal_year"].choices = [(year, periods.fiscal_year_label(year)) for year in years]
