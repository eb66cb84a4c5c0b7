"""Log in, enter the code, log out, start with an invitation: the pages that nobody needs to be logged in for."""
from allauth.account.adapter import get_adapter
from allauth.account.internal.decorators import login_stage_required
from allauth.mfa.stages import AuthenticateStage
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from cases.accounts import invitations, limits
from cases.accounts.addresses import address_of
from cases.accounts.forms import LOCKED, CodeForm, LoginForm, StartForm

UNKNOWN_CODE = "この招待コードは使えません。入力を確かめてください。有効期間（3日）を過ぎたときや、一度使ったときは、システム管理者に新しいコードを頼んでください。"


@login_not_required
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def log_in(request):
    """User name and password; the second factor follows where there is one."""
    target = next_of(request)
    if request.user.is_authenticated:
        return redirect(target or "today")
    form = LoginForm(request, request.POST or None)
    if request.method == "POST" and form.is_valid():
        return form.log_in(redirect_url=target)
    return render(request, "cases/accounts/login.html", {"form": form, "next": target or ""}, status=_status(request, form))


@login_stage_required(stage=AuthenticateStage.key, redirect_urlname="account_login")
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def enter_code(request):
    """The code of the authenticator app, after the right password."""
    stage = request._login_stage
    form = CodeForm(request, request.POST or None, user=stage.login.user)
    if request.method == "POST" and form.is_valid():
        return stage.exit()
    return render(request, "cases/accounts/code.html", {"form": form}, status=_status(request, form))


@login_not_required
@require_POST
def log_out(request):
    """End the session; the browser forgets the pages it has kept, so that going back shows nothing."""
    if request.user.is_authenticated:
        get_adapter(request).logout(request)
    response = redirect("login")
    response["Clear-Site-Data"] = '"cache"'  # the session cookie goes anyway; "cookies" would reach sister sites
    return response


@login_not_required
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def start(request):
    """招待コードで始める: the invited user sets the password, then logs in like everyone."""
    form = StartForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _set_password(request, form):
        messages.success(request, "パスワードを設定しました。利用者名とパスワードでログインしてください。")
        return redirect("login")
    return render(request, "cases/accounts/start.html", {"form": form}, status=422 if request.method == "POST" else 200)


def _set_password(request, form: StartForm) -> bool:
    if not limits.admit_address(address_of(request)):
        form.add_error(None, LOCKED)
        return False
    invitation = invitations.find(form.typed_code)
    if invitation is None:
        form.add_error("invitation_code", UNKNOWN_CODE)
        return False
    limits.take_back(address_of(request))
    form.check_for(invitation.user)
    if form.errors:
        return False
    if not invitations.use(invitation=invitation, password=form.cleaned_data["new_password"], request=request):
        form.add_error("invitation_code", UNKNOWN_CODE)
    return not form.errors


def next_of(request) -> str | None:
    """Where to go on, as sent along; None for nothing and for another site's address."""
    target = request.POST.get("next") or request.GET.get("next")
    return target if target and get_adapter(request).is_safe_url(target) else None


def _status(request, form) -> int:
    if request.method != "POST":
        return 200
    return 429 if form.is_locked else 422
