"""The log form (対応記録): puts in the day, the user and the district, and asks for what the kind needs."""
import copy
from datetime import date
from functools import cached_property

from django import forms
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils import timezone

from cases import access, periods
from cases.case_numbers import cases_by_number, numbers_of
from cases.codebook import codebook_of
from cases.finding import is_anonymous
from cases.models import Case, Contact, Draft, User
from cases.models.axes import KIND
from cases.services.contacts import create_contact, update_contact

from .base import ManyRows, RecordForm, focus_id, read_version
from .case_numbers import MOST, AlsoCases, CaseNumbers, cases_typed, ended_words
from .categories import (
    PREFIX,
    CategoriesForm,
    categories_as_initial,
    chosen_values,
    fiscal_year_typed,
    initial_categories,
)
from .new_home import NewHomeForm, names_home
from .twins import METHOD, AsksAboutTwin, twin_of_contact
from .widgets import (
    SHORT_DATES,
    ChipCheckbox,
    JapaneseTimeField,
    MinutesField,
    NearDateField,
    PlannedDateField,
)


class ContactForm(AsksAboutTwin, RecordForm):
    """The uncoded part of a contact."""

    date = NearDateField(label="日付")
    time = JapaneseTimeField(label="時刻", required=False)
    minutes = MinutesField(label="所要時間（分）", required=False, min_value=0, max_value=1440,
                                 widget=forms.TextInput(attrs={"inputmode": "numeric"}))
    next_action_on = PlannedDateField(label="次回予定日", required=False, help_text=SHORT_DATES)
    who = forms.CharField(label="ケース", required=False, max_length=200)  # what was typed and not taken from the candidates
    also_cases = AlsoCases(label="ほかのケース", required=False, max_length=1000, widget=forms.TextInput(attrs={"spellcheck": "false"}))

    class Meta:
        model = Contact
        fields = ["date", "time", "minutes", "district", "coordinators", "case", "counterpart", "text",
                  "next_action_on", "resource"]
        widgets = {"case": forms.HiddenInput, "coordinators": ChipCheckbox, "text": forms.Textarea(attrs={"rows": 8}),
                   "counterpart": forms.TextInput(attrs={"autocomplete": "off"})}
        field_classes = {"coordinators": ManyRows}

    def __init__(self, *args, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.is_unchecked = user, False
        self.stored_day, self.stored_case = self.instance.date, self.instance.case_id  # what is typed is put into the instance later
        districts = access.changeable_districts(user)
        self.fields["district"].queryset = districts
        self.fields["district"].empty_label = None
        self.fields["coordinators"].queryset = (
            User.objects.filter(Q(is_active=True, assignments__district__in=districts) | Q(pk__in=self._already())).distinct())
        self.fields["coordinators"].required = True
        self.fields["coordinators"].error_messages["required"] = "担当者を1人以上選んでください。"
        self.fields["resource"].empty_label = "選ばない"
        if self.instance.resource_id and "resource_id" in access.hidden_columns(user, self.instance):
            del self.fields["resource"]  # it stays as it is and is not shown
        cases = access.changeable_cases(user)
        if self._all_cases - {*cases.filter(pk__in=self._all_cases).values_list("pk", flat=True)}:
            del self.fields["case"], self.fields["also_cases"], self.fields["who"]  # one is out of sight, or there only to read: they stay as they are
            return
        self._offer_cases(cases)
        self.fields["case"].error_messages["invalid_choice"] = "このケースには記録できません。ケースを選び直してください。"

    @cached_property
    def _all_cases(self) -> set[int]:
        """The ids of the cases that the stored contact is of, those out of sight too."""
        also = Contact.also_cases.through.objects.filter(contact=self.instance.pk).values_list("case", flat=True) if self.instance.pk else ()
        return {*filter(None, [self.stored_case]), *also}

    def _offer_cases(self, cases: QuerySet[Case]) -> None:
        """Cases that the user may change and that had not ended on the day; on the day that is stored those that the contact has already, too.

        They are typed by their numbers.
        """
        also = self.instance.also_cases.all() if self.instance.pk else Case.objects.none()
        self.own_cases, day = cases, self._day()
        kept = (Q(pk=self.stored_case), Q(pk__in=also.order_by().values("pk"))) if day == self.stored_day else (Q(), Q())
        going_on = Q(closed_on=None) | Q(closed_on__gte=day)
        self.fields["case"].queryset = cases.filter(going_on | kept[0])
        self.fields["also_cases"].user = self.user
        self.fields["also_cases"].ended = cases.filter(closed_on__lt=day)
        self.fields["also_cases"].queryset = cases.filter(going_on | kept[1]).select_related("household")
        began = self.initial.get("also_cases")
        if not isinstance(began, str):  # ids, out of the history
            self.initial["also_cases"] = numbers_of(also if began is None else cases.filter(pk__in=began))

    def _day(self) -> date:
        """The day that the page says, as far as it can be read; else the stored one, or today."""
        value = self["date"].value()
        try:
            return value if isinstance(value, date) else self.fields["date"].read(str(value or ""))
        except periods.PeriodError:
            return self.stored_day or timezone.localdate()

    @property
    def also_chosen(self) -> list[Case]:
        """The other cases that the page shows as chosen: those of its numbers that may be."""
        try:
            numbers = CaseNumbers.numbers(self.fields["also_cases"], str(self["also_cases"].value() or ""))[:MOST]
        except forms.ValidationError:
            return []
        return list(dict.fromkeys(cases_by_number(numbers, self.fields["also_cases"].queryset).values()))

    @property
    def also_ended(self) -> list[Case]:
        """The other cases that were refused because they have ended."""
        return self.fields["also_cases"].ended_among(str(self["also_cases"].value() or "")) if "also_cases" in self.errors else []

    @cached_property
    def case_chosen(self) -> Case | None:
        """The case that the page shows as chosen, also one that has ended; None without one, or where it may not be chosen."""
        value = str(self["case"].value() or "") if "case" in self.fields else ""
        if not value.isdecimal() or len(value) > 18:
            return None
        return self.own_cases.filter(pk=int(value)).select_related("household").first()

    @property
    def case_ended(self) -> Case | None:
        """The chosen case where it had ended before the day: nothing can be recorded of that day before it is reopened. Else None.

        A record that is there already stays: the case may have been closed since, with an earlier day.
        """
        case, day = self.case_chosen, self._day()
        is_stored = case and case.pk == self.stored_case and day == self.stored_day
        return case if case and case.closed_on and case.closed_on < day and not is_stored else None

    def _already(self) -> QuerySet:
        """Who is written as having done it, also when they have left since: nobody is dropped by someone else's change."""
        return self.instance.coordinators.values("pk") if self.instance.pk else User.objects.none()

    def clean_date(self):
        day = self.cleaned_data["date"]
        if day > timezone.localdate():
            raise forms.ValidationError("まだ来ていない日付です。対応した日を入力してください。")
        return day

    def clean(self):
        super().clean()
        day, district = self.cleaned_data.get("date"), self.cleaned_data.get("district")
        if day and district and not type(district).objects.on(day).filter(pk=district.pk).exists():
            self.add_error("district", f"{district}地区は、この日付では有効ではありません。地区か日付を直してください。")
        next_action_on = self.cleaned_data.get("next_action_on")
        if day and next_action_on and next_action_on < day:
            self.add_error("next_action_on", "次回予定日は、対応した日かそれより後にしてください。")
        if day and day != self.stored_day and "case" not in self.fields:
            self._check_kept(day)
        if "case" in self.errors and (ended := self.case_ended):
            self._errors["case"] = self.error_class([ended_words(ended)])
        self._take_typed()
        self._check_also()
        return self.cleaned_data

    def _check_kept(self, day: date) -> None:
        """A record whose cases cannot be chosen here is not moved behind their end; of those out of sight nobody looks, ended or not (`is_unchecked`)."""
        seen = list(access.visible_cases(self.user).filter(pk__in=self._all_cases))
        for case in seen:
            if case.closed_on and case.closed_on < day:
                self.add_error("date", ended_words(case))
        self.is_unchecked = len(seen) < len(self._all_cases)

    def _take_typed(self) -> None:
        """What stands in the field of the case and was not taken is the case that it can only mean, or an error.

        Where a new household is entered, it was what that household was looked for by.
        """
        typed = self.cleaned_data.get("who")
        if not typed or names_home(self.data):
            return
        self._errors.pop("case", None)
        if is_anonymous(typed):
            self.cleaned_data["case"] = None
            self.cleaned_data["counterpart"] = self.cleaned_data.get("counterpart") or typed
        elif case := cases_typed([typed], self.fields["case"].queryset, self.user).get(typed):
            self.cleaned_data["case"] = case
        elif ended := cases_by_number([typed], self.fields["also_cases"].ended):
            self.add_error("who", ended_words(ended[typed]))
        else:
            self.add_error("who", f"「{typed}」は選ばれていません。候補から選ぶか、欄を空にしてください。")

    def _check_also(self) -> None:
        """Other cases stand beside a case, and are others."""
        case, also = self.cleaned_data.get("case"), self.cleaned_data.get("also_cases")
        if also and case in also:
            self.add_error("also_cases", f"「{case.number}」は、上で選んだケースと同じです。")
        elif also and case is None and not {"case", "who"} & set(self.errors) and not names_home(self.data):
            self.add_error("also_cases", "先に、上でケースを1つ選んでください。")

    def differences(self, stored: Contact) -> list[dict]:
        """As in RecordForm; the coordinators are compared by ContactEntry, which has both lists."""
        return [row for row in super().differences(stored) if row["label"] != self["coordinators"].label]


class ContactEntry:
    """The whole page: the plain fields and the coded ones, checked and saved together."""

    def __init__(self, user: User, contact: Contact, data=None, initial=None, draft: Draft | None = None):
        self.user, self.contact, self.draft = user, contact, draft
        written = draft.typed if draft else QueryDict()
        self.form = ContactForm(data, instance=contact, initial=(initial or {}) | _as_initial(written), user=user)
        typed = written if data is None else data
        begun = typed or initial or {}  # an entry of the register gives the day on which it was
        self.fiscal_year = fiscal_year_typed(str(begun.get("date", "")), contact)
        codebook = codebook_of(self.fiscal_year)
        coded = chosen_values(written, codebook) if draft else _initial_codings(contact, initial or {})
        kind = coded.get(PREFIX + KIND) if data is None else data.get(PREFIX + KIND)
        self.home = None if contact.pk else self._home(data, written)
        self.categories = CategoriesForm(data, codebook=codebook, kind=kind, initial=coded)

    def is_valid(self) -> bool:
        """Check both parts, so that all errors are shown at once; then whether a new entry is there already."""
        if False in [each.is_valid() for each in self._forms]:
            return False
        if self.form.is_new and not self.home.is_new:
            self.form.ask_about(twin_of_contact(self.user, self.form.cleaned_data, self.categories.chosen().get(METHOD, ())))
        return self.form.is_valid()

    @property
    def _forms(self) -> list[forms.BaseForm]:
        return [self.form, *([self.home] if self.home else []), self.categories]

    def _home(self, data, written: QueryDict) -> NewHomeForm:
        """The part of a new entry that makes a household; as the draft has it, where one is gone on with."""
        initial = {name: written[name] for name in NewHomeForm.base_fields if name in written}
        return NewHomeForm(data, user=self.user, has_case=bool(data and data.get("case")), initial=initial)

    @property
    def errors(self) -> list[tuple[str, str, str]]:
        """(id to jump to, label, message) of every error, for the summary on top."""
        whole = [("main", "この記録", message) for form in self._forms for message in form.non_field_errors()]
        return whole + [
            (_place(field), field.label, message)
            for form in self._forms for field in form for message in field.errors]

    def differences(self, stored: Contact) -> list[dict]:
        """Label, stored and own words of everything that someone else's saved version has otherwise."""
        rows = self.form.differences(stored)
        typed = self.form.cleaned_data.get("coordinators", ())
        people = tuple("、".join(map(str, each)) for each in (stored.coordinators.all(), typed))
        also = tuple(map(numbers_of, (stored.also_cases.all(), self.form.cleaned_data.get("also_cases", ()))))
        own = self.categories.chosen()
        pairs = [("担当者", *people), *([("ほかのケース", *also)] if "also_cases" in self.form.fields else [])] + [
            (axis.axis.name, _labels(stored.categories_of(axis.axis.code)), _labels(own.get(axis.axis.code, [])))
            for axis in self.categories.codebook.axes]
        return rows + [{"label": label, "stored": kept, "own": typed} for label, kept, typed in pairs if kept != typed]

    def saved_since(self) -> list[dict] | None:
        """What the opened draft has otherwise than the stored contact, where that was saved since the draft was begun; None: it was not."""
        opened = self.draft.typed.get("version", "") if self.draft else ""
        if not (self.draft and self.contact.pk) or read_version(opened) == self.contact.version:
            return None
        typed = ContactEntry(self.user, copy.copy(self.contact), self.draft.typed)
        typed.is_valid()
        self.form.opened_version, self.form.initial["version"] = opened, self.contact.version
        found = typed.differences(self.contact)
        self._go_on_from(typed.form.reopened(self.contact))
        return found

    def _go_on_from(self, form: ContactForm) -> None:
        """Begin with what a draft's form has taken over from the stored contact, and with what the writer has seen by now."""
        self.form.taken_over = form.taken_over
        self.form.initial |= {name: form.data.get(name, "") for name in (*form.taken_over, *(["opened_marks"] if "opened_marks" in form.data else []))}

    def reopen(self, stored: Contact) -> None:
        """Base the typed text on the stored version, so that saving again replaces it knowingly."""
        self.form.reopened(stored)

    def save(self) -> Contact:
        """Store the entry. Raises services.contacts.Conflict when someone else saved meanwhile."""
        contact = self.form.save(commit=False)
        common = {"contact": contact, "categories": self.categories.chosen(), "main": self.categories.main(),
                  "coordinators": self.form.cleaned_data["coordinators"], "by": self.user,
                  "also_cases": self.form.cleaned_data.get("also_cases")}
        if contact.pk:
            return update_contact(version=self.form.cleaned_data["version"], **common)
        return create_contact(**common, new_home=self.home.new_home(contact))


def _place(field) -> str:
    """The id that the summary of errors jumps to; the hidden case is chosen in another field."""
    if field.is_hidden or field.name == "who":
        return "who"
    return focus_id(field)


def _initial_codings(contact: Contact, initial: dict) -> dict:
    """The stored answers, or those of an earlier state of the contact (audit.history.state_at)."""
    if "codings" in initial:
        return categories_as_initial(initial["codings"])
    if "answers" in initial:
        return initial["answers"]
    return initial_categories(contact) if contact.pk else {}


def _as_initial(written: QueryDict) -> dict:
    """The uncoded fields of a draft as they were typed, right or wrong."""
    names = [name for name in (*ContactForm.Meta.fields, "who", "also_cases", "form_token", "version") if name in written]
    return {name: written.getlist(name) if name == "coordinators" else written[name] for name in names}


def _labels(categories) -> str:
    return "、".join(sorted(category.label for category in categories))
