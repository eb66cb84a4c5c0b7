"""The directory of local resources (社会資源)."""
import datetime

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Prefetch, Q
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases import access
from cases.agencies import conferences_with
from cases.district_names import show_apart, show_rows_apart, told_apart
from cases.forms.resources import NOWHERE, LeaderForm, ResourceForm, ResourceSearch
from cases.leaders import in_order, together
from cases.models import Case, Contact, District, Leader, Resource
from cases.namesakes import namesakes
from cases.searches import redirect_to_results, typed_text
from cases.services.resources import store_resource

from .form_drafts import FormDrafts, form_drafts
from .record_pages import record_page, restored
from .referrals import counts_by_agency

PAGE_SIZE = 50
SHOWN = 20
TOGETHER = "同じ役割の人が、同じ時期に2人以上登録されています。交代したときは、下の「代表者・窓口」で、前の人の期間を終わりにできます。"


@require_http_methods(["GET", "POST"])
@access.roles(*access.EVERYONE)
def resource_list(request):
    """The whole directory, for everyone: it holds no record of a person helped. A search is posted all the same."""
    if request.method == "POST":
        return redirect_to_results(request, {name: request.POST.get(name, "") for name in ("category", "district")})
    form = ResourceSearch(request.GET.dict() | {"q": typed_text(request)})
    found = form.apply(Resource.objects.prefetch_related("districts", Prefetch("leaders", Leader.objects.on(timezone.localdate()), to_attr="at_work")))
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    show_apart(district for resource in page for district in resource.districts.all())
    return render(request, "cases/resources/list.html", {
        "form": form, "page": page, "filtered": bool(form.chosen), "by_district": _by_district(found)})


@require_GET
@access.roles(*access.EVERYONE)
def resource_detail(request, pk):
    """A resource: who leads it since when, and the entries, referrals, meetings, cases and contacts that point to it, as far as they are in sight."""
    resource = access.get_resource(request.user, pk)
    activities = access.visible_activities(request.user).filter(resource=resource)
    referrals = access.visible_referrals(request.user).filter(resource=resource).named()
    protected = access.protected_households().order_by().values("pk")  # which agency they go to may tell where they are
    of_them = Contact.objects.of_cases(Case.objects.filter(household__in=protected)).order_by().values("pk")
    contacts = access.visible_contacts(request.user).filter(resource=resource).exclude(pk__in=of_them)
    conferences = conferences_with(request.user, resource)
    entries = list(activities.listed()[:SHOWN])
    show_rows_apart(entries)
    today = timezone.localdate()
    leaders = in_order(resource.leaders.all(), today)
    return render(request, "cases/resources/detail.html", {
        "resource": resource, "districts": _districts(resource), "leaders": leaders, "namesakes": namesakes(resource.name, resource.pk), "together": together(leaders, today),
        "activities": entries, "activity_count": activities.count(),
        "referrals": referrals.listed().order_by("-date", "-id")[:SHOWN], "referral_count": referrals.count(), "counts": counts_by_agency(referrals),
        "conferences": conferences[:SHOWN], "conference_count": conferences.count(),
        "cases": access.visible_cases(request.user).filter(resource=resource).select_related("household"),
        "contact_count": contacts.count(), "last_contact": contacts.first()})


@require_http_methods(["GET", "POST"])
@access.roles(*access.EVERYONE)
def leader_new(request, pk):
    """Enter who leads a resource."""
    resource = access.get_resource(request.user, pk)
    return _leader_page(request, Leader(resource=resource), {})


@require_http_methods(["GET", "POST"])
@access.roles(*access.EVERYONE)
def leader_edit(request, pk):
    """Change a leader, or say until when (?until=, where another one has followed)."""
    leader = access.get_leader(request.user, pk)
    return _leader_page(request, leader, restored(request, leader) or _ended(request))


@require_http_methods(["GET", "POST"])
@access.roles(*access.EVERYONE)
def resource_new(request):
    """Enter a resource; its number is proposed."""
    return _form_page(request, Resource(), "社会資源を登録しました。")


@require_http_methods(["GET", "POST"])
@access.roles(*access.EVERYONE)
def resource_edit(request, pk):
    """Change a resource."""
    return _form_page(request, access.get_resource(request.user, pk), "社会資源を保存しました。")


@require_POST
@access.roles(*access.EVERYONE)
def resource_similar(request):
    """Resources that bear the name being typed; nothing is refused because of them."""
    return render(request, "cases/resources/namesakes.html", {"namesakes": namesakes(request.POST.get("name", "")[:100])})


def _by_district(found) -> list[tuple[str, int]]:
    """How many of these each district has, and last those of none; one of several districts is in each of them. Two queries."""
    ids = found.order_by().values("pk")
    districts = District.objects.filter(resources__in=ids).annotate(n=Count("resources", filter=Q(resources__in=ids), distinct=True))
    names = told_apart(districts)
    none = Resource.objects.filter(pk__in=ids, districts=None).count()
    return [*((names[each.code], each.n) for each in districts), *([(NOWHERE[1], none)] if none else [])]


def _form_page(request, resource: Resource, saved_words: str):
    start = {} if resource._state.adding else restored(request, resource)
    drafts = form_drafts(request, "resource", resource)
    form = drafts.fill(ResourceForm, initial=start)
    return record_page(request, form, "cases/resources/form.html", saved_words=saved_words, among=Resource.objects.all(), store=_store,
                       address=_page_of, edit="resource_edit", resource=resource, drafts=drafts)


def _districts(resource: Resource) -> list[District]:
    found = list(resource.districts.all())
    show_apart(found)
    return found


def _store(form: ResourceForm, *, by) -> Resource:
    return store_resource(resource=form.save(commit=False), districts=form.cleaned_data["districts"], version=form.cleaned_data.get("version"), by=by)


def _ended(request) -> dict:
    """What the form of a leader begins with where the page of the resource offered a last day."""
    try:
        day = datetime.date.fromisoformat(request.GET.get("until", "") if request.method == "GET" else "")
    except ValueError:
        return {}
    messages.info(request, "「いつまで」を入れました。まだ保存していません。確かめてから保存してください。")
    return {"ends_on": day}


def _leader_page(request, leader: Leader, start: dict):
    drafts = form_drafts(request, "leader", leader, leader.resource_id)
    form = drafts.fill(LeaderForm, initial=start)
    answer = _answer_of_leader(request, form, leader, drafts)
    found = together(leader.resource.leaders.all(), timezone.localdate()) if answer.status_code == 302 else []
    if any(form.instance in each.people for each in found):
        messages.warning(request, TOGETHER)
    return answer


def _answer_of_leader(request, form: LeaderForm, leader: Leader, drafts: FormDrafts):
    return record_page(request, form, "cases/leaders/form.html", saved_words="代表者・窓口を保存しました。", edit="leader_edit",
                       among=Leader.objects.filter(resource=leader.resource_id), address=lambda saved: reverse("resource_detail", args=[saved.resource_id]),
                       resource=leader.resource, leader=None if leader._state.adding else leader, drafts=drafts)


def _page_of(resource: Resource) -> str:
    return reverse("resource_detail", args=[resource.pk])
