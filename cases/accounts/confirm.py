"""Who one is, asked again: behind a screen left open nobody hands out roles, exports, or loads a file.

The password must have been given within CONFIRM_FOR seconds, at the log-in or here. It is asked for by name of the
route, so that a form that was sent is kept on the page that asks, as after an ended session (cases/resume.py).
"""
import time
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from cases.kept import PREFIX, kept_fields

from .forms import OwnPasswordForm
from .sessions import CONFIRMED

# Export, bulk change, roles and whose records are restricted. Statistics of the report name nobody and are not among them.
ASKED_AGAIN = {
    "user_new", "user_edit", "user_invite", "restriction_handover", "reset_confirm",
    "import_new", "import_commit", "import_undo", "export_file", "reference_export", "reference_import",
    "codebook_export", "codebook_import", "plan_confirm",
}


def is_recent(request) -> bool:
    """Whether the password was given a short while ago in this session."""
    return time.time() - request.session.get(CONFIRMED, 0) < settings.CONFIRM_FOR


def confirmed(request) -> None:
    """Note that the password was right just now."""
    request.session[CONFIRMED] = time.time()


class ConfirmFirst:
    """Middleware before the views of ASKED_AGAIN, behind the log-in."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        """None to go on, also for whoever will be refused by the view anyway."""
        user, match = request.user, request.resolver_match
        if match.url_name not in ASKED_AGAIN or not user.is_authenticated or is_recent(request):
            return None
        return _ask(request) if user.role in getattr(view, "allowed_roles", ()) else None


def _ask(request):
    """The page that asks, or None after the right password: then the request goes on as it was sent."""
    if request.htmx:
        return HttpResponse(status=401)
    if request.method != "POST":
        return _elsewhere(request)
    if request.FILES:
        messages.warning(request, "ファイルはまだ読み込んでいません。本人確認のあと、もう一度選んでください。")
        return _elsewhere(request)
    return _ask_on_the_page(request)


def _elsewhere(request):
    return redirect(f"{reverse('confirm')}?{urlencode({'next': request.get_full_path()})}")


def _ask_on_the_page(request):
    typed = request.POST if f"{PREFIX}-password" in request.POST else None
    form = OwnPasswordForm(request, typed, prefix=PREFIX)
    if typed is not None and form.is_valid():
        confirmed(request)
        return None
    return render(request, "cases/accounts/confirm_kept.html", {"form": form, "kept": kept_fields(request.POST)}, status=401)
