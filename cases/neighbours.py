"""前の記録／次の記録: the rows before and after one in the list from which its page was opened.

The address carries the row's place and what the list was asked for, coded fields and a key; never what was typed.
"""
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict
from django.urls import reverse

from .lists import LISTS
from .searches import KEY, is_forgotten, text_behind

PARAMETER, PLACE = "list", "n"
MOVED = 10  # so many places a row may have moved since the list was shown and is still found in it
PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class Neighbours:
    """A row's place in its list, from 1, of `total`; the addresses of its neighbours, "" at either end, and of the list."""

    place: int
    total: int
    before: str
    after: str
    back: str


def link_in_list(asked: QueryDict, place: int) -> str:
    """What is put behind the address of the row at `place` of a list asked for by `asked`."""
    kept = {name: values for name, values in asked.lists() if name not in ("page", PARAMETER, "q")}
    return f"?{urlencode({PARAMETER: urlencode(kept | {PLACE: place}, doseq=True)})}"


def same_list(request: HttpRequest, address: str) -> str:
    """An address of the record of this page (to change it, to read it again), in the list from which the record was opened."""
    asked = request.GET.get(PARAMETER, "")
    return f"{address}?{urlencode({PARAMETER: asked})}" if asked and not {"?", "#"} & set(address) else address


def neighbours(request: HttpRequest, route: str, pk: int) -> Neighbours | None:
    """Where the row stands in the list of ?list=, as far as it is in the user's sight now.

    None where the page was not opened from a list, what was typed there is not known any more, or the row is no longer near
    its place in it. The number of
    queries depends on nothing; the rows beside it are not loaded, only their ids.
    """
    asked = QueryDict(request.GET.get(PARAMETER, ""))
    place = _number(asked.get(PLACE, ""))
    if not place or is_forgotten(request, asked.get(KEY, "")):
        return None
    typed = text_behind(request, asked.get(KEY, ""))
    form = LISTS[route].asked(request.user, asked.dict() | {"q": typed})
    ids = LISTS[route].found(form).values_list("pk", flat=True)
    first = max(0, place - 1 - MOVED)
    near = list(ids[first:place + MOVED])
    if pk not in near:
        return None
    return _neighbours(LISTS[route].record, route, asked, near, first, near.index(pk), ids.count())


def _neighbours(record: str, route: str, asked: QueryDict, near: list[int], first: int, at: int, total: int) -> Neighbours:
    def address(index: int) -> str:
        inside = 0 <= index < len(near)
        return reverse(record, args=[near[index]]) + link_in_list(asked, first + index + 1) if inside else ""
    return Neighbours(first + at + 1, total, address(at - 1), address(at + 1), _back(route, asked, first + at))


def _back(route: str, asked: QueryDict, index: int) -> str:
    query = asked.copy()
    del query[PLACE]
    if index >= PAGE_SIZE:
        query["page"] = index // PAGE_SIZE + 1
    return f"{reverse(route)}?{query.urlencode()}" if query else reverse(route)


def _number(text: str) -> int:
    """A place in a list; 0 for anything that cannot be one."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 0
