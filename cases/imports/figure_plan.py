"""Published figures on their way in: which are new, which change, and which totals do not close. Then the writing."""
from collections.abc import Sequence
from dataclasses import dataclass, field

from cases.models import ImportBatch, PublishedFigure
from cases.placing import summed_in

from .decisions import UPDATE, Decision
from .figure_rules import counted_once
from .figure_sums import CATEGORIES, DISTRICTS, Counted, Key, OpenSum, open_sums
from .joint_columns import as_parts
from .prior_figures import GAPS, Place, counted_places, described, left_out
from .reading import Reading

WHOLE, TOTAL = "全体", "合計"
LONGEST_NOTE = PublishedFigure._meta.get_field("note").max_length
BELOW_ZERO = "件数が0より小さい数です。増減の数ではないか確かめてください。このまま取り込むと、この数のまま残ります。"


@dataclass(frozen=True, slots=True)
class FigureDraft:
    """One printed cell of a file, read. `value` None means not available, which is not 0.

    `note` None says nothing about the note, and a stored one stays. `is_prior` says that it stood as last year's beside
    the figures of a printed table.
    """

    row: int
    sheet: str
    key: Key
    label: dict
    value: int | None
    note: str | None
    is_prior: bool = False


@dataclass(slots=True)
class FigurePlan:
    """The rows of a file by what will happen to them, and everything that is wrong with it."""

    reading: Reading
    new: list[FigureDraft] = field(default_factory=list)
    changed: list[tuple[FigureDraft, PublishedFigure]] = field(default_factory=list)
    unchanged: int = 0
    open_totals: list[dict] = field(default_factory=list)
    stored: dict[Key, int | None] = field(default_factory=dict)
    declined: int = 0
    counted: frozenset[Place] = frozenset()  # where records of the bracketed years are counted
    left_priors: int = 0
    similar: int = 0  # a printed cell is the same or another one, never similar

    def decide(self, decision: Decision) -> None:
        """Leave out last year's figures that are not wanted, and those that are not to replace what is stored. Raises Undecided."""
        self._leave_priors(decision.priors or GAPS)
        answers = [(pair, decision.for_changed(figure_key(pair[0]))) for pair in self.changed]
        self.changed = [pair for pair, answer in answers if answer == UPDATE]
        self.declined = len(answers) - len(self.changed)
        if self.declined:
            kept = {id(draft) for (draft, _), answer in answers if answer != UPDATE}
            self.check_sums([draft for draft in self.reading.drafts if id(draft) not in kept])

    def _leave_priors(self, choice: str) -> None:
        asked = [*self.new, *(draft for draft, _ in self.changed)]
        left = {id(draft) for draft in left_out(asked, self.counted, choice)}
        if left:
            self.left_priors = len(left)
            self.new = [draft for draft in self.new if id(draft) not in left]
            self.changed = [pair for pair in self.changed if id(pair[0]) not in left]
            self.reading.drafts = [draft for draft in self.reading.drafts if id(draft) not in left]
            self.check_sums(self.reading.drafts)

    @property
    def priors(self) -> dict:
        """What the preview says of last year's figures; nothing where there are none to take in."""
        asked = [draft for draft in (*self.new, *(draft for draft, _ in self.changed)) if draft.is_prior]
        return described(asked, self.counted) if asked else {}

    def check_sums(self, drafts: Sequence[FigureDraft]) -> None:
        """Find the printed sums that do not close once the drafts are stored."""
        after = self.stored | {each.key: each.value for each in drafts}
        self.open_totals = _open_sums(drafts, after | as_parts(self.reading.joints, after)) + self.reading.repeated

    @property
    def has_work(self) -> bool:
        """Whether there is anything to import or to decide."""
        return bool(self.new or self.changed)

    @property
    def compared(self) -> list:
        """The stored figures that differ, as they were compared, and where records are counted: a decision holds for them only."""
        counted = sorted([str(part) for part in place] for place in self.counted)
        return [*([figure.pk, figure.value, figure.note] for _, figure in self.changed), *counted]

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
                 "note_before": figure.note, "note_after": _note(draft, figure)} for draft, figure in self.changed]

    @property
    def extra(self) -> dict:
        """What the summary tells beside the counts."""
        return {name: n for name, n in (("declined", self.declined), ("left_priors", self.left_priors)) if n}


def plan_figures(reading: Reading, by=None) -> FigurePlan:
    """Compare readable rows with the stored figures. Writes nothing; `by` is not needed for figures."""
    plan, drafts = FigurePlan(reading), [] if reading.file_errors else reading.drafts
    years = {draft.key.fiscal_year for draft in drafts}
    known = {key_of(each): each for each in PublishedFigure.objects.filter(fiscal_year__in=years)}
    for draft in drafts:
        figure = known.get(draft.key)
        if figure is None:
            plan.new.append(draft)
        elif figure.value == draft.value and draft.note in (None, figure.note):
            plan.unchanged += 1
        else:
            plan.changed.append((draft, figure))
    plan.counted = counted_places(draft.key.fiscal_year for draft in drafts if draft.is_prior)
    plan.stored = {key: figure.value for key, figure in known.items()}
    plan.check_sums(drafts)
    return plan


def figure_key(draft: FigureDraft) -> str:
    """How a page names the printed cell of a draft."""
    return ":".join("" if part is None else str(part) for part in draft.key)


def _note(draft: FigureDraft, figure: PublishedFigure) -> str:
    return figure.note if draft.note is None else draft.note


def key_of(figure: PublishedFigure) -> Key:
    """Which printed cell a stored figure is."""
    return Key(figure.fiscal_year, figure.district_id, figure.axis_id, figure.category_id, figure.month)


def _open_sums(drafts: Sequence[FigureDraft], after: dict[Key, int | None]) -> list[dict]:
    """Printed sums around the drafts that do not close: findings, never corrected.

    That of the categories of a table keeps the keys it always had; the others add `check` and `category`.
    """
    labels = {draft.key: draft.label for draft in drafts}
    found = []
    years = {key.fiscal_year for key in after}
    once = counted_once(years)
    for each in open_sums(after, summed_in(years), once):
        label = next((labels[key] for key in each.keys if key in labels), None)
        if label is not None:
            found.append(as_warning(each, label, once))
    return found


def as_warning(found: OpenSum, label: dict, once: Counted) -> dict:
    """An open sum for the summary; `label` names any of its cells. One of people or households says so."""
    of_once = once.get((found.key.axis, found.key.fiscal_year))
    place = {"fiscal_year": label["fiscal_year"], "district": label["district"], "axis": label["axis"],
             "month": found.key.month}
    if found.check == DISTRICTS:
        place["district"] = WHOLE
    if found.check != CATEGORIES:
        place |= {"check": found.check, "category": label["category"]}
    counts = {"counts": of_once.counts} if of_once else {}
    return place | {"sum": found.added, "total": found.total, "difference": found.difference} | counts


def write_figures(plan: FigurePlan, batch: ImportBatch, by=None) -> dict:
    """Write the plan inside the caller's transaction; returns what an undo needs, for the batch's summary."""
    PublishedFigure.objects.bulk_create([
        PublishedFigure(fiscal_year=each.key.fiscal_year, district_id=each.key.district, axis_id=each.key.axis,
                        category_id=each.key.category, month=each.key.month, value=each.value, note=each.note or "",
                        batch=batch) for each in plan.new], batch_size=500)
    replaced = {str(figure.pk): {"value": figure.value, "note": figure.note, "batch": figure.batch_id}
                for _, figure in plan.changed}
    PublishedFigure.objects.bulk_update([
        PublishedFigure(pk=figure.pk, value=draft.value, note=_note(draft, figure), batch=batch)
        for draft, figure in plan.changed], ["value", "note", "batch"], batch_size=100)
    years = sorted({draft.key.fiscal_year for draft in [*plan.new, *(draft for draft, _ in plan.changed)]})
    return {"fiscal_years": years, "replaced": replaced, "written": len(plan.new) + len(plan.changed)}
