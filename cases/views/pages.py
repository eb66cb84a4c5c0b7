"""A long list, a page at a time."""
from collections.abc import Callable

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.db.models.functions import Coalesce, Greatest


def page_of(rows: QuerySet, size: int, number: str | None, with_work: Callable[[QuerySet], QuerySet]) -> Page:
    """The page `number` (the first or the last for one that there is not) of `rows`, which have an order.

    Only its rows are asked for what a line prints besides: of all rows it would take longer the more contacts there are.
    """
    page = Paginator(rows, size).get_page(number)
    ids = list(page.object_list.values_list("pk", flat=True))
    page.object_list = with_work(rows.filter(pk__in=ids))
    return page


def later(one, other) -> Greatest:
    """The later of two days, or the one that there is; None without either, on both engines."""
    return Greatest(Coalesce(one, other), Coalesce(other, one))
