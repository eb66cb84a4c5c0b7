"""The difference between a changed row and its record, field by field, for the person who decides about it."""
from collections.abc import Mapping, Sequence
from datetime import date, time

from cases import access, trail
from cases.models import Category, Contact, District, User
from cases.periods import format_date_weekday

from .decisions import row_key
from .drafts import HEADINGS, Draft, axis_key
from .record_plan import RecordPlan
from .stored import Stored

PRIVATE = frozenset({"text", "counterpart", "household", "case"})  # shown of a record only to who may see it
HIDDEN = "（担当地区の外の記録のため、表示しません）"


def described_changes(plan: RecordPlan, by: User | None, most: int) -> list[dict]:
    """The first changed rows: `row`, `sheet`, `key`, `record`, and `fields` of (heading, before, after) in words."""
    changed = plan.matches.changed[:most]
    words, visible = _Words(plan), _visible([record.pk for _, record, _ in changed], by)
    return [_described(draft, record, keys, words, plan, record.pk in visible) for draft, record, keys in changed]


def _described(draft: Draft, record: Stored, keys: Sequence[str], words: "_Words", plan: RecordPlan, visible: bool) -> dict:
    content = draft.content(plan.axis_ids)
    fields = [[words.headings[key], words.of(key, record.content.get(key)) if visible or key not in PRIVATE else HIDDEN,
               words.of(key, content.get(key))] for key in keys]
    return {"row": draft.row, "sheet": draft.sheet, "key": row_key(draft), "record": draft.number, "fields": fields}


def _visible(pks: list[int], by: User | None) -> set[int]:
    if by is None:
        return set()
    found = set(access.visible_contacts(by).filter(pk__in=pks).values_list("pk", flat=True))
    for pk in found:
        trail.loaded(Contact._meta.model_name, pk)
    return found


class _Words:
    """Values of a content as they are read: names instead of ids."""

    def __init__(self, plan: RecordPlan):
        self.headings = HEADINGS | {axis_key(axis.pk): axis.name for axis in plan.axes.values()}
        self.labels: Mapping[int, str] = dict(Category.objects.values_list("pk", "label"))
        self.districts = dict(District.objects.values_list("pk", "name"))
        self.people = dict(User.objects.values_list("pk", "name"))

    def of(self, key: str, value) -> str:
        """The value in words; blank for none."""
        if key == "district":
            return self.districts.get(value, "")
        if key == "coordinators":
            return "、".join(self.people.get(pk, "") for pk in value or ())
        if key.startswith("axis:"):
            return "、".join(("◎" if main else "") + self.labels.get(pk, "") for pk, main in value or ())
        if isinstance(value, date):
            return format_date_weekday(value)
        if isinstance(value, time):
            return f"{value:%H:%M}"
        return "" if value is None else str(value)
