"""Forms of cases (ケース): open, change, and the search over them. What happens to one is in case_events."""
import copy

from django import forms
from django.db import connection
from django.db.models import Q, QuerySet
from django.utils import timezone

from cases import access
from cases.course import continued
from cases.database import all_of
from cases.known import matching_cases
from cases.models import Case, District, Household, Member, User
from cases.periods import fiscal_year_of
from cases.services.numbers import CASES, next_number

from .base import RecordForm, SearchForm, japanese_dates
from .widgets import AmountField, ChipRadio

STAYS = ("閲覧の制限があるケースは、ほかの地区へ移せません。"
         "先に、{noun}の「閲覧の制限」を解除してから、担当地区を変えてください。")
OPENS = ("今の世帯に閲覧の制限があります。この世帯から離すと、担当地区の全員に見えるようになります。"
         "先に、ケースに「閲覧の制限」をかけてください。")
NOT_NAMED = ("{name}は、閲覧の制限のためこのケースを見られないので、担当者にできません。"
             "先に、{noun}の「閲覧の制限」で{name}を加えるか、ほかの人を選んでください。加えられるのは、担当地区を受け持つ人です。")


class CaseForm(RecordForm):
    """A case of a household (by its number), or of a group or place (by its name)."""

    household = forms.ModelChoiceField(
        Household.objects.none(), label="世帯番号", required=False, to_field_name="number",
        help_text="例: S-0001",
        widget=forms.TextInput(attrs={"class": "input-short", "autocomplete": "off"}),
        error_messages={"invalid_choice": "この番号の世帯は見つかりません。番号を確かめるか、先に世帯を登録してください。"})
    quiet_days = AmountField(label="連絡が空いたら知らせる日数", required=False, min_value=1, max_value=730,
                             help_text=Case._meta.get_field("quiet_days").help_text,
                             widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "input-short"}))

    class Meta:
        model = Case
        fields = ["number", "title", "subject", "household", "person", "subject_name", "resource", "district", "coordinator", "opened_on",
                  "summary", "promises", "quiet_days"]
        widgets = {
            "number": forms.TextInput(attrs={"class": "input-short", "autocomplete": "off"}),
            "title": forms.TextInput(attrs={"autocomplete": "off"}),
            "subject": ChipRadio,
            "person": forms.Select(attrs={"class": "input-medium"}),
            "district": forms.Select(attrs={"class": "input-medium"}),
            "coordinator": forms.Select(attrs={"class": "input-medium"}),
            "summary": forms.Textarea(attrs={"rows": 5}), "promises": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {"title": "一覧で見分けるための短い題名です。例: 高齢夫婦の買い物支援",
                      "coordinator": "登録の後に変えると、その日の「担当の引き継ぎ」としてケースの経過に残ります。申し送りも書くときは、ケースの画面の「担当を引き継ぐ」を使います。"}
        formfield_callback = japanese_dates

    def __init__(self, *args, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        districts = access.changeable_districts(user)
        self.initial["household"] = self.instance.household or self.initial.get("household")
        if self.is_new:
            self.initial |= {"number": next_number(Case, CASES), "opened_on": timezone.localdate(),
                             "coordinator": user.pk}
        self.fields["household"].queryset = access.changeable_households(user)
        self._offer_members(user)
        self.fields["district"].queryset = districts
        self.fields["district"].empty_label = None if len(districts) == 1 else "選んでください"
        self.fields["coordinator"].queryset = User.objects.filter(
            Q(is_active=True, assignments__district__in=districts) | Q(pk=self.instance.coordinator_id)).distinct()
        self.fields["coordinator"].empty_label = "決まっていない"
        if not self.is_new and access.stays_with_named(self.instance):
            self._offer_named()
        self.fields["resource"].empty_label = "選ばない"
        self.fields["household"].mark, self.fields["subject_name"].mark = "※世帯のとき必須", "※団体・場所のとき必須"
        self.fields["number"].error_messages["unique"] = "このケース番号は、すでに使われています。別の番号にしてください。"

    def _offer_members(self, user: User) -> None:
        """Members of the household that is typed, or else stored; a 本人 who is closed to the user stays as chosen."""
        number = self.data.get(self.add_prefix("household"), "") if self.is_bound else getattr(self.initial["household"], "number", "")
        members = access.visible_members(user).filter(
            household__number=number) if number and "\0" not in number else Member.objects.none()  # PostgreSQL takes no NUL
        person = self.instance.person_id
        if not members or (person and not access.visible_members(user).filter(pk=person).exists()):
            del self.fields["person"]
            return
        self.fields["person"].queryset, self.fields["person"].empty_label = members, "選ばない"
        self.fields["person"].error_messages["invalid_choice"] = "この世帯の世帯員ではありません。選び直してください。"

    def _offer_named(self) -> None:
        """Of a restricted case, its own district and who could open it there. What else was typed stays, and is refused by name (_keep_with_named)."""
        case = self.instance
        may = {heir.user.pk for heir in access.heirs_of(case, timezone.localdate())} | {case.coordinator_id}
        for name, kept in (("district", {case.district_id}), ("coordinator", may)):
            field = self.fields[name]
            kept = {"", str(self.data.get(self.add_prefix(name))), *map(str, kept)}
            field.widget.choices = [choice for choice in field.choices if str(choice[0]) in kept]
        told = "閲覧の制限があるため、このケースを見られる人だけが並んでいます。"
        self.fields["coordinator"].help_text = told + self.fields["coordinator"].help_text

    def clean_opened_on(self):
        day = self.cleaned_data["opened_on"]
        if self.instance.closed_on and day > self.instance.closed_on:
            raise forms.ValidationError("終結日より後になっています。終結日以前の日付にしてください。")
        return day

    def clean(self):
        super().clean()
        if "subject" not in self.errors and "household" not in self.errors:
            self._check_subject(self.cleaned_data["subject"] == Case.Subject.HOUSEHOLD)
            self._let_go_of_person(self.cleaned_data.get("household"))
            self._keep_with_named(self._as_it_would_be())
        return self.cleaned_data

    def _as_it_would_be(self) -> Case:
        """The case with the household, district and coordinator that are typed."""
        case = copy.copy(self.instance)
        case.household = self.cleaned_data.get("household")
        case.district = self.cleaned_data.get("district")
        case.coordinator = self.cleaned_data.get("coordinator")
        return case

    def _keep_with_named(self, case: Case) -> None:
        """What is restricted stays in its district and goes only to who could open it, as where it is handed over."""
        stays = next((each for each in (case, self.instance) if access.stays_with_named(each)), None)
        if stays and not self.is_new and case.district_id and case.district_id != self.instance.district_id:
            self.add_error("district", STAYS.format(noun=_restricted(stays)))
            case.district = self.instance.district
        if access.stays_with_named(self.instance) and not access.stays_with_named(case):
            self.add_error("household", OPENS)
        if self._is_given_anew(case) and not access.may_be_given(case, case.coordinator, timezone.localdate()):
            self.add_error("coordinator", NOT_NAMED.format(name=case.coordinator.name, noun=_restricted(case)))

    def _is_given_anew(self, case: Case) -> bool:
        """Whether a restricted case comes to somebody: to another coordinator, or with its coordinator to another household."""
        before = self.instance
        is_other = self.is_new or (case.coordinator_id, case.household_id) != (before.coordinator_id, before.household_id)
        return bool(case.coordinator and case.district_id and is_other and access.stays_with_named(case))

    def _let_go_of_person(self, household: Household | None) -> None:
        """A case that moves to another household, or to none, leaves its 本人 behind."""
        person = self.instance.person if "person" not in self.fields else None
        if person and person.household_id != (household.pk if household else None):
            self.instance.person = None

    def _check_subject(self, of_household: bool) -> None:
        household, name, resource = (self.cleaned_data.get(each) for each in ("household", "subject_name", "resource"))
        if resource and not of_household and not name:
            name = self.cleaned_data["subject_name"] = resource.name
        if resource and of_household:
            self.add_error("resource", "対象が「世帯」のときは、選ばないでください。")
        if of_household and not household:
            self.add_error("household", "世帯番号を入力してください。")
        if not of_household and household:
            self.add_error("household", "対象が「世帯」ではありません。世帯番号を消すか、対象を「世帯」にしてください。")
        if of_household and name:
            self.add_error("subject_name", "対象が「世帯」のときは、空欄にしてください。")
        if not of_household and not name:
            self.add_error("subject_name", "団体・場所の名称を入力してください。")


def _restricted(case: Case) -> str:
    """The records whose restriction holds for a case: it, its household, or both."""
    is_restricted = {"ケース": case.is_restricted, "世帯": case.household and case.household.is_restricted}
    return "と".join(noun for noun, holds in is_restricted.items() if holds)


NOBODY = "none"


class CoordinatorOrNobody(forms.ModelChoiceField):
    """A coordinator, or NOBODY: cases that have not been given to anyone."""

    besides = ((NOBODY, "決まっていない"),)

    def to_python(self, value):
        """The coordinator, NOBODY as it is, or None."""
        return NOBODY if value == NOBODY else super().to_python(value)


class CaseSearch(SearchForm):
    """Find by number, title, group, or by what is known of the household and its members; open cases unless asked otherwise."""

    q = forms.CharField(label="番号・題名・氏名・団体名・電話番号", required=False,
                        widget=forms.TextInput(attrs={"type": "search", "data-key": "/", "autocomplete": "off"}))
    state = forms.ChoiceField(label="状態", required=False,
                              choices=[("", "進行中"), ("continued", "前年度から継続"), ("closed", "終結"), ("all", "すべて")])
    district = forms.ModelChoiceField(District.objects.none(), label="担当地区", required=False,
                                      to_field_name="code", empty_label="すべて")

    coordinator = CoordinatorOrNobody(User.objects.none(), label="担当者", required=False, empty_label="すべて")

    def __init__(self, *args, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["district"].queryset = access.visible_districts(user)
        self.fields["coordinator"].queryset = access.coordinators_in_sight(user).only("name").order_by("name", "pk")

    def apply(self, cases: QuerySet[Case]) -> QuerySet[Case]:
        """The cases that match everything asked for; none while a field cannot be read, which says so itself."""
        if not self.is_valid():
            return cases.none()
        cases = _in_state(cases, self.cleaned_data["state"])
        if district := self.cleaned_data["district"]:
            cases = cases.filter(district=district)
        if coordinator := self.cleaned_data["coordinator"]:
            cases = cases.filter(coordinator=None if coordinator == NOBODY else coordinator)
        if typed := self.cleaned_data["q"]:
            cases = cases.filter(pk__in=all_of(connection.vendor, matching_cases(self.user, cases, [typed])[0]))
        return cases


def _in_state(cases: QuerySet[Case], state: str) -> QuerySet[Case]:
    if state == "continued":
        return continued(cases, fiscal_year_of(timezone.localdate()))
    return cases if state == "all" else cases.exclude(closed_on=None) if state else cases.open()
