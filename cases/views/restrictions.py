"""閲覧の制限: who may know of a household, a case or a member; and records that nobody can open any more."""
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cases import access
from cases.forms.restrictions import KINDS, HandOverForm, RestrictionForm
from cases.services.drafts import store_finished
from cases.services.restrictions import NobodyWaits, hand_over, lift, orphans, restrict, shut_out
from cases.services.saving import Conflict

from .banners import banners
from .form_drafts import FormDrafts, form_drafts


@require_http_methods(["GET", "POST"])
@access.roles(*access.EVERYONE)
def household_restriction(request, pk):
    """Restrict a household with all its cases, members and contacts, or open it again."""
    household = access.get_household(request.user, pk)
    return _page(request, household, str(household), reverse("household_detail", args=[pk]))


@require_http_methods(["GET", "POST"])
@access.roles(*access.EVERYONE)
def case_restriction(request, pk):
    """Restrict a case with its contacts, or open it again; its household stays in sight."""
    case = access.get_case(request.user, pk)
    return _page(request, case, str(case), reverse("case_detail", args=[pk]))


@require_http_methods(["GET", "POST"])
@access.roles(*access.EVERYONE)
def member_restriction(request, pk):
    """Restrict one member of a household, or open the entry again."""
    member = access.get_member(request.user, pk)
    return _page(request, member, f"{member.household}　{member}", reverse("household_detail", args=[member.household_id]))


def _page(request, record, words: str, back: str):
    access.check_may_restrict(request.user, record)
    drafts = form_drafts(request, f"{record._meta.model_name}restriction", record)
    form = drafts.fill(RestrictionForm, user=request.user)
    context = {"record": record, "words": words, "back": back, "form": form, **drafts.context(record), **banners(request.user, record)}
    if request.method != "POST":
        return render(request, "cases/restrictions/form.html", context | _since(drafts, form, record))
    if not form.is_valid():
        return render(request, "cases/restrictions/form.html", context, status=422)
    try:
        store_finished(store=lambda: _save(request, record, form.cleaned_data), instance=record, noun=drafts.noun, posted=request.POST, by=request.user)
    except Conflict:
        record.refresh_from_db(fields=["version", "is_restricted", "restriction_reason"])
        found = {"conflict": form.differences(record), "in_conflict": form.reopened(record)}
        return render(request, "cases/restrictions/form.html", context | found, status=409)
    return redirect(back)


def _since(drafts: FormDrafts, form: RestrictionForm, record) -> dict:
    """Of a draft that is gone on with, what was saved since it was begun."""
    if drafts.opened is None or not form.is_outdated(record):
        return {}
    form.full_clean()
    found = {"conflict": form.differences(record), "in_conflict": "draft"}
    form.reopened(record)
    form.as_typed()
    return found


def _save(request, record, said: dict):
    common = {"record": record, "reason": said["reason"], "version": said["version"], "by": request.user}
    if "lift" in request.POST:
        lift(**common)
        messages.success(request, "閲覧の制限を解除しました。担当地区の利用者が見られるようになりました。")
    else:
        restrict(named=said["named"], **common)
        messages.success(request, "閲覧の制限を保存しました。指定した利用者だけが見られます。")
        _tell_of_shut_out(request, record)
    return record


def _tell_of_shut_out(request, record) -> None:
    """Who works on a case that is restricted, and may not open it by now."""
    if names := "、".join(user.name for user in shut_out(record, request.user, timezone.localdate())):
        messages.warning(request, f"担当している{names}は、この制限のため、ケースを見られません。見られる人に加えるか、担当を引き継いでください。")


@require_http_methods(["GET", "POST"])
@access.roles(access.ADMIN)
def restriction_handover(request):
    """How many restricted records nobody can open any more; one is handed over by number, without being shown."""
    form = HandOverForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            count = hand_over(kind=form.model, number=form.cleaned_data["number"].strip(), to=form.cleaned_data["to"],
                              reason=form.cleaned_data["reason"], by=request.user)
        except NobodyWaits:
            form.add_error("number", "この番号の引き継ぎが必要な記録がないか、選んだ利用者がその記録の担当地区にいません。")
        else:
            messages.success(request, f"{count}件を引き継ぎました。")
            return redirect("restriction_handover")
    waiting = [(model._meta.verbose_name, len(orphans(model))) for model in KINDS.values()]
    return render(request, "cases/restrictions/handover.html", {"form": form, "waiting": waiting},
                  status=422 if request.method == "POST" else 200)
