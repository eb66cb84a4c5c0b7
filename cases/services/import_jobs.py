"""Imports in the background, and taking them back: asked for on a page, done by `manage.py run_worker`, whole or not at all.

A task holds the job's id and nothing else; what is logged of it is that id and the kind of an error. Whoever works
on a job holds it (cases/holds.py), so that a job whose worker was killed is known at once and taken up again.
"""
import logging
from datetime import timedelta

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import F
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from cases import audit, trail
from cases.audit import acting
from cases.holds import ask_to_end, forget_asked, holding, is_asked_to_end, is_held, said
from cases.imports.bulk import collector_paused
from cases.imports.limits import LARGE, SheetError
from cases.imports.problems import ImportRefused
from cases.imports.progress import FINISH, Stopped, reporting
from cases.imports.storing import HOLD
from cases.models import ImportBatch, ImportJob, User

from .contacts import Conflict
from .effects import effect_of
from .imports import (
    COMMITTED,
    PREVIEW,
    commit_preview,
    decision_of,
    is_stopped,
    plan_import,
    rejected_rows,
    source_of,
    undo_import,
)
from .previews import preview_of

WORKER = "worker"  # held, shared, by every worker that lives
MOST_ATTEMPTS = 3
KEPT = timedelta(days=7)  # for which the queue remembers a task that has ended
CHECK, COMMIT, UNDO = ImportJob.Work.CHECK, ImportJob.Work.COMMIT, ImportJob.Work.UNDO
WAITING, RUNNING, DONE = ImportJob.State.WAITING, ImportJob.State.RUNNING, ImportJob.State.DONE
REFUSED, CANCELLED, FAILED = ImportJob.State.REFUSED, ImportJob.State.CANCELLED, ImportJob.State.FAILED
WAS = {CHECK: PREVIEW, COMMIT: PREVIEW, UNDO: COMMITTED}  # the state of the batch of which each is asked
NOTHING = {CHECK: "何も取り込んでいません。", COMMIT: "何も取り込んでいません。", UNDO: "何も取り消していません。"}
CHANGED = f"確かめた後に、登録されている内容が変わりました。{NOTHING[COMMIT]}もう一度確かめてください。"
NO_RIGHT = "依頼した利用者に、取込みの権限がなくなりました。"
BROKEN = "取込みのプログラムの誤りで止まりました。もう一度行っても止まる場合は、設置した人に連絡してください。"
KILLED = f"{MOST_ATTEMPTS}回続けて途中で止まりました。機械のメモリーが足りないことがあります。"
log = logging.getLogger(__name__)


class LeftUndone(Exception):
    """The database failed under a job. The queue keeps this in its place: its own words may hold what a row says."""


@task()
def import_job(pk: int) -> None:
    """What the queue runs."""
    try:
        run_job(pk)
    except (OperationalError, InterfaceError) as error:
        raise LeftUndone(type(error).__name__) from None


# -- Asked for on a page

def queue(*, batch: ImportBatch, by: User, work: str, version: str = "") -> ImportJob:
    """Ask for the check of an upload, for the import of what a page of `version` has shown, or for its undo.

    A job that is active stays, and so does one for which the import is in no state (WAS).
    """
    with transaction.atomic():
        job, _ = ImportJob.objects.select_for_update().get_or_create(batch=batch, defaults={"asked_by": by, "state": CANCELLED})
        if job.is_active or not ImportBatch.objects.filter(pk=batch.pk, state=WAS[work]).exists():
            return job
        job.work, job.asked_by, job.shown, job.state, job.attempts = work, by, version, WAITING, 0
        job.reason, job.cancelling, job.ended_at = "", False, None
        forget_asked(_hold(job.pk))
        job.save()
        _enqueue(job)
    return job


def cancel(job: ImportJob) -> None:
    """Ask that a job is given up; nothing of it is kept. It may be over, or past giving up, before that is seen.

    Who writes sees it within some thousand rows, and only then is the answer written down.
    """
    if is_held(_hold(job.pk)):
        ask_to_end(_hold(job.pk))
    if not ImportJob.objects.filter(pk=job.pk, state=WAITING).update(state=CANCELLED, ended_at=timezone.now()):
        ImportJob.objects.filter(pk=job.pk, state=RUNNING).update(cancelling=True)


def is_too_late(job: ImportJob) -> bool:
    """Whether a running job is past its last look at `cancel`; asked after that, False means that it will be seen."""
    return progress_of(job)[0] == FINISH


def progress_of(job: ImportJob) -> tuple[str, int, int]:
    """The step that a running job is at, and how much of how much is done; blank and zeros before the first."""
    name, *numbers = said(_hold(job.pk)).split() or [""]
    return (name, *map(int, numbers)) if len(numbers) == 2 else ("", 0, 0)


def is_worker_alive() -> bool:
    """Whether at least one worker lives."""
    return is_held(WORKER)


# -- Done by the worker

def run_job(pk: int) -> None:
    """Do the job if it waits and nobody else does. How it ended stands in it.

    Raises OperationalError and InterfaceError where the database fails: the job is then taken up again.
    """
    with holding(_hold(pk)) as say:
        if say is not None:
            forget_asked(_hold(pk))
        if say is None or not ImportJob.objects.filter(pk=pk, state=WAITING).update(
                state=RUNNING, attempts=F("attempts") + 1, cancelling=False):
            return
        job = ImportJob.objects.select_related("batch", "asked_by").get(pk=pk)
        state, changes = _outcome(job, say)
        forget_asked(_hold(pk))
        ImportJob.objects.filter(pk=pk).update(state=state, ended_at=timezone.now(), **changes)


def take_up_abandoned() -> None:
    """Put jobs back into the queue whose worker was killed, or whose task was lost with it; forget old tasks."""
    for job in ImportJob.objects.filter(state__in=[WAITING, RUNNING]):
        if not is_held(_hold(job.pk)) and not DBTaskResult.objects.filter(pk=job.task or None, status="READY").exists():
            _take_up(job.pk)
    DBTaskResult.objects.finished().filter(finished_at__lt=timezone.now() - KEPT).delete()


def _take_up(pk: int) -> None:
    with transaction.atomic():
        job = ImportJob.objects.select_for_update().get(pk=pk)
        if not job.is_active or is_held(_hold(pk)):
            return
        job.state = WAITING
        given_up = job.cancelling or is_asked_to_end(_hold(pk))
        if given_up or job.attempts >= MOST_ATTEMPTS:
            job.state, job.reason = (CANCELLED, "") if given_up else (FAILED, KILLED + NOTHING[job.work])
            job.ended_at = timezone.now()
        job.save()
        if job.state == WAITING:
            _enqueue(job)


def _enqueue(job: ImportJob) -> None:
    job.task = import_job.enqueue(job.pk).id
    job.save(update_fields=["task"])


def _hold(pk: int) -> str:
    return f"{HOLD}{pk}"


def _outcome(job: ImportJob, say) -> tuple[str, dict]:
    """Do the work: how it ended and what else to note."""
    who = trail.Trail(route="import_worker")
    who.names(job.asked_by)
    try:
        if not (job.asked_by.is_active and job.asked_by.is_admin):
            return REFUSED, {"reason": NO_RIGHT + NOTHING[job.work]}
        with acting(who), collector_paused():
            return {CHECK: _check, COMMIT: _commit, UNDO: _undo}[job.work](job, _reporter(job, say))
    except Stopped:
        return CANCELLED, {}
    except Conflict:
        return REFUSED, {"reason": CHANGED}
    except (ImportRefused, SheetError) as error:
        audit.event("import.refused", user=job.asked_by, outcome="refused", detail={"reason": str(error)})
        return REFUSED, {"reason": str(error)[:400]}
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:  # noqa: BLE001 (a job must end, and its texts may hold what a row says)
        log.error("import job %s failed: %s", job.pk, type(error).__name__)
        return FAILED, {"reason": BROKEN + NOTHING[job.work]}


def _check(job: ImportJob, report) -> tuple[str, dict]:
    source = source_of(job.batch, LARGE)
    with reporting(report):
        sheets = source.sheets()
        plan = plan_import(source=source, by=job.asked_by, sheets=sheets)
        rejected = rejected_rows(job.batch, source, sheets, plan)
        preview = preview_of(plan, job.batch)
        preview["effect"] = effect_of(plan, job.batch, job.asked_by)  # last, because it uses the plan up
    ImportBatch.objects.filter(pk=job.batch.pk, state=PREVIEW).update(rejected=rejected)
    return DONE, {"preview": preview}


def _commit(job: ImportJob, report) -> tuple[str, dict]:
    """None for a plan: an earlier attempt had committed and was killed before it could say so."""
    plan = commit_preview(batch=job.batch, by=job.asked_by, version=job.shown, limits=LARGE, progress=report)
    if plan is not None and is_stopped(plan, decision_of(job.batch).skip_errors):
        return REFUSED, {"reason": CHANGED}
    return DONE, {"preview": None}


def _undo(job: ImportJob, report) -> tuple[str, dict]:
    """Where an earlier attempt had taken it back and was killed before it could say so, nothing is left to do."""
    job.batch.refresh_from_db(fields=["state"])
    if job.batch.state == COMMITTED:
        undo_import(batch=job.batch, by=job.asked_by, progress=report)
    return DONE, {}


def _reporter(job: ImportJob, say):
    """Says how far the job is, and stops it where that is wanted: also while it writes, between some rows and the next."""

    def report(step: str, done: int, total: int) -> None:
        say(f"{step} {done} {total}")
        if is_asked_to_end(_hold(job.pk)) or ImportJob.objects.filter(pk=job.pk, cancelling=True).exists():
            raise Stopped

    return report
