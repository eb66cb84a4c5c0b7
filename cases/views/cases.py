"""Cases (ケース) with their course and timeline."""
from functools import partial

from django.core.paginator import Paginator
from django.db.models import Count, Exists, Max, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from cases import access
from cases.agencies import agencies_of
from cases.course import continued
from cases.district_names import show_apart
from cases.forms.cases import CaseForm, CaseSearch
from cases.models import Case
from cases.neighbours import neighbours
from cases.periods import fiscal_year_of
from cases.searches import redirect_to_results, typed_text
from cases.services.case_events import hand_over
from cases.services.saving import save_versioned

from .assessments import assessments_of
from .banners import banners, permissions
from .case_events import course_context
from .conferences import conferences_of
from .form_drafts import form_drafts
from .pages import later, page_of
from .record_pages import needs_district, record_page, restored
from .referrals import referral_context
from .saved_searches import saved_context
from .support_plans import plans_of
from .waitings import waiting_context

PAGE_SIZE = 50
TIMELINE_SIZE = 30


@require_http_methods(["GET", "POST"])
@access.roles(*access.EVERYONE)
def case_list(request):
    """Cases in sight, latest first, open ones unless asked; a search is posted, so that no name is in an address."""
    if request.method == "POST":
        return redirect_to_results(request, {name: request.POST.get(name, "") for name in ("state", "district", "coordinator")})
    form = CaseSearch(request.GET.dict() | {"q": typed_text(request)}, user=request.user)
    found = form.apply(access.visible_cases(request.user)).in_lines("subject", "opened_on", "closed_on")
    page = page_of(found, PAGE_SIZE, request.GET.get("page"), partial(_with_work, user=request.user))
    show_apart(case.district for case in page)
    return render(request, "cases/cases/list.html", {"form": form, "page": page, "filtered": bool(form.chosen),
                                                      **saved_context(request, form, "case_list")})


@require_GET
@access.roles(*access.EVERYONE)
def case_detail(request, pk):
    """A case: its course, what it waits for, and its contacts, newest first."""
    case = access.get_case(request.user, pk)
    contacts = access.told_contacts(request.user).of_cases([case])
    page = Paginator(contacts, TIMELINE_SIZE).get_page(request.GET.get("page"))
    of_case = Q(case=case) | Q(contact__case=case)
    waitings, referrals = access.visible_waitings(request.user).filter(of_case), list(access.visible_referrals(request.user).filter(of_case).listed())
    return render(request, "cases/cases/detail.html", {
        "case": case, "person": _person(request.user, case), "page": page, "told_elsewhere": access.told_elsewhere(request.user, [case])[case.pk],
        "meetings_elsewhere": access.meetings_elsewhere(request.user, case),
        "neighbours": neighbours(request, "case_list", case.pk), **waiting_context(waitings, case),
        **referral_context(referrals, case),
        **course_context(request.user, case), **_parts(request.user, case), "agencies": agencies_of(request.user, case.household, referrals, case),
        **permissions(request.user, case), **banners(request.user, case)})


@require_http_methods(["GET", "POST"])
@access.roles(*access.EVERYONE)
@needs_district
def case_new(request):
    """Open a case, of the household in ?household= when it came from there."""
    household = _household_asked_for(request)
    drafts = form_drafts(request, "case", Case(), household.pk if household else None)
    form = drafts.fill(CaseForm, user=request.user, initial={
        "household": household, "subject": Case.Subject.HOUSEHOLD,
        "district": _district_to_propose(request.user, household)})
    return record_page(request, form, "cases/cases/form.html", saved_words="ケースを登録しました。",
                       address=_case_page, among=access.visible_cases(request.user), edit="case_edit",
                       household=household, drafts=drafts)


@require_http_methods(["GET", "POST"])
@access.roles(*access.EVERYONE)
def case_edit(request, pk):
    """Change a case."""
    case = access.get_case(request.user, pk, to_change=True)
    drafts = form_drafts(request, "case", case)
    form = drafts.fill(CaseForm, user=request.user, initial=restored(request, case))
    return record_page(request, form, "cases/cases/form.html", saved_words="ケースを保存しました。",
                       address=_case_page, among=access.visible_cases(request.user), case=case, store=_store_change, drafts=drafts,
                       **banners(request.user, case))


def _store_change(form: CaseForm, *, by) -> Case:
    """Save a changed case; another coordinator is told in its course, as where the case is handed over on the page of its own."""
    case, version = form.save(commit=False), form.cleaned_data["version"]
    if "coordinator" in form.changed_data and case.coordinator_id:
        return hand_over(case=case, version=version, on=timezone.localdate(), note="", watch="", by=by)
    return save_versioned(instance=case, version=version)


def _parts(user, case: Case) -> dict:
    """What belongs to the case besides its contacts, and apart from it what was taken back."""
    found = assessments_of(user, case) | plans_of(user, case) | conferences_of(user, case)
    lists = {name: list(rows) for name, rows in found.items()}
    withdrawn = [row for rows in lists.values() for row in rows if row.is_withdrawn]
    return {name: [row for row in rows if not row.is_withdrawn] for name, rows in lists.items()} | {"withdrawn": withdrawn}


def _with_work(cases, user):
    """Cases with the number of contacts in sight and the day of the last one."""
    in_sight = access.contacts_of_cases_in_sight(user).filter(case=OuterRef("pk")).order_by().values("case")
    also = access.also_links(user).filter(case=OuterRef("pk")).values("case")
    number, also_number = (Coalesce(Subquery(rows.annotate(n=Count("pk")).values("n")), 0) for rows in (in_sight, also))
    last, also_last = Subquery(in_sight.annotate(last=Max("date")).values("last")), Subquery(also.annotate(last=Max("contact__date")).values("last"))
    goes_on = continued(Case.objects.filter(pk=OuterRef("pk")).order_by(), fiscal_year_of(timezone.localdate()))
    return cases.annotate(is_continued=Exists(goes_on), contact_count=number + also_number,
                          last_contact=later(last, also_last))


def _person(user, case: Case):
    """The 本人 of the case, where one is chosen and in sight."""
    if case.person_id is None:
        return None
    here = access.members_of(user, case.household).filter(pk=case.person_id).first()
    return here or access.visible_members(user).filter(pk=case.person_id).first()


def _household_asked_for(request):
    pk = _number(request.GET.get("household"))
    return access.changeable_households(request.user).filter(pk=pk).first() if pk else None


def _district_to_propose(user, household) -> int | None:
    """The district of the household's address, unless its whereabouts are hidden: it would be one of them."""
    if household is None or "district_id" in access.hidden_columns(user, household):
        return None
    return household.district_id


def _number(text: str | None) -> int | None:
    """A whole number out of an address or a hidden field; None for anything else."""
    return int(text) if text and text.isdecimal() and len(text) < 19 else None


def _case_page(case: Case) -> str:
    return reverse("case_detail", args=[case.pk])
