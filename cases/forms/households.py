"""Forms of households (世帯) and members (世帯員), and the search over them."""
from django import forms
from django.db.models import Q, QuerySet

from cases import access
from cases.models import District, Household, Member, User
from cases.services.numbers import next_number
from cases.text import fold

from .base import RecordForm, SearchForm, japanese_dates
from .widgets import ChipRadio

PREFIX = "S-"


class HouseholdForm(RecordForm):
    """A household. Only its number is needed: anonymous callers are normal."""

    class Meta:
        model = Household
        fields = ["number", "name", "district", "address", "phone", "note"]
        widgets = {
            "number": forms.TextInput(attrs={"class": "input-short", "autocomplete": "off"}),
            "name": forms.TextInput(attrs={"class": "input-medium", "autocomplete": "off"}),
            "district": forms.Select(attrs={"class": "input-medium"}),
            "address": forms.TextInput(attrs={"autocomplete": "off"}),
            "phone": forms.TextInput(attrs={"class": "input-medium", "autocomplete": "off", "inputmode": "tel"}),
            "note": forms.Textarea(attrs={"rows": 4}),
        }

    def __init__(self, *args, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        if self.is_new:
            self.initial["number"] = next_number(Household, PREFIX)
        self.fields["district"].queryset = District.objects.filter(
            Q(pk__in=access.visible_districts(user)) | Q(pk=self.instance.district_id))
        self.fields["district"].empty_label = "担当地区の外・不明"
        self.fields["number"].error_messages["unique"] = "この世帯番号は、すでに使われています。別の番号にしてください。"


class MemberForm(RecordForm):
    """A member; everything may be blank, but not everything at once."""

    class Meta:
        model = Member
        fields = ["family_name", "given_name", "kana", "relation", "sex", "birth_date", "age_text", "phone",
                  "is_key_person", "lives_together", "starts_on", "ends_on", "note"]
        widgets = {"sex": ChipRadio, "note": forms.Textarea(attrs={"rows": 3}),
                   "phone": forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"})}
        formfield_callback = japanese_dates

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["sex"].mark = "※任意"  # 不明 is an answer

    def clean(self):
        super().clean()
        told = ("family_name", "given_name", "kana", "relation", "birth_date", "age_text")
        self._check_stay()
        if not any(self.cleaned_data.get(name) or name in self.errors for name in told):
            self.add_error("relation", "氏名が分からないときは、続柄か年代のどちらかを入力してください。")
        return self.cleaned_data

    def _check_stay(self) -> None:
        start, end = self.cleaned_data.get("starts_on"), self.cleaned_data.get("ends_on")
        if start and end and end < start:
            self.add_error("ends_on", "世帯に入った日より前の日付です。入った日以降の日付にしてください。")


class HouseholdSearch(SearchForm):
    """Find by number, name, kana, address, telephone or member; width, kana and variant kanji do not matter."""

    q = forms.CharField(label="番号・氏名・ふりがな・住所・電話番号", required=False,
                        widget=forms.TextInput(attrs={"type": "search", "data-key": "/", "autocomplete": "off"}))
    district = forms.ModelChoiceField(District.objects.none(), label="住所の地区", required=False,
                                      to_field_name="code", empty_label="すべて")

    def __init__(self, *args, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["district"].queryset = access.visible_districts(user)

    def apply(self, households: QuerySet[Household]) -> QuerySet[Household]:
        """The households that match everything asked for."""
        if not self.is_valid():
            return households
        if district := self.cleaned_data["district"]:
            households = households.filter(district=district)
        if typed := self.cleaned_data["q"]:
            households = households.filter(pk__in=matching(households, typed))
        return households


def matching(households: QuerySet[Household], typed: str) -> list[int]:
    """Ids of the households in which every word occurs, in two queries whatever their number."""
    texts: dict[int, list[str]] = {}
    for pk, *own in households.order_by().values_list("pk", "number", "name", "address", "phone"):
        texts[pk] = own
    names = Member.objects.filter(household__in=households.order_by().values("pk"))
    for pk, family, given, kana, phone in names.values_list("household", "family_name", "given_name", "kana", "phone"):
        texts[pk] += [family + given, kana, phone]
    words = [fold(word) for word in typed.split()]
    return [pk for pk, own in texts.items() if _has_all(fold("|".join(own)), words)]


def _has_all(text: str, words: list[str]) -> bool:
    return all(word in text for word in words)
