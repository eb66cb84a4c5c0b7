"""The whole codebook (分類表) as one workbook: out, and in again with a look at every difference. For the admin."""
import hashlib

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods

from cases import access
from cases.forms.codebook_file import CodebookUploadForm
from cases.forms.sealed import seal, unseal
from cases.imports.codebook_cells import Upload
from cases.models import CodebookChange
from cases.reference import CONTENT_TYPES, XLSX
from cases.services.codebook import CodebookResult, load_codebook
from cases.services.codebook_differences import Difference
from cases.services.codebook_export import export_codebook

from .imports import note_refusal

MOST_PROBLEMS, PAGE_SIZE = 200, 100
_SEALED_AS = "codebook"
_FOR_ALL_YEARS = {"回答", "対象", "単位", "割合", "端数", "再掲", "親"}


@require_GET
@access.roles(access.ADMIN)
def codebook_export(request):
    """Everything of the codebook as xlsx."""
    name = f"分類表_{timezone.localdate():%Y%m%d}.xlsx"
    return HttpResponse(export_codebook(), content_type=CONTENT_TYPES[XLSX], headers={
        "Content-Disposition": content_disposition_header(True, name)})


@require_GET
@access.roles(access.ADMIN)
def codebook_history(request):
    """Every change of the codebook, newest first."""
    page = Paginator(CodebookChange.objects.all(), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "cases/codebook/history.html", {"page": page})


@require_http_methods(["GET", "POST"])
@access.roles(access.ADMIN)
def codebook_import(request):
    """Choose a workbook, look at every difference, then load it in one transaction."""
    if request.method == "POST" and "sealed" in request.POST:
        return _confirm(request)
    form = CodebookUploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = Upload(form.cleaned_data["file"].name, form.content)
        result = load_codebook(upload, dry_run=True)
        return _page(request, upload, result, status=422 if result.problems else 200)
    note_refusal(request, form.refused)
    return _form(request, form, status=422 if request.method == "POST" else 200)


def _confirm(request):
    found = unseal(request.POST["sealed"], table=_SEALED_AS, user_pk=request.user.pk)
    if found is None:
        messages.error(request, "確認の有効期限（1時間）が切れました。もう一度ファイルを選んでください。")
        return _form(request, CodebookUploadForm(), status=422)
    content, name, version = found
    upload = Upload(name, content)
    with transaction.atomic():
        result = load_codebook(upload)
        is_new = bool(result.changes) and _version(result) != version
        transaction.set_rollback(is_new)
    if is_new:
        messages.warning(request, "確かめた後に、分類表が変わりました。まだ何も変えていません。もう一度確かめてください。")
    if result.problems or is_new:
        return _page(request, upload, result, status=422 if result.problems else 409)
    messages.success(request, f"分類表を読み込みました。追加{result.created:,}行、変更{result.updated:,}行、変更なし{result.unchanged:,}行です。")
    return redirect("codebook")


def _version(result: CodebookResult) -> str:
    """What the page shows: another one where the codebook was changed since."""
    said = "\n".join(line for each in result.differences for line in (each.title, *each.lines))
    return hashlib.sha256(said.encode()).hexdigest()


def _form(request, form: CodebookUploadForm, status: int):
    return render(request, "cases/codebook/import.html", {"form": form}, status=status)


def _page(request, upload: Upload, result: CodebookResult, status: int):
    sealed = seal(upload.content, upload.name, table=_SEALED_AS, user_pk=request.user.pk, version=_version(result))
    kinds = [each.kind for each in result.differences]
    past = any(value.heading in _FOR_ALL_YEARS for each in result.differences if each.kind == Difference.CHANGED
               for value in each.values if each.part in ("軸", "分類", "地区"))
    return render(request, "cases/codebook/import_preview.html", {
        "result": result, "sealed": sealed, "problems": result.problems[:MOST_PROBLEMS], "past": past,
        "reading": {"several_sheets": True}, "more": len(result.problems) - MOST_PROBLEMS,
        "counts": [(kind, kinds.count(kind)) for kind in ("追加", "変更", "廃止")]}, status=status)
