"""The form of 担当をまとめて引き継ぐ: one day, one successor and one 申し送り for all the cases that are ticked."""
import hashlib
import re
import uuid
from collections.abc import Iterable, Sequence

from django import forms
from django.forms.utils import ErrorDict
from django.utils import timezone

from cases.handing_over import MOST, ToHandOver, coordinators_to_choose
from cases.models import CaseEvent, User

from .base import HouseForm, SearchForm, read_version
from .case_events import CHOOSE
from .cases import NOBODY as NO_COORDINATOR
from .cases import CoordinatorOrNobody
from .hand_over import heir_words
from .hand_over_row import HandOverRow, HeirsOfMany, joined
from .widgets import SHORT_DATES, HandedDateField

NOBODY = "新しい担当者を選んでください。"
OF_ROW = re.compile(r"case-(\d{1,18})-(chosen|coordinator|note|watch)")


class WhoseField(CoordinatorOrNobody):
    """A coordinator, or the cases that nobody has been given."""

    besides = ((NO_COORDINATOR, "担当者が決まっていないケース"),)


class WhoseCasesForm(SearchForm):
    """Whose cases are handed over."""

    coordinator = WhoseField(User.objects.none(), label="今の担当者", empty_label=None)

    def __init__(self, *args, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["coordinator"].queryset = coordinators_to_choose(user)

    @property
    def who(self) -> User | None:
        """The coordinator who was asked for; None: nobody's cases are."""
        chosen = self.cleaned_data["coordinator"]
        return None if chosen == NO_COORDINATOR else chosen


def whose_value(coordinator: User | None) -> str:
    """What the page sends for whose cases it shows."""
    return str(coordinator.pk) if coordinator else NO_COORDINATOR


class ManyHandOverForm(HouseForm, forms.Form):
    """What is said for all the cases, and `rows`, one for each.

    `form_token` tells a form that is sent again, `whose` the coordinator of the cases, `version` which version of each
    was opened: 12:3 15:1.
    """

    form_token = forms.UUIDField(required=False, widget=forms.HiddenInput)
    version = forms.CharField(required=False, widget=forms.HiddenInput)
    whose = forms.CharField(required=False, widget=forms.HiddenInput)
    handed_on = HandedDateField(label="引き継ぎの日", help_text=f"この日から、新しい担当者が受け持ちます。先の日付にすると、その日までは予定として表示し、その日に引き継ぎます。例: R9.4.1。{SHORT_DATES}")
    coordinator = forms.ChoiceField(label="新しい担当者", required=False, help_text=(
        "ケースの担当地区を受け持つ人には、その地区のまま引き継ぎます。受け持たない人のときは、ケースの担当地区もその人の地区に変わります。別の人に引き継ぐケースは、下の一覧で選びます。"),
        widget=forms.Select(attrs={"class": "input-medium"}), error_messages={"invalid_choice": "今は選べない人です。選び直してください。"})
    note = forms.CharField(label="引き継ぐすべてのケースに書く申し送り", required=False, help_text="例: 4月の異動のため。ケースごとの申し送りは、下の一覧に書きます。",
                           widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off"}))

    is_new = True  # it makes rows, and is known by its token

    def __init__(self, data, *, coordinator: User | None, entries: Sequence[ToHandOver]):
        super().__init__(data, initial={"form_token": uuid.uuid4(), "whose": whose_value(coordinator)})
        self.has_more, entries = len(entries) > MOST, entries[:MOST]
        self.today, self.is_told, self.opened = timezone.localdate(), True, _versions((data or {}).get("version", ""))
        heirs_on = HeirsOfMany([entry.case for entry in entries])
        self.rows = [HandOverRow(data, entry=entry, heirs_on=heirs_on, opened=self.opened.get(entry.case.pk)) for entry in entries]
        self.initial["version"] = self.version_text
        self.fields["coordinator"].choices = [("", CHOOSE), *self._groups(heirs_on)]
        self.fields["coordinator"].mark = "※ケースごとに選ばないとき必須"

    def _groups(self, heirs_on: HeirsOfMany) -> list[tuple]:
        """Whom any of the cases may be handed to, by the districts in which they work."""
        found: dict[str, dict[str, str]] = {}
        for case in heirs_on.cases:
            for heir in heirs_on(case, self.today, later=True):
                district = heir.district or case.district
                if heir.district or heir.user.pk != case.coordinator_id:
                    found.setdefault(str(district), {})[f"{heir.user.pk}-{district.pk}"] = heir_words(heir, self.today)
        return [(district, list(names.items())) for district, names in found.items()]

    def full_clean(self):
        """As ever, and every row; what is missing is told once, not for each case."""
        super().full_clean()
        if not self.is_bound:
            return
        for row in self.rows:
            row.full_clean()
            row.check(self)
        needed = not self.chosen or any(not row["coordinator"].data for row in self.chosen)
        if needed and "coordinator" not in self._errors and not self.cleaned_data.get("coordinator"):
            self.add_error("coordinator", NOBODY)

    def is_valid(self):
        """Whether there are cases to hand over, and each of them can be."""
        return super().is_valid() and not self.none_ticked and not self.wrong_rows

    def as_typed(self):
        """This form with what was typed so far, right or wrong: no error is told."""
        self.is_told = False
        for form in (self, *self.rows):
            form._errors, form.cleaned_data = ErrorDict(), {}
        return self

    @property
    def chosen(self) -> list[HandOverRow]:
        """The rows that are ticked."""
        return [row for row in self.rows if row.is_chosen]

    @property
    def is_sure(self) -> bool:
        """Whether the sender has read what several cases at once will do, and means just that; one case is as sure as by itself."""
        return len(self.chosen) < 2 or self.data.get("sure") == self.what_is_meant

    @property
    def what_is_meant(self) -> str:
        """What the page sends back with the answer to its question: which cases, to whom and from when."""
        meant = [(row.case.pk, row.single["coordinator"].value()) for row in self.chosen]
        return hashlib.sha256(repr((self.cleaned_data["handed_on"], meant)).encode()).hexdigest()

    @property
    def none_ticked(self) -> bool:
        """Whether no case is ticked in a form that was sent."""
        return self.is_bound and self.is_told and not self.chosen

    @property
    def wrong_rows(self) -> list[tuple[str, list[tuple]]]:
        """All that is wrong with the cases, for the summary at the top: each message once, with the rows and fields that it is about."""
        found: dict[str, list[tuple]] = {}
        for row in self.rows:
            for name, errors in row.errors.items():
                for error in errors:
                    found.setdefault(error, []).append((row, row[name]))
        return list(found.items())

    @property
    def districts(self) -> set:
        """The districts of the cases, where they are of several."""
        found = {row.case.district for row in self.rows}
        return found if len(found) > 1 else set()

    @property
    def version_text(self) -> str:
        """The hidden `version`: of what the page shows now, which tells every change since it, or its draft, was opened."""
        return " ".join(f"{row.case.pk}:{row.case.version}" for row in self.rows)

    @property
    def typed_cases(self) -> set[int]:
        """The ids of the cases for which something was ticked, chosen or typed, whether or not they are in the list by now."""
        return {int(match[1]) for name in self.data if (match := OF_ROW.fullmatch(name)) and self.data[name].strip()}

    @property
    def sent_cases(self) -> set[int]:
        """The ids of the cases that were ticked, whether or not they are in the list by now."""
        return {pk for pk in self.typed_cases if self.data.get(f"case-{pk}-chosen")}

    @property
    def lost(self) -> list[int]:
        """The ids of the cases for which something was typed, and that are not in the list any more: closed, handed over, out of sight."""
        return sorted(self.typed_cases - {row.case.pk for row in self.rows}) if self.is_bound else []

    @property
    def in_conflict(self) -> bool:
        """Whether somebody else has changed a case that is ticked, or taken it out of the list."""
        return bool(self.sent_cases.intersection(self.lost)) or any(row.in_conflict for row in self.rows)

    def typed_of(self, pk: int, name: str) -> str:
        """What was typed into a field of a case."""
        return self.data.get(f"case-{pk}-{name}", "").strip()

    def says_the_same(self, events: Iterable[CaseEvent]) -> bool:
        """Whether these handovers, which an earlier sending of the form has stored, are what is typed now."""
        common = self.data.get("coordinator", "")
        typed = {(pk, self.cleaned_data.get("handed_on"), (self.typed_of(pk, "coordinator") or common).partition("-")[0],
                  joined(self.cleaned_data.get("note", ""), self.typed_of(pk, "note")), self.typed_of(pk, "watch")) for pk in self.sent_cases}
        return typed == {(each.case_id, each.date, str(each.to_user_id), each.note, each.watch) for each in events}

    @property
    def posted_token(self) -> uuid.UUID | None:
        """The token that came with the form, also when the rest of it is wrong."""
        return self.cleaned_data.get("form_token")

    def asked_anew(self) -> "ManyHandOverForm":
        """This form under a new token, for one whose cases were stored with the old one."""
        self.data = self.data.copy()
        self.data["form_token"] = str(uuid.uuid4())
        return self


def _versions(text: str) -> dict[int, int]:
    """The versions by the ids of the cases; what cannot be read is left out, and its case then told as changed."""
    pairs = (pair.partition(":") for pair in text.split())
    return {int(pk): version for pk, _, number in pairs if pk.isascii() and pk.isdigit() and len(pk) < 19 and (version := read_version(number)) is not None}
