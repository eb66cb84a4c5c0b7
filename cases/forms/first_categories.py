"""Fields of a new axis for the categories that it begins with, one a line."""
from django import forms

from cases.models import Axis, Category
from cases.services.first_categories import USUAL_BANDS, band_of, lines_of

FIELDS = {Axis.Source.AGE: "bands", Axis.Source.HOUSEHOLD: "household_types"}  # by the source that asks for them
_LONGEST = Category._meta.get_field("label").max_length
_MOST = 60


class LinesField(forms.CharField):
    """One label a line."""

    def __init__(self, **kwargs):
        super().__init__(required=False, max_length=_MOST * _LONGEST, widget=forms.Textarea(attrs={"rows": 8}), **kwargs)

    def clean(self, value):
        """The labels, or ValidationError."""
        lines = lines_of(super().clean(value))
        if len(lines) > _MOST or any(len(line) > _LONGEST for line in lines):
            raise forms.ValidationError(f"1行は{_LONGEST}文字まで、{_MOST}行までで書いてください。")
        return lines


class BandsField(LinesField):
    """One band of ages a line; the usual ones are a proposal."""

    def __init__(self, **kwargs):
        super().__init__(initial="\n".join(USUAL_BANDS), **kwargs)

    def clean(self, value):
        """The bands with their ages, or ValidationError with what each unreadable line must look like."""
        bands, wrong = [], []
        for line in super().clean(value):
            try:
                bands.append(band_of(line))
            except ValueError as error:
                wrong.append(str(error))
        if wrong:
            raise forms.ValidationError(wrong)
        return bands
