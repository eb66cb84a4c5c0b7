"""地域支援・つなぎ・関係の入出力: the ledgers of what is in sight as files, and files read back after a look at what is new."""
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods

from cases import access
from cases.exports.tables import CONTENT_TYPES, CSV
from cases.forms.reference import ReferenceUploadForm
from cases.forms.sealed import seal, unseal
from cases.imports.limits import SheetError
from cases.ledgers.files import LEDGERS, Outcome, export_all, export_ledger, read_ledgers, store_ledgers
from cases.ledgers.scope import Scope

from .imports import note_refusal

ALL, TABLE, MOST_ROWS = "all", "ledgers", 200


@require_GET
@access.roles(access.SUPERVISOR, access.ADMIN)
def ledger_list(request):
    """The ledgers as files, and what of them no file holds."""
    return render(request, "cases/ledgers/list.html", {
        "ledgers": LEDGERS.values(), "hidden": [f"{each.title}{len(found)}件" for each in LEDGERS.values() if (found := each.hidden(Scope(request.user)))]})


@require_GET
@access.roles(access.SUPERVISOR, access.ADMIN)
def ledger_export(request, name, file_format):
    """One ledger, or with `all` every one as a sheet of a workbook: the rows that the user sees."""
    if name not in (*LEDGERS, ALL) or file_format not in CONTENT_TYPES or (name == ALL and file_format == CSV):
        raise Http404
    content = export_all(request.user)[0] if name == ALL else export_ledger(LEDGERS[name], request.user).write(file_format)
    title = "地域支援・つなぎ・関係" if name == ALL else LEDGERS[name].title
    return HttpResponse(content, content_type=CONTENT_TYPES[file_format], headers={
        "Content-Disposition": content_disposition_header(True, f"{title}_{timezone.localdate():%Y%m%d}.{file_format}")})


@require_http_methods(["GET", "POST"])
@access.roles(access.SUPERVISOR, access.ADMIN)
def ledger_import(request):
    """Choose a file, look at what is new in it, then store that, all or nothing."""
    if request.method == "POST" and "sealed" in request.POST:
        return _confirm(request)
    form = ReferenceUploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            outcome = read_ledgers(content=form.content, file_name=form.cleaned_data["file"].name, by=request.user)
            return _preview(request, outcome, form.content, form.cleaned_data["file"].name, 422 if outcome.problems else 200)
        except SheetError as error:
            form.refused = str(error)
            form.add_error("file", form.refused)
    note_refusal(request, form.refused)
    return render(request, "cases/ledgers/form.html", {"form": form}, status=422 if request.method == "POST" else 200)


def _confirm(request):
    found = unseal(request.POST["sealed"], table=TABLE, user_pk=request.user.pk)
    if found is None:
        messages.error(request, "確認の有効期限（1時間）が切れました。もう一度ファイルを選んでください。")
        return render(request, "cases/ledgers/form.html", {"form": ReferenceUploadForm()}, status=422)
    content, file_name, version = found
    with transaction.atomic():
        outcome = read_ledgers(content=content, file_name=file_name, by=request.user)
        changed = bool(outcome.created) and outcome.version != version
        if not (outcome.problems or changed):
            store_ledgers(outcome, by=request.user)
    if outcome.problems or changed:
        if changed:
            messages.warning(request, "確かめた後に、記録が変わりました。まだ何も取り込んでいません。もう一度確かめてください。")
        return _preview(request, outcome, content, file_name, 422 if outcome.problems else 409)
    messages.success(request, f"取り込みました。追加{outcome.created}件、登録済み{outcome.unchanged}件です。")
    return redirect("ledger_list")


def _preview(request, outcome: Outcome, content: bytes, file_name: str, status: int):
    sealed = seal(content, file_name, table=TABLE, user_pk=request.user.pk, version=outcome.version)
    parts = [(part, part.shown(outcome.scope)[:MOST_ROWS], len(part.new) - MOST_ROWS) for part in outcome.parts]
    return render(request, "cases/ledgers/preview.html", {
        "outcome": outcome, "reading": {"several_sheets": len(outcome.parts) > 1}, "parts": parts, "sealed": sealed, "problems": outcome.problems[:MOST_ROWS],
        "more_problems": len(outcome.problems) - MOST_ROWS}, status=status)
