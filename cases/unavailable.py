"""A database that is stopped, slow, locked or full: 503 within seconds, in plain words, with what was typed."""
import sys

from django.conf import settings
from django.db import InterfaceError, InternalError, OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from .database import SQLITE
from .imports.storing import is_storing
from .kept import is_whole, kept_page

GONE = (OperationalError, InterfaceError, InternalError)
RETRY_SECONDS = 10
_LOCK_TIMEOUTS = ("57014", "55P03")  # of PostgreSQL, which lives then and can be asked who holds the lock
_READING = {"status": 503, "title": "ただいま表示できません",
            "advice": "データベースが応答していません。少し待ってから、画面を読み込み直してください。続く場合はシステム管理者に連絡してください。"}
_WRITING = {"status": 503, "title": "保存できませんでした",
            "advice": "データベースが応答していません。入力した内容はこの画面に残っています。少し待ってから「もう一度保存する」を押してください。"
                      "何度押しても、同じ記録が2件になることはありません。続く場合はシステム管理者に連絡してください。"}
_WITHOUT_AGAIN = {"status": 503, "title": "受け付けられませんでした",
                  "advice": "データベースが応答していません。少し待ってから、前の画面に戻って、もう一度お試しください。続く場合はシステム管理者に連絡してください。"}
_STORING = "大きなファイルの取込みを登録、または取り消しているため、ほかの操作ができません。"
_READING_LATER = _READING | {"advice": f"{_STORING}数分待ってから、画面を読み込み直してください。"}
_WRITING_LATER = _WRITING | {"advice": f"{_STORING}入力した内容はこの画面に残っています。数分待ってから「もう一度保存する」を押してください。"
                                       "何度押しても、同じ記録が2件になることはありません。"}
_LATER = _WITHOUT_AGAIN | {"advice": f"{_STORING}数分待ってから、前の画面に戻って、もう一度お試しください。"}
_LOG_IN_LATER = {"status": 503, "title": "いまはログインできません",
                 "advice": f"{_STORING}数分待ってから、もう一度ログインしてください。パスワードの間違いではありません。"}


def is_unavailable() -> bool:
    """Whether the error being handled now is the database's: gone, too slow, locked, full or unable."""
    return isinstance(sys.exc_info()[1], GONE)


def unavailable(request: HttpRequest) -> HttpResponse:
    """The 503 page. A fragment asked for by a script gets an empty answer, so that the page around it stays."""
    request.is_quiet = True  # an audit entry would wait for the same database, and nothing of a record is shown
    is_later = is_kept_out()
    if getattr(request, "htmx", False):
        response = HttpResponse(status=503)
    elif request.method == "POST":
        response = kept_page(request, **_said_to_a_form(request, is_later))
    else:
        response = render(None, "error.html", _READING_LATER if is_later else _READING, status=503)
    response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response


def is_kept_out() -> bool:
    """Whether what is handled now failed because an import is being stored; asked only where an answer comes at once."""
    cause = getattr(sys.exc_info()[1], "__cause__", None)
    return (connection.vendor == SQLITE or getattr(cause, "sqlstate", None) in _LOCK_TIMEOUTS) and is_storing()


def _said_to_a_form(request: HttpRequest, is_later: bool) -> dict:
    if is_whole(request):
        return _WRITING_LATER if is_later else _WRITING
    if not is_later:
        return _WITHOUT_AGAIN
    return _LOG_IN_LATER if request.path == reverse(settings.LOGIN_URL) else _LATER
