"""支援会議 and 重層的支援会議: the list with what was held by year, one meeting, and its form."""
from collections import Counter

from django.core.paginator import Paginator
from django.db.models import Count, F, Prefetch
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from cases import access
from cases.forms.conferences import ConferenceForm
from cases.models import Case, Conference, Task, User
from cases.periods import fiscal_year_of, fiscal_year_span
from cases.services.tasks import store_with_tasks

from .banners import banners
from .form_drafts import form_drafts
from .record_pages import needs_district, record_page, restored

PAGE_SIZE = 50


@require_GET
@access.roles(*access.EVERYONE)
def conference_list(request):
    """Meetings in sight of the fiscal year in ?fiscal_year=, this one without, and how many of each kind each year had.

    Counted are all of the council, those about restricted cases too: a figure does not depend on who reads it.
    """
    rows, held = access.visible_parts(request.user, Conference).standing(), _held()
    years = sorted({year for year, _ in held} | {fiscal_year_of(timezone.localdate())}, reverse=True)
    asked = request.GET.get("fiscal_year", "")
    year = int(asked) if asked.isascii() and asked.isdigit() and int(asked) in years else years[0]
    start, end = fiscal_year_span(year)
    unseen = sum(held[year, kind] for kind in Conference.Kind.values) - rows.filter(date__gte=start, date__lt=end).count()
    page = Paginator(_listed(rows.filter(date__gte=start, date__lt=end), request.user), PAGE_SIZE).get_page(request.GET.get("page"))
    kinds = Conference.Kind
    return render(request, "cases/conferences/list.html", {
        "page": page, "year": year, "unseen": unseen, "kinds": kinds.labels, "years": [(each, [held[each, kind] for kind in kinds.values]) for each in years]})


@require_http_methods(["GET", "POST"])
@access.roles(*access.EVERYONE)
@needs_district
def conference_new(request):
    """Write down a meeting, about the case in ?case= when it came from there."""
    asked = request.GET.get("case", "")
    pk = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 19 else None
    case = access.changeable_cases(request.user).filter(pk=pk).first() if pk else None
    return _form_page(request, Conference(), "会議を登録しました。", {"case_numbers": case.number} if case else {}, case)


@require_http_methods(["GET", "POST"])
@access.roles(*access.EVERYONE)
def conference_edit(request, pk):
    """Change a meeting."""
    conference = access.get_part(request.user, Conference, pk, to_change=True)
    return _form_page(request, conference, "会議を保存しました。", restored(request, conference))


@require_GET
@access.roles(*access.EVERYONE)
def conference_detail(request, pk):
    """A meeting: its kind, cases, who took part, what was decided and what comes next."""
    conference = access.get_part(request.user, Conference, pk)
    cases = list(access.visible_cases(request.user).filter(conferences=conference).select_related("household", "district"))
    hides = "agencies" in access.hidden_columns(request.user, conference)
    protected = [case for case in cases if hides and access.protections_of(request.user, case.household)]
    return render(request, "cases/conferences/detail.html", {
        "conference": conference, "cases": cases, "is_of_more": conference.cases.count() > len(cases), "tasks": conference.tasks.all(), "hides_agencies": hides, "may_change": access.may_change(request.user, conference),
        **(banners(request.user, next(iter([*protected, *cases]), conference)))})


def conferences_of(user: User, case: Case) -> dict:
    """What the page of a case says of the meetings about it, each with its open 次の動き as `next_steps`. Three queries with `meetings_elsewhere`."""
    steps = Prefetch("tasks", Task.objects.open().order_by(F("until").asc(nulls_last=True), "id"), to_attr="next_steps")
    return {"conferences": access.visible_parts(user, Conference).filter(cases=case).prefetch_related(steps)}


def _held() -> Counter:
    """How many meetings there were by fiscal year and kind, whoever asks; those that were taken back, or whose case was deleted, left out."""
    deleted = Conference.objects.filter(cases__deleted_at__isnull=False).order_by().values("pk")
    dates = Conference.objects.standing().exclude(pk__in=deleted).order_by().values_list("date", "kind")
    return Counter((fiscal_year_of(date), kind) for date, kind in dates)


def _listed(rows, user: User):
    return rows.annotate(number_of_cases=Count("cases")).order_by("-date", "-id").prefetch_related(Prefetch("cases", access.visible_cases(user).select_related("household")))


def _form_page(request, conference: Conference, saved_words: str, initial: dict, case: Case | None = None):
    drafts = form_drafts(request, "conference", conference, case.pk if case else None)
    form = drafts.fill(ConferenceForm, initial=initial, user=request.user)
    is_new = conference._state.adding
    back = reverse("conference_detail", args=[conference.pk]) if not is_new else reverse("case_detail", args=[case.pk]) if case else reverse("conference_list")
    return record_page(request, form, "cases/conferences/form.html", saved_words=saved_words, store=store_with_tasks, edit="conference_edit",
                       address=lambda saved: reverse("conference_detail", args=[saved.pk]), back=back,
                       among=access.visible_parts(request.user, Conference), conference=None if is_new else conference, drafts=drafts)
