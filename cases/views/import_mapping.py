"""How a file is read (読み取り方): what was understood, what is asked, and what the office chose before."""
from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from cases import access
from cases.forms.import_mapping import MappingForm
from cases.imports.questions import Questions
from cases.models import ImportBatch
from cases.services.import_choices import save_choices
from cases.services.imports import PREVIEW, RECORDS, Conflict, plan_import, source_of

STALE = "開いている間に、読み替えが変わりました。まだ何も保存していません。今の内容を確かめて、もう一度選んでください。"


@require_http_methods(["GET", "POST"])
@access.roles(access.ADMIN)
def import_mapping(request, pk):
    """Show what was understood of a waiting file of contact records, and keep what is chosen for unknown words."""
    batch = access.get_batch(request.user, pk)
    if batch.state != PREVIEW or batch.subject != RECORDS:
        return redirect("import_detail", batch.pk)
    reading = plan_import(source=source_of(batch), by=request.user).reading
    form = MappingForm(request.POST or None, questions=Questions(reading.choices))
    if request.method == "GET":
        return _page(request, batch, reading, form)
    if not form.is_valid() or not _is_of_this_page(request, form):
        messages.warning(request, STALE)
        return _page(request, batch, reading, form, status=409)
    return _keep(request, batch, reading, form)


def _is_of_this_page(request, form: MappingForm) -> bool:
    """Whether the page that was sent asked the same and showed the same choices."""
    return request.POST.get("version") == form.questions.version


def _keep(request, batch: ImportBatch, reading, form: MappingForm):
    try:
        changed = save_choices(opened=reading.choices.kept, answers=form.answers, shown=form.shown, by=request.user)
    except Conflict:
        messages.warning(request, STALE)
        return _page(request, batch, reading, form, status=409)
    if not changed:
        return redirect("import_detail", batch.pk)
    messages.success(request, f"読み替えを{changed}件覚えました。次のファイルにも使います。")
    again = plan_import(source=source_of(batch), by=request.user).reading
    return redirect("import_mapping" if again.choices.asked else "import_detail", batch.pk)


def _page(request, batch: ImportBatch, reading, form: MappingForm, status: int = 200):
    return render(request, "cases/imports/mapping.html", {
        "batch": batch, "reading": reading, "form": form, "version": form.questions.version,
        "asked": form.asked, "kept": form.kept}, status=status)
