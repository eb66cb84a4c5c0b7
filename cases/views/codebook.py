"""The codebook (分類表), to read: what can be chosen in a fiscal year, what is new and what was retired."""
from django.db.models import Max, Min, Prefetch
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from cases import access, periods
from cases.models import Axis, Category


@require_GET
@access.roles(*access.EVERYONE)
def codebook(request):
    """Every axis with its categories; those of other years are shown apart, with their years."""
    years = _years()
    asked = request.GET.get("fiscal_year", "")
    fiscal_year = int(asked) if asked.isdecimal() and int(asked) in years else _this_year()
    categories = Category.objects.select_related("parent", "merged_into", "merged_into__axis").order_by("order", "id")
    axes = Axis.objects.prefetch_related("asked_for", Prefetch("categories", categories))
    return render(request, "cases/codebook.html", {
        "axes": [_as_shown(axis, fiscal_year) for axis in axes], "years": years, "fiscal_year": fiscal_year})


def _this_year() -> int:
    return periods.fiscal_year_of(timezone.localdate())


def _years() -> list[int]:
    """The years from the first change of the codebook to the coming one, latest first."""
    edges = Category.objects.aggregate(first=Min("first_year"), ended=Min("last_year"), last=Max("first_year"))
    first = min(filter(None, [edges["first"], edges["ended"], _this_year()]))
    return list(range(max(_this_year() + 1, edges["last"] or 0), first - 1, -1))


def _as_shown(axis: Axis, fiscal_year: int) -> dict:
    categories = list(axis.categories.all())
    return {
        "axis": axis,
        "kinds": [kind.label for kind in axis.asked_for.all()],
        "valid": [(each, each.first_year == fiscal_year, each.last_year == fiscal_year)
                  for each in categories if each.valid_in(fiscal_year)],
        "other": [each for each in categories if not each.valid_in(fiscal_year)],
    }
