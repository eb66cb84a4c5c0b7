"""The codebook (分類表), to read: what can be chosen in a fiscal year, what is new and what was retired."""
from collections import defaultdict

from django.db.models import Max, Min
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from cases import access, periods
from cases.codebook import AxisInYear, every_axis_in
from cases.models import Axis, Category
from cases.models.axes import KIND


@require_GET
@access.roles(*access.EVERYONE)
def codebook(request):
    """Every axis of a year with its categories under the names and rules of that year; those of other years stand apart."""
    years = _years()
    asked = request.GET.get("fiscal_year", "")
    fiscal_year = int(asked) if asked.isdecimal() and int(asked) in years else _this_year()
    axes = every_axis_in(fiscal_year)
    others = defaultdict(list)
    for each in Category.objects.select_related("merged_into__axis").order_by("order", "id"):
        if not each.valid_in(fiscal_year):
            others[each.axis_id].append(each)
    labels = {each.pk: each.label for axis in axes for each in axis.categories}
    kinds = [each for axis in axes if axis.axis.code == KIND for each in axis.categories]
    return render(request, "cases/codebook.html", {
        "axes": [_as_shown(axis, others[axis.axis.pk], labels, kinds, fiscal_year) for axis in axes], "years": years, "fiscal_year": fiscal_year,
        "kind_name": next((axis.axis.name for axis in axes if axis.axis.code == KIND), ""),
        "other_axes": Axis.objects.exclude(pk__in=[axis.axis.pk for axis in axes])})


def _this_year() -> int:
    return periods.fiscal_year_of(timezone.localdate())


def _years() -> list[int]:
    """The years from the first change of the codebook to the coming one, latest first."""
    edges = Category.objects.aggregate(first=Min("first_year"), ended=Min("last_year"), last=Max("first_year"))
    first = min(filter(None, [edges["first"], edges["ended"], _this_year()]))
    return list(range(max(_this_year() + 1, edges["last"] or 0), first - 1, -1))


def _as_shown(axis: AxisInYear, others: list[Category], labels: dict[int, str], kinds: list[Category], fiscal_year: int) -> dict:
    return {
        "axis": axis.axis, "other": others, "kinds": [kind.label for kind in kinds if kind.code in axis.asked_for],
        "valid": [(each, labels.get(each.parent_id), each.first_year == fiscal_year, each.last_year == fiscal_year)
                  for each in axis.categories],
    }
