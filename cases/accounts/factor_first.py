"""Nobody of a role that needs a second factor gets past its set-up, and nobody who owes a code gets anywhere."""
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect, render

from cases.kept import kept_fields

from . import codes
from .sessions import FACTOR, NONE, OWED, PASSED

OPEN = ("mfa_setup", "logout")


def must_set_up(request) -> bool:
    """Whether this session's user has to set up the second factor before anything else."""
    return request.session.get(FACTOR, NONE) != PASSED and codes.is_required(request.user)


class SecondFactorFirst:
    """Middleware before every view. A form that was sent is kept on the page, as after an ended session."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        """None to go on, also as nobody: a session that began without the code it owes is ended here."""
        if not request.user.is_authenticated:
            return None
        if request.session.get(FACTOR) == OWED:
            logout(request)
            return None
        if request.resolver_match.url_name in OPEN or not must_set_up(request):
            return None
        return set_up_first(request)


def set_up_first(request):
    """The way to the set-up page; whoever sent a form sees it again, to be sent once that is done."""
    if request.htmx:
        return HttpResponse(status=401)
    if request.method != "POST" or request.FILES:
        return redirect("mfa_setup")
    return render(request, "cases/login_again.html", {"kept": kept_fields(request.POST), "must_set_up": True}, status=401)
