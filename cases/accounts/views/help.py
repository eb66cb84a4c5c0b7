"""Helping others in: locks lifted, second factors taken back. For supervisors and admins."""
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases import access
from cases.accounts import locks, resets
from cases.accounts.reset_form import ResetForm
from cases.models import LoginLimit, MfaReset

HELPERS = (access.SUPERVISOR, access.ADMIN)


@require_GET
@access.roles(*HELPERS)
def lock_list(request):
    """ログインの制限: who and what is locked now."""
    return render(request, "cases/accounts/locks.html", {"locks": LoginLimit.objects.locked().select_related("user")})


@require_POST
@access.roles(*HELPERS)
def lock_lift(request, pk):
    """Let someone try again at once."""
    limit = get_object_or_404(LoginLimit, pk=pk)
    locks.lift(limit=limit, by=request.user, request=request)
    messages.success(request, "ログインの制限を解除しました。")
    return redirect("lock_list")


@require_http_methods(["GET", "POST"])
@access.roles(*HELPERS)
def reset_list(request):
    """二段階認証の解除: ask for one, and see those that wait for a second person."""
    form = ResetForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        outcome = _try(form, resets.ask, user=form.cleaned_data["user"], reason=form.cleaned_data["reason"],
                       by=request.user, request=request)
        if outcome:
            messages.success(request, "申請しました。別の統括者かシステム管理者が確認すると、解除されます。")
            return redirect("reset_list")
    waiting = MfaReset.objects.open().select_related("user", "asked_by")
    return render(request, "cases/accounts/resets.html", {"form": form, "waiting": waiting},
                  status=422 if request.method == "POST" else 200)


@require_POST
@access.roles(*HELPERS)
def reset_confirm(request, pk):
    """The second person's word."""
    return _step(request, pk, resets.confirm, "二段階認証を解除しました。本人には、次のログインのときに知らせます。")


@require_POST
@access.roles(*HELPERS)
def reset_withdraw(request, pk):
    """Take a request back, or refuse it."""
    return _step(request, pk, resets.withdraw, "申請を取り下げました。")


def _step(request, pk, step, words):
    try:
        step(reset=get_object_or_404(MfaReset, pk=pk), by=request.user, request=request)
    except resets.NotAllowed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, words)
    return redirect("reset_list")


def _try(form, step, **arguments) -> bool:
    try:
        step(**arguments)
    except resets.NotAllowed as refusal:
        form.add_error("user", str(refusal))
        return False
    return True
