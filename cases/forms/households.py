"""Forms of households (世帯) and members (世帯員), and the search over them."""
from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone

from cases import access, periods
from cases.ages import wrong_days
from cases.family_doubts import doubts_of, new_doubts
from cases.merging.survivors import survivors
from cases.models import WHEREABOUTS, District, Household, Member, User
from cases.searching import address_words, has_all, phone_words, search_text, search_words
from cases.services.numbers import HOUSEHOLDS, next_number
from cases.text import fold

from .asking import AsksAboutDoubts
from .base import RecordForm, SearchForm, japanese_dates
from .household_types import TypesMixin
from .similar import AsksAboutHouseholds, AsksAboutMembers
from .widgets import ChipRadio, PhoneField

OUTSIDE = "住所の地区を選んでいます。どの地区にも住んでいないときだけ付けて、住所の地区は「担当地区の外・不明」にしてください。"
TAKEN = "この世帯番号は、すでに使われています。別の番号にしてください。"
UNPLACED = "「担当地区の外・不明」の世帯は、ケースの地区の担当者に見えます。ケースを登録するまでは、登録した人だけに見えます。"


class WhereaboutsHidden(RecordForm):
    """A form without what tells where a protected household is: that is changed on the page that asks for a purpose."""

    def differences(self, stored) -> list[dict]:
        """As in RecordForm; a row that was protected meanwhile shows nothing of its whereabouts here either."""
        if _is_protected(getattr(stored, "household", stored)):
            self._hide_whereabouts()
        return super().differences(stored)

    def _hide_whereabouts(self) -> None:
        for name in WHEREABOUTS[self._meta.model]:
            self.fields.pop(name, None)


class HouseholdForm(AsksAboutHouseholds, TypesMixin, WhereaboutsHidden):
    """A household and its types of this fiscal year. Only its number is needed: anonymous callers are normal."""

    class Meta:
        model = Household
        fields = ["number", "name", "district", "is_outside", "address", "phone", "contact_care", "note"]
        widgets = {
            "number": forms.TextInput(attrs={"class": "input-short", "autocomplete": "off"}),
            "name": forms.TextInput(attrs={"class": "input-medium", "autocomplete": "off"}),
            "district": forms.Select(attrs={"class": "input-medium"}),
            "address": forms.TextInput(attrs={"autocomplete": "off"}),
            "phone": forms.TextInput(attrs={"class": "input-medium", "autocomplete": "off", "inputmode": "tel"}),
            "contact_care": forms.Textarea(attrs={"rows": 2}), "note": forms.Textarea(attrs={"rows": 4}),
        }
        field_classes = {"phone": PhoneField}

    def __init__(self, *args, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        if self.is_new:
            self.initial["number"] = next_number(Household, HOUSEHOLDS)
        self.add_types(periods.fiscal_year_of(timezone.localdate()))
        if self.instance.pk and _is_protected(self.instance):
            self._hide_whereabouts()
            self.fields["number"].error_messages["unique"] = TAKEN
            return
        self.fields["district"].queryset = District.objects.filter(
            Q(pk__in=access.changeable_districts(user)) | Q(pk=self.instance.district_id))
        self.fields["district"].empty_label = "担当地区の外・不明"
        self.fields["district"].help_text = UNPLACED
        if len(own := access.own_districts(user)) == 1:
            self.begin_with(district=own[0])
        self.fields["number"].error_messages["unique"] = TAKEN

    def clean(self):
        super().clean()
        if self.cleaned_data.get("is_outside") and self.cleaned_data.get("district"):
            self.add_error("is_outside", OUTSIDE)
        return self.cleaned_data


class MemberForm(AsksAboutDoubts, AsksAboutMembers, WhereaboutsHidden):
    """A member; everything may be blank, but not everything at once."""

    class Meta:
        model = Member
        fields = ["family_name", "given_name", "kana", "relation", "sex", "birth_date", "age_text", "phone",
                  "is_key_person", "lives_together", "starts_on", "ends_on", "is_deceased", "died_on", "contact_care", "note"]
        widgets = {"sex": ChipRadio, "contact_care": forms.Textarea(attrs={"rows": 2}), "note": forms.Textarea(attrs={"rows": 3}),
                   "phone": forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"})}
        field_classes = {"phone": PhoneField}
        help_texts = {"age_text": "生年月日が分からないとき。例: 82歳、80代、小学生。書いたとおりに集計するので、年度が変わったら確かめてください。"}
        formfield_callback = japanese_dates

    def __init__(self, *args, user: User | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["sex"].mark = "※任意"  # 不明 is an answer
        if _is_protected(self.instance.household):
            self._hide_whereabouts()

    def clean(self):
        super().clean()
        told = ("family_name", "given_name", "kana", "relation", "birth_date", "age_text")
        self._check_stay()
        if not any(self.cleaned_data.get(name) or name in self.errors for name in told):
            self.add_error("relation", "氏名が分からないときは、続柄か年代のどちらかを入力してください。")
        if not self.errors and not self.is_new and {"birth_date", "is_deceased", "died_on"}.intersection(self.changed_data):
            self.ask(self._doubts())
        return self.cleaned_data

    def _doubts(self) -> list[str]:
        """What the member's days bring up about its relations in sight."""
        relations = list(access.visible_relations(self.user).filter(household=self.instance.household).select_related("first", "second"))
        before = doubts_of(relations)
        for each in relations:
            for member in (each.first, each.second):
                if member.pk == self.instance.pk:
                    member.birth_date, member.is_deceased, member.died_on = (
                        self.cleaned_data[name] for name in ("birth_date", "is_deceased", "died_on"))
        return new_doubts(before, doubts_of(relations))

    def _check_stay(self) -> None:
        start, end = self.cleaned_data.get("starts_on"), self.cleaned_data.get("ends_on")
        if start and end and end < start:
            self.add_error("ends_on", "世帯に入った日より前の日付です。入った日以降の日付にしてください。")
        died = self.cleaned_data.get("died_on")
        if died:
            self.cleaned_data["is_deceased"] = True
        for name, words in wrong_days(self.cleaned_data.get("birth_date"), died, timezone.localdate()).items():
            self.add_error(name, words)


class HouseholdSearch(SearchForm):
    """Find by number, name, kana, address, telephone or member; width, kana and variant kanji do not matter."""

    q = forms.CharField(label="番号・氏名・ふりがな・住所・電話番号", required=False,
                        widget=forms.TextInput(attrs={"type": "search", "data-key": "/", "autocomplete": "off"}))
    district = forms.ModelChoiceField(District.objects.none(), label="住所の地区", required=False,
                                      to_field_name="code", empty_label="すべて")

    def __init__(self, *args, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["district"].queryset = access.visible_districts(user)

    def apply(self, households: QuerySet[Household]) -> QuerySet[Household]:
        """The households that match everything asked for."""
        if not self.is_valid():
            return households
        if district := self.cleaned_data["district"]:
            households = households.filter(district=district).exclude(pk__in=access.protected_households().values("pk"))
        if typed := self.cleaned_data["q"]:
            members = access.visible_members(self.user)
            households = households.filter(pk__in=matching(households, members, typed))
        return households


def matching(households: QuerySet[Household], members: QuerySet[Member], typed: str) -> list[int]:
    """Ids of the households in which every word occurs, in four queries whatever their number.

    Only what the searcher may read is searched: `members` are those in sight, and the address and telephones of
    a protected household find nothing. The number of a household that was merged away finds the one that stayed.
    """
    hidden, city = set(access.protected_households().values_list("pk", flat=True)), fold(access.the_council().city)
    texts: dict[int, list[str]] = {}
    for pk, number, name, address, phone in households.order_by().values_list("pk", "number", "name", "address", "phone"):
        texts[pk] = [number, name, *(() if pk in hidden else (*address_words(address, city), *phone_words(phone)))]
    names = members.filter(household__in=households.order_by().values("pk"))
    for pk, family, given, kana, phone in names.values_list("household", "family_name", "given_name", "kana", "phone"):
        texts[pk] += [family + given, kana, *(() if pk in hidden else phone_words(phone))]
    for number, pk in survivors().items():
        if pk in texts:
            texts[pk].append(number)
    words = search_words(typed, city)
    return [pk for pk, own in texts.items() if has_all(search_text(own), words)]


def _is_protected(household: Household) -> bool:
    return access.protected_households().filter(pk=household.pk).exists()
