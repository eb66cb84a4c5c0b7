"""Searches by name, kept in the session: an address carries a key, never what was typed."""
import secrets
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect

from cases import trail

KEY, SESSION_KEY, KEPT = "s", "searches", 30
FORGOTTEN = ("検索した言葉は、もう残っていません（ログインし直したときや、別の人のアドレスを開いたときは残りません）。"
             "下の一覧は、その言葉では絞り込んでいません。検索欄に入力して、もう一度検索してください。")


def redirect_to_results(request: HttpRequest, fields: dict[str, str]):
    """Answer a posted search with its result page: `fields` in the address, the typed text behind a key."""
    return redirect(results_address(request, request.path, fields, request.POST.get("q", "")))


def results_address(request: HttpRequest, path: str, fields: dict[str, str], typed: str) -> str:
    """The address of a list cut down by `fields` and by what was `typed`, which stands there as a key only."""
    query = {name: value for name, value in fields.items() if value}
    if typed := typed.strip():
        query[KEY] = _remember(request, typed)
    return f"{path}?{urlencode(query)}" if query else path


def typed_text(request: HttpRequest) -> str:
    """What was searched for on this page; "" when nothing was, or when the session that knew it has ended, which the page
    says then: its list is not cut down by what its address was made for.

    The audit keeps it with the records that were found; who may read it there says cases/audit/searched.py.
    """
    typed = text_behind(request, request.GET.get(KEY, ""))
    if typed:
        trail.noted(search=typed)
    elif is_forgotten(request, request.GET.get(KEY, "")):
        messages.warning(request, FORGOTTEN)
    return typed


def is_forgotten(request: HttpRequest, key: str) -> bool:
    """Whether a key stands for words that this session does not know: someone else's, of an earlier log-in, or long ago."""
    return bool(key) and not text_behind(request, key)


def text_behind(request: HttpRequest, key: str) -> str:
    """The typed text of a key of this session, without telling the audit that it was searched for; else ""."""
    return request.session.get(SESSION_KEY, {}).get(key, "")


def _remember(request: HttpRequest, typed: str) -> str:
    searches = request.session.get(SESSION_KEY, {})
    key = next((key for key, text in searches.items() if text == typed), None) or secrets.token_urlsafe(6)
    searches.pop(key, None)
    searches[key] = typed[:200]
    request.session[SESSION_KEY] = dict(list(searches.items())[-KEPT:])
    return key
