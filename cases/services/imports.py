"""Importing a file and taking it back: one plan, one transaction, one batch."""
import hashlib
import json
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import PurePosixPath

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from cases.audit.entries import changed_since, latest_entry
from cases.deadlines import patiently
from cases.imports.bulk import collector_paused
from cases.imports.choices import Choices
from cases.imports.containers import is_workbook
from cases.imports.decisions import ADD, UPDATE, Decision
from cases.imports.figure_plan import FigurePlan, plan_figures, write_figures
from cases.imports.figures import read_figures
from cases.imports.limits import LARGE, Limits, TooLarge
from cases.imports.prior_figures import GAPS
from cases.imports.problems import ImportRefused
from cases.imports.progress import COMPARE, FINISH, READ, WRITE, Report, reporting, step
from cases.imports.record_commit import prepare_records, write_records
from cases.imports.record_plan import RecordPlan, plan_records
from cases.imports.records import read_records
from cases.imports.rejected import rejected_file
from cases.imports.sheets import Sheet, count_rows, csv_form, read_sheets, without_apostrophes
from cases.imports.storing import taking_back
from cases.imports.undo import undo_figures, undo_records
from cases.models import Axis, ImportBatch, User
from cases.models.axes import KIND

from .contacts import Conflict

Plan = RecordPlan | FigurePlan
RECORDS, FIGURES = ImportBatch.Subject.RECORDS, ImportBatch.Subject.FIGURES
PREVIEW, COMMITTED, UNDONE = ImportBatch.State.PREVIEW, ImportBatch.State.COMMITTED, ImportBatch.State.UNDONE
ATTEMPTS = 3  # to store what was worked out before others changed the record
KEPT_DAYS = 7  # that an upload waits to be confirmed
_READ = {RECORDS: read_records, FIGURES: read_figures}
_PLAN = {RECORDS: plan_records, FIGURES: plan_figures}
WRITERS = {RECORDS: write_records, FIGURES: write_figures}
_UNDO = {RECORDS: undo_records, FIGURES: undo_figures}


@dataclass(frozen=True, slots=True)
class Source:
    """A file to import, how to read it, and how large it may be."""

    subject: str
    file_name: str
    content: bytes
    fiscal_year: int | None = None
    sheet: str = ""
    limits: Limits = Limits()
    uses_choices: bool = False  # what the office chose on the mapping page; of contact records only
    priors: str = ""  # which of last year's figures in brackets are wanted, as Decision has it; of published figures only

    def sheets(self) -> list[Sheet]:
        """The file's sheets. Raises SheetError where it is no table, too large, broken or protected."""
        step(READ)
        sheets = read_sheets(self.content, self.file_name, self.limits)
        return sheets if is_workbook(self.content, self.limits) else without_apostrophes(sheets)


def plan_import(*, source: Source, by: User | None = None, sheets: list[Sheet] | None = None,
                progress: Report | None = None) -> Plan:
    """What importing the file would do. Writes nothing. Raises SheetError where the file cannot be read.

    `progress` is told how far it is (cases/imports/progress.py) and may raise Stopped; so it is in commit_preview.
    """
    with reporting(progress):
        found = source.sheets() if sheets is None else sheets
        how = {"choices": Choices.of_office()} if source.uses_choices else {}
        how |= {"priors": source.priors} if source.subject == FIGURES else {}
        reading = _READ[source.subject](found, source.sheet, source.fiscal_year, **how)
        if not reading.read and not reading.errors:
            reading.refuse("見出しの下に、取り込む行がありません。")
        step(COMPARE)
        return _PLAN[source.subject](reading, by)


def is_long(source: Source) -> bool:
    """Whether importing the file takes longer than an answer may, so that the worker does it.

    Raises SheetError where it cannot be read at all, or is too large for the worker, too.
    """
    try:
        return sum(len(sheet.rows) for sheet in source.sheets()) > settings.DIRECT_ROWS
    except TooLarge:
        count_rows(source.content, source.file_name, replace(LARGE, memory=Limits().memory, seconds=Limits().seconds))
        return True


def import_file(*, source: Source, by: User | None = None, skip_errors: bool = False,
                similar: str = ADD, priors: str = GAPS) -> tuple[Plan, ImportBatch | None]:
    """Import a file at once. The batch is None where nothing was written: errors, or nothing new.

    All or nothing; with `skip_errors` the rows without an error. An error of the headings or of the file as a
    whole always stops everything. Changed rows replace their record; `similar` (ADD, UPDATE or KEEP) says what becomes of
    rows without number that are like a record, `priors` of last year's figures in brackets. Raises SheetError and ImportRefused.
    """
    with collector_paused():
        return _import_at_once(replace(source, priors=priors), by, Decision(skip_errors, UPDATE, similar, priors=priors))


def _import_at_once(source: Source, by: User | None, decision: Decision) -> tuple[Plan, ImportBatch | None]:
    sheets = source.sheets()
    with _alone():
        plan = plan_import(source=source, by=by, sheets=sheets)
        plan.decide(decision)
        if is_stopped(plan, decision.skip_errors) or not plan.has_work:
            return plan, None
        batch = ImportBatch(subject=source.subject, state=COMMITTED, file_name=base_name(source.file_name),
                            fiscal_year=source.fiscal_year, sheet=source.sheet, created_by=by)
        prepare(plan)
        _write(plan, batch, by)
    return plan, batch


def is_stopped(plan: Plan, skip_errors: bool = False) -> bool:
    """Whether errors forbid to import anything."""
    return bool(plan.reading.file_errors or (plan.reading.row_errors and not skip_errors))


def open_preview(*, source: Source, by: User) -> ImportBatch:
    """Keep an uploaded file until its import is confirmed or given up; sent twice, it is kept once.

    Uploads that nobody confirmed within KEPT_DAYS, and files of rejected rows as old, are removed on this occasion.
    """
    ImportBatch.objects.filter(state=PREVIEW, created_at__lt=timezone.now() - timedelta(days=KEPT_DAYS)).delete()
    file = {"subject": source.subject, "file_name": base_name(source.file_name), "content": source.content,
            "fiscal_year": source.fiscal_year, "sheet": source.sheet, "created_by": by}
    old = ImportBatch.objects.filter(created_at__lt=timezone.now() - timedelta(days=KEPT_DAYS))
    old.exclude(rejected=b"").update(rejected=b"")
    waiting = ImportBatch.objects.filter(state=PREVIEW, **file).first()
    return waiting or ImportBatch.objects.create(**file)


def source_of(batch: ImportBatch, limits: Limits = Limits(), priors: str = "") -> Source:  # noqa: B008 (frozen)
    """The uploaded file of a batch that waits to be confirmed; `priors` as it was decided about them, "" where nobody did."""
    return Source(batch.subject, batch.file_name, bytes(batch.content), batch.fiscal_year, batch.sheet, limits,
                  uses_choices=batch.subject == RECORDS, priors=priors)


def decision_version(batch: ImportBatch, plan: Plan | None = None) -> str:
    """What a page shows to whoever decides about an import: its state and, with `plan`, every row that will change."""
    shown = plan and [plan.created, plan.updated, plan.unchanged, plan.changes, plan.compared]
    said = json.dumps([batch.pk, batch.state, shown], default=str)
    return hashlib.sha256(said.encode()).hexdigest()


def note_decision(*, batch: ImportBatch, decision: Decision) -> None:
    """Keep what was decided beside the waiting file, for the worker."""
    batch.summary = {"decision": decision.as_json()}
    ImportBatch.objects.filter(pk=batch.pk, state=PREVIEW).update(summary=batch.summary)


def decision_of(batch: ImportBatch) -> Decision:
    """What was decided about a batch; nothing where nobody decided."""
    return Decision.from_json(batch.summary.get("decision", {}))


def commit_preview(*, batch: ImportBatch, by: User, version: str, limits: Limits = Limits(),  # noqa: B008 (frozen)
                   progress: Report | None = None, decision: Decision | None = None) -> Plan | None:
    """Import the uploaded file as decided (else as note_decision has kept), once: None for a second click.

    With errors nothing is written unless rows with errors are to be left out; those are kept as a file (`rejected`).
    Others can write until everything is worked out; only the writing locks them out. What they change meanwhile has it
    worked out again, the last time (of ATTEMPTS) while they wait. Raises SheetError, ImportRefused, Undecided, and Conflict when the import would no longer do what the page of `version`
    (decision_version) has shown.
    """
    if batch.state != PREVIEW:
        return None
    decision = decision or decision_of(batch)
    with reporting(progress):
        return _commit(batch, source_of(batch, limits, decision.priors), by, version, decision)


@dataclass(frozen=True, slots=True)
class _Ready:
    """An import worked out as decided. `plan` is as it was where it is not what the page has shown."""

    plan: Plan
    rejected: bytes
    is_as_shown: bool
    has_work: bool


def _commit(batch: ImportBatch, source: Source, by: User, version: str, decision: Decision) -> Plan | None:
    sheets = source.sheets()
    for attempt in range(ATTEMPTS):
        before, ready = latest_entry(), _work_out(batch, source, sheets, by, version, decision)
        with _alone():
            if not ImportBatch.objects.filter(pk=batch.pk, state=PREVIEW).update(state=COMMITTED, content=b""):
                return None
            if changed_since(before):
                if attempt + 1 < ATTEMPTS:
                    transaction.set_rollback(True)
                    continue
                ready = _work_out(batch, source, sheets, by, version, decision)
            _store(ready, batch, by)
            return ready.plan
    raise AssertionError


def _work_out(batch: ImportBatch, source: Source, sheets: list[Sheet], by: User, version: str, decision: Decision) -> _Ready:
    plan = plan_import(source=source, by=by, sheets=sheets)
    if decision_version(batch, plan) != version:
        return _Ready(plan, b"", is_as_shown=False, has_work=False)
    plan.decide(decision)
    if is_stopped(plan, decision.skip_errors) or not plan.has_work:
        return _Ready(plan, b"", is_as_shown=True, has_work=False)
    prepare(plan)
    return _Ready(plan, rejected_rows(batch, source, sheets, plan), is_as_shown=True, has_work=True)


def _store(ready: _Ready, batch: ImportBatch, by: User) -> None:
    """Write what is worked out, inside the caller's transaction; nothing where there is nothing to write."""
    if not ready.is_as_shown:
        raise Conflict
    if not ready.has_work:
        transaction.set_rollback(True)
        return
    batch.state, batch.content, batch.rejected = COMMITTED, b"", ready.rejected
    _write(ready.plan, batch, by)


def rejected_rows(batch: ImportBatch, source: Source, sheets: list[Sheet], plan: Plan) -> bytes:
    """The rows with errors as a file like the one that they came in; b"" where it has none, or can be read in no part."""
    reading = plan.reading
    if reading.file_errors or not reading.row_errors:
        return b""
    return rejected_file(sheets, reading, batch.pk, csv_form(source.content, source.file_name, source.limits))


def rejected_of(*, batch: ImportBatch, by: User) -> bytes:
    """The rows with errors of an import or of a waiting file (rejected_rows); of a long one the worker has kept them."""
    if batch.rejected or batch.state != PREVIEW:
        return bytes(batch.rejected)
    source = source_of(batch)
    sheets = source.sheets()
    return rejected_rows(batch, source, sheets, plan_import(source=source, by=by, sheets=sheets))


def discard_preview(*, batch: ImportBatch, by: User) -> bool:
    """Give an upload up: nothing of it is kept. False where it was imported in the meantime."""
    deleted, _ = ImportBatch.objects.filter(pk=batch.pk, state=PREVIEW).delete()
    return bool(deleted)


def undo_takes_long(batch: ImportBatch) -> bool:
    """Whether taking an import back takes longer than an answer may, so that the worker does it."""
    return batch.summary.get("created", 0) + batch.summary.get("updated", 0) > settings.DIRECT_ROWS


def undo_import(*, batch: ImportBatch, by: User | None = None, progress: Report | None = None) -> None:
    """Take a whole import back, or raise ImportRefused and change nothing. `progress` is told as in plan_import."""
    with reporting(progress), taking_back(batch.pk), _alone():
        if not ImportBatch.objects.filter(pk=batch.pk, state=COMMITTED).update(state=UNDONE):
            raise ImportRefused("この取込みは、すでに取り消されています。" if batch.state != PREVIEW
                                else "この取込みは、まだ確定していません。")
        batch.refresh_from_db(fields=["state", "summary"])
        _UNDO[batch.subject](batch)
        batch.summary = {key: value for key, value in batch.summary.items()
                         if key not in ("fingerprints", "replaced", "made_cases", "made_households")}
        batch.rejected = b""
        batch.save(update_fields=["summary", "rejected"])
        step(FINISH)


def prepare(plan: Plan) -> None:
    """Work out what the writing of a decided plan needs, before anybody has to wait for it."""
    if isinstance(plan, RecordPlan):
        prepare_records(plan)


def _write(plan: Plan, batch: ImportBatch, by: User | None) -> None:
    step(WRITE)
    batch.save()
    kept = WRITERS[batch.subject](plan, batch, by)
    batch.summary = summary_of(plan, batch) | kept
    batch.save(update_fields=["summary"])
    step(FINISH)


def summary_of(plan: Plan, batch: ImportBatch | None, done: bool = True) -> dict:
    """The machine-readable summary. `done` False: nothing was written, so nothing counts as created or updated."""
    several = plan.reading.several_sheets
    warnings = [each.as_dict(several) for each in plan.reading.warnings] + getattr(plan, "open_totals", [])
    return {"read": plan.reading.read, "created": plan.created if done else 0, "unchanged": plan.unchanged,
            "updated": plan.updated if done else 0,
            "errors": [each.as_dict(several) for each in plan.reading.errors],
            "batch": str(batch.pk) if batch else "", "warnings": warnings, "changes": plan.changes, **plan.extra}


def base_name(file_name: str) -> str:
    """The file's name without folders, short enough to store."""
    return PurePosixPath(file_name.replace("\\", "/").replace("\0", "")).name[-255:] or "（名前なし）"


@contextmanager
def _alone():
    """A transaction in which no other import runs: two of the same file must not both find nothing stored."""
    try:
        with patiently():
            list(Axis.objects.select_for_update(no_key=True).filter(code=KIND))
            yield
    except IntegrityError as error:
        raise ImportRefused("取込みの途中で、対象の記録がほかの人によって変更されました。もう一度お試しください。") from error
