"""年度更新: prepare the codebook of a coming year as a plan, look at its form and report, put it in force. For the admin."""
from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases import access
from cases.codebook import codebook_of
from cases.forms.base import read_version
from cases.forms.categories import PREFIX, CategoriesForm
from cases.forms.codebook_plan import PlanForm
from cases.models import CodebookPlan
from cases.models.axes import KIND
from cases.services.codebook_edit import CodebookRefused, Conflict
from cases.services.codebook_plan import (
    DRAFT,
    cancel_plan,
    has_begun,
    is_empty,
    keep_changes,
    preview_of,
    problems_of_plan,
    put_in_force,
    start_plan,
    trial,
)
from cases.services.codebook_state import stored
from cases.services.drafts import let_go_without_row

from .record_pages import record_page

MOVED = 302
NOT_SURE_TO_CANCEL = "まだ取りやめていません。取りやめるときは、「この年度更新を取りやめます」にチェックを付けてください。"
NOT_SURE = "まだ確定していません。変わる内容を確かめて、「変わる内容を確かめました」にチェックを付けてから確定してください。"


@require_GET
@access.roles(access.ADMIN)
def plan_list(request):
    """Every plan, the latest year first."""
    plans = CodebookPlan.objects.select_related("created_by")
    return render(request, "cases/codebook/plans.html", {"plans": plans})


@require_http_methods(["GET", "POST"])
@access.roles(access.ADMIN)
def plan_new(request):
    """Copy the codebook in force as a plan for a coming year."""
    form = PlanForm(request.POST if request.method == "POST" else None, instance=CodebookPlan())
    return record_page(request, form, "cases/codebook/plan_form.html", address=_plan_page, among=CodebookPlan.objects.all(),
                       saved_words="今の分類表を写して、年度更新を作りました。変えるところを直してください。", edit_at=_plan_page,
                       store=lambda form, by: start_plan(plan=form.save(commit=False), by=by))


def _plan_page(plan: CodebookPlan) -> str:
    return reverse("plan_detail", args=[plan.pk])


@require_GET
@access.roles(access.ADMIN)
def plan_detail(request, pk):
    """What the plan changes, and what can be done with it."""
    return _detail(request, get_object_or_404(CodebookPlan, pk=pk))


def _detail(request, plan: CodebookPlan, status: int = 200, problems: list[str] | None = None):
    draft = plan.state == DRAFT
    if problems is None:
        problems = problems_of_plan(plan) if draft else []
    return render(request, "cases/codebook/plan.html", {
        "plan": plan, "draft": draft, "problems": problems, "differences": preview_of(plan) if draft else (),
        "asks_to_cancel": _asks_to_cancel(plan), "may_cancel": draft or (plan.state == "in_force" and not has_begun(plan))}, status=status)


def _asks_to_cancel(plan: CodebookPlan) -> bool:
    """Whether giving the plan up undoes work: not of a copy in which nothing was changed yet."""
    return plan.state != DRAFT or not is_empty(plan)


@require_POST
@access.roles(access.ADMIN)
def plan_confirm(request, pk):
    """Put a plan in force from 1 April of its year."""
    if "sure" not in request.POST:
        return _detail(request, get_object_or_404(CodebookPlan, pk=pk), 422, [NOT_SURE])
    return _decide(request, pk, put_in_force, "確定しました。4月1日の日付の記録から使われます。")


@require_POST
@access.roles(access.ADMIN)
def plan_cancel(request, pk):
    """Give a plan up, or take it back before its year begins."""
    plan = get_object_or_404(CodebookPlan, pk=pk)
    if "sure" not in request.POST and _asks_to_cancel(plan):
        return _detail(request, plan, 422, [NOT_SURE_TO_CANCEL])
    return _decide(request, pk, cancel_plan, "年度更新を取りやめました。分類表は、年度更新の前のままです。")


def _decide(request, pk: int, act: Callable, words: str):
    plan = get_object_or_404(CodebookPlan, pk=pk)
    try:
        act(plan=plan, version=read_version(request.POST.get("version")), by=request.user)
    except Conflict:
        messages.warning(request, "画面を開いた後に、別の人がこの年度更新を変更しています。まだ何も変えていません。今の内容を確かめてください。")
        return _detail(request, get_object_or_404(CodebookPlan, pk=pk), 409)
    except CodebookRefused as refused:
        plan = get_object_or_404(CodebookPlan, pk=pk)
        return _detail(request, plan, 422, [reason for _, reason in refused.problems])
    messages.success(request, words)
    return redirect("plan_detail", pk)


@require_GET
@access.roles(access.ADMIN)
def plan_contact(request, pk):
    """The coded part of the log form as it will be: the product's own form on the plan's codebook."""
    plan = get_object_or_404(CodebookPlan, pk=pk)
    with _as_planned(plan):
        codebook = codebook_of(plan.fiscal_year)
        kinds = [kind.code for kind in codebook.kinds]
        kind = request.GET.get(PREFIX + KIND, "")
        kind = kind if kind in kinds else next(iter(kinds), None)
        form = CategoriesForm(codebook=codebook, kind=kind, initial={PREFIX + KIND: kind})
        return render(request, "cases/codebook/plan_contact.html", {
            "plan": plan, "categories": form, "fiscal_year": plan.fiscal_year})


def _as_planned(plan: CodebookPlan):
    """The plan's codebook while it is a draft; what is in force, or was given up, is the stored one."""
    return trial(plan) if plan.state == DRAFT else transaction.atomic()


def in_plan(view):
    """The editor's view on the codebook of a plan: what it changes is kept in the plan, and nowhere else."""

    @wraps(view)
    def tried(request, plan, **kwargs):
        with transaction.atomic():
            found = get_object_or_404(CodebookPlan.objects.select_for_update(of=("self",)), pk=plan)
            if found.state != DRAFT:
                messages.error(request, "この年度更新は、確定または取りやめになったため、変えられません。")
                return redirect("plan_detail", plan)
            request.codebook_plan = found
            with trial(found) as before:
                response = view(request, **kwargs)
                after = stored("version", "form_token") if request.method == "POST" else None
            if response.status_code == MOVED and after is not None:
                keep_changes(found, before, after)
                let_go_without_row(posted=request.POST, by=request.user)  # what the trial did about it is undone
        return response

    return tried
