"""A session that ended while someone was writing: the typed text stays on the page, and the same click saves it."""
from allauth.account.stages import LoginStageController
from allauth.mfa.stages import AuthenticateStage
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpResponse
from django.shortcuts import render

from .accounts import factor_first
from .accounts.forms import CodeForm, LoginForm
from .kept import PREFIX, kept_fields


class ResumeOrLogIn(LoginRequiredMiddleware):
    """Asks for the log-in as always, but takes a form that was sent along.

    A sent form comes back inside the log-in page (401); logging in there, with the second factor where the user
    has one, goes on with the form as if the session had never ended. A fragment asked for by a script gets a bare
    401, so that the page around it stays as it is. Files cannot be kept; a form with a file goes the ordinary way.
    """

    def handle_no_permission(self, request, view_func):
        """The log-in page, or None to go on with the request of whoever just logged in."""
        if request.method != "POST" or request.FILES:
            return super().handle_no_permission(request, view_func)
        if request.htmx:
            return HttpResponse(status=401)
        form = _next_step(request)
        if request.user.is_authenticated:
            return factor_first.set_up_first(request) if factor_first.must_set_up(request) else None
        return render(request, "cases/login_again.html", {"form": form, "kept": kept_fields(request.POST)}, status=401)


def _next_step(request):
    """Take what was typed as far as it goes; the form to show, meaningless once the user is logged in."""
    if f"{PREFIX}-otp" in request.POST:
        return _code_step(request)
    form = LoginForm(request, request.POST if f"{PREFIX}-username" in request.POST else None, prefix=PREFIX)
    if not form.is_valid():
        return form
    form.log_in()
    stage = LoginStageController.enter(request, AuthenticateStage.key)
    return CodeForm(request, user=stage.login.user, prefix=PREFIX) if stage else form


def _code_step(request):
    stage = LoginStageController.enter(request, AuthenticateStage.key)
    if stage is None:
        return LoginForm(request, prefix=PREFIX)
    form = CodeForm(request, request.POST, user=stage.login.user, prefix=PREFIX)
    if form.is_valid():
        stage.exit()
    return form
