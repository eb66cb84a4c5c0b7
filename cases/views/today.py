"""今日: what was logged today and what is due."""
import datetime
from dataclasses import dataclass

from django.db.models import QuerySet
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from cases import access
from cases.carried import given_to, promised_to
from cases.district_names import show_apart
from cases.followups import plans_to_look_at, quiet_cases, tasks_to_tell, waiting_in
from cases.models import User
from cases.moves import own_moves, unseen_moves

from .drafts import kept_drafts

SHOWN, GIVEN_SHOWN = 50, 10  # whoever is given seventy cases has other things due, too
DAYS_AHEAD = datetime.timedelta(days=7)


@dataclass(frozen=True, slots=True)
class First:
    """The rows of a list that are shown, and how many there are."""

    rows: list
    total: int


@require_GET
@access.roles(*access.EVERYONE)
def today(request):
    """The first page after log-in: what is due and what comes in a week, quiet cases, today's entries. ?all= shows all rows of every list."""
    day, user = timezone.localdate(), request.user
    lists = _lists(user, day, None if request.GET.get("all") else SHOWN)
    entries, quiet, moves = list(access.listed_contacts(user).filter(date=day)), list(quiet_cases(user, day)), own_moves(user)
    shown = {name: each.rows for name, each in lists.items()}
    _tell_apart(shown, [*entries, *(each.case for each in (*quiet, *moves))], [each.to_district for each in moves])
    return render(request, "cases/today.html", {
        "day": day, "entries": entries, "quiet": quiet, "moves": moves, "unseen_moves": unseen_moves(user), **shown,
        "counts": {name: each.total for name, each in lists.items()},
        "more": {name: each.total - len(each.rows) for name, each in lists.items()},
        "reviews_weeks": user.role != access.COORDINATOR, **kept_drafts(user)})


def _lists(user: User, day: datetime.date, most: int | None) -> dict[str, First]:
    """The lists that may be long, by their names in the template; of each at most so many rows."""
    ahead = day + DAYS_AHEAD
    promised, given = promised_to(user, ahead), given_to(user)
    return _due(user, day, most) | {
        "planned": _first(access.changeable_activities(user).due(ahead).listed().order_by("next_on", "id"), most),
        "waitings": _first(waiting_in(access.changeable_waitings(user)), most),
        "referrals": _first(access.changeable_referrals(user).open().listed(), most),
        "tasks": _first(tasks_to_tell(user, ahead), most),
        "plans": _first(plans_to_look_at(user, ahead), most),
        "promised": First(promised[:most], len(promised)),
        "given": First(given[:most and GIVEN_SHOWN], len(given)),
    }


def _due(user: User, day: datetime.date, most: int | None) -> dict[str, First]:
    """Next dates of contacts: those that are due, and those of the coming week. They are asked for in one where they are few."""
    rows = access.listed_contacts(user).due(day + DAYS_AHEAD).order_by("next_action_on", "id")
    found = list(rows[:SHOWN + 1])
    due, soon = ([each for each in found if (each.next_action_on <= day) is come] for come in (True, False))
    if len(found) <= SHOWN:
        return {"due": First(due, len(due)), "soon": First(soon, len(soon))}
    return {"due": _first(rows.filter(next_action_on__lte=day), most), "soon": _first(rows.filter(next_action_on__gt=day), most)}


def _first(rows: QuerySet, most: int | None) -> First:
    """The rows that are shown; all are counted only where there are more."""
    found = list(rows[:most and most + 1])
    return First(found[:most], rows.count() if most and len(found) > most else len(found))


def _tell_apart(shown: dict[str, list], rows: list, districts: list) -> None:
    """Districts of one name, on all lines of the page."""
    carried = [each.from_district for name in ("promised", "given") for each in shown[name] if each.from_district]
    show_apart([*carried, *(row.district for row in (*(each for name in ("due", "soon", "planned") for each in shown[name]), *rows)), *districts])
