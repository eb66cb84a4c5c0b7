"""The edit history (変更の履歴) of one record: what changed when, in words, and what it said at any time."""
import datetime
import difflib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.db import models
from django.utils import timezone

from cases.models import AuditEntry, Axis, Category, Contact, District, Question, Revision, User
from cases.periods import fiscal_year_label, format_date, format_date_weekday

ANSWERS = "answers"
ALSO_CASES = "also_cases"
LISTS = ("cases", "people", "agencies", "districts", ALSO_CASES)  # of a meeting, of a resource, and of a contact
CODINGS, COORDINATORS, TYPES, ASKED_FOR = "codings", "coordinators", "types", "asked_for"
_SAME, _GONE, _NEW = "same", "del", "ins"
# Columns that a table had before: what was written of them then is still told.
_FORMER = {"resource": {"district_id": models.ForeignKey(District, models.PROTECT, verbose_name="地区")},
           "activity": {"contact_id": models.ForeignKey(Contact, models.PROTECT, verbose_name="対応記録")}}
_NOTHING, _UNSEEN = "（空欄）", "（表示できない記録）"


@dataclass(frozen=True)
class Difference:
    """One field before and after. `parts` are (same|del|ins, text) where the two are long enough to be compared."""

    label: str
    before: str
    after: str
    parts: tuple[tuple[str, str], ...] = ()


@dataclass
class Step:
    """All that one sending of a form did to the record; `seq` is its last entry, and the state after it."""

    entry: AuditEntry
    action: str
    seq: int
    changes: list[dict] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)


def steps_of(record: models.Model, sees: Callable[[models.Model], bool], hidden: Iterable[str] = ()) -> list[Step]:
    """The record's history, newest first. Of the columns `hidden` only that they changed is told.

    Related records that the reader does not see (`sees`) are not named.
    """
    revisions = list(_revisions(record).order_by("seq"))
    entries = AuditEntry.objects.in_bulk([each.seq for each in revisions])
    steps: list[Step] = []
    for revision in revisions:
        entry = entries[revision.seq]
        if not steps or not entry.request_id or steps[-1].entry.request_id != entry.request_id:
            steps.append(Step(entry, revision.get_action_display(), revision.seq))
        steps[-1].seq = revision.seq
        steps[-1].changes.append(json.loads(revision.changes))
    told = _Words(type(record), set(hidden), sees, [change for step in steps for change in step.changes])
    for step in steps:
        step.differences = told.differences(step.changes)
    return [step for step in reversed(steps) if step.differences or step.action != Revision.Action.CHANGED.label]


def state_at(record: models.Model, seq: int) -> dict:
    """The record's columns as they were after entry `seq`, with its codings [(category id, main)], coordinators [id], other cases [id] and
    answers [(question id, value)].

    Worked out backwards from what it says now. Raises KeyError where no change of this record has that number.
    """
    if not _revisions(record).filter(seq=seq).exists():
        raise KeyError(seq)
    state = {each.column: getattr(record, each.attname) for each in record._meta.concrete_fields}
    codings, people, also = _lists_of(record)
    answers = set(record.answers.values_list("question", "value")) if hasattr(record, "answers") else set()
    for text in _revisions(record).filter(seq__gt=seq).order_by("-seq").values_list("changes", flat=True):
        for name, (before, after) in json.loads(text).items():
            if name == CODINGS:
                _undo(codings, before, after, lambda row: (row["category_id"], bool(row["is_main"])))
            elif name == COORDINATORS:
                _undo(people, before, after, lambda row: row["user_id"])
            elif name == ALSO_CASES:
                _undo(also, before, after, lambda row: row["case_id"])
            elif name == ANSWERS:
                _undo(answers, before, after, lambda row: (row["question_id"], row["value"]))
            elif name in state:
                state[name] = before
    plain = {each.name: each.to_python(state[each.column]) for each in record._meta.concrete_fields
             if each.column in state}
    return plain | {CODINGS: sorted(codings), COORDINATORS: sorted(people), ALSO_CASES: sorted(also), ANSWERS: sorted(answers)}


def _revisions(record: models.Model) -> models.QuerySet[Revision]:
    return Revision.objects.filter(kind=record._meta.model_name, object_id=record.pk)


def _lists_of(record) -> tuple[set, set, set]:
    codings = record.codings.values_list("category_id", "is_main") if hasattr(record, "codings") else ()
    people = record.coordinators.values_list("pk", flat=True) if hasattr(record, "coordinators") else ()
    also = record.also_cases.values_list("pk", flat=True) if hasattr(record, ALSO_CASES) else ()
    return set(codings), set(people), set(also)


def _undo(rows: set, before: dict | None, after: dict | None, key) -> None:
    if after:
        rows.discard(key(after))
    if before:
        rows.add(key(before))


class _Words:
    """Columns and values in words, with few queries for a whole history."""

    def __init__(self, model: type[models.Model], hidden: set[str], sees: Callable[[models.Model], bool], changes: list[dict]):
        self.hidden, self.sees = hidden, sees
        answered = {row["question_id"] for change in changes for row in change.get(ANSWERS, ()) if row}
        self.questions = {each.pk: each for each in Question.objects.filter(pk__in=answered)}
        self.lists = [each for each in model._meta.many_to_many if each.name in LISTS]
        self.fields = {each.column: each for each in model._meta.concrete_fields} | _FORMER.get(model._meta.model_name, {})
        codings = [row for change in changes for part in (CODINGS, TYPES, ASKED_FOR) for row in change.get(part, ()) if row]
        self.categories = Category.objects.select_related("axis").in_bulk({row["category_id"] for row in codings})
        self.users = User.objects.in_bulk({row["user_id"] for change in changes for row in change.get(COORDINATORS, ()) if row})

    def differences(self, changes: list[dict]) -> list[Difference]:
        """Each field once, from what it was before the step to what it was after."""
        ends: dict[str, list] = {}
        for change in changes:
            for column, (before, after) in change.items():
                if column in self.fields:
                    ends.setdefault(column, [before, after])[1] = after
        return [*(self._field(column, *pair) for column, pair in ends.items() if pair[0] != pair[1]),
                *self._codings(changes), *self._types(changes), *self._asked_for(changes), *self._people(changes),
                *self._answers(changes), *(each for field in self.lists for each in self._listed(field, changes))]

    def _field(self, column: str, before, after) -> Difference:
        label = str(self.fields[column].verbose_name)
        if column in self.hidden:
            return Difference(label, "（表示していません）", "（表示していません）")
        was, now = self._value(column, before), self._value(column, after)
        return Difference(label, was, now, _compared(was, now) if isinstance(self.fields[column], models.TextField) else ())

    def _value(self, column: str, value) -> str:
        each = self.fields[column]
        if value in (None, ""):
            return _NOTHING
        if each.is_relation:
            found = each.related_model._base_manager.filter(pk=value).first()
            return (_name(found) if self.sees(found) else _UNSEEN) if found else _NOTHING
        if each.choices:
            return str(dict(each.flatchoices).get(each.to_python(value), value))
        if isinstance(each, models.BooleanField):
            return "はい" if value else "いいえ"
        if isinstance(each, models.DateTimeField):
            moment = _moment(each, value)
            return f"{format_date(moment.date())} {moment:%H:%M}"
        return format_date_weekday(each.to_python(value)) if isinstance(each, models.DateField) else str(value)

    def _codings(self, changes: list[dict]) -> list[Difference]:
        gone, new = _net([change[CODINGS] for change in changes if CODINGS in change],
                         lambda row: (row["category_id"], bool(row["is_main"])))
        axes: dict[Axis, tuple[list, list]] = {}
        for place, keys in enumerate((gone, new)):
            for pk, main in keys:
                category = self.categories[pk]
                axes.setdefault(category.axis, ([], []))[place].append(category.label + ("（◎）" if main else ""))
        return [Difference(axis.name, "、".join(sorted(was)) or "－", "、".join(sorted(now)) or "－")
                for axis, (was, now) in sorted(axes.items(), key=lambda pair: pair[0].order)]

    def _types(self, changes: list[dict]) -> list[Difference]:
        """世帯の分類: the years from which a household was something else."""
        gone, new = _net([change[TYPES] for change in changes if TYPES in change], lambda row: (row["from_year"], row["category_id"]))
        years = sorted({(self.categories[pk].axis.order, year, self.categories[pk].axis) for year, pk in gone | new}, key=lambda each: each[:2])
        return [Difference(f"{axis.name}（{fiscal_year_label(year)}から）", self._type(gone, year, axis), self._type(new, year, axis))
                for _, year, axis in years]

    def _type(self, keys: set, year: int, axis: Axis) -> str:
        """What a household was from a year on."""
        labels = [self.categories[pk].label for at, pk in keys if at == year and self.categories[pk].axis_id == axis.pk]
        return labels[0] if labels else _NOTHING

    def _asked_for(self, changes: list[dict]) -> list[Difference]:
        """対象: the kinds that an axis is asked for, those taken away and those put in."""
        gone, new = _net([change[ASKED_FOR] for change in changes if ASKED_FOR in change], lambda row: row["category_id"])
        was, now = ("、".join(self._label(pk) for pk in sorted(keys)) or "－" for keys in (gone, new))
        return [Difference("対象（外したもの・加えたもの）", was, now)] if gone or new else []

    def _label(self, pk: int) -> str:
        return self.categories[pk].label if pk in self.categories else _NOTHING

    def _people(self, changes: list[dict]) -> list[Difference]:
        gone, new = _net([change[COORDINATORS] for change in changes if COORDINATORS in change], lambda row: row["user_id"])
        was, now = ("、".join(self.users[pk].name for pk in sorted(keys) if pk in self.users) or "－" for keys in (gone, new))
        return [Difference("担当者", was, now)] if gone or new else []

    def _answers(self, changes: list[dict]) -> list[Difference]:
        """The answers of an assessment that were changed, in the order of their questions."""
        gone, new = (dict(keys) for keys in _net([change[ANSWERS] for change in changes if ANSWERS in change],
                                                 lambda row: (row["question_id"], row["value"])))
        found = [(self.questions[pk], gone.get(pk, _NOTHING), new.get(pk, _NOTHING)) for pk in self.questions if pk in gone or pk in new]
        return [Difference(question.label, was, now, _compared(was, now)) for question, was, now in found]

    def _listed(self, field: models.ManyToManyField, changes: list[dict]) -> list[Difference]:
        """The rows of a list that were taken away and those that were put in."""
        if field.name in self.hidden and any(field.name in change for change in changes):
            return [Difference(str(field.verbose_name), "（表示していません）", "（表示していません）")]
        column = field.m2m_reverse_name()
        gone, new = _net([change[field.name] for change in changes if field.name in change], lambda row: row[column])
        found = field.related_model._base_manager.in_bulk(gone | new)
        was, now = ("、".join(self._name_of(found.get(pk)) for pk in sorted(keys)) or "－" for keys in (gone, new))
        return [Difference(str(field.verbose_name), was, now)] if gone or new else []

    def _name_of(self, row: models.Model | None) -> str:
        return _UNSEEN if row is None or not self.sees(row) else _name(row)


def _moment(field: models.DateTimeField, value: str) -> datetime.datetime:
    """What a trigger wrote down, in local time; SQLite keeps UTC without saying so."""
    moment = field.to_python(value)
    return timezone.localtime(moment.replace(tzinfo=datetime.UTC) if timezone.is_naive(moment) else moment)


def _name(found: models.Model) -> str:
    """What stands for a related row: a number rather than a name, which belongs on its own page."""
    return str(getattr(found, "number", "") or found)


def _net(pairs: list, key) -> tuple[set, set]:
    """What is gone and what is new after all of these, without what was only taken away and put back."""
    gone, new = set(), set()
    for before, after in pairs:
        if before:
            (new.discard if key(before) in new else gone.add)(key(before))
        if after:
            (gone.discard if key(after) in gone else new.add)(key(after))
    return gone, new


def _compared(before: str, after: str) -> tuple[tuple[str, str], ...]:
    """The text with what was taken out and what was put in, character by character."""
    if _NOTHING in (before, after):
        return ()
    parts: list[tuple[str, str]] = []
    for tag, a, b, c, d in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            parts.append((_SAME, before[a:b]))
            continue
        parts += [(mark, text) for mark, text in ((_GONE, before[a:b]), (_NEW, after[c:d])) if text]
    return tuple(parts)
