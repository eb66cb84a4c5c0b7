"""Forms of local resources (社会資源)."""
from collections import defaultdict

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone

from cases.district_names import told_apart
from cases.models import District, Leader, Resource
from cases.services.numbers import next_number
from cases.text import fold

from .base import ManyRows, RecordForm, SearchForm, japanese_dates
from .widgets import ChipCheckbox, PhoneField

PREFIX = "R-"
COLUMNS = ("code", "name", "category", "address", "phone", "contact_person")  # that are searched
EARLY_END = "「いつから」より前の日付です。「いつから」以降の日付にしてください。"
NO_DIGITS = "電話番号に数字がありません。番号を入力するか、空欄にしてください。"
NOWHERE = ("-", "市内全域・地区外")  # of no district; no code of one begins so


def _with_digits(phone: str) -> str:
    """A telephone number as it was typed, or ValidationError for words alone."""
    if phone and not any(each.isdecimal() for each in phone):
        raise forms.ValidationError(NO_DIGITS)
    return phone


class ResourceForm(RecordForm):
    """An agency, a group or a place."""

    class Meta:
        model = Resource
        fields = ["code", "name", "category", "districts", "address", "phone", "contact_person", "since", "note"]
        widgets = {
            "code": forms.TextInput(attrs={"class": "input-short", "autocomplete": "off"}),
            "category": forms.TextInput(attrs={"class": "input-medium"}),
            "districts": ChipCheckbox,
            "phone": forms.TextInput(attrs={"class": "input-medium", "inputmode": "tel"}),
            "note": forms.Textarea(attrs={"rows": 4}),
        }
        field_classes = {"districts": ManyRows, "phone": PhoneField}
        formfield_callback = japanese_dates

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.is_new:
            self.initial["code"] = next_number(Resource, PREFIX, "code")
        chosen = self.instance.districts.values("pk") if self.instance.pk else District.objects.none()
        today = District.objects.on(timezone.localdate()).values("pk")
        self.fields["districts"].queryset = District.objects.filter(Q(pk__in=today) | Q(pk__in=chosen))
        self.fields["code"].error_messages["unique"] = "この番号は、すでに使われています。別の番号にしてください。"

    def clean_phone(self):
        """A number, if any."""
        return _with_digits(self.cleaned_data["phone"])

    def differences(self, stored: Resource) -> list[dict]:
        """As in RecordForm; districts are compared by their names."""
        label = self["districts"].label
        rows = [row for row in super().differences(stored) if row["label"] != label]
        kept, typed = ("、".join(map(str, each)) for each in (stored.districts.all(), self.cleaned_data.get("districts") or ()))
        return rows + ([{"label": label, "stored": kept, "own": typed}] if kept != typed else [])


class LeaderForm(RecordForm):
    """Who leads a resource, or answers for it, from when to when."""

    class Meta:
        model = Leader
        fields = ["name", "role", "phone", "starts_on", "ends_on", "note"]
        widgets = {"phone": forms.TextInput(attrs={"class": "input-medium", "inputmode": "tel"})}
        field_classes = {"phone": PhoneField}
        formfield_callback = japanese_dates

    def clean_phone(self):
        """A number, if any."""
        return _with_digits(self.cleaned_data["phone"])

    def clean(self):
        """The last day is not before the first."""
        super().clean()
        first, last = self.cleaned_data.get("starts_on"), self.cleaned_data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", EARLY_END)
        return self.cleaned_data


class ResourceSearch(SearchForm):
    """Find by name, address, number, who leads it today, kind or district."""

    q = forms.CharField(label="名称・種別・所在地・代表者や窓口（今の人）", required=False,
                        widget=forms.TextInput(attrs={"type": "search", "data-key": "/"}))
    category = forms.ChoiceField(label="種別", required=False)
    district = forms.ChoiceField(label="地区", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        kinds = Resource.objects.exclude(category="").order_by("category").values_list("category", flat=True)
        self.fields["category"].choices = [("", "すべて"), *((kind, kind) for kind in kinds.distinct())]
        self.fields["district"].choices = [("", "すべて"), *told_apart(District.objects.filter(resources__isnull=False).distinct()).items(), NOWHERE]

    def apply(self, resources: QuerySet[Resource]) -> QuerySet[Resource]:
        """The resources that match everything asked for."""
        if category := self.chosen.get("category"):
            resources = resources.filter(category=category)
        if district := self.chosen.get("district"):
            resources = resources.filter(districts=None) if district == NOWHERE[0] else resources.filter(districts__code=district)
        if words := [fold(word) for word in self.chosen.get("q", "").split()]:
            rows, people = resources.order_by().values_list("pk", *COLUMNS), _people_today()
            resources = resources.filter(pk__in=[
                pk for pk, *texts in rows if all(word in fold("|".join((*texts, *people[pk]))) for word in words)])
        return resources


def _people_today() -> dict[int, list[str]]:
    """By resource the names, roles and numbers of whoever leads it today, as its line shows them. One query."""
    found: dict[int, list[str]] = defaultdict(list)
    for pk, *texts in Leader.objects.on(timezone.localdate()).order_by().values_list("resource", "name", "role", "phone"):
        found[pk] += texts
    return found
