"""What was sent stays on the page of the answer: no refusal and no stopped database takes a typed text away."""
import re

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render

PREFIX = "again"  # of the fields of a log-in on such a page, which are nobody's text
_NEVER_KEPT = re.compile(rf"csrfmiddlewaretoken|{PREFIX}-.*|.*password.*|.*otp.*|invitation_code")
_WORDS = re.compile(r"[^\x00-\x7f]|\s")


def kept_fields(post) -> list[tuple[str, str]]:
    """Every sent field but the form's protection and secrets, in the order sent."""
    return [(name, value) for name, values in post.lists() if not _NEVER_KEPT.fullmatch(name) for value in values]


def is_whole(request: HttpRequest) -> bool:
    """Whether everything sent can be sent once more from the page: files and passwords cannot."""
    return not request.FILES and not any("password" in name for name in request.POST)


def kept_page(request: HttpRequest, *, status: int, title: str, advice: str, again: bool = True) -> HttpResponse:
    """A page that holds what was sent and, with `again`, the button that sends it once more to the same address.

    Asks no database and no session. Typed words are also shown, to be copied.
    """
    kept = kept_fields(request.POST)
    return render(None, "cases/kept.html", {
        "title": title, "advice": advice, "status": status, "kept": kept, "csrf_token": get_token(request),
        "words": [value for _, value in kept if _WORDS.search(value)],
        "address": request.get_full_path() if again and is_whole(request) else ""}, status=status)
