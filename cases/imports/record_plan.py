"""What importing a file of contact records would do, before anything is done."""
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Q

from cases import access
from cases.case_numbers import parted, spaced
from cases.merging.survivors import survivors_by_number
from cases.models import Axis, Case, Contact
from cases.periods import format_date

from .casework import Casework
from .decisions import ADD, KEEP, UPDATE, Decision, row_key
from .doubles import double_warnings
from .drafts import HEADINGS, Draft, axis_key
from .ended_cases import ended_warnings
from .matching import Matches, match
from .problems import Problem
from .reading import Reading
from .stored import Stored, chunks


@dataclass(slots=True)
class RecordPlan:
    """The rows of a file by what will happen to them, and everything that is wrong with it."""

    reading: Reading
    matches: Matches
    casework: Casework
    axes: dict[str, Axis]
    declined: int = 0
    fingerprints: dict[int, str] = field(default_factory=dict)  # of record_commit.prepare_records

    def decide(self, decision: Decision) -> None:
        """Leave the rows out that are not to replace their record, and let similar ones update or come in. Raises Undecided."""
        similar = [(pair, decision.for_similar(row_key(pair[0]))) for pair in self.matches.similar]
        changed = [(pair, decision.for_changed(row_key(pair[0]))) for pair in self.matches.changed]
        added = [pair for pair, answer in similar if answer == ADD]
        self.matches.similar = []
        self.matches.changed = [pair for pair, answer in [*changed, *similar] if answer == UPDATE]
        self.matches.new += [draft for draft, _, _ in added]
        self.reading.warnings += [self._added(*pair) for pair in added]
        self.declined = sum(answer == KEEP for _, answer in [*changed, *similar])
        self.casework.keep({id(draft) for draft in self.matches.new} | {
            id(draft) for draft, _, keys in self.matches.changed if names_cases(keys)})

    @property
    def axis_ids(self) -> dict[str, int]:
        """Axis id by axis code."""
        return {code: axis.pk for code, axis in self.axes.items()}

    @property
    def created(self) -> int:
        """Records that will be made."""
        return len(self.matches.new)

    @property
    def updated(self) -> int:
        """Records that will be changed."""
        return len(self.matches.changed)

    @property
    def similar(self) -> int:
        """Rows without 記録番号 that may change a record or be another one; nobody has decided that yet."""
        return len(self.matches.similar)

    @property
    def has_work(self) -> bool:
        """Whether there is anything to import or to decide."""
        return bool(self.matches.new or self.matches.changed or self.matches.similar)

    @property
    def unchanged(self) -> int:
        """Rows that are stored already."""
        return self.matches.unchanged

    @property
    def fiscal_years(self) -> list[int]:
        """The fiscal years that the import touches."""
        touched = [*self.matches.new, *(draft for draft, _, _ in [*self.matches.changed, *self.matches.similar])]
        return sorted({draft.fiscal_year for draft in touched})

    @property
    def changes(self) -> list[dict]:
        """The updates: row, of several sheets the sheet too, 記録番号 and the headings that differ. What the texts say is not repeated."""
        several = self.reading.several_sheets
        return [({"sheet": draft.sheet} if several else {}) | {"row": draft.row, "record": draft.number, "columns": self.names(keys)}
                for draft, _, keys in self.matches.changed]

    @property
    def compared(self) -> list:
        """The records that differ from a row, as they were compared: a decision holds for these versions only."""
        return [[record.pk, record.version] for _, record, _ in [*self.matches.similar, *self.matches.changed]]

    def names(self, keys: Sequence[str]) -> list[str]:
        """The headings of some keys of a content."""
        names = HEADINGS | {axis_key(axis.pk): axis.name for axis in self.axes.values()}
        return [names[key] for key in keys]

    def _added(self, draft: Draft, record: Stored, keys: Sequence[str]) -> Problem:
        return Problem(draft.row, HEADINGS["date"], format_date(record.content["date"]), "登録されている記録と似た行を、"
                       f"別の記録として取り込みます（違い: {'、'.join(self.names(keys))}）。", draft.sheet)

    @property
    def extra(self) -> dict:
        """What the summary tells beside the counts."""
        return {"new_households": len(self.casework.new_households), "new_cases": len(self.casework.new_cases)} | (
            {"declined": self.declined} if self.declined else {})


def _lead_on(drafts: Sequence[Draft]) -> None:
    """The number of a household that was merged away means the one that stayed; messages name the one that the file does."""
    led = survivors_by_number()
    for draft in drafts if led else ():
        if (said := draft.values.get("household")) in led:
            draft.values["household"], draft.shown["household"] = led[said], said


def _part(drafts: Sequence[Draft]) -> None:
    """ほかのケース that white space alone divides, unless there is a case of just that number, stored or in the file."""
    said = [draft for draft in drafts if spaced(draft.values.get("also_cases") or ())]
    numbers = {each for draft in said for each in spaced(draft.values["also_cases"])}
    stored = (number for some in chunks(sorted(numbers)) for number in Case.everything.filter(number__in=some).values_list("number", flat=True))
    known = {draft.values.get("case") for draft in drafts}.union(stored) if said else ()
    for draft in said:
        draft.values["also_cases"] = parted(draft.values["also_cases"], known)


def moves_case(keys: Sequence[str]) -> bool:
    """Whether a changed row puts its record into another case; else the record stays where it is."""
    return "household" in keys or "case" in keys


def names_cases(keys: Sequence[str]) -> bool:
    """Whether a changed row says other cases than its record, its own or ほかのケース."""
    return moves_case(keys) or "also_cases" in keys


def plan_records(reading: Reading, by=None) -> RecordPlan:
    """Compare readable rows with what is stored and find their cases. Writes nothing."""
    axes = {axis.code: axis for axis in Axis.objects.all()}
    drafts = [] if reading.file_errors else reading.drafts
    _lead_on(drafts)
    _part(drafts)
    matches = match(drafts, {code: axis.pk for code, axis in axes.items()}, reading.left_by)
    closed = _closed_records(matches, by)
    errors = [_closed_row(draft) for draft, record, _ in matches.changed if record.pk in closed]
    left = [pair for pair in matches.changed if pair[1].pk not in closed and leaves_others(*pair)]
    errors += [_others_left(draft) for draft, _, _ in left]
    matches.set_apart(closed.union(record.pk for _, record, _ in left))
    moved = [draft for draft, _, keys in matches.changed if names_cases(keys)]
    casework = Casework([*matches.new, *(draft for draft, _, _ in matches.similar), *moved], by)
    refused = {(problem.sheet, problem.row) for problem in casework.errors}
    matches.new = [each for each in matches.new if (each.sheet, each.row) not in refused]
    matches.changed, matches.similar = ([each for each in pairs if (each[0].sheet, each[0].row) not in refused]
                                        for pairs in (matches.changed, matches.similar))
    reading.row_errors += [*casework.errors, *errors]
    reading.warnings += [*casework.warnings, *ended_warnings(matches, casework, by), *map(_kept_edit, matches.kept_edits),
                         *map(_deleted, matches.deleted), *double_warnings(matches.doubles)]
    return RecordPlan(reading, matches, casework, axes)


def _closed_records(matches: Matches, by) -> set[int]:
    """The ids of the records that a row would change and that are closed to the importer.

    Nobody overwrites what he may not see. That the row is refused is all that it tells: what differs is not said, and
    a row that says what is stored already is unchanged like any other. A row that is only similar to one is new, and one
    that says the same under another number is not told of it.
    """
    if by is None:
        return set()
    pks = [record.pk for _, record, *_ in [*matches.changed, *matches.similar, *matches.doubles]]
    return {pk for some in chunks(pks) for pk in Contact.objects.filter(
        pk__in=some).filter(Q(case__in=access.closed_cases(by)) | Q(also_cases__in=access.closed_cases(by))).values_list("pk", flat=True)}


def _closed_row(draft: Draft) -> Problem:
    return Problem(draft.row, HEADINGS["record_number"], draft.number, "この記録は、取込みでは変更できません。"
                   "担当者が画面で直すか、この行を除いてください。", draft.sheet)


def leaves_others(draft: Draft, record: Stored, keys: Sequence[str]) -> bool:
    """Whether a row takes the record's case away and has no heading for its other cases, which cannot stand alone."""
    values = draft.values
    return bool(moves_case(keys) and not (values.get("case") or values.get("household")) and "also_cases" not in values and record.content.get("also_cases"))


def _others_left(draft: Draft) -> Problem:
    return Problem(draft.row, HEADINGS["case"], "", "この記録には、ほかのケースもあります。ケースをなくすと残せません。ケース番号を書くか、"
                   "ほかのケースもなくすときは「ほかのケース」の列を加えて空欄にしてください。", draft.sheet)


def _kept_edit(draft: Draft) -> Problem:
    return Problem(draft.row, HEADINGS["record_number"], draft.number, "取込み後に画面で修正された記録です。"
                   "ファイルの行は前回と同じなので、修正を残します。", draft.sheet)


def _deleted(draft: Draft) -> Problem:
    return Problem(draft.row, HEADINGS["record_number"], draft.number, "削除された記録です。取り込みでは元に戻しません。"
                   "必要な場合は、統括者が「削除した記録」から元に戻してください。", draft.sheet)
