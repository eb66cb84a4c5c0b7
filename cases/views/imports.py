"""Importing contact records and published figures: upload, look, confirm, and take back. For the admin."""
import json

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases import access, audit
from cases.forms.imports import DecisionForm, UndoForm, UploadForm
from cases.imports.decisions import Decision, Undecided
from cases.imports.limits import SheetError, TooLarge
from cases.imports.prior_figures import NONE
from cases.imports.problems import FIRST, ImportRefused
from cases.imports.rejected import is_xlsx, rejected_name
from cases.models import ImportBatch, ImportJob
from cases.reference import CONTENT_TYPES, XLSX
from cases.services import import_jobs
from cases.services.effects import effect_of
from cases.services.imports import (
    PREVIEW,
    RECORDS,
    Conflict,
    commit_preview,
    decision_version,
    discard_preview,
    is_stopped,
    note_decision,
    open_preview,
    plan_import,
    rejected_of,
    source_of,
    undo_import,
    undo_takes_long,
)
from cases.services.previews import preview_of

PAGE_SIZE = 50


@require_GET
@access.roles(access.ADMIN)
def import_list(request):
    """All imports, newest first, with what became of them."""
    batches = ImportBatch.objects.select_related("created_by").defer("content", "rejected", "summary").annotate(
        created=F("summary__created"), updated=F("summary__updated"))
    page = Paginator(batches, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "cases/imports/list.html", {"page": page})


@require_http_methods(["GET", "POST"])
@access.roles(access.ADMIN)
def import_new(request):
    """Choose a file; it is kept until the import is confirmed or given up."""
    form = UploadForm(request.POST or None, request.FILES or None, user_pk=request.user.pk)
    if request.method == "POST" and form.is_valid():
        batch = open_preview(source=form.source, by=request.user)
        if form.is_long:
            import_jobs.queue(batch=batch, by=request.user, work=import_jobs.CHECK)
        return redirect("import_detail" if form.is_long or batch.subject != RECORDS else "import_mapping", batch.pk)
    note_refusal(request, form.refused)
    return render(request, "cases/imports/form.html", {"form": form}, status=422 if request.method == "POST" else 200)


@require_GET
@access.roles(access.ADMIN)
def import_detail(request, pk):
    """What an import will do, or what it did."""
    return _detail(request, access.get_batch(request.user, pk))


@require_POST
@access.roles(access.ADMIN)
def import_commit(request, pk):
    """Import the file of a preview, once however often the button is pressed."""
    batch = access.get_batch(request.user, pk)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _undecided(request, batch)
    if "page" in request.POST:  # another page of the rows that differ; nothing is imported yet
        return _detail(request, batch)
    decision = form.decision()
    if job := access.get_import_job(request.user, pk):
        return _commit_later(request, batch, job, decision)
    try:
        plan = commit_preview(batch=batch, by=request.user, version=request.POST.get("version", ""), decision=decision)
    except Undecided:
        return _undecided(request, batch)
    except Conflict:
        return _decide_again(request, batch)
    except (ImportRefused, SheetError) as error:
        messages.error(request, str(error))
    else:
        if plan is not None and is_stopped(plan, decision.skip_errors):
            messages.error(request, "誤りがあるため、取り込みませんでした。")
        elif plan is not None and not plan.has_work:
            messages.warning(request, "取り込む行がないため、何も変えていません。")
        elif plan is not None:
            messages.success(request, "取り込みました。")
    return redirect("import_detail", batch.pk)


def _undecided(request, batch: ImportBatch):
    messages.error(request, "変わった行をどうするかを選んでください。まだ何も変えていません。")
    return _detail(request, batch, status=422)


def _commit_later(request, batch: ImportBatch, job: ImportJob, decision: Decision):
    version = request.POST.get("version", "")
    if batch.state == PREVIEW and not job.is_active:
        if not job.preview or version != job.preview["version"]:
            return _decide_again(request, batch)
        if not decision.covers(job.preview["differences"]):
            return _undecided(request, batch)
        note_decision(batch=batch, decision=decision)
        import_jobs.queue(batch=batch, by=request.user, work=import_jobs.COMMIT, version=version)
    return redirect("import_detail", batch.pk)


@require_GET
@access.roles(access.ADMIN)
def import_rejected(request, pk):
    """The rows with errors as a file in the same shape, to be put right and loaded again: before and after the import."""
    batch = access.get_batch(request.user, pk)
    try:
        content = rejected_of(batch=batch, by=request.user)
    except TooLarge:  # of a file that the worker has not checked to the end
        content = b""
    if not content:
        messages.warning(request, "取り込めなかった行のファイルはありません。保管の期限（7日）を過ぎたか、誤りのある行がありません。")
        return redirect("import_detail", batch.pk)
    return HttpResponse(content, content_type=CONTENT_TYPES[XLSX] if is_xlsx(content) else "text/csv", headers={
        "Content-Disposition": content_disposition_header(True, rejected_name(batch.file_name, content))})


@require_POST
@access.roles(access.ADMIN)
def import_discard(request, pk):
    """Give an upload up; nothing of the file is kept."""
    batch = access.get_batch(request.user, pk)
    if request.POST.get("version") != decision_version(batch):
        return _decide_again(request, batch)
    if (job := access.get_import_job(request.user, pk)) and job.is_active:
        messages.warning(request, "取込みの作業をしています。先に作業を中止してください。")
        return redirect("import_progress", batch.pk)
    if not discard_preview(batch=batch, by=request.user):
        messages.warning(request, "この取込みは、すでに確定しています。")
        return redirect("import_detail", batch.pk)
    messages.success(request, "取込みをやめました。ファイルの内容は残っていません。")
    return redirect("import_list")


@require_POST
@access.roles(access.ADMIN)
def import_undo(request, pk):
    """Take a whole import back."""
    batch = access.get_batch(request.user, pk)
    form = UndoForm(request.POST)
    if request.POST.get("version") != decision_version(batch):
        return _decide_again(request, batch, form)
    if not form.is_valid():
        return _detail(request, batch, form, status=422)
    if undo_takes_long(batch):
        import_jobs.queue(batch=batch, by=request.user, work=import_jobs.UNDO)
        return redirect("import_detail", batch.pk)
    try:
        undo_import(batch=batch, by=request.user)
    except ImportRefused as error:
        messages.error(request, _with_links(error))  # it may name cases: shown at once, it lies in no cookie
        return _detail(request, access.get_batch(request.user, pk), form, status=409)
    messages.success(request, "取込みを取り消しました。")
    return redirect("import_detail", batch.pk)


def _with_links(error: ImportRefused):
    """Why an import is not taken back, and the way to those that must be taken back before."""
    if not error.first:
        return error.reason
    links = format_html_join("、", '<a href="{}">取込番号{}「{}」</a>', (
        (reverse("import_detail", args=[each.pk]), each.pk, each.file_name) for each in error.first))
    return format_html("{}{}{}", error.reason, FIRST, links)


def _decide_again(request, batch: ImportBatch, undo_form: UndoForm | None = None):
    messages.warning(request, "確かめた内容が、今の内容と違います。まだ何も変えていません。もう一度確かめてください。")
    return _detail(request, batch, undo_form, status=409)


def note_refusal(request, reason: str) -> None:
    """Leave an entry in the audit where a file was refused; its name and content are not told."""
    if reason:
        audit.event("import.refused", request=request, outcome="refused", detail={"reason": reason})


def _detail(request, batch: ImportBatch, undo_form: UndoForm | None = None, status: int = 200):
    job = access.get_import_job(request.user, batch.pk)
    if job and job.is_active:
        return redirect("import_progress", batch.pk)
    if batch.state != PREVIEW:
        return render(request, "cases/imports/result.html", {
            "batch": batch, "summary": batch.summary, "form": undo_form or UndoForm(), "job": job,
            "version": decision_version(batch), "takes_long": undo_takes_long(batch), **_warnings(batch)}, status=status)
    if job and not (job.state == job.State.DONE and job.preview):
        return render(request, "cases/imports/stopped.html", {
            "batch": batch, "job": job, "discard_version": decision_version(batch)}, status=status)
    form, which = DecisionForm(request.POST or None), _which(request)
    preview = job.preview if job else _preview(request, batch, which, form)
    count = preview["difference_count"]
    return render(request, "cases/imports/preview.html", preview | {
        "batch": batch, "form": form, "is_long": job is not None, "page": Paginator(range(count), PAGE_SIZE).get_page(which.start // PAGE_SIZE + 1),
        "differences": form.choices_for(preview["differences"][which] if job else preview["differences"]),
        "chosen": json.dumps(form.chosen_so_far)}, status=status)


def _which(request) -> slice:
    """The rows that differ which the page shows."""
    asked = request.POST.get("page") or request.POST.get("shown") or "1"
    number = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 7 else 1
    return slice(max(number - 1, 0) * PAGE_SIZE, max(number, 1) * PAGE_SIZE)


def _preview(request, batch: ImportBatch, which: slice, form: DecisionForm) -> dict:
    priors = form.decision().priors if form.is_valid() else ""
    plan = plan_import(source=source_of(batch, priors=priors), by=request.user)
    preview = preview_of(plan, batch, request.user, which)
    return preview | {"no_priors": priors == NONE, "effect": effect_of(plan, batch, request.user, priors)}  # last, because it uses the plan up


def _warnings(batch: ImportBatch) -> dict:
    """What was told when the batch was imported: printed sums that do not close, and the rest."""
    warnings = batch.summary.get("warnings", [])
    return {"open_totals": [each for each in warnings if "total" in each],
            "told": [each for each in warnings if "reason" in each]}
