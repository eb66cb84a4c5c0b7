"""A new household and its case, entered on the log page (新しい世帯): what is known during the first call, and no more."""
from collections.abc import Mapping

from django import forms

from cases.models import Case, Contact, Household, Member, User

from .base import HouseForm
from .similar import AsksAboutHouseholds
from .widgets import PhoneField

WITH_A_CASE = "ケースを選んでいるため、新しい世帯は登録できません。ケースを「ケースなし」にするか、ここを空欄にしてください。"
NEEDS_A_NAME = "新しい世帯を登録するときは、世帯の呼び名を入力してください。分からないときは「匿名の女性」のように書きます。"


def names_home(data: Mapping[str, str]) -> bool:
    """Whether what was sent names a new household."""
    return any((data.get(name) or "").strip() for name in ("home_name", "home_person"))


class NewHomeForm(AsksAboutHouseholds, HouseForm, forms.Form):
    """All blank: no household is made. Its number, and that of its case, are given on saving."""

    home_name = forms.CharField(label="世帯の呼び名", required=False, max_length=Household._meta.get_field("name").max_length,
                                widget=forms.TextInput(attrs={"autocomplete": "off"}))
    home_person = forms.CharField(label="本人の氏名", required=False, max_length=Member._meta.get_field("family_name").max_length,
                                  help_text="世帯員として登録し、実人数に数えます。", widget=forms.TextInput(attrs={"autocomplete": "off"}))
    home_kana = forms.CharField(label="本人のふりがな", required=False, max_length=Member._meta.get_field("kana").max_length,
                                help_text="次から、ふりがなでも見つかります。", widget=forms.TextInput(attrs={"autocomplete": "off"}))
    home_phone = PhoneField(label="電話番号", required=False, max_length=Household._meta.get_field("phone").max_length,
                            widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "tel"}))
    home_title = forms.CharField(label="ケースの題名", required=False, max_length=Case._meta.get_field("title").max_length,
                                 help_text="空欄のときは「（世帯の呼び名）の相談」にします。", widget=forms.TextInput(attrs={"autocomplete": "off"}))

    def __init__(self, *args, user: User, has_case: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.has_case = user, has_case

    @property
    def is_new(self) -> bool:
        """Whether a household is to be made."""
        return any(getattr(self, "cleaned_data", {}).get(name) for name in self.fields)

    @property
    def is_open(self) -> bool:
        """Whether the page shows what was typed here."""
        return bool(self.errors) or any(self[name].value() for name in self.fields)

    def clean(self):
        super().clean()
        if self.is_new and self.has_case:
            self.add_error("home_name", WITH_A_CASE)
        elif self.is_new and not self._name and "home_name" not in self.errors:
            self.add_error("home_name", NEEDS_A_NAME)
        return self.cleaned_data

    @property
    def _name(self) -> str:
        """What the household is called: as typed, else as its person."""
        return self.cleaned_data.get("home_name") or self.cleaned_data.get("home_person") or ""

    def _look(self, said: dict) -> list:
        return super()._look({"name": self._name, "phone": said.get("home_phone")})

    def new_home(self, contact: Contact) -> tuple[Household, Case, Member | None] | None:
        """The household, its case and its person, neither stored nor numbered; None where none is wanted."""
        if not self.is_new:
            return None
        name = self._name
        household = Household(name=name, phone=self.cleaned_data["home_phone"])
        return household, Case(household=household, title=self.cleaned_data["home_title"] or f"{name}の相談",
                               district=contact.district, opened_on=contact.date), self._person(household)

    def _person(self, household: Household) -> Member | None:
        """本人, as far as a name or its reading was typed; 「𠮷田 髙志」 is a family and a given name."""
        family, _, given = " ".join(self.cleaned_data["home_person"].split()).partition(" ")
        kana = self.cleaned_data["home_kana"]
        return Member(household=household, family_name=family, given_name=given, kana=kana, relation="本人") if family or kana else None
