"""Districts, users and local resources as files: out for a spreadsheet, in again with a look at every change."""
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods

from cases import access
from cases.forms.reference import ReferenceUploadForm
from cases.forms.sealed import seal, unseal
from cases.imports.limits import SheetError
from cases.reference import CONTENT_TYPES, TABLES, XLSX, ReferenceTable, import_reference, write

from .imports import note_refusal

MOST_ROWS = 200


@require_GET
@access.roles(access.SUPERVISOR, access.ADMIN)
def reference_list(request):
    """The tables that the user may take out, and for the admin bring in."""
    tables = [each for each in TABLES.values() if request.user.is_admin or each.for_supervisors]
    return render(request, "cases/reference/list.html", {"tables": tables})


@require_GET
@access.roles(access.SUPERVISOR, access.ADMIN)
def reference_export(request, name):
    """A whole table as xlsx or, with ?format=csv, as CSV."""
    table = _table(name)
    if not (request.user.is_admin or table.for_supervisors):
        raise PermissionDenied
    file_format = request.GET.get("format", XLSX)
    if file_format not in CONTENT_TYPES:
        raise Http404
    file_name = f"{table.title}_{timezone.localdate():%Y%m%d}.{file_format}"
    return HttpResponse(write(table, file_format), content_type=CONTENT_TYPES[file_format], headers={
        "Content-Disposition": content_disposition_header(True, file_name)})


@require_http_methods(["GET", "POST"])
@access.roles(access.ADMIN)
def reference_import(request, name):
    """Choose a file, look at every change, then store them all."""
    table = _table(name)
    if request.method == "POST" and "sealed" in request.POST:
        return _confirm(request, table)
    form = ReferenceUploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            return _preview(request, table, form.content, form.cleaned_data["file"].name)
        except SheetError as error:
            form.refused = str(error)
            form.add_error("file", form.refused)
    note_refusal(request, form.refused)
    return render(request, "cases/reference/form.html", {"form": form, "table": table},
                  status=422 if request.method == "POST" else 200)


def _preview(request, table: ReferenceTable, content: bytes, file_name: str):
    outcome = import_reference(table=table, content=content, file_name=file_name, by=request.user, dry_run=True)
    return _page(request, table, outcome, _seal(request, table, outcome, content, file_name),
                 status=422 if outcome.problems else 200)


def _seal(request, table: ReferenceTable, outcome, content: bytes, file_name: str) -> str:
    return seal(content, file_name, table=table.name, user_pk=request.user.pk, version=outcome.version)


def _confirm(request, table: ReferenceTable):
    found = unseal(request.POST["sealed"], table=table.name, user_pk=request.user.pk)
    if found is None:
        messages.error(request, "確認の有効期限（1時間）が切れました。もう一度ファイルを選んでください。")
        return render(request, "cases/reference/form.html", {"form": ReferenceUploadForm(), "table": table}, status=422)
    content, file_name, version = found
    with transaction.atomic():
        outcome = import_reference(table=table, content=content, file_name=file_name, by=request.user, dry_run=False)
        changed = bool(outcome.changes) and outcome.version != version
        transaction.set_rollback(changed)
    if outcome.problems or changed:
        if changed:
            messages.warning(request, "確かめた後に、台帳が変わりました。まだ何も変えていません。もう一度確かめてください。")
        sealed = _seal(request, table, outcome, content, file_name)
        return _page(request, table, outcome, sealed, status=422 if outcome.problems else 409)
    messages.success(request, f"{table.title}を取り込みました。追加{outcome.created}件、変更{outcome.updated}件、"
                     f"変更なし{outcome.unchanged}件です。")
    return redirect("reference_list")


def _page(request, table: ReferenceTable, outcome, sealed: str, status: int):
    return render(request, "cases/reference/preview.html", {
        "table": table, "outcome": outcome, "sealed": sealed, "changes": outcome.changes[:MOST_ROWS],
        "more_changes": len(outcome.changes) - MOST_ROWS, "problems": outcome.problems[:MOST_ROWS],
        "more_problems": len(outcome.problems) - MOST_ROWS}, status=status)


def _table(name: str) -> ReferenceTable:
    if name not in TABLES:
        raise Http404
    return TABLES[name]
