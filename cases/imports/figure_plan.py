"""Published figures on their way in: which are new, which change, and which totals do not close. Then the writing."""
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from cases.models import Category, ImportBatch, PublishedFigure

from .reading import Reading

WHOLE, TOTAL = "全体", "合計"


class Key(NamedTuple):
    """Which printed cell: no district is 全体, no category is 合計, no month is the whole year."""

    fiscal_year: int
    district: int | None
    axis: int
    category: int | None
    month: int | None


@dataclass(frozen=True, slots=True)
class FigureDraft:
    """One row of a file, read. `value` None means not available, which is not 0."""

    row: int
    sheet: str
    key: Key
    label: dict
    value: int | None
    note: str


@dataclass(slots=True)
class FigurePlan:
    """The rows of a file by what will happen to them, and everything that is wrong with it."""

    reading: Reading
    new: list[FigureDraft] = field(default_factory=list)
    changed: list[tuple[FigureDraft, PublishedFigure]] = field(default_factory=list)
    unchanged: int = 0
    open_totals: list[dict] = field(default_factory=list)

    @property
    def created(self) -> int:
        """Figures that will be made."""
        return len(self.new)

    @property
    def updated(self) -> int:
        """Figures that will be changed."""
        return len(self.changed)

    @property
    def changes(self) -> list[dict]:
        """The updates: the printed cell, and its value and note before and after."""
        return [{"row": draft.row, **draft.label, "before": figure.value, "after": draft.value,
                 "note_before": figure.note, "note_after": draft.note} for draft, figure in self.changed]

    @property
    def extra(self) -> dict:
        """What the summary tells beside the counts."""
        return {}


def plan_figures(reading: Reading, by=None) -> FigurePlan:
    """Compare readable rows with the stored figures. Writes nothing; `by` is not needed for figures."""
    plan, drafts = FigurePlan(reading), [] if reading.file_errors else reading.drafts
    years = {draft.key.fiscal_year for draft in drafts}
    known = {_key(each): each for each in PublishedFigure.objects.filter(fiscal_year__in=years)}
    for draft in drafts:
        figure = known.get(draft.key)
        if figure is None:
            plan.new.append(draft)
        elif (figure.value, figure.note) == (draft.value, draft.note):
            plan.unchanged += 1
        else:
            plan.changed.append((draft, figure))
    after = {key: figure.value for key, figure in known.items()} | {each.key: each.value for each in drafts}
    plan.open_totals = _open_totals(drafts, after)
    return plan


def _key(figure: PublishedFigure) -> Key:
    return Key(figure.fiscal_year, figure.district_id, figure.axis_id, figure.category_id, figure.month)


def _open_totals(drafts: Sequence[FigureDraft], after: dict[Key, int | None]) -> list[dict]:
    """Printed totals that the rows around them do not add up to: a finding, never corrected.

    再掲 and second-level rows are in no sum, and not available (None) adds nothing.
    """
    summed = {each.pk for each in Category.objects.filter(parent=None, recount=False)}
    rows: dict[Key, list[int]] = defaultdict(list)
    for key, value in after.items():
        if key.category in summed and value is not None:
            rows[key._replace(category=None)].append(value)
    places = {draft.key._replace(category=None): draft.label for draft in drafts}
    return [_warning(label, sum(rows[key]), after[key]) for key, label in places.items()
            if rows[key] and after.get(key) is not None and sum(rows[key]) != after[key]]


def _warning(label: dict, added: int, total: int) -> dict:
    place = {name: label[name] for name in ("fiscal_year", "district", "axis", "month")}
    return place | {"sum": added, "total": total, "difference": total - added}


def write_figures(plan: FigurePlan, batch: ImportBatch, by=None) -> dict:
    """Write the plan inside the caller's transaction; returns what an undo needs, for the batch's summary."""
    PublishedFigure.objects.bulk_create([
        PublishedFigure(fiscal_year=each.key.fiscal_year, district_id=each.key.district, axis_id=each.key.axis,
                        category_id=each.key.category, month=each.key.month, value=each.value, note=each.note,
                        batch=batch) for each in plan.new], batch_size=500)
    replaced = {str(figure.pk): {"value": figure.value, "note": figure.note, "batch": figure.batch_id}
                for _, figure in plan.changed}
    PublishedFigure.objects.bulk_update([
        PublishedFigure(pk=figure.pk, value=draft.value, note=draft.note, batch=batch)
        for draft, figure in plan.changed], ["value", "note", "batch"], batch_size=100)
    years = sorted({draft.key.fiscal_year for draft in [*plan.new, *(draft for draft, _ in plan.changed)]})
    return {"fiscal_years": years, "replaced": replaced, "written": len(plan.new) + len(plan.changed)}
