"""A long list, a page at a time."""
from collections.abc import Callable

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet


def page_of(rows: QuerySet, size: int, number: str | None, with_work: Callable[[QuerySet], QuerySet]) -> Page:
    """The page `number` (the first or the last for one that there is not) of `rows`, which have an order.

    Only its rows are asked for what a line prints besides: of all rows it would take longer the more contacts there are.
    """
    page = Paginator(rows, size).get_page(number)
    ids = list(page.object_list.values_list("pk", flat=True))
    page.object_list = with_work(rows.filter(pk__in=ids))
    return page
