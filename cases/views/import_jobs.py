"""Imports that the background worker does: how far one is, giving it up, asking for it again. For the admin."""
from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from cases import access
from cases.audit.middleware import quiet
from cases.imports.progress import CHECK, COMPARE, FINISH, READ, TRY, UNDO, WRITE
from cases.models import ImportJob
from cases.services import import_jobs

_WAIT = "終わるまで、ほかの人はログイン・表示・保存ができません。入力した内容はその人の画面に残り、終わった後にもう一度押すと保存できます。"
WORDS = {READ: "ファイルを読み取っています。", CHECK: "1行ずつ確かめています。", COMPARE: "登録されている内容と比べています。",
         TRY: "報告書の数値への影響を調べています。",
         WRITE: f"登録しています。{_WAIT}", UNDO: f"取り消しています。{_WAIT}", FINISH: "仕上げています。"}
_TOO_LATE = "仕上げに入っているため、中止は間に合わないことがあります。"
_STOPPED = "作業が途中で止まりました。"
# How much of the whole each step takes, in hundredths: where it begins and where it ends.
SHARES = {import_jobs.CHECK: {READ: (0, 15), CHECK: (15, 50), COMPARE: (50, 60), TRY: (60, 100)},
          import_jobs.COMMIT: {READ: (0, 10), CHECK: (10, 50), COMPARE: (50, 60), WRITE: (60, 98), FINISH: (98, 100)},
          import_jobs.UNDO: {UNDO: (0, 95), FINISH: (95, 100)}}


@quiet
@require_GET
@access.roles(access.ADMIN)
def import_progress(request, pk):
    """How far the worker is. Asked for again and again, so it names nothing of the file, writes nothing, and a part of
    the page is enough (header X-Part). When the work is over, on to the import."""
    job = access.get_import_job(request.user, pk)
    if job is None or not job.is_active:
        return redirect("import_detail", pk)
    part = "#bar" if "X-Part" in request.headers else ""
    return render(request, f"cases/imports/progress.html{part}", {"job": job, "pk": pk} | _progress(job))


def _progress(job: ImportJob) -> dict:
    """The bar's value in hundredths, the words beside it, and whether the work can still be given up."""
    alive = import_jobs.is_worker_alive()
    if job.state == job.State.WAITING:
        return {"value": 0, "words": "順番を待っています。", "is_alone": not alive, "can_cancel": True}
    if not alive:
        return {"value": 0, "words": _STOPPED + import_jobs.NOTHING[job.work], "is_alone": True, "can_cancel": True}
    step, done, total = import_jobs.progress_of(job)
    begin, end = SHARES[job.work].get(step, (0, 0))
    return {"value": begin + (end - begin) * done // max(total, 1), "words": WORDS.get(step, "始めています。"), "done": done,
            "total": total, "can_cancel": step != FINISH and not job.cancelling, "cancelling": job.cancelling}


@require_POST
@access.roles(access.ADMIN)
def import_cancel(request, pk):
    """Give the work up; nothing of it is kept, and the uploaded file, or what was imported, stays."""
    job = access.get_import_job(request.user, pk)
    if job and job.is_active:
        import_jobs.cancel(job)
        job.refresh_from_db()
        messages.success(request, _answer(job))
    return redirect("import_detail", pk)


def _answer(job: ImportJob) -> str:
    if job.state == job.State.CANCELLED:
        return f"中止しました。{import_jobs.NOTHING[job.work]}"
    if job.state == job.State.DONE:
        return "中止は間に合いませんでした。作業は終わっています。"
    if not import_jobs.is_too_late(job):
        return "中止を求めました。"
    return _TOO_LATE + ("" if job.work == import_jobs.UNDO else "取り込まれた場合は、取込みの全部を取り消せます。")


@require_POST
@access.roles(access.ADMIN)
def import_check(request, pk):
    """Let the worker check an uploaded file again, after it was stopped or what is stored has changed."""
    batch = access.get_batch(request.user, pk)
    if access.get_import_job(request.user, pk):
        import_jobs.queue(batch=batch, by=request.user, work=import_jobs.CHECK)
    return redirect("import_detail", pk)
