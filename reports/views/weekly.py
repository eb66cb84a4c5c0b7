"""月曜のまとめ: last week for the supervisor, on screen and on paper."""
import datetime

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from cases import access
from cases.district_names import show_apart
from cases.moves import unseen_moves
from cases.weekly import WEEK, Part, summary, week_of
from reports.week import DistrictWeek, week_from


@require_GET
@access.roles(access.SUPERVISOR, access.ADMIN)
def weekly(request):
    """The week of ?week= (any of its days), last week without; what has to be followed up is that of today. ?all= shows all rows of every list."""
    today = timezone.localdate()
    this_week = week_of(today)
    monday = min(_monday_asked(request.GET.get("week", "")) or this_week - WEEK, this_week)
    week = week_from(request.user, monday)
    found = summary(request.user, monday, today)
    if request.GET.get("all"):
        found = {name: part.whole() for name, part in found.items()}
    _tell_apart(week.districts, found)
    return render(request, "reports/weekly.html", {
        "day": today, "monday": monday, "sunday": monday + WEEK - datetime.timedelta(days=1), "before": monday - WEEK,
        "incoming": unseen_moves(request.user, into=[row.district for row in week.districts]),
        "after": monday + WEEK if monday < this_week else None, "kinds": week.kinds, "districts": week.districts, "week": week, **found})


def _tell_apart(districts: list[DistrictWeek], found: dict[str, Part]) -> None:
    rows = [row for name in ("opened", "reopened", "closed", "new", "due", "planned") for row in found[name].rows]
    rows += [each.case for name in ("quiet", "handed", "moves") for each in found[name].rows]
    show_apart([*(each.district for each in (*districts, *rows)), *(each.to_district for each in found["moves"].rows)])


def _monday_asked(text: str) -> datetime.date | None:
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError:
        return None
    return week_of(day) if day.year >= 1990 else None
