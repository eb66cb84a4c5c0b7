"""The form of 担当の引き継ぎ, today's, one of an earlier day, or one to come; and that of one to come that is taken back."""
import datetime

from django import forms
from django.utils import timezone

from cases import access
from cases.models import Assignment, Case, CaseEvent, District, User
from cases.periods import format_date, planned_too_late
from cases.services.handovers_to_come import handover_to_come

from .base import JapaneseDateField, RecordForm
from .case_events import CHOOSE

MOVES = "{district}（担当地区も{district}に変わります）"
ELSEWHERE = ("ほかの地区の人を選ぶと、ケースの担当地区もその地区に変わり、その地区を受け持つ人が見られるようになります。受け持たない人からは見えなくなります。"
             "これまでの対応記録と件数は、今の地区のまま変わりません。新しい担当者が今の地区を受け持たないときは、その記録を見られません。必要なことは申し送りに書いてください。")
FROM = "{name}（{day}から）"
NOT_THEN = "{name}は、{day}には{district}を担当していません。引き継ぎの日か、新しい担当者を選び直してください。担当地区の期間は、システム管理者が「利用者」で入れます。"
GONE = "この予定は、もう取り消せません。すでに引き継がれたか、取り消されています。"
JUST_NOW = datetime.timedelta(days=1)  # no page of a form is open for longer
Heirs = dict[str, tuple[User, District | None]]


class CaseHandOverForm(RecordForm):
    """Who works on the case from which day on (担当の引き継ぎ), what was agreed and what is to be watched.

    `to_come` is the handover that was entered ahead, which the form then changes.
    """

    handed_on = JapaneseDateField(label="引き継ぎの日", help_text="この日から、新しい担当者が受け持ちます。先の日付にすると、その日までは予定として表示し、その日に引き継ぎます。")
    note = forms.CharField(label="申し送り", required=False, widget=forms.Textarea(attrs={"rows": 5}),
                           help_text="これまでの経過、約束したこと、次にすること。")
    watch = forms.CharField(label="気をつけること", required=False, widget=forms.Textarea(attrs={"rows": 4}),
                            help_text="例: 避けたほうがよい関わり方、連絡してよい時間、見守りのときに見るところ。")

    class Meta:
        model = Case
        fields = ["coordinator"]

    def __init__(self, *args, to_come: CaseEvent | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.today, self.district = timezone.localdate(), None
        self.before, self.began_in = self.instance.coordinator_id, self.instance.district
        self.heirs = self._heirs(self.today, later=True)
        self.initial |= {"handed_on": self.today, "coordinator": None} | (self._as_typed(to_come) if to_come else {})
        moves = any(district for _, district in self.heirs.values())
        self.fields["coordinator"] = forms.ChoiceField(
            label="新しい担当者", help_text=ELSEWHERE if moves else "", choices=[("", CHOOSE), *self._groups()],
            widget=forms.Select(attrs={"class": "input-medium"}))
        self._word("coordinator", self.fields["coordinator"])

    def _heirs(self, day: datetime.date, *, later: bool = False) -> Heirs:
        """By what the page sends: who may be given the case on a day, and the district that it would move into, if it would."""
        elsewhere = access.heirs_elsewhere(self.instance, day, later=later)
        return {str(each.pk): (each, None) for each in access.heirs_of(self.instance, day, later=later)} | {
            f"{each.user_id}-{each.district_id}": (each.user, each.district) for each in elsewhere}

    @staticmethod
    def _as_typed(event: CaseEvent) -> dict:
        heir = f"{event.to_user_id}-{event.to_district_id}" if event.to_district_id else str(event.to_user_id)
        return {"handed_on": event.date, "coordinator": heir, "note": event.note, "watch": event.watch}

    def _groups(self) -> list[tuple]:
        """Who works in the district of the case, then the others by the district that the case would move into."""
        groups: dict[str, list[tuple[str, str]]] = {}
        begins = self._begins()
        for value, (user, district) in self.heirs.items():
            day = begins.get((user.pk, (district or self.began_in).pk))
            name = FROM.format(name=user.name, day=format_date(day)) if day and day > self.today else user.name
            groups.setdefault(MOVES.format(district=district) if district else str(self.began_in), []).append((value, name))
        return list(groups.items()) if len(groups) > 1 else [choice for choices in groups.values() for choice in choices]

    def _begins(self) -> dict[tuple[int, int], datetime.date]:
        """From when each works in each district, today or later."""
        rows = Assignment.objects.from_day(self.today).order_by("-starts_on")
        return {(user, district): day for user, district, day in rows.values_list("user", "district", "starts_on")}

    def clean_coordinator(self):
        """Somebody else than before, unless the case moves; one of another district takes the case along."""
        chosen, self.district = self.heirs[self.cleaned_data["coordinator"]]
        if chosen.pk == self.before and self.district is None:
            raise forms.ValidationError("今の担当者です。別の人を選んでください。")
        return chosen

    def clean_handed_on(self):
        """A day from the opening on, and none that is years ahead by a slip."""
        day = self.cleaned_data["handed_on"]
        if words := planned_too_late(day, self.today):
            raise forms.ValidationError(words)
        if day < self.instance.opened_on:
            raise forms.ValidationError("ケースの開始日より前の日付です。開始日以降の日付にしてください。")
        return day

    def clean(self):
        """Whoever takes it over works in the district on the day; for a day that has passed, today."""
        super().clean()
        day, chosen = self.cleaned_data.get("handed_on"), self.cleaned_data.get("coordinator")
        if day and chosen and self["coordinator"].value() not in self._heirs(max(day, self.today)):
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
