"""Forms of relations between members (世帯員の関係) and of ties to what is around a household (周囲とのつながり)."""
from django.db.models import Q

from cases import access
from cases.family_doubts import doubts_of, new_doubts, tie_doubts
from cases.family_rules import AGAIN, RING, is_ring, same_kinds
from cases.models import Relation, Resource, Tie, User

from .asking import AsksAboutDoubts
from .base import RecordForm, japanese_dates
from .households import WhereaboutsHidden
from .widgets import ChipRadio

CHOOSE = "選んでください"
_COUPLE, _PARENTAGE = ("夫・妻など", "夫・妻など"), ("親", "子")
ENDS = dict.fromkeys(Relation.COUPLES, _COUPLE) | dict.fromkeys(Relation.PARENTAGES, _PARENTAGE) | {
    Relation.Kind.SIBLINGS: ("きょうだい", "きょうだい"), Relation.Kind.TWINS: ("双子", "双子")}
EARLIER = "始まった日より前の日付です。始まった日以降の日付にしてください。"


class _Dated(RecordForm):
    """What both forms check of their days; a new row needs no button to withdraw it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.is_new:
            del self.fields["is_withdrawn"]

    def clean(self):
        super().clean()
        start, end = self.cleaned_data.get("starts_on"), self.cleaned_data.get("ends_on")
        if start and end and end < start:
            self.add_error("ends_on", EARLIER)
        return self.cleaned_data


class RelationForm(AsksAboutDoubts, _Dated):
    """Two members in sight, and what they are to each other."""

    class Meta:
        model = Relation
        fields = ["first", "kind", "second", "starts_on", "ends_on", "note", "is_withdrawn"]
        help_texts = {"starts_on": "例: 結婚した日、養子縁組の日", "ends_on": "例: 離婚した日", "kind": "親と子では、1人目が親、2人目が子です。同じ2人が離婚したときは、新しく足さずに、婚姻を「離婚」に直します。"}
        formfield_callback = japanese_dates

    def __init__(self, *args, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.known = access.visible_relations(user).filter(household=self.instance.household, is_withdrawn=False)
        members = access.visible_members(user).filter(household=self.instance.household)
        for name in ("first", "second"):
            self.fields[name].queryset, self.fields[name].empty_label = members, CHOOSE
        self.fields["kind"].choices = [("", CHOOSE), *Relation.Kind.choices]
        self._name_ends(self.data.get(self.add_prefix("kind")) if self.is_bound else self.instance.kind)

    def _name_ends(self, kind: str | None) -> None:
        """Call the two what they are in a relation of the kind that is chosen, in their errors, too."""
        for name, place, end in zip(("first", "second"), ("1人目", "2人目"), ENDS.get(kind, ()), strict=False):
            self.fields[name].label = f"{place}（{end}）"
            self._word(name, self.fields[name])

    @property
    def others(self):
        """The household's other relations; a form sent again is about the row that its first sending made."""
        return self.known.exclude(pk=self.instance.pk)

    def clean(self):
        super().clean()
        first, second, kind = (self.cleaned_data.get(name) for name in ("first", "second", "kind"))
        if not (first and second and kind):
            return self.cleaned_data
        if first == second:
            self.add_error("second", "別の人を選んでください。")
        elif not self.cleaned_data.get("is_withdrawn"):
            self._check_others(first.pk, second.pk, kind)
            if not self.errors:
                self.ask(self._doubts())
        return self.cleaned_data

    def _check_others(self, first: int, second: int, kind: str) -> None:
        pair = Q(first=first, second=second) | Q(first=second, second=first)
        if self.others.filter(pair, kind__in=same_kinds(kind)).exists():
            self.add_error("second", AGAIN)
        elif kind in Relation.PARENTAGES and is_ring(self.others, first, second):
            self.add_error("second", RING)

    def _doubts(self) -> list[str]:
        """What the relation brings up, beside the others of the household."""
        said = Relation(**{name: self.cleaned_data.get(name) for name in ("first", "kind", "second", "starts_on", "ends_on")})
        known = list(self.known.select_related("first", "second"))
        others = [each for each in known if each.pk != self.instance.pk]
        return new_doubts(doubts_of(known), doubts_of([*others, said]))


class TieForm(AsksAboutDoubts, _Dated, WhereaboutsHidden):
    """The other end, how strong the tie is and which way it goes. Of a protected household the end is typed once and not shown again."""

    class Meta:
        model = Tie
        fields = ["member", "resource", "name", "strength", "direction", "starts_on", "ends_on", "note", "is_withdrawn"]
        widgets = {"strength": ChipRadio, "direction": ChipRadio}
        formfield_callback = japanese_dates

    def __init__(self, *args, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.known = access.visible_ties(user).filter(household=self.instance.household)
        self.fields["member"].queryset = access.visible_members(user).filter(household=self.instance.household)
        self.fields["member"].empty_label = "世帯全体"
        self.fields["resource"].queryset = Resource.objects.all()
        self.fields["resource"].empty_label = "社会資源にない相手"
        self.is_protected = access.protected_households().filter(pk=self.instance.household_id).exists()
        if not self.is_new and self.is_protected:
            self._hide_whereabouts()

    def clean(self):
        super().clean()
        if "name" not in self.fields:
            return self.cleaned_data
        if bool(self.cleaned_data.get("resource")) == bool(self.cleaned_data.get("name")) and "name" not in self.errors:
            self.add_error("name", "社会資源から選ぶか、ここに入力するか、どちらか一方にしてください。")
        if not self.errors and not self.is_protected and not self.cleaned_data.get("is_withdrawn"):
            self.ask(self._doubts())
        return self.cleaned_data

    def _doubts(self) -> list[str]:
        """What the tie brings up, beside the others; of a protected household nothing: the answer would tell a hidden name."""
        said = Tie(**{name: self.cleaned_data.get(name) for name in ("member", "resource", "name", "strength", "starts_on", "ends_on")})
        known = list(self.known.select_related("member", "resource"))
        return new_doubts(tie_doubts(known), tie_doubts([*(each for each in known if each.pk != self.instance.pk), said]))
