"""Forms of who does what by when (やること): as rows of a goal's or a meeting's form, and one by itself."""
from django import forms
from django.utils import timezone

from cases.models import Conference, Goal, Task

from .base import HouseForm, RecordForm, japanese_dates

PREFIX = "tasks"


class TaskRowForm(HouseForm, forms.ModelForm):
    """One row: who, what, by when. What came of it is written on its own page."""

    class Meta:
        model = Task
        fields = ["who", "what", "until"]
        formfield_callback = japanese_dates

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["who"].help_text = self.fields["what"].help_text = ""
        for name, field in self.fields.items():
            field.widget.attrs.setdefault("autocomplete", "off")
            field.mark = "※任意" if name == "until" else "※必須" if self.instance.pk else "※この行を使うとき必須"


class _Rows(forms.BaseInlineFormSet):
    """A row is taken away by its tick, and never one that somebody has done."""

    def add_fields(self, form, index):
        super().add_fields(form, index)
        form.fields["DELETE"].label = "この行を消す"

    def clean(self):
        """Done tasks stay."""
        if any(form.instance.done_on for form in self.deleted_forms):
            raise forms.ValidationError("済んだことの行は消せません。「この行を消す」の印を外してください。")


def _rows_of(model):
    return forms.inlineformset_factory(model, Task, form=TaskRowForm, formset=_Rows, extra=2, can_delete=True,
                                       max_num=30, absolute_max=40)


ROWS = {Goal: _rows_of(Goal), Conference: _rows_of(Conference)}


class WithTasks(RecordForm):
    """Mixin of a form whose row has tasks (`rows`), which are saved with it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.rows = ROWS[type(self.instance)](self.data if self.is_bound else None, instance=self.instance, prefix=PREFIX)

    def is_valid(self):
        """Whether the row and every task can be saved."""
        return all([super().is_valid(), self.rows.is_valid()])

    def save_lists(self, of) -> None:
        """Store what else belongs to the row `of`, which is saved: nothing, unless a form says otherwise."""

    def save_tasks(self, of) -> None:
        """Store the tasks of the row `of`, which is saved; a new one that it has already is not made again."""
        self.rows.instance = of
        known = set(of.tasks.values_list("who", "what", "until"))
        for task in self.rows.save(commit=False):
            if task.pk or (task.who, task.what, task.until) not in known:
                task.save()
        for task in self.rows.deleted_objects:
            task.delete()


class TaskForm(RecordForm):
    """A task as it stands, and when it was done."""

    class Meta:
        model = Task
        fields = ["who", "what", "until", "done_on", "result"]
        help_texts = {"done_on": "空欄にすると、まだ済んでいないことに戻ります。"}
        formfield_callback = japanese_dates

    def clean_done_on(self):
        """A day that has come."""
        day = self.cleaned_data["done_on"]
        if day and day > timezone.localdate():
            raise forms.ValidationError("まだ来ていない日付です。済んだ日を入力してください。")
        return day
