"""How a file is read (読み取り方): what was understood, what is asked, and what the office chose before."""
from dataclasses import replace

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from cases import access
from cases.forms.import_mapping import MappingForm, SheetForm
from cases.imports.questions import Questions
from cases.models import ImportBatch, ImportJob
from cases.services import import_jobs
from cases.services.import_choices import save_choices
from cases.services.imports import PREVIEW, RECORDS, Conflict, open_preview, plan_import, source_of
from cases.services.previews import choices_of, preview_of

STALE = "開いている間に、読み替えが変わりました。まだ何も保存していません。今の内容を確かめて、もう一度選んでください。"


@require_http_methods(["GET", "POST"])
@access.roles(access.ADMIN)
def import_mapping(request, pk):
    """Show what was understood of a waiting file of contact records, and keep what is chosen for unknown words."""
    batch = access.get_batch(request.user, pk)
    job = access.get_import_job(request.user, pk)
    if batch.state != PREVIEW or batch.subject != RECORDS or (job and (job.is_active or not job.preview)):
        return redirect("import_detail", batch.pk)
    preview = _preview(request, batch, job)
    form = MappingForm(request.POST or None, questions=Questions(choices_of(preview)))
    if request.method == "GET":
        return _page(request, batch, preview, form)
    if not form.is_valid() or request.POST.get("version") != form.questions.version:
        messages.warning(request, STALE)
        return _page(request, batch, preview, form, status=409)
    return _keep(request, batch, job, preview, form)


@require_POST
@access.roles(access.ADMIN)
def import_sheet(request, pk):
    """Read one sheet of a waiting file alone, as an upload of its own, so that what its headings mean is asked."""
    batch = access.get_batch(request.user, pk)
    form = SheetForm(request.POST)
    if batch.state != PREVIEW or batch.subject != RECORDS or not form.is_valid():
        messages.warning(request, "このシートは読み取れません。ファイルを選び直してください。")
        return redirect("import_detail", batch.pk)
    alone = open_preview(source=replace(source_of(batch), sheet=form.cleaned_data["sheet"]), by=request.user)
    if access.get_import_job(request.user, pk):  # too long for an answer
        import_jobs.queue(batch=alone, by=request.user, work=import_jobs.CHECK)
        return redirect("import_detail", alone.pk)
    return redirect("import_mapping", alone.pk)


def _preview(request, batch: ImportBatch, job: ImportJob | None) -> dict:
    return job.preview if job else preview_of(plan_import(source=source_of(batch), by=request.user), batch, which=slice(0))


def _keep(request, batch: ImportBatch, job: ImportJob | None, preview: dict, form: MappingForm):
    try:
        changed = save_choices(opened=form.opened, answers=form.answers, shown=form.shown, by=request.user)
    except Conflict:
        messages.warning(request, STALE)
        return _page(request, batch, preview, form, status=409)
    if not changed:
        return redirect("import_detail", batch.pk)
    messages.success(request, f"読み替えを{changed}件覚えました。次のファイルにも使います。")
    if job:
        import_jobs.queue(batch=batch, by=request.user, work=import_jobs.CHECK)
    asks = not job and _preview(request, batch, None)["choices"]["asked"]
    return redirect("import_mapping" if asks else "import_detail", batch.pk)


def _page(request, batch: ImportBatch, preview: dict, form: MappingForm, status: int = 200):
    unread = [each for each in preview["reading"]["sheets"] if not each["used"]]
    return render(request, "cases/imports/mapping.html", {
        "batch": batch, "reading": preview["reading"], "unread": unread,
        "may_be_read": any(each.get("may_be") for each in unread), "error_count": preview["error_count"], "form": form,
        "version": form.questions.version, "asked": form.asked, "retired": form.retired, "kept": form.kept}, status=status)
