"""Delete a record with a reason, and the supervisor's list of deleted ones (削除した記録) with the way back."""
from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases import access
from cases.audit.words import RECORDS
from cases.forms.base import read_version
from cases.forms.deletion import DeletionForm
from cases.services.contacts import Conflict
from cases.services.deletion import Refused, delete_record, restore_record

PAGE_SIZE = 50
CHANGED = "開いている間に、別の人がこの記録を変更しました。今の内容を確かめてから、もう一度操作してください。"


@require_http_methods(["GET", "POST"])
@access.roles(*access.EVERYONE)
def record_delete(request, kind, pk):
    """Ask why, and delete. What was typed stays where it cannot be done."""
    record = access.get_record(request.user, kind, pk, to_change=True)
    if request.method != "POST":
        return _page(request, kind, record, DeletionForm(initial={"version": record.version}))
    form = DeletionForm(request.POST)
    if not form.is_valid():
        return _page(request, kind, record, form, status=422)
    try:
        delete_record(record=record, version=form.cleaned_data["version"], reason=form.cleaned_data["reason"], by=request.user)
    except Conflict:
        return _page(request, kind, record, form, status=409, in_conflict=form.reopened(record))
    except Refused as reason:
        form.add_error(None, str(reason))
        return _page(request, kind, record, form, status=409)
    messages.success(request, f"{RECORDS[kind]}を削除しました。統括者が「設定」の「削除した記録」から元に戻せます。")
    return redirect(_list_of(kind, record))


@require_GET
@access.roles(access.SUPERVISOR)
def deleted_list(request):
    """Deleted records of the supervisor's districts, latest first."""
    records = sorted((record for kind in access.DELETABLE for record in access.deleted_records(request.user, kind)),
                     key=lambda each: each.deleted_at, reverse=True)
    page = Paginator(records, PAGE_SIZE).get_page(request.GET.get("page"))
    rows = [(record._meta.model_name, RECORDS[record._meta.model_name], record) for record in page]
    return render(request, "cases/deletion/list.html", {"page": page, "rows": rows})


@require_POST
@access.roles(access.SUPERVISOR)
def record_restore(request, kind, pk):
    """Bring a deleted record back."""
    record = access.get_deleted(request.user, kind, pk)
    try:
        restore_record(record=record, version=read_version(request.POST.get("version")), by=request.user)
        messages.success(request, f"{RECORDS[kind]}を元に戻しました。")
    except (Conflict, Refused) as problem:
        messages.error(request, str(problem) or CHANGED)
    return redirect("deleted_list")


def _page(request, kind: str, record, form: DeletionForm, status: int = 200, **more):
    return render(request, "cases/deletion/form.html", {
        "form": form, "record": record, "noun": RECORDS[kind], "back": _page_of(kind, record), **more}, status=status)


def _page_of(kind: str, record) -> str:
    if kind == "member":
        return reverse("household_detail", args=[record.household_id])
    return reverse(f"{kind}_detail", args=[record.pk])


def _list_of(kind: str, record) -> str:
    return _page_of(kind, record) if kind == "member" else reverse(f"{kind}_list")
