"""From a figure of people or households to who is behind it."""
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import render

from cases import access
from cases.models import Axis, EarlierLabel
from reports.behind import Behind, shown

PAGE_SIZE = 100


def people_page(request, figure):
    """The list behind one figure of an axis of people; what the user may not see is only counted."""
    behind = Behind.figure(figure.axis, figure.category, figure.fiscal_year, [each.pk for each in figure.districts])
    if behind is None or figure.months:
        raise Http404
    page = Paginator(behind.seen_by(request.user), PAGE_SIZE).get_page(request.GET.get("page"))
    count = behind.count()
    found = {"page": page, "count": count, "figure": figure, "behind": behind, "hidden": count - page.paginator.count}
    if behind.counts == Axis.Counts.CONTACTS:
        return render(request, "reports/figure.html", found | {"lines": _contacts(page.object_list, figure, request.user)})
    return render(request, "reports/figure_people.html", found | {"lines": shown(behind, page.object_list, request.user)})


def _contacts(rows, figure, user) -> list[dict]:
    """The contacts of a page with what the category each counts under was called in the year."""
    earlier = EarlierLabel.objects.filter(category__axis=figure.axis, last_year__gte=figure.fiscal_year).order_by("-last_year")
    labels = dict(figure.axis.categories.values_list("pk", "label")) | dict(earlier.values_list("category", "label"))
    found = access.with_number_of_others(access.visible_contacts(user)).select_related("district").prefetch_related(
        "coordinators", Prefetch("also_cases", access.visible_cases(user)), Prefetch("case", access.visible_cases(user))).in_bulk([row["contact_key"] for row in rows])
    return [{"contact": found[row["contact_key"]], "label": labels.get(row["counted_as"])} for row in rows]
