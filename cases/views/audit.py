"""What was seen and changed: a record's history and readers, and the supervisor's review (閲覧の点検)."""
from functools import partial

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import Resolver404, resolve, reverse
from django.views.decorators.http import require_GET, require_POST

from cases import access, audit, trail
from cases.audit.history import steps_of
from cases.audit.middleware import quiet
from cases.audit.readers import DAYS, readings
from cases.audit.searched import texts_for
from cases.audit.unusual import findings
from cases.audit.words import RECORDS, names_of
from cases.forms.audit import EntrySearch
from cases.models import AuditEntry, Axis, Category

from .consents import consent_page
from .referrals import referral_page
from .tasks import task_page
from .waitings import waiting_page

PAGE_SIZE = 50


@require_GET
@access.roles(*access.EVERYONE)
def record_history(request, kind, pk):
    """What changed in a record, newest first, and the way back to what it said."""
    record = access.get_record(request.user, kind, pk)
    edit = reverse(f"{kind}_edit", args=[pk]) if access.may_change(request.user, record) else ""
    return history_page(request, record, address=_page_of(kind, record), edit=edit)


def history_page(request, record, *, address: str, edit: str = ""):
    """The page of a record's history. `address` is where the record is, `edit` where an earlier state of it can be put back."""
    kind = record._meta.model_name
    steps = steps_of(record, partial(access.may_see, request.user), access.hidden_columns(request.user, record))
    page = Paginator(steps, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "cases/audit/history.html", {
        "record": record, "kind": kind, "page": page, "names": names_of(step.entry for step in page), "noun": RECORDS[kind],
        "address": address, "edit": edit})


@require_GET
@access.roles(*access.EVERYONE)
def record_readers(request, kind, pk):
    """Who saw a record (誰がこの記録を見たか): one by one, and in lists where ?lists=1 asks for it."""
    record, with_lists = access.get_record(request.user, kind, pk), request.GET.get("lists") == "1"
    page = Paginator(readings(record, with_lists=with_lists), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "cases/audit/readers.html", {
        "record": record, "page": page, "names": names_of(page), "days": DAYS, "with_lists": with_lists, "noun": RECORDS[kind],
        "address": _page_of(kind, record)})


@require_GET
@access.roles(access.ADMIN)
def admin_history(request, kind, pk):
    """As record_history, of what admins alone keep."""
    return record_history(request, kind, pk)


@require_GET
@access.roles(access.ADMIN)
def axis_history(request, axis):
    """What changed in an axis, its kinds (対象) among it."""
    return history_page(request, get_object_or_404(Axis, code=axis), address=reverse("axis_detail", args=[axis]))


@require_GET
@access.roles(access.ADMIN)
def category_history(request, axis, code):
    """What changed in a category."""
    category = get_object_or_404(Category, axis__code=axis, code=code)
    return history_page(request, category, address=reverse("axis_detail", args=[axis]))


@require_GET
@access.roles(access.ADMIN)
def admin_readers(request, kind, pk):
    """As record_readers, of what admins alone keep."""
    return record_readers(request, kind, pk)


@require_GET
@access.roles(access.SUPERVISOR, access.ADMIN)
def audit_review(request):
    """Unusual reading by the people whom the user answers for, and every entry of theirs by person, day and outcome."""
    people = access.supervised_users(request.user)
    of_nobody = Q(user_id=None, action__startswith="login.")  # a log-in with a name that nobody has
    form = EntrySearch(request.GET or None, people=people)
    entries = form.apply(AuditEntry.objects.filter(Q(user_id__in=people.values("pk")) | of_nobody))
    page = Paginator(entries, PAGE_SIZE).get_page(request.GET.get("page"))
    names = dict(people.values_list("pk", "name"))
    return render(request, "cases/audit/review.html", {
        "form": form, "filtered": bool(form.chosen), "page": page, "findings": findings(names), "names": names,
        "searched": texts_for(request.user, page)})


@require_POST
@quiet
@access.roles(*access.EVERYONE)
def print_noted(request):
    """The browser says that a page is being printed: kept as an event of its own, with what the page was of."""
    try:
        found = resolve(request.POST.get("page", ""))
    except Resolver404:
        return HttpResponse(status=204)
    asked = {name: str(value) for name, value in found.kwargs.items()}
    trail.noted(printed=found.view_name)
    audit.event("print", request=request, objects=_printed(request.user, found), detail={"page": found.view_name, "asked": asked})
    return HttpResponse(status=204)


def _printed(user, found) -> list:
    kind, _, page = (found.view_name or "").partition("_")
    named = "pk" in found.kwargs and page != "new"  # a new member's or protection's address names the household
    record = access.find_record(user, kind, found.kwargs["pk"]) if named else None
    return [record] if record else []


def _page_of(kind: str, record) -> str:
    """The address of the record's own page; members and protections are on their household's, some have only a form."""
    if kind in ("relation", "tie"):
        return reverse("household_family", args=[record.household_id])
    if kind == "waiting":
        return waiting_page(record)
    if kind == "caseevent":
        return reverse("case_detail", args=[record.case_id])
    if kind == "referral":
        return referral_page(record)
    if kind == "leader":
        return reverse("resource_detail", args=[record.resource_id])
    if kind in ("goal", "monitoring"):
        return reverse("supportplan_detail", args=[record.plan_id])
    if kind == "task":
        return task_page(record)
    if kind == "consent":
        return consent_page(record)
    if kind in ("member", "protection"):
        return reverse("household_detail", args=[record.household_id])
    return reverse(f"{kind}_edit" if kind in ("user", "district", "activitykind") else f"{kind}_detail", args=[record.pk])
