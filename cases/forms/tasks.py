"""Forms of who does what by when (やること): as rows of a goal's or a meeting's form, and one by itself."""
import datetime

from django import forms
from django.utils import timezone

from cases.models import Conference, Goal, Task
from cases.periods import PLANNED_YEARS, format_date, unusually_late
from cases.services.saving import Conflict, save_versioned

from .base import HouseForm, RecordForm, VersionField, errors_of_rows, japanese_dates
from .rows import WithRows
from .widgets import AimedDateField, PlannedDateField

PREFIX = "tasks"
ROW = ("who", "what", "until")
GONE = "この行は、開いている間に別の人が消しました。「この行を消す」に印を付けると、ほかの内容を保存できます。"


class _RowVersion(VersionField):
    """The version that a row was opened with. A later one is no change that somebody typed."""

    def has_changed(self, initial, data):
        """Never."""
        return False


class TaskRowForm(HouseForm, forms.ModelForm):
    """One row: who, what, by when. What came of it is written on its own page.

    A stored row carries its version and the words that it was opened with: one that somebody has not touched is not
    written, whatever has become of it since.
    """

    until = PlannedDateField(label="いつまでに", required=False)

    class Meta:
        model = Task
        fields = ROW
        formfield_callback = japanese_dates

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["who"].help_text = self.fields["what"].help_text = ""
        for name, field in self.fields.items():
            field.widget.attrs.setdefault("autocomplete", "off")
            field.mark = "※任意" if name == "until" else "※必須" if self.instance.pk else "※この行を使うとき必須"
            field.show_hidden_initial = bool(self.instance.pk)  # printed beside the field
        if self.instance.pk:
            self.fields["version"] = _RowVersion(required=False)
            self.initial["version"] = self.instance.version

    def words(self, task: Task | None) -> str:
        """A stored task in one line, for conflict.html."""
        if task is None:
            return "消されています"
        return _line(task.who, task.what, task.until) + (f"　{format_date(task.done_on)}に済み" if task.done_on else "")

    def typed_words(self) -> str:
        """What is typed in one line; a row that is to be taken away says so."""
        data = self.cleaned_data
        return "この行を消す" if data.get("DELETE") else _line(data.get("who", ""), data.get("what", ""), data.get("until"))

    def rebase(self, data, task: Task | None) -> None:
        """Base the row on the stored task, in the posted `data`: a row that was not touched becomes what is stored."""
        if task is None:
            return
        data[self.add_prefix("version")] = task.version
        for name in ROW:
            stored = getattr(task, name) or ""
            data[self[name].html_initial_name] = stored = format_date(stored) if name == "until" and stored else stored
            if not self.has_changed():
                data[self.add_prefix(name)] = stored


class _GoalTaskRowForm(TaskRowForm):
    """A row of a goal, which may be years ahead itself."""

    until = AimedDateField(label="いつまでに", required=False)


def _line(who: str, what: str, until) -> str:
    return f"{who}：{what}" + (f"（{format_date(until)}まで）" if until else "")


class _Rows(forms.BaseInlineFormSet):
    """A row is taken away by its tick, and never one that somebody has done."""

    def add_fields(self, form, index):
        super().add_fields(form, index)
        form.fields["DELETE"].label = "この行を消す"
        form.fields["id"].error_messages["invalid_choice"] = GONE

    def clean(self):
        """Done tasks stay."""
        if any(form.instance.done_on for form in self.deleted_forms):
            raise forms.ValidationError("済んだことの行は消せません。「この行を消す」の印を外してください。")


def _rows_of(model, row=TaskRowForm):
    return forms.inlineformset_factory(model, Task, form=row, formset=_Rows, extra=2, can_delete=True,
                                       max_num=30, absolute_max=40)


ROWS = {Goal: _rows_of(Goal, _GoalTaskRowForm), Conference: _rows_of(Conference)}


class WithTasks(WithRows):
    """Mixin of a form whose row has tasks (`rows`), which are saved with it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.rows = self._rows_with(self.data if self.is_bound else None, self.instance)

    def _rows_with(self, data, of):
        return ROWS[type(of)](data, instance=of, prefix=PREFIX)

    @property
    def row_errors(self) -> list[tuple[str, str, str]]:
        """All that is wrong with the rows, for the summary at the top."""
        return errors_of_rows(self.rows, "やること")

    def save_lists(self, of) -> None:
        """Store what else belongs to the row `of`, which is saved: nothing, unless a form says otherwise."""

    def save_tasks(self, of) -> None:
        """Store the tasks of the row `of`, which is saved. Raises Conflict where one that was touched has changed since.

        A new one that it has already is not made again.
        """
        self.rows.instance = of
        versions = {row.instance.pk: row.cleaned_data.get("version") for row in self.rows.initial_forms}
        known = set(of.tasks.values_list("who", "what", "until"))
        for task in self.rows.save(commit=False):
            if task.pk:
                save_versioned(instance=task, version=versions[task.pk])
            elif (task.who, task.what, task.until) not in known:
                task.save()
        for task in self.rows.deleted_objects:
            if not Task.objects.filter(pk=task.pk, version=versions[task.pk]).delete()[0]:
                raise Conflict

    def differences(self, stored) -> list[dict]:
        """As in RecordForm, and every row that was touched and is stored otherwise."""
        tasks = {task.pk: task for task in stored.tasks.all()}
        rows = [(f"やること {number}行目", row.words(tasks.get(row.instance.pk)), row.typed_words())
                for number, row in enumerate(self.rows.initial_forms, 1) if row.has_changed()]
        return super().differences(stored) + [{"label": label, "stored": kept, "own": own} for label, kept, own in rows if kept != own]

    def reopened(self, stored):
        """As in RecordForm, the rows too."""
        super().reopened(stored)
        tasks = {task.pk: task for task in stored.tasks.all()}
        for row in self.rows.initial_forms:
            row.rebase(self.data, tasks.get(row.instance.pk))
        self.rows = self._rows_with(self.data, stored)
        return self


def before_meeting(date: datetime.date) -> str:
    """What is said of a day before that of the meeting."""
    return f"会議の日（{format_date(date)}）より前の日付です。会議の日以降の日付にしてください。"


class Aimed:
    """Mixin of a form with a day that a plan aims at (`aimed`)."""

    aimed = "until"

    def told(self) -> str:
        """What is told of the day once it is saved: it may be a slip. "" mostly."""
        day = self.cleaned_data[self.aimed]
        return unusually_late(day, timezone.localdate()) if day else ""


class TaskForm(Aimed, RecordForm):
    """A task as it stands, and when it was done. One of a meeting is nearer than one of a goal may be."""

    until = AimedDateField(label="いつまでに", required=False)

    class Meta:
        model = Task
        fields = ["who", "what", "until", "done_on", "result"]
        help_texts = {"done_on": "空欄にすると、まだ済んでいないことに戻ります。"}
        formfield_callback = japanese_dates

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.conference_id:
            self.fields["until"].years = PLANNED_YEARS

    def clean_until(self):
        """Not before its meeting; one that was stored so stays."""
        day, meeting = self.cleaned_data["until"], self.instance.conference
        if day and meeting and day < meeting.date and "until" in self.changed_data:
            raise forms.ValidationError(before_meeting(meeting.date))
        return day

    def clean_done_on(self):
        """A day that has come."""
        day = self.cleaned_data["done_on"]
        if day and day > timezone.localdate():
            raise forms.ValidationError("まだ来ていない日付です。済んだ日を入力してください。")
        return day
