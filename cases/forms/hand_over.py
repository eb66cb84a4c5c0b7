"""The form of 担当の引き継ぎ, today's, one of an earlier day, or one to come; and that of one to come that is taken back."""
import datetime
from collections.abc import Callable

from django import forms
from django.utils import timezone

from cases import access
from cases.models import Case, CaseEvent, District, User
from cases.periods import format_date
from cases.services.case_events import last_handed_on
from cases.services.handovers_to_come import handover_to_come

from .base import RecordForm
from .case_events import CHOOSE
from .widgets import SHORT_DATES, HandedDateField

MOVES = "{district}（担当地区も{district}に変わります）"
ELSEWHERE = ("ほかの地区の人を選ぶと、ケースの担当地区もその地区に変わり、その地区を受け持つ人が見られるようになります。受け持たない人からは見えなくなります。"
             "これまでの対応記録は、新しい地区の人も読めます（直せるのは、記録した地区を受け持つ人です）。件数は、記録した地区のまま変わりません。"
             "ほかのケースと一緒に記録したものは、そのすべてのケースを見られる人と、記録した地区の人だけが読めます。")
FROM = "{name}（{day}から）"
NOT_THEN = "{name}は、{day}には{district}を担当していません。引き継ぎの日か、新しい担当者を選び直してください。担当地区の期間は、システム管理者が「利用者」で入れます。"
HAS_ENDED = "{day}に終結したケースです。先の日付の引き継ぎは、予定できません。今日までの日付にするか、先にケースを再開してください。"
BEFORE_LAST = "{day}に、すでに引き継がれています。その日以降の日付にしてください。"
GONE = "この予定は、もう取り消せません。すでに引き継がれたか、取り消されています。"
JUST_NOW = datetime.timedelta(days=1)  # no page of a form is open for longer
Heirs = dict[str, tuple[User, District | None]]


def heir_key(heir: access.Heir) -> str:
    """What a page sends for one whom a case may be handed to: the user, and the district into which the case would move."""
    return f"{heir.user.pk}-{heir.district.pk}" if heir.district else str(heir.user.pk)


def heir_words(heir: access.Heir, today: datetime.date) -> str:
    """The name, and from when, of one who begins in the district later."""
    return FROM.format(name=heir.user.name, day=format_date(heir.begins)) if heir.begins > today else heir.user.name


def _by_key(heirs: list[access.Heir]) -> Heirs:
    return {heir_key(heir): (heir.user, heir.district) for heir in heirs}


class CaseHandOverForm(RecordForm):
    """Who works on the case from which day on (担当の引き継ぎ), what was agreed and what is to be watched.

    `to_come` is the handover that was entered ahead, which the form then changes; `heirs_on` tells whom a case may be
    handed to on a day, where the forms of many cases ask once.
    """

    handed_on = HandedDateField(label="引き継ぎの日", help_text=f"この日から、新しい担当者が受け持ちます。先の日付にすると、その日までは予定として表示し、その日に引き継ぎます。{SHORT_DATES}")
    note = forms.CharField(label="申し送り", required=False, widget=forms.Textarea(attrs={"rows": 5}),
                           help_text="これまでの経過、約束したこと、次にすること。")
    watch = forms.CharField(label="気をつけること", required=False, widget=forms.Textarea(attrs={"rows": 4}),
                            help_text="例: 避けたほうがよい関わり方、連絡してよい時間、見守りのときに見るところ。")

    class Meta:
        model = Case
        fields = ["coordinator"]

    def __init__(self, *args, to_come: CaseEvent | None = None, heirs_on: Callable = access.heirs_of, **kwargs):
        super().__init__(*args, **kwargs)
        self.heirs_on, self.today, self.district = heirs_on, timezone.localdate(), None
        self.before, self.began_in = self.instance.coordinator_id, self.instance.district
        heirs = heirs_on(self.instance, self.today, later=True)
        self.heirs = _by_key(heirs)
        self.initial |= {"handed_on": self.today, "coordinator": None} | (self._as_typed(to_come) if to_come else {})
        moves = any(district for _, district in self.heirs.values())
        self.fields["coordinator"] = forms.ChoiceField(
            label="新しい担当者", help_text=ELSEWHERE if moves else "", choices=[("", CHOOSE), *self._groups(heirs)],
            widget=forms.Select(attrs={"class": "input-medium"}))
        self._word("coordinator", self.fields["coordinator"])

    @staticmethod
    def _as_typed(event: CaseEvent) -> dict:
        heir = f"{event.to_user_id}-{event.to_district_id}" if event.to_district_id else str(event.to_user_id)
        return {"handed_on": event.date, "coordinator": heir, "note": event.note, "watch": event.watch}

    def _groups(self, heirs: list[access.Heir]) -> list[tuple]:
        """Who works in the district of the case, then the others by the district that the case would move into."""
        groups: dict[str, list[tuple[str, str]]] = {}
        for heir in heirs:
            words = MOVES.format(district=heir.district) if heir.district else str(self.began_in)
            groups.setdefault(words, []).append((heir_key(heir), heir_words(heir, self.today)))
        return list(groups.items()) if len(groups) > 1 else [choice for choices in groups.values() for choice in choices]

    def clean_coordinator(self):
        """Somebody else than before, unless the case moves; one of another district takes the case along."""
        chosen, self.district = self.heirs[self.cleaned_data["coordinator"]]
        if chosen.pk == self.before and self.district is None:
            raise forms.ValidationError("今の担当者です。別の人を選んでください。")
        return chosen

    def clean_handed_on(self):
        """A day from the opening on; of a case that has ended none to come."""
        day = self.cleaned_data["handed_on"]
        if self.instance.closed_on and day > self.today:
            raise forms.ValidationError(HAS_ENDED.format(day=format_date(self.instance.closed_on)))
        if day < self.instance.opened_on:
            raise forms.ValidationError("ケースの開始日より前の日付です。開始日以降の日付にしてください。")
        if (last := last_handed_on(self.instance)) and day < last:
            raise forms.ValidationError(BEFORE_LAST.format(day=format_date(last)))
        return day

    def clean(self):
        """Whoever takes it over works in the district on the day; for a day that has passed, today."""
        super().clean()
        day, chosen = self.cleaned_data.get("handed_on"), self.cleaned_data.get("coordinator")
        if day and chosen and self["coordinator"].value() not in _by_key(self.heirs_on(self.instance, max(day, self.today))):
            self.add_error("coordinator", NOT_THEN.format(
                name=chosen.name, day=format_date(max(day, self.today)), district=self.district or self.began_in))
        return self.cleaned_data

    def kept_beside(self, stored) -> dict:
        """What somebody else entered: the handover to come, or else one that was stored since yesterday."""
        event = handover_to_come(stored) or stored.events.standing().filter(
            kind=CaseEvent.Kind.HANDED_OVER, created_at__gte=timezone.now() - JUST_NOW).order_by("created_at").last()
        if event is None:
            return {"handed_on": None, "note": "", "watch": ""}
        return {"coordinator": event.to_user, "handed_on": event.date, "note": event.note, "watch": event.watch}

    @property
    def is_ahead(self) -> bool:
        """Whether the day of a valid form has not come yet."""
        return self.cleaned_data["handed_on"] > self.today

    def save(self, commit=True):
        """The case, in the district of who takes it over."""
        self.instance.district = self.district or self.instance.district
        return super().save(commit)


class HandoverWithdrawForm(RecordForm):
    """A handover to come is taken back: nothing is asked but which one was opened."""

    class Meta:
        model = CaseEvent
        fields = []

    def clean(self):
        """Only while it is to come."""
        super().clean()
        if self.instance.kind != CaseEvent.Kind.TO_HAND_OVER or self.instance.is_withdrawn:
            raise forms.ValidationError(GONE)
        return self.cleaned_data
