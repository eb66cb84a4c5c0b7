"""Forms of an assessment, made of the council's questions, and of these questions."""
import datetime
from decimal import Decimal

from django import forms
from django.db.models import Q
from django.utils import timezone

from cases.assessing import by_section
from cases.models import Assessment, Question
from cases.periods import fiscal_year_label
from cases.services.numbers import next_number

from .base import JapaneseDateField, RecordForm, japanese_dates
from .case_events import passed
from .categories import fiscal_year_typed
from .codebook import YearField
from .widgets import ChipCheckbox, ChipRadio, NumberField
from .withdrawable import WithdrawableForm

PREFIX, LONGEST = "question_", 4000
OTHER_YEAR = "{year}の項目を表示しました。まだ保存していません。答えを確かめて、もう一度保存してください。"
NOTHING_SAID = "どの項目にも答えがなく、見立ても空欄です。1つでも答えるか、見立てを入力してください。"
Kind = Question.Kind


class AssessmentForm(WithdrawableForm):
    """The questions of the fiscal year of the day typed, and those that have an answer; no one of them has to be answered.

    `asked_year` is the year whose questions the page showed: where those of the day are others, they are shown first.
    """

    asked_year = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Assessment
        fields = ["date", "view", "is_withdrawn"]
        widgets = {"view": forms.Textarea(attrs={"rows": 5})}
        formfield_callback = japanese_dates

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.begin_with(date=timezone.localdate())
        kept = dict(self.instance.answers.values_list("question", "value")) if self.instance.pk else {}
        self.year = fiscal_year_typed(self._day, self.instance)
        self.questions = list(Question.objects.filter(Q(pk__in=_asked(self.year)) | Q(pk__in=[*kept, *self._answered])))
        for question in self.questions:
            self._ask(question, kept.get(question.pk, ""))
        self.initial["asked_year"] = self.year

    @property
    def _day(self) -> str:
        """The day typed, or else begun with, as text."""
        return str(self.data.get(self.add_prefix("date"), "") if self.is_bound else self.initial.get("date") or "")

    @property
    def _answered(self) -> list[int]:
        """Ids of the questions that something is typed to: what was written under another date is not lost."""
        given = self.data if self.is_bound else self.initial
        return [int(key) for name, value in given.items() if value and name.startswith(PREFIX)
                and (key := name.removeprefix(PREFIX)).isascii() and key.isdigit() and len(key) < 10]

    @property
    def sections(self) -> list:
        """The questions' fields under the names of their sections."""
        return by_section(self.questions, [self[f"{PREFIX}{each.pk}"] for each in self.questions])

    @property
    def said(self) -> dict[Question, str]:
        """What is typed to each question, as it is stored; "" for nothing."""
        return {each: _stored(self.cleaned_data.get(f"{PREFIX}{each.pk}")) for each in self.questions}

    def clean_date(self):
        """A day that has come."""
        return passed(self.cleaned_data["date"])

    def clean(self):
        """The questions of the day have been shown, and something is said."""
        super().clean()
        shown = self.cleaned_data.get("asked_year") or ""
        if "date" not in self.errors and shown.isdecimal() and len(shown) == 4 and set(_asked(int(shown))) != set(_asked(self.year)):
            self.add_error("date", OTHER_YEAR.format(year=fiscal_year_label(self.year)))
            self.data = self.data.copy()
            self.data[self.add_prefix("asked_year")] = self.year
        if not (self.errors or self.cleaned_data.get("is_withdrawn") or self.cleaned_data.get("view") or any(self.said.values())):
            raise forms.ValidationError(NOTHING_SAID)
        return self.cleaned_data

    def differences(self, stored) -> list[dict]:
        """As for every row, and the answers."""
        kept = dict(stored.answers.values_list("question", "value"))
        answers = [{"label": each.label, "stored": kept.get(each.pk, ""), "own": own} for each, own in self.said.items()
                   if own != kept.get(each.pk, "")]
        return [*super().differences(stored), *answers]

    def _ask(self, question: Question, kept: str) -> None:
        name = f"{PREFIX}{question.pk}"
        value = self.initial.get(name, kept)  # as it was at another time, where the history was asked for it
        self.fields[name] = _field(question, value)
        self.fields[name].widget.attrs.setdefault("autocomplete", "off")
        self.initial[name] = value.splitlines() if question.kind == Kind.SEVERAL else _read(question, value)


class QuestionForm(RecordForm):
    """A question of the council's assessment."""

    first_year = YearField(label="開始年度", help_text="例: 令和3年度、2021。空欄なら、前から聞いています。")
    last_year = YearField(label="終了年度", help_text="聞かなくなるときに入れます。この年度まで聞きます。")

    class Meta:
        model = Question
        fields = ["code", "section", "label", "kind", "choices", "hint", "order", "first_year", "last_year"]
        widgets = {"kind": ChipRadio, "choices": forms.Textarea(attrs={"rows": 5}),
                   "code": forms.TextInput(attrs={"class": "input-short"}),
                   "order": forms.TextInput(attrs={"inputmode": "numeric", "class": "input-short"})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = Kind.choices
        if self.is_new:
            last = Question.objects.order_by("-order").first()
            self.initial = {"order": min(last.order + 10, 30000) if last else 10, "section": last.section if last else "",
                            "code": next_number(Question, "Q-", "code")} | self.initial

    def clean(self):
        """The years are in order; the model looks at the choices."""
        super().clean()
        first, last = self.cleaned_data.get("first_year"), self.cleaned_data.get("last_year")
        if first and last and last < first:
            self.add_error("last_year", "開始年度より前です。開始年度以降にしてください。")
        return self.cleaned_data


def _asked(year: int) -> list[int]:
    return list(Question.objects.in_year(year).values_list("pk", flat=True))


def _field(question: Question, kept: str) -> forms.Field:
    words = {"label": question.label, "help_text": question.hint, "required": False}
    if question.kind in (Kind.CHOICE, Kind.SEVERAL):
        offered = list(dict.fromkeys([*question.words, *(kept.splitlines() if question.kind == Kind.SEVERAL else [kept] if kept else [])]))
        choices = [(each, each) for each in offered]
        if question.kind == Kind.SEVERAL:
            return forms.MultipleChoiceField(choices=choices, widget=ChipCheckbox, **words)
        return forms.ChoiceField(choices=[("", "選んでいない"), *choices], widget=forms.Select(attrs={"class": "input-medium"}), **words)
    if question.kind == Kind.DATE:
        return JapaneseDateField(**words)
    if question.kind == Kind.NUMBER:
        least = {} if kept.startswith("-") else {"min_value": 0}  # one that was stored before stays as it is
        return NumberField(max_digits=12, decimal_places=2, widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "input-short"}), **least, **words)
    return forms.CharField(max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3}), **words)


def _read(question: Question, kept: str):
    try:
        return datetime.date.fromisoformat(kept) if kept and question.kind == Kind.DATE else kept
    except ValueError:  # the question was of another kind then
        return kept


def _stored(value) -> str:
    if value in (None, "", []):
        return ""
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, list):
        return "\n".join(value)
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)
