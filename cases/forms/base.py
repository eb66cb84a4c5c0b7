"""What every form of the house has: words for missing values, crispy without its form tag, token and version."""
import uuid
from collections.abc import Iterator
from datetime import date
from functools import cached_property

from crispy_forms.helper import FormHelper
from django import forms
from django.forms.models import ModelChoiceIterator
from django.forms.utils import ErrorDict

from cases import trail
from cases.district_names import show_apart
from cases.models import District
from cases.periods import format_date_weekday

from . import opened
from .numbers import take_limits, word_number
from .widgets import JapaneseDateField, JapaneseTimeField

__all__ = ["HouseForm", "JapaneseDateField", "JapaneseTimeField", "RecordForm", "SearchForm", "VersionField",
           "VersionedForm", "focus_id", "japanese_dates"]

REQUIRED = "{label}を入力してください。"
QUOTED = "「{label}」に入力してください。"  # after 何を, だれが
CHOOSE = "{label}を選んでください。"


class OfferedChoices(ModelChoiceIterator):
    """The choices of a selection. The audit counts what is only offered, and names what is chosen.

    Districts of one name are told apart by their years.
    """

    def __iter__(self):
        if self.field.empty_label is not None:
            yield "", self.field.empty_label  # a widget that asks for the first choice alone asks no database
        yield from getattr(self.field, "besides", ())
        yield from self._rows

    @cached_property
    def _rows(self) -> list[tuple]:
        """The rows with their words, asked for once a form: a select asks whether its first choice is empty before it is written."""
        with trail.offering():
            rows = list(self.queryset)
        if issubclass(self.queryset.model, District):
            show_apart(rows)
        return [self.choice(each) for each in rows]


class ManyRows(forms.ModelMultipleChoiceField):
    """Rows chosen by their ids; a number that no database can hold is no choice, and no error of ours."""

    def clean(self, value):
        """The rows, or ValidationError."""
        for each in value or ():
            if len(str(each)) > 18:
                raise forms.ValidationError(self.error_messages["invalid_choice"], "invalid_choice", {"value": str(each)[:20]})
        return super().clean(value)


class HouseForm:
    """Mixin for Form and ModelForm. Save bar, CSRF token and the form tag are the template's."""

    label_suffix = ""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False  # the server's words stand beside the field, not the browser's bubble
        for name, field in self.fields.items():
            self._word(name, field)
            if isinstance(field, forms.ModelChoiceField):
                field.iterator = OfferedChoices
                field.queryset = field.queryset  # makes the widget iterate anew

    def _word(self, name: str, field: forms.Field) -> None:
        if isinstance(field, forms.IntegerField):
            word_number(field)
        words = CHOOSE if hasattr(field, "choices") else QUOTED if str(field.label or name).endswith(("を", "が")) else REQUIRED
        if "required" in field.error_messages:
            field.error_messages["required"] = words.format(label=field.label or name)

    def as_typed(self):
        """This form with what was typed into it so far, right or wrong, before anybody asks whether it can be saved: no error is told."""
        self._errors = ErrorDict()
        return self

    @property
    def helper(self) -> FormHelper:
        """How crispy renders the form: the fields and the error summary, nothing around them."""
        helper = FormHelper()
        helper.form_tag, helper.disable_csrf, helper.include_media = False, True, False
        return helper


def focus_id(field: forms.BoundField) -> str:
    """The id of what takes the focus for a field: its control, of a group of choices the first that can be chosen."""
    choices = field.subwidgets if field.use_fieldset else ()
    return next((each.id_for_label for each in choices if not each.data["attrs"].get("disabled")), field.auto_id)


class SearchForm(HouseForm, forms.Form):
    """A filter over a list; every field is optional."""

    only_shows = True  # there is nothing that could be saved

    @property
    def chosen(self) -> dict:
        """What was asked for, by field; empty when nothing was, or when it cannot be read."""
        return {name: value for name, value in self.cleaned_data.items() if value} if self.is_valid() else {}


def read_version(text) -> int | None:
    """The version that a page was opened with, out of its hidden field; None for anything that cannot be one."""
    text = str(text if text is not None else "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


class VersionField(forms.Field):
    """The hidden version. What cannot be one is None, which no stored row has: such a form is refused, not believed."""

    widget = forms.HiddenInput

    def to_python(self, value):
        """The version, or None."""
        return read_version(value)


class RecordForm(HouseForm, forms.ModelForm):
    """A form of a row that two people may edit, or that a double click may send twice.

    `form_token` makes a new row unique (services.saving.create_once); `version` is the one that was opened
    (services.saving.save_versioned), `opened_marks` what its columns said then. Dates are typed in Japanese notation. The browser is asked to remember
    nothing of what is typed: the next client's name is none of the last one's business.
    """

    form_token = forms.UUIDField(required=False, widget=forms.HiddenInput)
    version = VersionField(required=False)
    opened_marks = opened.MarksField()
    only_one_row = False  # a row that always exists is never new

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.is_new = self.instance._state.adding and not self.only_one_row
        self.opened_version = self.data.get("opened_version", "")  # where the page has shown a later one since
        self.taken_over: list[str] = []  # the fields that have what somebody else saved, because the writer did not touch them
        self.initial = {"form_token": uuid.uuid4(), "version": self.instance.version, "opened_marks": self._marks_now} | self.initial
        for name in ("version", "opened_marks") if self.is_new else ("form_token",):
            del self.fields[name]
        columns = {column.name: column for column in self._meta.model._meta.fields}
        for name, field in self.fields.items():
            field.widget.attrs.setdefault("autocomplete", "off")
            if isinstance(field, forms.IntegerField) and name in columns:
                take_limits(field, columns[name])

    def begin_with(self, **values) -> None:
        """What a new row begins with, where nothing else is said: the empty columns of a new instance say nothing."""
        if self.is_new:
            self.initial |= {name: value for name, value in values.items() if self.initial.get(name) in (None, "")}

    def read_typed(self) -> None:
        """Read what was typed, right or wrong, as far as it can be read."""
        self.full_clean()

    @property
    def is_outdated(self) -> bool:
        """Whether the stored row is another version than the one that the typed text was based on."""
        return not self.is_new and read_version(self.data.get(self.add_prefix("version"))) != self.instance.version

    @property
    def says_version(self) -> bool:
        """Whether the page said which version it was opened with."""
        return read_version(self.data.get(self.add_prefix("version"))) is not None

    @property
    def posted_token(self) -> uuid.UUID | None:
        """The token that came with the form, also when the rest of it is wrong."""
        try:
            return uuid.UUID(self.data.get(self.add_prefix("form_token"), ""))
        except ValueError:
            return None

    def _post_clean(self):
        super()._post_clean()
        if "form_token" in self.fields:
            self.instance.form_token = self.cleaned_data.get("form_token")

    @property
    def conflict_kind(self) -> str:
        """Why the stored row was not replaced: a later version is there, or the page did not say which it opened."""
        return "changed" if self.cleaned_data.get("version") is not None else "unversioned"

    def now_about(self, saved):
        """This form of a new row, about the row that an earlier sending of it has made."""
        self.instance, self.is_new, self._errors = saved, False, None
        self.fields["version"] = self.base_fields["version"]
        del self.fields["form_token"]
        return self.reopened(saved)

    def differences(self, stored) -> list[dict]:
        """Where the typed text differs from the stored row: label, stored and own words, for conflict.html."""
        rows = {name: getattr(stored, name) for name in self._meta.fields if name in self.fields} | self.kept_beside(stored)
        changed = self._changed_by(stored)
        return [{"name": name, "label": self[name].label, "stored": kept, "own": typed, "whose": changed.get(name, "")} for name, value in rows.items()
                if (kept := self._words(name, value)) != (typed := self._typed_words(name))]

    def _changed_by(self, stored) -> dict[str, str]:
        """By column, who has changed it since the page was opened, as far as the page says what it was then."""
        marks = opened.read(self.data.get(self.add_prefix("opened_marks"), ""))
        if not marks:
            return {}
        beside = self.kept_beside(stored)
        typed = {name: None if name in self.errors else opened.mark_of(name, self.cleaned_data.get(name)) for name in marks}
        return {name: opened.whose(marks.get(name), typed.get(name), mark) for name, mark in self._marks_of(stored).items() if name not in beside}

    def _marks_of(self, row) -> dict[str, str]:
        columns = {column.name: column.attname for column in row._meta.concrete_fields}
        names = [name for name in self._meta.fields if name in columns and name in self.fields and not self.fields[name].disabled]
        return {name: opened.mark_of(name, getattr(row, columns[name])) for name in names}

    def _marks_now(self) -> str:
        """What the page is opened with."""
        return opened.written(self._marks_of(self.instance))

    def kept_beside(self, stored) -> dict:
        """By field, what is stored of the fields that are no columns of the row; nothing where the form has none."""
        return {}

    def reopened(self, stored):
        """This form with everything typed kept, now based on the stored version. A draft of it stays based on the one that was opened.

        A field that the writer has not touched takes what somebody else has saved.
        """
        data = self.data.copy()
        self.opened_version = self.opened_version or data.get(self.add_prefix("version"), "")
        data[self.add_prefix("version")] = stored.version
        if before := opened.read(data.get(self.add_prefix("opened_marks"), "")):
            others = [name for name, by in self._changed_by(stored).items() if by == opened.OTHER]
            self.taken_over = [name for name in others if self._take(data, name, stored)]
            left = {name: before[name] for name in others if name not in self.taken_over}
            data[self.add_prefix("opened_marks")] = opened.written(self._marks_of(stored) | left)
        self.data = data
        self.__dict__.pop("changed_data", None)  # kept by Django for the data of before
        return self

    def _take(self, data, name: str, stored) -> bool:
        value = self._meta.model._meta.get_field(name).value_from_object(stored)
        return opened.take(data, self.add_prefix(name), self.fields[name], name, value)

    def _typed_words(self, name: str) -> str:
        """What is typed in a field; as it was typed where it is wrong."""
        return self._words(name, self.cleaned_data.get(name)) if name not in self.errors else str(self[name].value() or "")

    def _words(self, name: str, value) -> str:
        column = next((each for each in self._meta.model._meta.fields if each.name == name), None)
        choices = dict(column.flatchoices) if column else {}
        if isinstance(value, bool):
            return "はい" if value else "いいえ"
        if isinstance(value, date):
            return format_date_weekday(value)
        return "" if value is None else str(choices.get(value, value))


class VersionedForm(HouseForm, forms.Form):
    """A form that acts on a row as a whole: the version that was opened, and the words for a later one."""

    version = VersionField(required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.opened_version = self.data.get("opened_version", "")  # as of a RecordForm

    def is_outdated(self, stored) -> bool:
        """Whether the stored row is another version than the one that the typed text was based on."""
        return read_version(self.data.get("version")) != stored.version

    def reopened(self, stored) -> str:
        """Base the typed text on the stored version; returns the kind of conflict, for conflict.html. A draft of it stays based on the one that was opened."""
        kind = "changed" if self.cleaned_data.get("version") is not None else "unversioned"
        self.data = self.data.copy()
        self.opened_version = self.opened_version or self.data.get("version", "")
        self.data["version"] = stored.version
        return kind


def errors_of_rows(rows: forms.BaseFormSet, words: str) -> list[tuple[str, str, str]]:
    """(id to jump to, label, message) of all that is wrong with the rows of a form, for the summary at the top.

    Of a row that is to be taken away nothing is wrong. The rows stand in an element with the id "<prefix>-rows".
    """
    place = f"{rows.prefix}-rows"
    wrong = [(number, row) for number, row in enumerate(rows, 1) if row.errors and not row.cleaned_data.get("DELETE")]
    return [(place, words, each) for each in rows.non_form_errors()] + [
        found for number, row in wrong for found in (
            *((place, f"{words} {number}行目", error) for error in row.non_field_errors()),
            *_errors_of_row(row, place, number))]


def _errors_of_row(row: forms.BaseForm, place: str, number: int) -> Iterator[tuple[str, str, str]]:
    for field in row:
        at, label = (place, f"{number}行目") if field.is_hidden else (focus_id(field), f"{number}行目の「{field.label}」")
        yield from ((at, label, error) for error in field.errors)


def japanese_dates(db_field, **kwargs):
    """formfield_callback of ModelForms: date columns are typed in Japanese notation."""
    if db_field.get_internal_type() == "DateField":
        return db_field.formfield(form_class=JapaneseDateField, widget=JapaneseDateField.widget, **kwargs)
    return db_field.formfield(**kwargs)
