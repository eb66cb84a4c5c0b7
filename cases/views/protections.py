"""支援措置: protecting the whereabouts of a household, and opening them for a purpose."""
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from cases import access, audit
from cases.forms.protections import ProtectionEndForm, ProtectionForm, PurposeForm, WhereaboutsForm
from cases.models import Protection
from cases.services.protections import end_protection, move_household
from cases.services.saving import Conflict

from .banners import banners
from .form_drafts import form_drafts
from .record_pages import record_page, restored


@require_http_methods(["GET", "POST"])
@access.roles(*access.EVERYONE)
def protection_new(request, pk):
    """Protect a household, or one of its members."""
    household = access.get_household(request.user, pk, to_change=True)
    drafts = form_drafts(request, "protection", Protection(household=household), household.pk)
    form = drafts.fill(ProtectionForm, user=request.user)
    return record_page(request, form, "cases/protections/form.html", address=_page_of_household,
                       among=_of(request.user, household), edit="protection_edit", household=household, drafts=drafts,
                       saved_words="支援措置を登録しました。住所と電話番号は、目的を入力したときだけ表示します。")


@require_http_methods(["GET", "POST"])
@access.roles(*access.EVERYONE)
def protection_edit(request, pk):
    """Change or renew a protection."""
    protection = access.get_protection(request.user, pk, to_change=True)
    drafts = form_drafts(request, "protection", protection, protection.household_id)
    form = drafts.fill(ProtectionForm, user=request.user, initial=restored(request, protection))
    return record_page(request, form, "cases/protections/form.html", saved_words="支援措置を保存しました。",
                       address=_page_of_household, among=_of(request.user, protection.household),
                       household=protection.household, protection=protection, drafts=drafts)


@require_http_methods(["GET", "POST"])
@access.roles(*access.EVERYONE)
def protection_end(request, pk):
    """End a protection, with a reason: the address is shown again."""
    protection = access.get_protection(request.user, pk, to_change=True)
    form = ProtectionEndForm(request.POST or None, initial={"version": protection.version})
    if request.method == "POST" and form.is_valid():
        try:
            end_protection(protection=protection, by=request.user, **form.cleaned_data)
        except Conflict:
            stored = access.get_protection(request.user, pk, to_change=True)
            return _end_page(request, stored, form, 409, in_conflict=form.reopened(stored))
        messages.success(request, "支援措置を終了しました。")
        return redirect(_page_of_household(protection))
    return _end_page(request, protection, form, 422 if request.method == "POST" else 200)


def _end_page(request, protection, form, status: int, **more):
    return render(request, "cases/protections/end.html", {
        "form": form, "protection": protection, "household": protection.household,
        **banners(request.user, protection.household), **more}, status=status)


@require_http_methods(["GET", "POST"])
@access.roles(*access.EVERYONE)
def household_whereabouts(request, pk):
    """Ask for a purpose; a POST with one shows the address and telephones this once."""
    household = access.get_household(request.user, pk)
    if not access.protected_households().filter(pk=pk).exists():
        return redirect("household_detail", pk)
    form = PurposeForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _purpose_page(request, household, form, 422 if request.method == "POST" else 200)
    audit.event("whereabouts.opened", request=request, objects=[household], purpose=form.cleaned_data["purpose"])
    return _opened_page(request, household, WhereaboutsForm(instance=household, user=request.user), 200)


@require_POST
@access.roles(*access.EVERYONE)
def household_whereabouts_edit(request, pk):
    """Change the address and telephones, out of the page that was opened for a purpose."""
    household = access.get_household(request.user, pk, to_change=True)
    form = WhereaboutsForm(request.POST, instance=household, user=request.user)
    if not form.is_valid():
        if form.is_opened:
            return _opened_page(request, household, form, 422)
        messages.warning(request, "開いてから時間がたちました。目的を入力して、開き直してください。")
        return _purpose_page(request, household, PurposeForm(), 422)
    try:
        move_household(household=form.save(commit=False), version=form.cleaned_data["version"], phones=form.phones,
                       by=request.user)
    except Conflict:
        stored = access.get_household(request.user, pk, to_change=True)
        found = {"conflict": form.differences(stored), "in_conflict": form.conflict_kind}
        return _opened_page(request, stored, form.reopened(stored), 409, **found)
    messages.success(request, "住所と電話番号を保存しました。")
    return redirect("household_detail", pk)


def _of(user, household):
    return access.visible_protections(user).filter(household=household)


def _purpose_page(request, household, form, status: int):
    return render(request, "cases/protections/purpose.html", {
        "household": household, "form": form, **banners(request.user, household)}, status=status)


def _opened_page(request, household, form, status: int, **more):
    return render(request, "cases/protections/opened.html", {
        "household": household, "form": form, "may_change": access.may_change(request.user, household),
        **banners(request.user, household), **more}, status=status)


def _page_of_household(protection: Protection) -> str:
    return reverse("household_detail", args=[protection.household_id])
