"""Forms of what a case waits for (返事待ち)."""
from django import forms
from django.utils import timezone

from cases.models import Waiting

from .base import JapaneseDateField, RecordForm, japanese_dates

EARLIER = "待ち始めた日より前の日付です。待ち始めた日以降の日付にしてください。"
TO_COME = "まだ来ていない日付です。今日までの日付を入力してください。"


class WaitingForm(RecordForm):
    """For whom, what and since when; once it has ended also the end, which can be taken away again."""

    class Meta:
        model = Waiting
        fields = ["whom", "what", "since", "ended_on", "result"]
        help_texts = {"ended_on": "空欄にすると、返事待ちに戻ります。"}
        formfield_callback = japanese_dates

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.is_new:
            self.initial["since"] = timezone.localdate()
        if self.instance.ended_on is None:
            del self.fields["ended_on"], self.fields["result"]

    def clean_since(self):
        """A wait that has begun."""
        return _not_to_come(self.cleaned_data["since"])

    def clean(self):
        """The wait ends on its first day or later."""
        super().clean()
        since, end = self.cleaned_data.get("since"), self.cleaned_data.get("ended_on")
        if since and end and end < since:
            self.add_error("ended_on", EARLIER)
        return self.cleaned_data


class WaitingEndForm(RecordForm):
    """The day on which the answer came, or the wait was given up, and what came of it."""

    ended_on = JapaneseDateField(label="待ち終わった日")

    class Meta:
        model = Waiting
        fields = ["ended_on", "result"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["ended_on"] = self.instance.ended_on or timezone.localdate()

    def clean_ended_on(self):
        """A day from the first one of the wait to today."""
        day = _not_to_come(self.cleaned_data["ended_on"])
        if day < self.instance.since:
            raise forms.ValidationError(EARLIER)
        return day


def _not_to_come(day):
    if day > timezone.localdate():
        raise forms.ValidationError(TO_COME)
    return day
