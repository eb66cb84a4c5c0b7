"""What importing a file of contact records would do, before anything is done."""
from collections.abc import Sequence
from dataclasses import dataclass

from cases import access
from cases.models import Axis, Contact

from .casework import Casework
from .decisions import Decision
from .drafts import HEADINGS, Draft, axis_key
from .matching import Matches, match
from .problems import Problem
from .reading import Reading
from .stored import chunks


@dataclass(slots=True)
class RecordPlan:
    """The rows of a file by what will happen to them, and everything that is wrong with it."""

    reading: Reading
    matches: Matches
    casework: Casework
    axes: dict[str, Axis]
    declined: int = 0

    def decide(self, decision: Decision) -> None:
        """Leave the changed rows out that are not to replace their record. Raises Undecided."""
        declined = {id(draft) for draft in decision.declined(draft for draft, _, _ in self.matches.changed)}
        self.matches.changed = [each for each in self.matches.changed if id(each[0]) not in declined]
        self.casework.forget(declined)
        self.declined = len(declined)

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
    def unchanged(self) -> int:
        """Rows that are stored already."""
        return self.matches.unchanged

    @property
    def fiscal_years(self) -> list[int]:
        """The fiscal years that the import touches."""
        touched = [*self.matches.new, *(draft for draft, _, _ in self.matches.changed)]
        return sorted({draft.fiscal_year for draft in touched})

    @property
    def changes(self) -> list[dict]:
        """The updates: row, 記録番号 and the headings that differ. What the texts say is not repeated."""
        names = HEADINGS | {axis_key(axis.pk): axis.name for axis in self.axes.values()}
        return [{"row": draft.row, "record": draft.number, "columns": [names[key] for key in keys]}
                for draft, _, keys in self.matches.changed]

    @property
    def extra(self) -> dict:
        """What the summary tells beside the counts."""
        return {"new_households": len(self.casework.new_households), "new_cases": len(self.casework.new_cases)} | (
            {"declined": self.declined} if self.declined else {})


def moves_case(keys: Sequence[str]) -> bool:
    """Whether a changed row puts its record into another case; else the record stays where it is."""
    return "household" in keys or "case" in keys


def plan_records(reading: Reading, by=None) -> RecordPlan:
    """Compare readable rows with what is stored and find their cases. Writes nothing."""
    axes = {axis.code: axis for axis in Axis.objects.all()}
    drafts = [] if reading.file_errors else reading.drafts
    matches = match(drafts, {code: axis.pk for code, axis in axes.items()})
    closed = _closed(matches, by)
    matches.changed = [each for each in matches.changed if each[1].pk not in closed]
    moved = [draft for draft, _, keys in matches.changed if moves_case(keys)]
    casework = Casework([*matches.new, *moved], by)
    refused = {(problem.sheet, problem.row) for problem in casework.errors}
    matches.new = [each for each in matches.new if (each.sheet, each.row) not in refused]
    matches.changed = [each for each in matches.changed if (each[0].sheet, each[0].row) not in refused]
    reading.row_errors += [*casework.errors, *closed.values()]
    reading.warnings += [*casework.warnings, *map(_kept_edit, matches.kept_edits),
                         *map(_deleted, matches.deleted)]
    return RecordPlan(reading, matches, casework, axes)


def _closed(matches: Matches, by) -> dict[int, Problem]:
    """Changed rows whose record is closed to the importer, refused by its id.

    Nobody overwrites what he may not see. That the row is refused is all that it tells: what differs is not said, and
    a row that says what is stored already is unchanged like any other.
    """
    if by is None:
        return {}
    pks = [record.pk for _, record, _ in matches.changed]
    closed = {pk for some in chunks(pks) for pk in Contact.objects.filter(
        pk__in=some, case__in=access.closed_cases(by)).values_list("pk", flat=True)}
    return {record.pk: Problem(draft.row, HEADINGS["record_number"], draft.number, "この記録は、取込みでは変更できません。"
                               "担当者が画面で直すか、この行を除いてください。", draft.sheet)
            for draft, record, _ in matches.changed if record.pk in closed}


def _kept_edit(draft: Draft) -> Problem:
    return Problem(draft.row, HEADINGS["record_number"], draft.number, "取込み後に画面で修正された記録です。"
                   "ファイルの行は前回と同じなので、修正を残します。", draft.sheet)


def _deleted(draft: Draft) -> Problem:
    return Problem(draft.row, HEADINGS["record_number"], draft.number, "削除された記録です。取り込みでは元に戻しません。"
                   "必要な場合は、統括者が「削除した記録」から元に戻してください。", draft.sheet)
