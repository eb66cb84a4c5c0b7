"""Forms of the course of a case (ケースの経過): 受付, 終結, 再開, and what was written of an event. 担当の引き継ぎ is in hand_over.py."""
import datetime

from django import forms
from django.utils import timezone

from cases.models import Case, CaseEvent, Council
from cases.periods import format_date
from cases.services.case_events import last_closing, last_reopening, may_be_withdrawn

from .base import JapaneseDateField, RecordForm, japanese_dates
from .widgets import PlannedDateField
from .withdrawable import WithdrawableForm

CHOOSE = "選んでください"
TO_COME = "まだ来ていない日付です。今日までの日付を入力してください。"
NOT_WITHDRAWN = "取り消せるのは、今の終結で、その後に経過の記録がないものだけです。終結の後に再開などがあるときは、取り消せません。"
SAME_DAY = "{day}の受付は、すでに記録されています。書き足すときは、ケースの画面の「ケースの経過」でその受付を直してください。"


def listed(field: forms.Field, name: str, kept: str, *, required: bool = False) -> forms.ChoiceField:
    """A choice among the words of one of the council's lists; a word that the row has already stays one of them."""
    words = Council.current().words(name)
    words += [kept] if kept and kept not in words else []
    return forms.ChoiceField(label=field.label, help_text=field.help_text, required=required,
                             choices=[("", CHOOSE), *((word, word) for word in words)], widget=forms.Select(attrs={"class": "input-medium"}))


def passed(day: datetime.date) -> datetime.date:
    """The day, or ValidationError for one that has not come."""
    if day > timezone.localdate():
        raise forms.ValidationError(TO_COME)
    return day


class IntakeForm(WithdrawableForm):
    """Who brought it, what it is about and how urgent it is (受付)."""

    class Meta:
        model = CaseEvent
        fields = ["date", "route", "referrer", "complaint", "urgency", "note", "is_withdrawn"]
        labels = {"date": "受付日", "note": "受付のときの様子"}
        widgets = {"complaint": forms.Textarea(attrs={"rows": 4}), "note": forms.Textarea(attrs={"rows": 3})}
        formfield_callback = japanese_dates

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.begin_with(date=timezone.localdate())
        for name, words in (("route", "intake_routes"), ("urgency", "urgencies")):
            self.fields[name] = listed(self.fields[name], words, getattr(self.instance, name))

    def clean_date(self):
        """A day that has come."""
        return passed(self.cleaned_data["date"])

    def clean(self):
        """A case comes in once a day: a second one is the first, sent from another page."""
        super().clean()
        day, same = self.cleaned_data.get("date"), self.instance.case.events.standing().filter(kind=CaseEvent.Kind.INTAKE)
        if day and not self.cleaned_data.get("is_withdrawn") and same.filter(date=day).exclude(pk=self.instance.pk).exists():
            self.add_error("date", SAME_DAY.format(day=format_date(day)))
        return self.cleaned_data


class EventNoteForm(RecordForm):
    """What was written about a closing, a reopening or a handover, and the next date that it carried over; what it did to the case stays.

    The contact of the other district, from which the date comes, is not touched.
    """

    next_on = PlannedDateField(label="次回予定日", required=False, help_text="前の担当者から引き継いだ日です。空欄にすると、この予定はなくなります。もとの対応記録は変わりません。")

    class Meta:
        model = CaseEvent
        fields = ["note", "watch"]
        widgets = {"note": forms.Textarea(attrs={"rows": 4}), "watch": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.kind not in (CaseEvent.Kind.HANDED_OVER, CaseEvent.Kind.TO_HAND_OVER):
            del self.fields["watch"]
        if self.instance.kind != CaseEvent.Kind.HANDED_OVER or not self.instance.from_district_id:
            del self.fields["next_on"]
        self.initial = {"next_on": self.instance.next_on} | self.initial

    def clean_next_on(self):
        """Not before the handover; a day that was carried over stays as it is, also where it had passed by then."""
        day = self.cleaned_data["next_on"]
        if day and day < self.instance.date and "next_on" in self.changed_data:
            raise forms.ValidationError(f"引き継いだ日（{format_date(self.instance.date)}）より前の日付です。その日以降の日付にしてください。")
        return day

    def save(self, commit=True):
        """As ever, with the day."""
        self.instance.next_on = self.cleaned_data.get("next_on", self.instance.next_on)
        return super().save(commit)

    def kept_beside(self, stored) -> dict:
        """The day that is stored."""
        return {"next_on": stored.next_on} if "next_on" in self.fields else {}


class CaseCloseForm(RecordForm):
    """The day of closing (終結), its reason out of the council's list, and how it went."""

    closed_on = JapaneseDateField(label="終結日")
    closing_reason = forms.CharField(label="終結の理由")
    note = forms.CharField(label="事情・その後の見守り", required=False, widget=forms.Textarea(attrs={"rows": 4}),
                           help_text="例: 長男と同居することになった。民生委員が月に1度立ち寄る。")

    class Meta:
        model = Case
        fields = ["closed_on", "closing_reason"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["closed_on"] = self.instance.closed_on or timezone.localdate()
        kept = self.instance.closing_reason if self.instance.closed_on else ""
        self.initial["closing_reason"] = kept
        self.fields["closing_reason"] = listed(self.fields["closing_reason"], "closing_reasons", kept, required=True)
        self._word("closing_reason", self.fields["closing_reason"])

    def clean_closed_on(self):
        """A day from the opening to today, and not before the last reopening."""
        day = self.cleaned_data["closed_on"]
        if day < self.instance.opened_on:
            raise forms.ValidationError("開始日より前の日付です。開始日以降の日付にしてください。")
        if day > timezone.localdate():
            raise forms.ValidationError("まだ来ていない日付です。終結した日を入力してください。")
        reopened = self.instance.events.filter(kind=CaseEvent.Kind.REOPENED).last()
        if reopened and day < reopened.date:
            raise forms.ValidationError("再開した日より前の日付です。再開した日以降の日付にしてください。")
        return day

    def kept_beside(self, stored) -> dict:
        """How it went, as the closing that holds tells."""
        event = last_closing(stored)
        return {"note": event.note if event else ""}


class ClosingWithdrawForm(RecordForm):
    """Why a closing is taken back."""

    why = forms.CharField(label="取消しの理由", max_length=200, help_text="例: 別のケースと間違えた。ケースの経過と監査の記録に残ります。")

    class Meta:
        model = CaseEvent
        fields = []

    def clean(self):
        """Only the closing that holds, and while nothing came after it."""
        super().clean()
        if not may_be_withdrawn(self.instance):
            raise forms.ValidationError(NOT_WITHDRAWN)
        return self.cleaned_data


class CaseReopenForm(RecordForm):
    """The day on which a closed case was taken up again (再開), and why."""

    reopened_on = JapaneseDateField(label="再開日")
    note = forms.CharField(label="再開のきっかけ", required=False, widget=forms.Textarea(attrs={"rows": 4}))

    class Meta:
        model = Case
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["reopened_on"] = timezone.localdate()

    def clean_reopened_on(self):
        """A day from the closing to today."""
        day = passed(self.cleaned_data["reopened_on"])
        if self.instance.closed_on and day < self.instance.closed_on:
            raise forms.ValidationError("終結日より前の日付です。終結日以降の日付にしてください。")
        return day

    def clean(self):
        """Only a closed case is opened again."""
        super().clean()
        if self.instance.closed_on is None and self.instance.version == self.cleaned_data.get("version"):
            raise forms.ValidationError("このケースは終結していません。再開する必要はありません。")
        return self.cleaned_data

    def kept_beside(self, stored) -> dict:
        """The day and the reason of the reopening that somebody else has stored; none while the case is closed."""
        event = last_reopening(stored)
        return {"reopened_on": event.date if event else None, "note": event.note if event else ""}
