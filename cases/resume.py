"""A session that ended while someone was writing: the typed text stays on the page, and the same click saves it."""
from django.contrib.auth import login
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpResponse
from django.shortcuts import render

from .forms.login import LoginForm
from .kept import PREFIX, kept_fields


class ResumeOrLogIn(LoginRequiredMiddleware):
    """Asks for the log-in as always, but takes a form that was sent along.

    A sent form comes back inside the log-in page (401); logging in there goes on with the form as if the session
    had never ended. A fragment asked for by a script gets a bare 401, so that the page around it stays as it is.
    Files cannot be kept; a form with a file goes the ordinary way.
    """

    def handle_no_permission(self, request, view_func):
        """The log-in page, or None to go on with the request of whoever just logged in."""
        if request.method != "POST" or request.FILES:
            return super().handle_no_permission(request, view_func)
        if request.htmx:
            return HttpResponse(status=401)
        form = LoginForm(request, request.POST if f"{PREFIX}-username" in request.POST else None, prefix=PREFIX)
        if form.is_valid():
            login(request, form.get_user())
            return None
        return render(request, "cases/login_again.html", {"form": form, "kept": kept_fields(request.POST)}, status=401)
