"""Forms of users (利用者) and their dated assignments to districts (担当地区)."""
from datetime import date

from django import forms
from django.db.models import Q
from django.utils.functional import cached_property

from cases.district_names import show_apart
from cases.models import Assignment, District, User
from cases.models.districts import NO_DISTRICT, NO_DISTRICT_NAME
from cases.periods import format_date
from cases.services.users import had_name

from .base import HouseForm, errors_of_rows, japanese_dates
from .rows import WithRows
from .widgets import ChipRadio

ROW = ("district", "starts_on", "ends_on")
NO_SECOND_ADMIN = "利用できるシステム管理者がいなくなります。先に、別の人をシステム管理者にしてください。"

NAME_WAS_USED = "この利用者名は、前に別の人が使っていました。記録がだれのものか分からなくなるため、別の名前にしてください。"


class UserForm(WithRows):
    """A user with the assignments (`rows`). Nobody types a password for another: a new user gets an invitation code.

    `without_district` is offered until 地区なし exists; from then on it is chosen as every district is.
    """

    without_district = forms.BooleanField(
        label="特定の地区を担当しない（地区なし）", required=False,
        help_text="統括者など、決まった地区のない人が今日から記録できるようにします。地区「地区なし」を登録して担当にします。"
                  "対応記録は、報告書の「地区なし」の列に数えます。")

    class Meta:
        model = User
        fields = ["name", "username", "role", "is_active"]
        labels = {"username": "利用者名（ログイン用）", "is_active": "利用できる"}
        help_texts = {"is_active": "外すと、ログインできなくなります。記録は残ります。"}
        widgets = {"name": forms.TextInput(attrs={"class": "input-medium", "autocomplete": "off"}),
                   "username": forms.TextInput(attrs={"class": "input-medium", "autocomplete": "off",
                                                      "autocapitalize": "none"}),
                   "role": ChipRadio}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.rows = AssignmentFormSet(self.data if self.is_bound else None, instance=self.instance, prefix="assignments")
        if District.objects.filter(Q(name=NO_DISTRICT_NAME) | Q(code=NO_DISTRICT)).exists():
            del self.fields["without_district"]
        self.fields["username"].error_messages["invalid"] = "利用者名に使えない文字があります。半角の英字・数字と @ . + - _ で書いてください。"

    def differences(self, stored) -> list[dict]:
        """As in RecordForm, and every assignment that was touched and is stored otherwise."""
        kept = _assignments_of(stored)
        rows = [(f"担当地区 {number}行目", row.words(kept.get(row.instance.pk)), row.typed_words())
                for number, row in enumerate(self.rows.initial_forms, 1) if row.has_changed()]
        return super().differences(stored) + [{"label": label, "stored": words, "own": own} for label, words, own in rows if words != own]

    def reopened(self, stored):
        """As in RecordForm; an assignment that was not touched becomes what is stored."""
        super().reopened(stored)
        kept = _assignments_of(stored)
        for row in self.rows.initial_forms:
            row.rebase(self.data, kept.get(row.instance.pk))
        self.rows = AssignmentFormSet(self.data, instance=self.instance, prefix="assignments")
        return self

    @property
    def row_errors(self) -> list[tuple[str, str, str]]:
        """All that is wrong with the assignments, for the summary at the top."""
        return errors_of_rows(self.rows, "担当地区")

    def clean_username(self):
        name = self.cleaned_data["username"]
        if had_name(name) - {self.instance.pk}:
            raise forms.ValidationError(NAME_WAS_USED)
        return name

    def clean(self):
        super().clean()
        other_admins = User.objects.filter(role=User.Role.ADMIN, is_active=True).exclude(pk=self.instance.pk)
        keeps = self.cleaned_data.get("role") == User.Role.ADMIN and self.cleaned_data.get("is_active")
        if not self.is_new and self._was_admin() and not keeps and not other_admins.exists():
            self.add_error("role", NO_SECOND_ADMIN)
        return self.cleaned_data

    def _was_admin(self) -> bool:
        return User.objects.filter(pk=self.instance.pk, role=User.Role.ADMIN, is_active=True).exists()


def _assignments_of(user: User) -> dict[int, Assignment]:
    return {each.pk: each for each in user.assignments.select_related("district")}


class AssignmentForm(HouseForm, forms.ModelForm):
    """One run of days in one district.

    A stored one carries what it was opened with: one that somebody has not touched is not written, whatever has become of it since.
    """

    class Meta:
        model = Assignment
        fields = ROW
        formfield_callback = japanese_dates

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ROW:
            self.fields[name].show_hidden_initial = bool(self.instance.pk)  # printed beside the field

    def words(self, assignment: Assignment | None) -> str:
        """A stored assignment in one line, for conflict.html."""
        return _line(assignment.district, assignment.starts_on, assignment.ends_on) if assignment else "消されています"

    def typed_words(self) -> str:
        """What is typed in one line; a row that is to be taken away says so."""
        data = self.cleaned_data
        return "この行を消す" if data.get("DELETE") else _line(*(data.get(name) for name in ROW))

    def rebase(self, data, stored: Assignment | None) -> None:
        """Base the row on the stored assignment, in the posted `data`."""
        if stored is None or self[ROW[0]].html_initial_name not in data:
            return
        is_touched = self.has_changed()
        for name, value in (("district", stored.district_id), ("starts_on", stored.starts_on), ("ends_on", stored.ends_on)):
            data[self[name].html_initial_name] = shown = format_date(value) if isinstance(value, date) else str(value or "")
            if not is_touched:
                data[self.add_prefix(name)] = shown

    def clean(self):
        super().clean()
        start, end = self.cleaned_data.get("starts_on"), self.cleaned_data.get("ends_on")
        if start and end and end < start:
            self.add_error("ends_on", "開始日より前の日付です。開始日以降の日付にしてください。")
        return self.cleaned_data


class BaseAssignments(forms.BaseInlineFormSet):
    """All assignments of a user; the same district twice on the same day is one too many."""

    @cached_property
    def district_choices(self) -> list:
        """Read once for all rows."""
        found = District.objects.all()
        show_apart(found)
        return [("", "選んでください"), *((district.pk, str(district)) for district in found)]

    def add_fields(self, form, index):
        super().add_fields(form, index)
        form.fields["DELETE"].label = "この行を消す"
        form.fields["district"].choices = self.district_choices

    def clean(self):
        kept = [form for form in self.forms if form.is_valid() and form.cleaned_data.get("district")
                and not form.cleaned_data.get("DELETE")]
        for place, form in enumerate(kept):
            if any(_overlap(form.cleaned_data, earlier.cleaned_data) for earlier in kept[:place]):
                form.add_error("starts_on", "同じ地区の期間が、上の行と重なっています。")


def _line(district: District | None, start: date | None, end: date | None) -> str:
    return f"{district or '－'}（{format_date(start) if start else '－'}から{format_date(end) + 'まで' if end else ''}）"


def _overlap(one: dict, other: dict) -> bool:
    return one["district"] == other["district"] and _starts_before_end(one, other) and _starts_before_end(other, one)


def _starts_before_end(one: dict, other: dict) -> bool:
    return other["ends_on"] is None or one["starts_on"] <= other["ends_on"]


AssignmentFormSet = forms.inlineformset_factory(
    User, Assignment, form=AssignmentForm, formset=BaseAssignments, extra=0, can_delete=True,
    max_num=100, absolute_max=120)  # Django would make two thousand forms of a number that somebody sends
