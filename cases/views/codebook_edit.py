"""The codebook's editor for the admin: axes and categories, of today or, in a plan (年度更新), of a coming year."""
from collections.abc import Callable

from django.contrib import messages
from django.db import IntegrityError, models
from django.db.models import Count
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases import access
from cases.forms.base import VersionedForm, read_version
from cases.forms.codebook import AxisForm, CategoryForm
from cases.forms.codebook_acts import DeleteForm, MergeForm, RetireForm, SplitForm
from cases.models import Axis, Category
from cases.services import codebook_edit as service
from cases.services.codebook_edit import CodebookRefused, Conflict
from cases.services.codebook_state import path_of
from cases.services.codebook_uses import numbers_of, uses_of

from .form_drafts import FormDrafts, form_drafts
from .record_pages import record_page

FORM = ["GET", "POST"]
IN_USE = "ほかで使われ始めたため、削除できませんでした。もう一度確かめてください。"


def plan_of(request):
    """The plan that the page works in; None for the codebook in force."""
    return getattr(request, "codebook_plan", None)


def editor_address(request, name: str, *args) -> str:
    """The address of a page of the editor, in the same plan as this one."""
    plan = plan_of(request)
    return reverse(f"plan_{name}", args=[plan.pk, *args]) if plan else reverse(name, args=args)


def _sent(request):
    return request.POST if request.method == "POST" else None


def _axis(code: str) -> Axis:
    return get_object_or_404(Axis, code=code)


def _category(axis: str, code: str) -> Category:
    return get_object_or_404(Category.objects.select_related("axis"), axis__code=axis, code=code)


@require_GET
@access.roles(access.ADMIN)
def codebook_edit(request):
    """Every axis in order."""
    return _axes(request)


def _axes(request, status: int = 200):
    axes = Axis.objects.annotate(count=Count("categories")).prefetch_related("asked_for", "earlier_labels")
    return render(request, "cases/codebook/axes.html", {"axes": axes, "plan": plan_of(request)}, status=status)


@require_http_methods(FORM)
@access.roles(access.ADMIN)
def axis_new(request):
    """Add an axis."""
    plan = plan_of(request)
    return _axis_form(request, Axis(first_year=plan.fiscal_year if plan else None),
                      "軸を追加しました。続けて、分類を確かめ、足りないものを追加してください。")


@require_http_methods(FORM)
@access.roles(access.ADMIN)
def axis_edit(request, axis):
    """Change an axis and its counting rules."""
    return _axis_form(request, _axis(axis), "軸を保存しました。")


def _axis_form(request, axis: Axis, words: str):
    drafts = _drafts(request, axis, *([axis.code] if axis.pk else []))
    form = drafts.fill(AxisForm, plan=plan_of(request))
    return record_page(request, form, "cases/codebook/axis_form.html", drafts=drafts, saved_words=lambda saved: words + form.told_years, store=_store_axis,
                       address=lambda saved: editor_address(request, "axis_detail", saved.code),
                       among=Axis.objects.all(), edit_at=lambda saved: editor_address(request, "axis_edit", saved.code),
                       axis=axis, plan=plan_of(request))


def _drafts(request, row: Axis | Category, *codes: str) -> FormDrafts:
    """The drafts of the form of an axis or a category, whose address has these codes; in a plan they are the plan's."""
    plan, noun, at = plan_of(request), row._meta.model_name, dict(zip(("axis", "code"), codes, strict=False))
    if plan:
        return form_drafts(request, f"plan{noun}{'' if row.pk else 'new'}", row, plan.pk, plan=plan.pk, **at)
    return form_drafts(request, noun, row, row.axis_id if isinstance(row, Category) else None, **at)


def _store_axis(form: AxisForm, *, by) -> Axis:
    return service.store_axis(axis=form.save(commit=False), asked_for=form.cleaned_data.get("asked_for", ()),
                              from_year=form.from_year, version=form.cleaned_data.get("version"), by=by,
                              categories=form.first_categories)


@require_GET
@access.roles(access.ADMIN)
def axis_detail(request, axis):
    """The categories of an axis in order, with their years."""
    return _categories(request, _axis(axis))


def _categories(request, axis: Axis, status: int = 200):
    rows = axis.categories.select_related("parent", "merged_into__axis", "split_from__axis").prefetch_related(
        "earlier_labels").order_by("order", "id")
    found = {each.pk: each for each in rows}
    tops = [each for each in rows if each.parent_id is None]
    ordered = [each for top in tops for each in (top, *(row for row in rows if row.parent_id == top.pk))]
    return render(request, "cases/codebook/categories.html", {
        "axis": axis, "categories": ordered, "count": len(found), "plan": plan_of(request)}, status=status)


@require_http_methods(FORM)
@access.roles(access.ADMIN)
def category_new(request, axis):
    """Add a category."""
    plan = plan_of(request)
    return _category_form(request, Category(axis=_axis(axis), first_year=plan.fiscal_year if plan else None), "分類を追加しました。")


@require_http_methods(FORM)
@access.roles(access.ADMIN)
def category_edit(request, axis, code):
    """Rename a category, or change what it is."""
    return _category_form(request, _category(axis, code), "分類を保存しました。")


def _category_form(request, category: Category, words: str):
    drafts = _drafts(request, category, category.axis.code, *([category.code] if category.pk else []))
    form = drafts.fill(CategoryForm, plan=plan_of(request))
    return record_page(request, form, "cases/codebook/category_form.html", drafts=drafts, saved_words=lambda saved: words + form.told_years, store=_store_category,
                       address=lambda saved: editor_address(request, "axis_detail", saved.axis.code),
                       among=Category.objects.select_related("axis"),
                       edit_at=lambda saved: editor_address(request, "category_edit", saved.axis.code, saved.code),
                       category=category, axis=category.axis, plan=plan_of(request))


def _store_category(form: CategoryForm, *, by) -> Category:
    return service.store_category(category=form.save(commit=False), from_year=form.from_year,
                                  version=form.cleaned_data.get("version"), by=by)


@require_POST
@access.roles(access.ADMIN)
def axis_move(request, axis):
    """Put an axis at another place."""
    return _move(request, _axis(axis), Axis.objects.all(), lambda row, status: _axes(request, status), "codebook_edit")


@require_POST
@access.roles(access.ADMIN)
def category_move(request, axis, code):
    """Put a category at another place among its equals."""
    category = _category(axis, code)
    return _move(request, category, category.axis.categories.all(),
                 lambda row, status: _categories(request, row.axis, status), "axis_detail", axis)


def _move(request, row: models.Model, among: models.QuerySet, page: Callable, *address):
    plan = plan_of(request)
    from_year = plan.fiscal_year if plan else service.ALL_YEARS
    try:
        service.move(row=row, among=among, to=request.POST.get("to", "")[:6], from_year=from_year,
                     version=read_version(request.POST.get("version")), by=request.user)
    except Conflict:
        messages.warning(request, "画面を開いた後に、別の人が変更しています。並べ替えていません。今の内容を確かめてください。")
        return page(row, 409)
    messages.success(request, f"「{row}」を並べ替えました。")
    return redirect(editor_address(request, *address))


@require_http_methods(FORM)
@access.roles(access.ADMIN)
def category_retire(request, axis, code):
    """Retire a category with a fiscal year, or take that back."""
    category = _category(axis, code)
    form = RetireForm(_sent(request), category=category, initial={
        "version": category.version, "last_year": category.last_year,
        "successor": path_of(category.merged_into)})
    return _act(request, form, category, "retire", lambda data: service.retire(
        category=category, last_year=data["last_year"], successor=data["successor"], version=data["version"], by=request.user),
        saved_words="終了年度と統合先を保存しました。", numbers=numbers_of(category))


@require_http_methods(FORM)
@access.roles(access.ADMIN)
def category_split(request, axis, code):
    """From a year on a category is several."""
    category, plan = _category(axis, code), plan_of(request)
    form = SplitForm(_sent(request), initial={
        "version": category.version, "from_year": plan.fiscal_year if plan else None})
    return _act(request, form, category, "split", lambda data: service.split(
        category=category, labels=form.parts, from_year=data["from_year"], version=data["version"], by=request.user),
        saved_words="分類を分けました。")


@require_http_methods(FORM)
@access.roles(access.ADMIN)
def axis_merge(request, axis):
    """From a year on several categories are one."""
    axis, plan = _axis(axis), plan_of(request)
    form = MergeForm(_sent(request), axis=axis, initial={
        "version": axis.version, "from_year": plan.fiscal_year if plan else None})
    return _act(request, form, axis, "merge", lambda data: service.merge(
        axis=axis, categories=data["categories"], into=data["into"], label=data["label"], from_year=data["from_year"],
        version=data["version"], by=request.user), saved_words="分類をまとめました。")


@require_http_methods(FORM)
@access.roles(access.ADMIN)
def axis_delete(request, axis):
    """Delete an axis that nothing uses."""
    return _delete(request, _axis(axis), "codebook_edit")


@require_http_methods(FORM)
@access.roles(access.ADMIN)
def category_delete(request, axis, code):
    """Delete a category that nothing uses."""
    return _delete(request, _category(axis, code), "axis_detail")


def _delete(request, row: Axis | Category, back: str):
    if isinstance(row, Axis) and row.code == "kind":
        raise Http404
    form = DeleteForm(_sent(request), initial={"version": row.version})
    return _act(request, form, row, "delete", lambda data: service.delete_unused(
        row=row, version=data["version"], by=request.user), saved_words=f"「{row}」を削除しました。", back=back, uses=uses_of(row))


def _act(request, form: VersionedForm, row: Axis | Category, page: str, do: Callable, *, saved_words: str,
         back: str = "axis_detail", **context):
    axis = row if isinstance(row, Axis) else row.axis
    address = editor_address(request, back, *([axis.code] if back == "axis_detail" else []))
    return act(request, form, row, f"cases/codebook/{page}.html", do, saved_words=saved_words, address=address, axis=axis,
               plan=plan_of(request), **context)


def act(request, form: VersionedForm, row: models.Model, template: str, do: Callable, *, saved_words: str, address: str,
        **context):
    """The page of a form about a row as a whole: GET shows, POST does, 422 or 409 with everything typed kept."""
    shown = {"form": form, "row": row, "back": address} | context
    if request.method != "POST":
        return render(request, template, shown)
    valid = form.is_valid()
    if form.cleaned_data.get("version") != row.version:
        return render(request, template, shown | {"in_conflict": form.reopened(row)}, status=409)
    if not valid:
        return render(request, template, shown, status=422)
    try:
        do(form.cleaned_data)
    except Conflict:
        row.refresh_from_db()
        return render(request, template, shown | {"in_conflict": form.reopened(row)}, status=409)
    except CodebookRefused as refused:
        for name, reason in refused.problems:
            form.add_error(name if name in form.fields else None, reason)
        return render(request, template, shown, status=422)
    except IntegrityError:
        form.add_error(None, IN_USE)
        return render(request, template, shown, status=422)
    messages.success(request, saved_words)
    return redirect(address)
