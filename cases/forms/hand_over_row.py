"""One case on the page 担当をまとめて引き継ぐ: whether it is handed over, and what differs from what is said for all.

Whether a case may be handed over so is decided by the form of the single one (CaseHandOverForm), which is filled in for each.
"""
import copy
import datetime
from collections.abc import Sequence
from functools import cached_property

from django import forms
from django.utils import timezone

from cases import access
from cases.district_names import show_apart
from cases.handing_over import ToHandOver
from cases.models import Case

from .base import HouseForm
from .hand_over import CaseHandOverForm, heir_key

SAME = "上で選んだ人"
NOT_TICKED = "このケースに入力がありますが、印がありません。引き継ぐときは印を付け、引き継がないときは入力を消してください。"
NOT_HEIR = "上で選んだ人には、このケースを引き継げません。このケースの引き継ぎ先を選んでください。"
NOT_NAMED = "上で選んだ人には、このケースを引き継げません。制限付きのケースは、見ることができる同じ地区の利用者にだけ引き継げます。"


def joined(common: str, own: str) -> str:
    """The 申し送り of a case: what is said of all of them, and its own; one that begins with the common words has them already."""
    return own if own.startswith(common) else "\n".join(filter(None, (common, own)))


class HeirsOfMany:
    """Whom each of the cases of a page may be handed to, asked once a day for all of them; see access.heirs_by_case."""

    def __init__(self, cases: Sequence[Case]):
        self.cases, self.asked = cases, {}

    def __call__(self, case: Case, day: datetime.date, *, later: bool = False) -> list[access.Heir]:
        if (day, later) not in self.asked:
            found = self.asked[day, later] = access.heirs_by_case(self.cases, day, later=later)
            show_apart([*(each.district for each in self.cases), *(heir.district for heirs in found.values() for heir in heirs)])
        return self.asked[day, later][case.pk]


class HandOverRow(HouseForm, forms.Form):
    """One case: whether it is handed over, and to whom and with which words where these are its own."""

    chosen = forms.BooleanField(label="引き継ぐ", required=False)
    coordinator = forms.ChoiceField(label="引き継ぎ先", required=False, error_messages={"invalid_choice": "今は選べない人です。選び直してください。"})
    note = forms.CharField(label="申し送り", required=False, widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}))
    watch = forms.CharField(label="気をつけること", required=False, widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off"}))

    def __init__(self, data, *, entry: ToHandOver, heirs_on: HeirsOfMany, opened: int | None):
        self.entry, self.case, self.heirs_on, self.opened, self.single = entry, entry.case, heirs_on, opened, None
        to_come = entry.to_come
        super().__init__(data, prefix=f"case-{entry.case.pk}", initial={"note": to_come.note, "watch": to_come.watch} if to_come else {})
        self.blank = self._single(None)
        field = self.fields["coordinator"]
        field.choices = [("", SAME), *self.blank.fields["coordinator"].choices[1:]]
        for name, words in (("chosen", f"{self.case}を引き継ぐ"), ("coordinator", f"{self.case.number}の引き継ぎ先")):
            self.fields[name].widget.attrs["aria-label"] = words
        for field in self.fields.values():
            field.mark = ""

    def _single(self, data: dict | None) -> CaseHandOverForm:
        """The form of this case alone. It writes into the case what was typed, and the page shows what is stored."""
        return CaseHandOverForm(data, instance=copy.copy(self.case), to_come=self.entry.to_come, heirs_on=self.heirs_on)

    @property
    def is_chosen(self) -> bool:
        """Whether the case is ticked."""
        return self.is_bound and bool(self["chosen"].data)

    @property
    def is_open(self) -> bool:
        """Whether the fields of its own words are shown at once: something stands there, also of a handover to come, whose words would go to somebody else unseen."""
        return any(self[name].errors or self[name].value() for name in ("note", "watch"))

    @property
    def in_conflict(self) -> bool:
        """Whether somebody else has changed the case since the page was opened."""
        return self.is_chosen and self.opened != self.case.version

    @cached_property
    def conflict(self) -> list[dict]:
        """What somebody else has stored of a handover, beside what is typed here."""
        is_handed = self.in_conflict and self.single and "coordinator" in self.single.kept_beside(self.case)
        return [row for row in self.single.differences(self.case) if row["stored"]] if is_handed else []

    def _typed(self) -> bool:
        """Whether something was typed beyond what stands there of a handover to come."""
        return any(self._differs(name, self.cleaned_data.get(name)) for name in ("coordinator", "note", "watch"))

    def _differs(self, name: str, value: str | None) -> bool:
        return bool(value) and value.split() != self.initial.get(name, "").split()

    def check(self, common: forms.Form) -> None:
        """Fill in the form of this case alone, and tell beside the case what is wrong."""
        if not self.is_chosen:
            if self._typed():
                self.add_error("chosen", NOT_TICKED)
            return
        key = self._key(common)
        if not key and common.cleaned_data.get("coordinator") and "coordinator" not in self.errors:
            self.add_error("coordinator", NOT_NAMED if self.case.is_restricted or (self.case.household and self.case.household.is_restricted) else NOT_HEIR)
        self.single = self._single({"handed_on": common["handed_on"].value(), "coordinator": key, "version": self.case.version,
                                    "note": joined(common.cleaned_data.get("note", ""), self.cleaned_data.get("note", "")), "watch": self.cleaned_data.get("watch", "")})
        for name, errors in self.single.errors.items():
            if not ((name == "handed_on" and common.errors.get(name)) or (name == "coordinator" and not key)):
                self.add_error("coordinator" if name == "coordinator" else "chosen", errors)

    def _key(self, common: forms.Form) -> str:
        """Who gets the case, as the form of this case alone sends it: its own successor, or that of all, whom it stays in its district with where it can."""
        own, pair = self.cleaned_data.get("coordinator", ""), common.cleaned_data.get("coordinator", "")
        if own or not pair:
            return own
        today = timezone.localdate()
        day = common.cleaned_data.get("handed_on") or today
        then = [heir_key(heir) for heir in self.heirs_on(self.case, max(day, today))]
        return next((key for keys in (then, self.blank.heirs) for key in (pair.partition("-")[0], pair) if key in keys), "")
