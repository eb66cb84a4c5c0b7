"""Forms of a plan (支援計画), its goals and how far it has come."""
from datetime import date

from django import forms
from django.utils import timezone

from cases.models import Goal, Monitoring, SupportPlan
from cases.periods import format_date, unusually_late

from .base import RecordForm, japanese_dates
from .case_events import passed
from .tasks import Aimed, WithTasks
from .widgets import AimedDateField, ChipRadio
from .withdrawable import WithdrawableForm

NOTHING_SAID = "作成日のほかに何も書かれていません。希望、方針、期間などのどれかを入力してください。目標は、保存した後に計画の画面で加えます。"


def _not_before(plan: SupportPlan, day: date | None) -> date | None:
    """The day, or ValidationError for one before there was the plan."""
    if day and day < plan.made_on:
        raise forms.ValidationError(f"支援計画の作成日（{format_date(plan.made_on)}）より前の日付です。作成日以降の日付にしてください。")
    return day


class SupportPlanForm(WithdrawableForm):
    """What is wished for, the direction and the period; goals follow on the plan's page."""

    class Meta:
        model = SupportPlan
        fields = ["made_on", "state", "wish", "policy", "starts_on", "ends_on", "agreed_on", "is_withdrawn"]
        widgets = {"state": ChipRadio, "wish": forms.Textarea(attrs={"rows": 4}), "policy": forms.Textarea(attrs={"rows": 4})}
        help_texts = {"wish": "本人や家族の言葉で書きます。", "state": "終了にすると、期限や次に確かめる日を「今日」に表示しません。"}
        formfield_callback = japanese_dates

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.begin_with(made_on=timezone.localdate())

    def clean_made_on(self):
        """A day that has come, and after which nobody had looked how far the plan had come."""
        day = passed(self.cleaned_data["made_on"])
        first = None if self.is_new else self.instance.monitorings.order_by("date").first()
        if first and first.date < day:
            raise forms.ValidationError(f"{format_date(first.date)}のモニタリングより後の日付です。その日以前の日付にしてください。")
        return day

    def clean_agreed_on(self):
        """A day that has come, if any."""
        day = self.cleaned_data["agreed_on"]
        return passed(day) if day else None

    def clean(self):
        """The plan ends on its first day or later, and says something."""
        super().clean()
        start, end = self.cleaned_data.get("starts_on"), self.cleaned_data.get("ends_on")
        if start and end and end < start:
            self.add_error("ends_on", "計画の開始日より前の日付です。開始日以降の日付にしてください。")
        self._refuse_nothing()
        return self.cleaned_data


    def _refuse_nothing(self) -> None:
        """A plan that has neither a word nor a goal is a slip; one that is taken back may be."""
        said = any(self.cleaned_data.get(name) for name in ("wish", "policy", "starts_on", "ends_on", "agreed_on", "is_withdrawn"))
        if not (said or self.errors or (self.instance.pk and self.instance.goals.exists())):
            raise forms.ValidationError(NOTHING_SAID)


class GoalForm(Aimed, WithTasks):
    """An aim, and who does what for it by when."""

    until = AimedDateField(label="いつまでに", required=False)

    class Meta:
        model = Goal
        fields = ["aim", "until", "state"]
        widgets = {"state": ChipRadio, "aim": forms.Textarea(attrs={"rows": 3})}
        formfield_callback = japanese_dates

    def clean_until(self):
        """A day of the plan's time, if any: not before it was made."""
        return _not_before(self.instance.plan, self.cleaned_data["until"])

    def told(self) -> str:
        """As of the aim, else of the first task."""
        days = (row.cleaned_data.get("until") for row in self.rows.forms if row.has_changed() and not row.cleaned_data.get("DELETE"))
        return super().told() or next(filter(None, (unusually_late(day, timezone.localdate()) for day in days if day)), "")


class MonitoringForm(Aimed, RecordForm):
    """How far the plan has come, and when somebody looks again."""

    aimed = "next_on"
    next_on = AimedDateField(label="次に確かめる日", required=False, help_text=Monitoring._meta.get_field("next_on").help_text)

    class Meta:
        model = Monitoring
        fields = ["date", "progress", "voice", "next_on"]
        widgets = {"progress": forms.Textarea(attrs={"rows": 5}), "voice": forms.Textarea(attrs={"rows": 3})}
        formfield_callback = japanese_dates

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.begin_with(date=timezone.localdate())

    def clean_date(self):
        """A day that has come, on which there was the plan."""
        return _not_before(self.instance.plan, passed(self.cleaned_data["date"]))

    def clean(self):
        """Somebody looks again later than today's look."""
        super().clean()
        day, after = self.cleaned_data.get("date"), self.cleaned_data.get("next_on")
        if day and after and after <= day:
            self.add_error("next_on", "モニタリングの日付より後の日付にしてください。")
        return self.cleaned_data
