"""アカウント: what users do with their own account."""
import base64

from allauth.mfa.adapter import get_adapter
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from cases import access
from cases.accounts import codes, own
from cases.accounts.confirm import confirmed
from cases.accounts.forms import OwnPasswordForm, PasswordChangeForm, SetUpForm

from .door import next_of


@require_GET
@access.roles(*access.EVERYONE)
def account(request):
    """The own name, role and ways to log in."""
    return render(request, "cases/accounts/account.html", _state(request))


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@access.roles(*access.EVERYONE)
def confirm(request):
    """The own password again, on the way to a page that asks for it (cases/accounts/confirm.py)."""
    form, target = OwnPasswordForm(request, request.POST or None), next_of(request)
    if request.method == "POST" and form.is_valid():
        confirmed(request)
        return redirect(target or "today")
    return _page(request, "cases/accounts/confirm.html", form, next=target or "")


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@access.roles(*access.EVERYONE)
def password_change(request):
    """Another password; ends the own sessions elsewhere."""
    form = PasswordChangeForm(request, request.POST or None)
    if request.method == "POST" and form.is_valid():
        own.change_password(request=request, user=request.user, password=form.cleaned_data["new_password"])
        messages.success(request, "パスワードを変更しました。ほかの端末では、ログインし直してください。")
        return redirect("account")
    return _page(request, "cases/accounts/password.html", form)


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@access.roles(*access.EVERYONE)
def mfa_setup(request):
    """Set the second factor up: scan, type one code, note the recovery codes."""
    if codes.is_on(request.user):
        return redirect("account")
    secret = codes.offer(request, renew=request.method == "GET")
    form = SetUpForm(request, request.POST or None)
    if request.method == "POST" and form.is_valid():
        shown = codes.turn_on(request=request, user=request.user, typed=form.cleaned_data["otp"])
        if shown:
            return _recovery(request, shown, "二段階認証を設定しました。")
        form.add_error("otp", "確認コードが合いません。アプリに登録したのがこの画面のコードか、スマートフォンの時刻が合っているかを確かめてください。")
    return _page(request, "cases/accounts/mfa_setup.html", form, secret=_grouped(secret), picture=_picture(request, secret))


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@access.roles(*access.EVERYONE)
def mfa_recovery(request):
    """New recovery codes for those that were lost or used."""
    if not codes.is_on(request.user):
        return redirect("account")
    form = OwnPasswordForm(request, request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _recovery(request, codes.renew_recovery_codes(request=request, user=request.user), "回復コードを新しくしました。")
    return _page(request, "cases/accounts/mfa_recovery.html", form)


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@access.roles(*access.EVERYONE)
def mfa_off(request):
    """Back to the password alone, where the role allows it."""
    if codes.is_required(request.user):
        raise PermissionDenied
    if not codes.is_on(request.user):
        return redirect("account")
    form = OwnPasswordForm(request, request.POST or None)
    if request.method == "POST" and form.is_valid():
        codes.turn_off(request=request, user=request.user)
        messages.success(request, "二段階認証をやめました。")
        return redirect("account")
    return _page(request, "cases/accounts/mfa_off.html", form)


def _page(request, template: str, form, **context):
    return render(request, template, {"form": form, **_state(request), **context},
                  status=422 if request.method == "POST" else 200)


def _state(request) -> dict:
    return {"mfa_is_on": codes.is_on(request.user), "mfa_is_required": codes.is_required(request.user)}


def _recovery(request, shown: list[str], words: str):
    return render(request, "cases/accounts/recovery_codes.html", {"codes": [_grouped(each) for each in shown], "words": words})


def _grouped(text: str) -> str:
    return " ".join(text[place:place + 4] for place in range(0, len(text), 4))


def _picture(request, secret: str) -> str:
    """The QR code as a picture that needs no address and no inline style."""
    adapter = get_adapter()
    svg = adapter.build_totp_svg(adapter.build_totp_url(request.user, secret))
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()
