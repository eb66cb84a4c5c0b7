"""A save that is answered with the page it leads to, for the script that asks so (static/cwc/save.js): one round trip, not two."""
from copy import copy

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import get_script_prefix, resolve

ASKED, WHERE = "X-Answer-At-Once", "X-Page"


def go_on(request: HttpRequest, address: str) -> HttpResponse:
    """A redirect to an address of this site; to the script that asks, the page that stands there, with its address in a header.

    The page is made by its own view, which decides as ever who may see it.
    """
    if ASKED not in request.headers:
        return redirect(address)
    path, _, query = address.partition("?")
    there = copy(request)
    there.method, there.GET, there.POST, there.path, there.path_info = "GET", QueryDict(query), QueryDict(), path, _inside(path)
    there.resolver_match = found = resolve(there.path_info)
    response = found.func(there, *found.args, **found.kwargs)
    response.headers[WHERE] = address
    return response


def _inside(path: str) -> str:
    """The path below the address at which the site is mounted."""
    return "/" + path.removeprefix(get_script_prefix())
