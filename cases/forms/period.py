"""A period in a filter: この日から, この日まで."""
from django import forms

from .base import JapaneseDateField

ENDS = "「この日から」より前の日付です。"


class Period(forms.Form):
    """Both ends may be left out, and both count."""

    start = JapaneseDateField(label="この日から", required=False)
    end = JapaneseDateField(label="この日まで", required=False)

    def clean(self):
        """The period ends on its first day or later."""
        super().clean()
        start, end = self.cleaned_data.get("start"), self.cleaned_data.get("end")
        if start and end and end < start:
            self.add_error("end", ENDS)
        return self.cleaned_data
