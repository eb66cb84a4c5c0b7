"""Forms of local resources (社会資源)."""
from django import forms
from django.db.models import QuerySet

from cases.models import Leader, Resource
from cases.services.numbers import next_number
from cases.text import fold

from .base import RecordForm, SearchForm, japanese_dates

PREFIX = "R-"


class ResourceForm(RecordForm):
    """An agency, a group or a place."""

    class Meta:
        model = Resource
        fields = ["code", "name", "category", "district", "address", "phone", "contact_person", "since", "note"]
        widgets = {
            "code": forms.TextInput(attrs={"class": "input-short", "autocomplete": "off"}),
            "category": forms.TextInput(attrs={"class": "input-medium"}),
            "district": forms.Select(attrs={"class": "input-medium"}),
            "phone": forms.TextInput(attrs={"class": "input-medium", "inputmode": "tel"}),
            "note": forms.Textarea(attrs={"rows": 4}),
        }
        formfield_callback = japanese_dates

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.is_new:
            self.initial["code"] = next_number(Resource, PREFIX, "code")
        self.fields["district"].empty_label = "市内全域・地区外"
        self.fields["code"].error_messages["unique"] = "この番号は、すでに使われています。別の番号にしてください。"


class LeaderForm(RecordForm):
    """Who leads a resource, or answers for it, from when to when."""

    class Meta:
        model = Leader
        fields = ["name", "role", "phone", "starts_on", "ends_on", "note"]
        widgets = {"phone": forms.TextInput(attrs={"class": "input-medium", "inputmode": "tel"})}
        formfield_callback = japanese_dates

    def clean(self):
        """The last day is not before the first."""
        super().clean()
        first, last = self.cleaned_data.get("starts_on"), self.cleaned_data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", "「いつから」より前の日付です。「いつから」以降の日付にしてください。")
        return self.cleaned_data


class ResourceSearch(SearchForm):
    """Find by name, address, number or kind."""

    q = forms.CharField(label="名称・種別・所在地", required=False,
                        widget=forms.TextInput(attrs={"type": "search", "data-key": "/"}))
    category = forms.ChoiceField(label="種別", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        kinds = Resource.objects.exclude(category="").order_by("category").values_list("category", flat=True)
        self.fields["category"].choices = [("", "すべて"), *((kind, kind) for kind in kinds.distinct())]

    def apply(self, resources: QuerySet[Resource]) -> QuerySet[Resource]:
        """The resources that match everything asked for."""
        if category := self.chosen.get("category"):
            resources = resources.filter(category=category)
        if words := [fold(word) for word in self.chosen.get("q", "").split()]:
            rows = resources.order_by().values_list("pk", "code", "name", "category", "address", "phone")
            resources = resources.filter(pk__in=[
                pk for pk, *texts in rows if all(word in fold("|".join(texts)) for word in words)])
        return resources
