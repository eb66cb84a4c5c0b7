"""One entry for every request of someone who is logged in; without it there is no answer."""
import hashlib
import logging
import uuid

from django.db import Error
from django.shortcuts import render
from django.urls import Resolver404, resolve

from cases import trail
from cases.accounts.addresses import sent_from
from cases.unavailable import is_kept_out, unavailable

from . import entries

_OUTCOMES = {403: entries.DENIED, 404: entries.DENIED, 405: entries.REFUSED, 409: entries.REFUSED, 422: entries.REFUSED,
             500: entries.FAILED}
log = logging.getLogger(__name__)


class AuditedRequests:
    """Gives each request its id, follows what it loads, and writes its entry before the answer leaves.

    Fails closed: where the entry cannot be written the answer is 503 and shows nothing of any record. What a request
    changed is told by the triggers in its own transaction and does not depend on this entry.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.id = uuid.uuid4().hex
        who = trail.Trail(request_id=request.id, address=_address(request), route=_route(request), answers={})
        who.names(getattr(request, "user", None))
        with entries.acting(who):
            response = self.get_response(request)
            who.names(getattr(request, "user", None))
            response = self._told(request, response, who)
        response.headers["X-Request-ID"] = request.id
        return response

    def _told(self, request, response, who: trail.Trail):
        if who.user_id is None or getattr(request, "is_quiet", False):
            return response
        try:
            entries.write(who, _action(request, response, who), outcome=_OUTCOMES.get(response.status_code, entries.OK),
                          objects=who.objects(), purpose=who.purpose, detail=_details(request, response, who))
        except Error as error:
            log.error("the audit cannot be written: %s", type(error).__name__)
            return unavailable(request) if request.method == "POST" or is_kept_out() else render(None, "error.html", _UNAVAILABLE, status=503)
        return response


_UNAVAILABLE = {"title": "ただいま表示できません", "status": 503,
                "advice": "閲覧の記録を残せないため、画面を表示しませんでした。しばらくしてから、もう一度お試しください。続く場合はシステム管理者に連絡してください。"}


def quiet(view):
    """Mark a view whose requests leave no entry: one that shows nothing of any record and is called by itself."""
    view.is_quiet = True
    return view


def _address(request) -> str:
    return sent_from(request)[:60]


def _route(request) -> str:
    try:
        found = resolve(request.path_info)
    except Resolver404:
        return ""
    request.is_quiet = getattr(found.func, "is_quiet", False)
    return found.view_name or ""


def _action(request, response, who: trail.Trail) -> str:
    """What was done, in one word: read (one record), list, search, export, post or page."""
    if "attachment" in response.headers.get("Content-Disposition", ""):
        return "export"
    if request.method not in ("GET", "HEAD"):
        return "post"
    if "search" in who.notes:
        return "search"
    return "read" if who.opened else "list" if who.listed else "page"


def _details(request, response, who: trail.Trail) -> dict:
    """Method, status, what was asked for, and of an export its size and hash, so that a found file can be told."""
    details = {"method": request.method, "status": response.status_code, **who.notes}
    if request.GET:
        details["query"] = request.GET.urlencode()[:500]
    if asked := request.resolver_match and request.resolver_match.kwargs:
        details["asked"] = {name: str(value) for name, value in asked.items()}
    if who.choices:
        details["choices"] = {kind: len(ids) for kind, ids in who.choices.items()}
    if "attachment" in response.headers.get("Content-Disposition", "") and not response.streaming:
        details |= {"bytes": len(response.content), "sha256": hashlib.sha256(response.content).hexdigest()}
    return details
