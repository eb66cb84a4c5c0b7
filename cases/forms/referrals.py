"""Forms of referrals to and from agencies (つなぎ), and the filter of their list."""
from django import forms
from django.utils import timezone

from cases import access, periods
from cases.models import Referral, Resource, User
from cases.models.referrals import WORDS

from .base import RecordForm, SearchForm, japanese_dates
from .widgets import ChipRadio

TO_COME = "まだ来ていない日付です。今日までの日付を入力してください。"


def earlier(day: str) -> str:
    """What is said of an answer before the `day`, as its column is called."""
    return f"{day}より前の日付です。{day}以降の日付にしてください。"


class ReferralForm(RecordForm):
    """The agency, the day, what was asked, and the answer as soon as there is one."""

    class Meta:
        model = Referral
        fields = ["direction", "resource", "date", "asked", "answer", "answered_on", "result"]
        widgets = {"direction": ChipRadio, "answer": ChipRadio}
        help_texts = {"answered_on": "受入・保留・不可の返事の日です。"}
        formfield_callback = japanese_dates

    def __init__(self, *args, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        if self.is_new:
            self.initial["date"] = timezone.localdate()
        self.fields["resource"].empty_label = "選んでください"
        self.fields["resource"].help_text = "名前がないときは、先に「社会資源」に登録します。"
        if not self.is_new and "resource_id" in access.hidden_columns(user, self.instance):
            del self.fields["resource"]  # chosen once and not shown again
        self.fields["answer"] = forms.ChoiceField(choices=Referral.Answer.choices, required=False, widget=ChipRadio)
        self._call_by_direction()

    def _call_by_direction(self) -> None:
        """Labels by the direction that is typed, stored or proposed; the page changes them with the choice (referral-words.js)."""
        self.words = WORDS.get(self["direction"].value()) or WORDS[Referral.Direction.TO]
        for name in ("date", "asked", "answer", "answered_on"):
            self.fields[name].label = self.words[name]
        self.fields["answer"].choices = [("", self.words["waiting"]), *Referral.Answer.choices[1:]]

    def clean(self):
        """No day that has not come; an answer has its day, and the day its answer."""
        super().clean()
        date, answer, answered = (self.cleaned_data.get(name) for name in ("date", "answer", "answered_on"))
        for name in ("date", "answered_on"):
            if self.cleaned_data.get(name) and self.cleaned_data[name] > timezone.localdate():
                self.add_error(name, TO_COME)
        if date and answered and answered < date:
            self.add_error("answered_on", earlier(self.words["date"]))
        if answered and not answer:
            self.add_error("answer", "返事の日があります。返事を選ぶか、返事の日を空欄にしてください。")
        if answer and answer != Referral.Answer.UNKNOWN and not answered and "answered_on" not in self.errors:
            self.add_error("answered_on", "返事の日を入力してください。")
        return self.cleaned_data


class ReferralFilter(SearchForm):
    """Fiscal year, agency, and whether an answer is still awaited."""

    fiscal_year = forms.TypedChoiceField(label="年度", required=False, coerce=int, empty_value=None)
    resource = forms.ModelChoiceField(Resource.objects.none(), label="機関・団体", required=False, to_field_name="code", empty_label="すべて")
    state = forms.ChoiceField(label="返事", required=False, choices=[("", "すべて"), ("open", "返事がまだのもの・保留"), ("done", "返事が済んだもの")])

    def __init__(self, data, *, user: User):
        super().__init__(data)
        referrals = access.visible_referrals(user).named().order_by()
        years = sorted(referrals.values_list("fiscal_year", flat=True).distinct(), reverse=True)
        self.fields["fiscal_year"].choices = [("", "すべて"), *((year, periods.fiscal_year_label(year)) for year in years)]
        self.fields["resource"].queryset = Resource.objects.filter(pk__in=referrals.values("resource"))

    def apply(self, referrals):
        """The referrals that match; none while a field cannot be read. An agency has none whose agency is not named."""
        if not self.is_valid():
            return referrals.none()
        chosen = self.chosen
        state = chosen.pop("state", "")
        referrals = (referrals.named() if "resource" in chosen else referrals).filter(**chosen)
        still = referrals.open().order_by().values("pk")
        return referrals.filter(pk__in=still) if state == "open" else referrals.exclude(pk__in=still) if state else referrals
