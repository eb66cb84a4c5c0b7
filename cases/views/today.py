"""今日: what was logged today and what is due."""
import datetime

from django.db.models import QuerySet
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from cases import access
from cases.carried import given_to, promised_to
from cases.district_names import show_apart
from cases.followups import plans_to_look_at, quiet_cases, tasks_to_tell, waiting_in
from cases.moves import own_moves, unseen_moves

from .drafts import kept_drafts

DUE_SHOWN = 50
DAYS_AHEAD = 7


@require_GET
@access.roles(*access.EVERYONE)
def today(request):
    """The first page after log-in: next actions that are due and those of the coming week, quiet cases, today's entries."""
    day = timezone.localdate()
    contacts = access.listed_contacts(request.user)
    due = list(contacts.due(day + datetime.timedelta(days=DAYS_AHEAD)).order_by("next_action_on", "id")[:DUE_SHOWN + 1])
    entries, quiet = list(contacts.filter(date=day)), list(quiet_cases(request.user, day))
    planned = list(access.changeable_activities(request.user).due(day + datetime.timedelta(days=DAYS_AHEAD)).listed().order_by("next_on", "id")[:DUE_SHOWN])
    moves, promised, given = own_moves(request.user), promised_to(request.user, day + datetime.timedelta(days=DAYS_AHEAD)), given_to(request.user)
    show_apart([*(each.from_district for each in (*promised, *given) if each.from_district), *(row.district for row in (*due, *entries, *planned, *(each.case for each in (*quiet, *moves)))), *(each.to_district for each in moves)])
    waitings, waiting_count = _first(waiting_in(access.changeable_waitings(request.user)))
    referrals, referral_count = _first(access.changeable_referrals(request.user).open().listed())
    tasks, task_count = _first(tasks_to_tell(request.user, day + datetime.timedelta(days=DAYS_AHEAD)))
    return render(request, "cases/today.html", {
        "day": day,
        "entries": entries,
        "due": [contact for contact in due if contact.next_action_on <= day][:DUE_SHOWN],
        "soon": [contact for contact in due if contact.next_action_on > day][:DUE_SHOWN],
        "more": len(due) > DUE_SHOWN,
        "referrals": referrals,
        "referral_count": referral_count,
        "planned": planned,
        "waitings": waitings,
        "waiting_count": waiting_count,
        "reviews_weeks": request.user.role != access.COORDINATOR,
        "quiet": quiet,
        "tasks": tasks,
        "task_count": task_count,
        "plans": plans_to_look_at(request.user, day + datetime.timedelta(days=DAYS_AHEAD))[:DUE_SHOWN],
        "moves": moves,
        "promised": promised[:DUE_SHOWN],
        "given": given,
        "unseen_moves": unseen_moves(request.user),
        **kept_drafts(request.user),
    })


def _first(rows: QuerySet) -> tuple[list, int]:
    """The rows that are shown, and how many there are; they are counted only where there are more."""
    found = list(rows[:DUE_SHOWN + 1])
    return found[:DUE_SHOWN], rows.count() if len(found) > DUE_SHOWN else len(found)
