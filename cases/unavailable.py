"""A database that is stopped, slow, locked or full: 503 within seconds, in plain words, with what was typed."""
import sys

from django.db import InterfaceError, InternalError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from .kept import kept_page

GONE = (OperationalError, InterfaceError, InternalError)
RETRY_SECONDS = 10
_READING = {"status": 503, "title": "ただいま表示できません",
            "advice": "データベースが応答していません。少し待ってから、画面を読み込み直してください。続く場合はシステム管理者に連絡してください。"}
_WRITING = {"status": 503, "title": "保存できませんでした",
            "advice": "データベースが応答していません。入力した内容はこの画面に残っています。少し待ってから「もう一度保存する」を押してください。"
                      "何度押しても、同じ記録が2件になることはありません。続く場合はシステム管理者に連絡してください。"}


def is_unavailable() -> bool:
    """Whether the error being handled now is the database's: gone, too slow, locked, full or unable."""
    return isinstance(sys.exc_info()[1], GONE)


def unavailable(request: HttpRequest) -> HttpResponse:
    """The 503 page. A fragment asked for by a script gets an empty answer, so that the page around it stays."""
    request.is_quiet = True  # an audit entry would wait for the same database, and nothing of a record is shown
    if getattr(request, "htmx", False):
        response = HttpResponse(status=503)
    elif request.method == "POST":
        response = kept_page(request, **_WRITING)
    else:
        response = render(None, "error.html", _READING, status=503)
    response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response
