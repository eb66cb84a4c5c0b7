"""The difference between a row and its record, field by field, for the person who decides about it."""
from collections.abc import Mapping, Sequence
from datetime import date, time

from cases import access, trail
from cases.district_names import told_apart
from cases.models import Category, Contact, District, ImportBatch, PublishedFigure, User
from cases.periods import fiscal_year_label, format_date_weekday
from cases.text import number_words

from .decisions import CHANGED, SIMILAR, row_key
from .drafts import HEADINGS, Draft, axis_key
from .figure_plan import FigureDraft, FigurePlan, figure_key
from .record_plan import RecordPlan
from .stored import Stored, chunks

PRIVATE = frozenset({"text", "counterpart", "household", "case", "also_cases"})  # shown of a record only to who may see it
NOT_AVAILABLE = "－"
HIDDEN = "（ファイルの値と違います。担当地区の外の記録のため、内容は表示しません）"


def described_changes(plan: RecordPlan | FigurePlan, by: User | None, which: slice = slice(None)) -> list[dict]:
    """What has to be decided, similar rows first, or `which` of it: `kind` of the decision, `row`, `sheet`, `key`, `record`,
    and `fields` of (heading, before, after) in words."""
    if isinstance(plan, FigurePlan):
        return [_figure(draft, figure) for draft, figure in plan.changed[which]]
    asked = [*((SIMILAR, *pair) for pair in plan.matches.similar), *((CHANGED, *pair) for pair in plan.matches.changed)][which]
    records = [record for _, _, record, _ in asked]
    words, visible = _Words(plan, records), _visible([record.pk for record in records], by)
    return [{"kind": kind} | _described(*pair, words, plan, pair[1].pk in visible) for kind, *pair in asked]


def _figure(draft: FigureDraft, figure: PublishedFigure) -> dict:
    place = [fiscal_year_label(draft.label["fiscal_year"]), draft.label["district"], draft.label["axis"], draft.label["category"]]
    month = [f"{draft.label['month']}月"] if draft.label["month"] else []
    fields = [["件数", _count(figure.value), _count(draft.value)]] if figure.value != draft.value else []
    if draft.note not in (None, figure.note):
        fields.append(["注記", figure.note, draft.note])
    return {"kind": CHANGED, "row": draft.row, "sheet": draft.sheet, "key": figure_key(draft), "record": "　".join(place + month),
            "fields": fields}


def _count(value: int | None) -> str:
    return NOT_AVAILABLE if value is None else number_words(value)


def _described(draft: Draft, record: Stored, keys: Sequence[str], words: "_Words", plan: RecordPlan, visible: bool) -> dict:
    content = draft.content(plan.axis_ids)
    fields = [[words.headings[key], words.of(key, record.content.get(key)) if visible or key not in PRIVATE else HIDDEN,
               words.of(key, content.get(key))] for key in keys]
    number = f"（記録番号 {record.number}）" if record.number and visible else ""
    name = draft.number or f"{words.of('date', record.content['date'])}の記録{number}"
    return {"row": draft.row, "sheet": draft.sheet, "key": row_key(draft), "record": name + words.origin(record), "fields": fields}


def _visible(pks: list[int], by: User | None) -> set[int]:
    if by is None:
        return set()
    found = {pk for some in chunks(pks) for pk in access.visible_contacts(by).filter(pk__in=some).values_list("pk", flat=True)}
    for pk in found:
        trail.loaded(Contact._meta.model_name, pk)
    return found


class _Words:
    """Values of a content as they are read: names instead of ids."""

    def __init__(self, plan: RecordPlan, records: Sequence[Stored]):
        self.headings = HEADINGS | {axis_key(axis.pk): axis.name for axis in plan.axes.values()}
        self.labels: Mapping[int, str] = dict(Category.objects.values_list("pk", "label"))
        districts = [*District.objects.all()]
        names = told_apart(districts)
        self.districts = {each.pk: names[each.code] for each in districts}
        self.people = dict(User.objects.values_list("pk", "name"))
        batches = ImportBatch.objects.filter(pk__in={each.batch_id for each in records if each.batch_id})
        self.files: Mapping[int, str] = dict(batches.values_list("pk", "file_name"))

    def origin(self, record: Stored) -> str:
        """Which import a record came in with, for who may not see what it says; blank where it was entered on screen."""
        return f"（取込み{record.batch_id}「{self.files[record.batch_id]}」）" if record.batch_id in self.files else ""

    def of(self, key: str, value) -> str:
        """The value in words; blank for none."""
        if key == "district":
            return self.districts.get(value, "")
        if key == "coordinators":
            return "、".join(self.people.get(pk, "") for pk in value or ())
        if key == "also_cases":
            return "、".join(value or ())
        if key.startswith("axis:"):
            return "、".join(("◎" if main else "") + self.labels.get(pk, "") for pk, main in value or ())
        if isinstance(value, date):
            return format_date_weekday(value)
        if isinstance(value, time):
            return f"{value:%H:%M}"
        return "" if value is None else str(value)
