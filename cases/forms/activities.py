"""Forms of the register of work with groups and places (地域支援の記録): an entry, and the filter of the list."""
from django import forms
from django.db import connection
from django.db.models import Q, QuerySet
from django.utils import timezone

from cases import access, fulltext, periods
from cases.models import AMOUNTS, MOST_OF, Activity, ActivityKind, District, Resource, User
from cases.text import fold

from .base import ManyRows, RecordForm, SearchForm, japanese_dates
from .twins import AsksAboutTwin, twin_of_activity
from .widgets import SHORT_DATES, AmountField, ChipCheckbox, ChipRadio, NearDateField, PlannedDateField

_SHORT = {"class": "input-short", "inputmode": "numeric"}


def _bounded(db_field, **kwargs):
    most = {"max_value": MOST_OF[db_field.name]} if db_field.name in MOST_OF else {}
    return japanese_dates(db_field, **most, **kwargs)


class ActivityForm(AsksAboutTwin, RecordForm):
    """One entry. Amounts that its kind does not ask for are refused, not dropped."""

    date = NearDateField(label="日付")
    next_on = PlannedDateField(label="次回予定日", required=False, help_text=SHORT_DATES)

    class Meta:
        model = Activity
        fields = ["date", "kind", "title", "resource", "place", "district", "is_citywide", "coordinators", *AMOUNTS, "text", "next_on"]
        widgets = {"kind": ChipRadio, "coordinators": ChipCheckbox, "text": forms.Textarea(attrs={"rows": 6}),
                   "district": forms.Select(attrs={"class": "input-medium"}), **{name: forms.TextInput(attrs=_SHORT) for name in AMOUNTS}}
        field_classes = {"coordinators": ManyRows, **dict.fromkeys(AMOUNTS, AmountField)}
        formfield_callback = _bounded

    def __init__(self, *args, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        if self.is_new:
            self.initial["date"] = self.initial.get("date") or timezone.localdate()
            self.initial["coordinators"] = self.initial.get("coordinators") or [user.pk]
        districts = access.changeable_districts(user)
        self.fields["district"].queryset = districts
        self.fields["district"].empty_label = None if len(districts) == 1 else "選んでください"
        self.fields["resource"].empty_label = "選ばない"
        self.fields["kind"].empty_label = None
        self._offer_kinds()
        already = self.instance.coordinators.values("pk") if self.instance.pk else User.objects.none()
        people = User.objects.filter(Q(is_active=True, assignments__district__in=districts) | Q(pk__in=already)).distinct()
        self.fields["coordinators"].queryset, self.fields["coordinators"].required = people, True
        self.fields["coordinators"].error_messages["required"] = "担当者を1人以上選んでください。"

    def _offer_kinds(self) -> None:
        """All kinds, those of other years saying so; each amount names the kinds that ask for it, for the script."""
        kinds, this_year = list(ActivityKind.objects.all()), periods.fiscal_year_of(timezone.localdate())
        self.fields["kind"].label_from_instance = lambda kind: kind.name if kind.valid_in(this_year) else f"{kind.name}（{years_words(kind)}）"
        for name in AMOUNTS:
            self.fields[name].widget.attrs["data-kinds"] = " ".join(str(kind.pk) for kind in kinds if name in kind.asked)

    def clean_date(self):
        date = self.cleaned_data["date"]
        if date > timezone.localdate():
            raise forms.ValidationError("まだ来ていない日付です。予定は「次回予定日」に入力してください。")
        return date

    def clean(self):
        super().clean()
        date, kind, district = (self.cleaned_data.get(name) for name in ("date", "kind", "district"))
        if date and kind and not kind.valid_in(periods.fiscal_year_of(date)):
            self.add_error("kind", f"{periods.fiscal_year_label(periods.fiscal_year_of(date))}にはない種別です。別の種別を選んでください。")
        if date and district and not District.objects.on(date).filter(pk=district.pk).exists():
            self.add_error("district", f"{district}地区は、この日付では有効ではありません。地区か日付を直してください。")
        for name in AMOUNTS if kind else ():
            if name not in kind.asked and self.cleaned_data.get(name) is not None:
                self.add_error(name, f"「{kind}」では書きません。空欄にするか、種別を選び直してください。")
        next_on = self.cleaned_data.get("next_on")
        if date and next_on and next_on < date:
            self.add_error("next_on", "次回予定日は、日付かそれより後にしてください。")
        if self.is_new and not self.errors:
            self.ask_about(twin_of_activity(self.user, self.cleaned_data))
        return self.cleaned_data

    def differences(self, stored: Activity) -> list[dict]:
        """As in RecordForm; coordinators are compared by their names."""
        rows = [row for row in super().differences(stored) if row["label"] != self["coordinators"].label]
        kept, typed = ("、".join(sorted(map(str, each))) for each in (stored.coordinators.all(), self.cleaned_data.get("coordinators") or ()))
        return rows + ([{"label": self["coordinators"].label, "stored": kept, "own": typed}] if kept != typed else [])


class ActivityFilter(SearchForm):
    """Words, fiscal year, kind, district and resource; all optional."""

    q = forms.CharField(label="件名・場所・団体・内容の言葉", required=False, max_length=200, widget=forms.TextInput(
        attrs={"type": "search", "data-key": "/", "autocomplete": "off"}))
    fiscal_year = forms.TypedChoiceField(label="年度", required=False, coerce=int, empty_value=None)
    kind = forms.ModelChoiceField(ActivityKind.objects.all(), label="種別", required=False, to_field_name="code", empty_label="すべて")
    district = forms.ModelChoiceField(District.objects.none(), label="地区", required=False, to_field_name="code", empty_label="すべて")
    resource = forms.ModelChoiceField(Resource.objects.none(), label="団体・機関・場所", required=False, to_field_name="code", empty_label="すべて")

    def __init__(self, data, *, user: User):
        super().__init__(data)
        self.user = user
        entries = access.visible_activities(user).order_by()
        years = sorted(entries.values_list("fiscal_year", flat=True).distinct(), reverse=True)
        self.fields["fiscal_year"].choices = [("", "すべて"), *((year, periods.fiscal_year_label(year)) for year in years)]
        self.fields["district"].queryset = access.visible_districts(user)
        self.fields["resource"].queryset = Resource.objects.filter(pk__in=entries.values("resource"))

    def apply(self, entries: QuerySet[Activity]) -> QuerySet[Activity]:
        """The entries that match everything asked for; none while a field cannot be read, which says so itself."""
        if not self.is_valid():
            return entries.none()
        for word in self.words:
            entries = entries.filter(Q(pk__in=fulltext.containing(word, connection, Activity).order_by().values("pk"))
                                     | Q(resource__in=_called(word)))
        return entries.filter(**{name: value for name, value in self.chosen.items() if name != "q"})

    @property
    def words(self) -> list[str]:
        """The words that were looked for."""
        return self.chosen.get("q", "").split()


def _called(word: str) -> list[int]:
    """Ids of the resources in whose name the word stands, width, kana and variant kanji folded."""
    word = fold(word)
    return [pk for pk, name in Resource.objects.order_by().values_list("pk", "name") if word in fold(name)]


def years_words(kind: ActivityKind) -> str:
    """令和3年度から, 令和4年度まで, 令和3年度〜令和4年度; "" for always."""
    first, last = (periods.fiscal_year_label(year) if year else "" for year in (kind.first_year, kind.last_year))
    return f"{first}〜{last}" if first and last else f"{first}から" if first else f"{last}まで" if last else ""
