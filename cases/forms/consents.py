"""The form of a member's consent (同意)."""
from cases.models import Consent

from .base import japanese_dates
from .case_events import passed
from .widgets import ChipRadio
from .withdrawable import WithdrawableForm


class ConsentForm(WithdrawableForm):
    """To whom and what may be told, since when and how it was said; once stored also the day on which it was withdrawn."""

    class Meta:
        model = Consent
        fields = ["scope", "content", "given_on", "method", "withdrawn_on", "note", "is_withdrawn"]
        widgets = {"method": ChipRadio}
        formfield_callback = japanese_dates

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["method"].choices = Consent.Method.choices
        if self.is_new:
            del self.fields["withdrawn_on"]

    def clean_given_on(self):
        """A day that has come."""
        return passed(self.cleaned_data["given_on"])

    def clean(self):
        """It is withdrawn on the day on which it was given, or later, and not before that day has come."""
        super().clean()
        given, withdrawn = self.cleaned_data.get("given_on"), self.cleaned_data.get("withdrawn_on")
        if given and withdrawn and withdrawn < given:
            self.add_error("withdrawn_on", "同意日より前の日付です。同意日以降の日付にしてください。")
        return self.cleaned_data

    def clean_withdrawn_on(self):
        """A day that has come, if any."""
        day = self.cleaned_data["withdrawn_on"]
        return passed(day) if day else None
