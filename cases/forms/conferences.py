"""The form of 支援会議 and 重層的支援会議."""
from django import forms
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from cases import access
from cases.case_numbers import numbers_of
from cases.models import Conference, Resource, User

from .base import ManyRows, japanese_dates
from .case_events import passed
from .case_numbers import CaseNumbers
from .tasks import WithTasks, before_meeting
from .widgets import ChipCheckbox, ChipRadio
from .withdrawable import WithdrawableForm

LISTS = {"case_numbers": "cases", "people": "people", "agencies": "agencies"}  # the form's field, the row's list
NEEDS_CONSENT = "重層的支援会議は、本人の同意が前提です。同意の日と方法を入力してください。"
NO_CONSENT = "支援会議は、本人の同意がなくても開けます。同意を得て開いたときは、世帯の画面の「同意」に登録し、ここは空欄にしてください。"


class ConferenceForm(WithTasks, WithdrawableForm):
    """The kind of meeting, the cases, who took part, what was decided and what comes next."""

    case_numbers = CaseNumbers(label="話し合うケース", help_text="氏名や題名などを入力して候補から選ぶか、ケース番号を書きます。いくつかあるときは「、」か空白で区切ります。例: C-0001、C-0004。"
                               "この会議は、すべてのケースを見られる人だけが見られます。後でほかの地区に引き継がれたケースがあっても、残ったケースの地区では見られます。")
    people = ManyRows(User.objects.none(), label="参加した職員", required=False, widget=ChipCheckbox)
    agencies = ManyRows(Resource.objects.none(), label="参加した機関（社会資源）", required=False, widget=ChipCheckbox)
    field_order = ["kind", "date", "case_numbers", "host", "place", "people", "agencies", "others", "consent_on", "consent_method",
                   "talk", "decisions", "is_withdrawn"]

    class Meta:
        model = Conference
        fields = ["kind", "date", "host", "place", "others", "consent_on", "consent_method", "talk", "decisions", "is_withdrawn"]
        widgets = {"kind": ChipRadio, "consent_method": ChipRadio, "talk": forms.Textarea(attrs={"rows": 5}),
                   "decisions": forms.Textarea(attrs={"rows": 5}), "others": forms.Textarea(attrs={"rows": 2})}
        help_texts = {"kind": "支援会議は、社会福祉法第106条の6により市町村が開き、本人の同意がなくても開けます。参加者には守秘義務があります。"
                              "重層的支援会議は、多機関協働事業者が開き、本人の同意が前提です。",
                      "consent_on": "重層的支援会議のときに入力します。"}
        formfield_callback = japanese_dates

    def __init__(self, *args, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        lists = {"people": [user.pk]} if self.is_new else {
            "people": self.instance.people.all(), "agencies": self.instance.agencies.all(), "case_numbers": numbers_of(self.instance.cases.all())}
        self.initial = lists | self.initial
        self.begin_with(date=timezone.localdate())
        self._offer(user)
        self.fields["kind"].choices = Conference.Kind.choices
        self.fields["consent_method"].choices = Conference.Method.choices
        for name in ("consent_on", "consent_method"):
            self.fields[name].mark = "※重層的支援会議のとき必須"

    def _offer(self, user: User) -> None:
        """Cases that the user may change, colleagues at work, every agency; who was there stays to be chosen.

        Of a protected household the agencies are chosen once and not shown again.
        """
        there = self.instance.people.values("pk") if self.instance.pk else []
        at_work = access.colleagues(user).filter(is_active=True).values("pk")
        self.fields["case_numbers"].widget.attrs |= {"data-cases": reverse("contact_who"), "spellcheck": "false"}
        self.fields["case_numbers"].queryset = access.changeable_cases(user).order_by()
        self.fields["people"].queryset = User.objects.filter(Q(pk__in=at_work) | Q(pk__in=there))
        self.fields["agencies"].queryset = Resource.objects.all()
        if self.instance.pk and self.instance.cases.exclude(pk__in=self.fields["case_numbers"].queryset.values("pk")).exists():
            del self.fields["case_numbers"], self.initial["case_numbers"]  # one went to another district: they stay as they are
        hides = self.instance.pk and "agencies" in access.hidden_columns(user, self.instance)
        if hides or not Resource.objects.exists():
            del self.fields["agencies"]

    def is_valid(self):
        """As ever, and no next step is dated before the meeting; a stored one is looked at where it or the day of the meeting was touched."""
        valid, held = super().is_valid(), self.cleaned_data.get("date")
        early = [row for row in self.rows.forms if held and self._is_before(held, row)]
        for row in early:
            row.add_error("until", before_meeting(held))
        return valid and not early

    def _is_before(self, held, row) -> bool:
        until, is_touched = row.cleaned_data.get("until"), row.has_changed() or "date" in self.changed_data
        return bool(until and until < held and is_touched and not row.cleaned_data.get("DELETE"))

    def clean_date(self):
        """A day that has come."""
        return passed(self.cleaned_data["date"])

    def clean_consent_on(self):
        """A day that has come, if any: a consent is not promised, it is given."""
        day = self.cleaned_data["consent_on"]
        return passed(day) if day else None

    def clean(self):
        """Only 重層的支援会議 has a consent, and it must have one."""
        super().clean()
        kind, day, method = (self.cleaned_data.get(name) for name in ("kind", "consent_on", "consent_method"))
        if kind == Conference.Kind.MULTILAYERED:
            for name, value in (("consent_on", day), ("consent_method", method)):
                if not value and name not in self.errors:
                    self.add_error(name, NEEDS_CONSENT)
        elif kind and (day or method):
            self.add_error("consent_on", NO_CONSENT)
        return self.cleaned_data

    def differences(self, stored) -> list[dict]:
        """As for every row, and the lists."""
        lists = [(name, rows) for name, rows in LISTS.items() if name in self.fields]
        words = ((name, _words(getattr(stored, rows).all()), _words(self.cleaned_data.get(name) or ())) for name, rows in lists)
        return [*super().differences(stored), *({"label": self[name].label, "stored": kept, "own": typed} for name, kept, typed in words if kept != typed)]

    def save_lists(self, of: Conference) -> None:
        """Store the cases, the people and the agencies of the meeting `of`, which is saved."""
        for name, rows in LISTS.items():
            if name in self.fields:
                getattr(of, rows).set(self.cleaned_data[name])


def _words(rows) -> str:
    return "、".join(sorted(map(str, rows)))
