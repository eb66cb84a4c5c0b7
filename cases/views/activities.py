"""The register of work with groups and places (地域支援の記録): list, read, enter, change."""
import datetime

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from cases import access
from cases.district_names import show_rows_apart
from cases.forms.activities import ActivityFilter, ActivityForm
from cases.models import Activity, ActivityKind, District, Resource
from cases.neighbours import neighbours
from cases.periods import PeriodError, parse_date
from cases.searches import redirect_to_results, typed_text
from cases.services.activities import store_activity

from .form_drafts import form_drafts
from .record_pages import needs_district, record_page, restored
from .saved_searches import saved_context

PAGE_SIZE = 50
MOST = 200  # contacts of one entry
MORE_THAN_CAME = "相談{0.consultations:,}件に対して、来場・参加は{0.visitors:,}人です。数を確かめてください。1人が何件か相談したときは、このままで構いません。"
CODED = ("fiscal_year", "kind", "district", "resource")


@require_http_methods(["GET", "POST"])
@access.roles(*access.EVERYONE)
def activity_list(request):
    """Entries in sight, latest first, cut down by the filter; words are posted and kept out of addresses."""
    if request.method == "POST":
        return redirect_to_results(request, {name: request.POST.get(name, "") for name in CODED})
    form = ActivityFilter(request.GET.dict() | {"q": typed_text(request)}, user=request.user)
    found = form.apply(access.visible_activities(request.user).listed())
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    show_rows_apart(page)
    return render(request, "cases/activities/list.html", {
        "form": form, "page": page, "filtered": bool(form.chosen or form.errors), **saved_context(request, form, "activity_list")})


@require_GET
@access.roles(*access.EVERYONE)
def activity_detail(request, pk):
    """One entry as it is read, and the contacts that were logged from it, as far as they are in sight."""
    activity = access.get_activity(request.user, pk)
    number = activity.contacts.count()
    contacts = list(access.listed_contacts(request.user).filter(activity=activity)[:MOST]) if number else []
    show_rows_apart(contacts)
    return render(request, "cases/activities/detail.html", {
        "activity": activity, "contacts": contacts, "number": number, "unseen": number - len(contacts), "may_change": access.may_change(request.user, activity),
        "neighbours": neighbours(request, "activity_list", activity.pk)})


@require_http_methods(["GET", "POST"])
@access.roles(*access.EVERYONE)
@needs_district
def activity_new(request):
    """Enter what was done; ?like= begins with an earlier entry of the same meeting, ?resource= with a group."""
    return _form_page(request, Activity(), _start(request))


@require_http_methods(["GET", "POST"])
@access.roles(*access.EVERYONE)
def activity_edit(request, pk):
    """Change an entry."""
    activity = access.get_activity(request.user, pk, to_change=True)
    return _form_page(request, activity, restored(request, activity))


def _form_page(request, activity: Activity, start: dict):
    drafts = form_drafts(request, "activity", activity)
    form = drafts.fill(ActivityForm, user=request.user, initial=start)
    answer = record_page(request, form, "cases/activities/form.html", saved_words="地域支援の記録を保存しました。", store=_store,
                         among=access.visible_activities(request.user), edit="activity_edit", activity=activity,
                         address=lambda saved: reverse("activity_detail", args=[saved.pk]), drafts=drafts)
    if answer.status_code == 302 and form.instance.asks_more_than_came:
        messages.warning(request, MORE_THAN_CAME.format(form.instance))
    return answer


def _store(form: ActivityForm, *, by) -> Activity:
    return store_activity(activity=form.save(commit=False), coordinators=form.cleaned_data["coordinators"],
                          version=form.cleaned_data.get("version"), by=by)


def _start(request) -> dict:
    """The first of the user's districts or the one asked for, and what a day, an earlier entry, a resource or a kind says."""
    kind = ActivityKind.objects.filter(pk=_number(request.GET.get("kind"))).first()
    start = {"district": _district(request), "date": _day(request.GET.get("date", ""))} | ({"kind": kind.pk} if kind else {})
    if like := access.changeable_activities(request.user).filter(pk=_number(request.GET.get("like"))).first():
        return start | {name: getattr(like, name) for name in ("kind", "title", "resource", "place", "district", "is_citywide")} | {
            "coordinators": [each.pk for each in like.coordinators.all()], "date": like.next_on or timezone.localdate()}
    if resource := Resource.objects.filter(pk=_number(request.GET.get("resource"))).first():
        return start | {"resource": resource}
    return start


def _district(request) -> District | None:
    districts = access.changeable_districts(request.user)
    asked = request.GET.get("district", "").replace("\0", "")  # PostgreSQL takes no NUL
    return (districts.filter(code=asked).first() if asked else None) or districts.first()


def _day(text: str) -> datetime.date | None:
    try:
        return parse_date(text)
    except PeriodError:
        return None


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 19 else None
