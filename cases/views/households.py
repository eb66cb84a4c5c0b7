"""Households (世帯) and their members (世帯員)."""
from functools import partial

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases import access, periods
from cases.agencies import agencies_of
from cases.district_names import show_apart
from cases.forms.household_types import HouseholdTypesForm, TypesMixin
from cases.forms.households import HouseholdForm, HouseholdSearch, MemberForm
from cases.forms.kinship import open_proposals
from cases.forms.timeline import TimelineFilter
from cases.household_types import types_in, types_of
from cases.lists import words_of
from cases.merging.sides import standing_twice
from cases.merging.sight import merged_into, merges_of
from cases.models import Case, Household, Member
from cases.neighbours import neighbours
from cases.searches import redirect_to_results, typed_text
from cases.services.households import store_household
from cases.unplaced import unplaced

from .banners import banners, permissions
from .consents import consents_of
from .form_drafts import form_drafts
from .pages import later, page_of
from .record_pages import needs_district, record_page, restored
from .saved_searches import saved_context

PAGE_SIZE = 50
TIMELINE_SIZE = 30
YEARS_BACK = 11  # for ten years of comparison and the one before


@require_http_methods(["GET", "POST"])
@access.roles(*access.EVERYONE)
def household_list(request):
    """Households in sight by number; a search is posted, so that no name stands in an address."""
    if request.method == "POST":
        return redirect_to_results(request, {"district": request.POST.get("district", "")})
    form = HouseholdSearch(request.GET.dict() | {"q": typed_text(request)}, user=request.user)
    found = form.apply(access.visible_households(request.user))
    page = page_of(found.order_by("number"), PAGE_SIZE, request.GET.get("page"), partial(_with_work, user=request.user))
    return render(request, "cases/households/list.html", {"form": form, "page": page, "filtered": bool(form.chosen),
                                                           **saved_context(request, form, "household_list")})


@require_GET
@access.roles(*access.EVERYONE)
def household_detail(request, pk):
    """A household with its members, cases and latest contacts, as far as they are in sight."""
    try:
        household = access.get_household(request.user, pk)
    except Http404:
        if (kept := merged_into(request.user, pk)) is None:
            raise
        return redirect("household_detail", kept.pk)
    members = list(access.members_of(request.user, household))
    cases = access.visible_cases(request.user).filter(household=household).select_related("district", "coordinator")
    show_apart(case.district for case in cases)
    merges = list(merges_of(request.user, household))
    return render(request, "cases/households/detail.html", {
        "household": household,
        "neighbours": neighbours(request, "household_list", household.pk),
        "members": members, "proposed": len(open_proposals(members, access.relations_of(request.user, household).filter(is_withdrawn=False))),
        "types": _types_shown(household),
        "merges": merges, "twice": standing_twice(members) if merges else (),
        "ended_protections": access.ended_protections(request.user, household),
        "closed_members": household.members.count() - len(members),
        "cases": cases, "goes_on_elsewhere": access.goes_on_elsewhere(request.user, household),
        **consents_of(request.user, household), "agencies": agencies_of(request.user, household, _referrals(request.user, household)),
        **_timeline(request, household), **permissions(request.user, household), **banners(request.user, household),
    })


def _referrals(user, household: Household):
    """The referrals in sight of the household's cases."""
    of = Q(case__household=household) | Q(contact__case__household=household)
    return access.visible_referrals(user).filter(of).select_related("resource")


def _timeline(request, household: Household) -> dict:
    """The contacts of the household's cases, as far as they are in sight, the latest first, cut down by the filter."""
    contacts = access.told_contacts(request.user).of_cases(Case.objects.filter(household=household))
    form = TimelineFilter(request.GET, contacts=contacts, cases=access.visible_cases(request.user))
    page = Paginator(form.apply(contacts), TIMELINE_SIZE).get_page(request.GET.get("page"))
    return {"timeline": form, "timeline_words": words_of(form), "page": page,
            "contact_count": contacts.count() if form.is_open else page.paginator.count}


@require_GET
@access.roles(*access.EVERYONE)
def household_unplaced(request):
    """Households in sight whose address is in no district or in another one than is chosen; nothing is changed.

    Where a protected household lives is not told: such households are only counted.
    """
    protected = access.protected_households().order_by().values("pk")
    households = access.visible_households(request.user)
    page = Paginator(unplaced(households.exclude(pk__in=protected), timezone.localdate()), PAGE_SIZE).get_page(
        request.GET.get("page"))
    show_apart(district for line in page for district in (line.household.district, line.proposed))
    return render(request, "cases/households/unplaced.html", {
        "page": page, "protected": households.filter(pk__in=protected, is_outside=False).count(),
        "works_nowhere": not page.paginator.count and not access.visible_districts(request.user).exists()})


@require_http_methods(["GET", "POST"])
@access.roles(*access.EVERYONE)
@needs_district
def household_new(request):
    """Enter a household; its number is proposed."""
    drafts = form_drafts(request, "household", Household())
    return record_page(request, drafts.fill(HouseholdForm, user=request.user), "cases/households/form.html", store=_store,
                       saved_words="世帯を登録しました。続けて世帯員を追加できます。", address=_household_page(request.user),
                       among=access.visible_households(request.user), edit="household_edit", drafts=drafts)


@require_POST
@access.roles(*access.EVERYONE)
def household_similar(request):
    """Households that the one being typed may be."""
    return _similar(request, HouseholdForm(request.POST, user=request.user))


@require_http_methods(["GET", "POST"])
@access.roles(*access.EVERYONE)
def household_edit(request, pk):
    """Change a household."""
    household = access.get_household(request.user, pk, to_change=True)
    drafts = form_drafts(request, "household", household)
    form = drafts.fill(HouseholdForm, user=request.user, initial=restored(request, household))
    return record_page(request, form, "cases/households/form.html", store=_store, saved_words="世帯を保存しました。",
                       address=_household_page(request.user), among=access.visible_households(request.user),
                       household=household, drafts=drafts, **banners(request.user, household))


@require_http_methods(["GET", "POST"])
@access.roles(*access.EVERYONE)
def household_types(request, pk):
    """The types (世帯の分類) of a household in any fiscal year of ?fiscal_year=, this one without."""
    household = access.get_household(request.user, pk, to_change=True)
    this_year = periods.fiscal_year_of(timezone.localdate())
    years = list(range(this_year, this_year - YEARS_BACK, -1))
    asked = request.GET.get("fiscal_year", "")
    year = int(asked) if asked.isascii() and asked.isdigit() and int(asked) in years else this_year
    drafts = form_drafts(request, "householdtypes", household)
    form = drafts.fill(HouseholdTypesForm, fiscal_year=year)
    return record_page(request, form, "cases/households/types.html", drafts=drafts, store=_store, saved_words="世帯の分類を保存しました。",
                       address=_household_page(request.user), among=access.visible_households(request.user),
                       household=household, years=years, year=year, types=_types_shown(household),
                       **banners(request.user, household))


@require_http_methods(["GET", "POST"])
@access.roles(*access.EVERYONE)
def member_new(request, pk):
    """Add a member to a household."""
    household = access.get_household(request.user, pk, to_change=True)
    drafts = form_drafts(request, "member", Member(household=household), household.pk)
    form = drafts.fill(MemberForm, user=request.user)
    page = record_page(request, form, "cases/members/form.html", saved_words="世帯員を追加しました。",
                       address=_page_of_member, among=_members(request.user, household), edit="member_edit",
                       household=household, drafts=drafts, **banners(request.user, household))
    return _with_word_of_age(request, form, page)


@require_POST
@access.roles(*access.EVERYONE)
def member_similar(request, pk):
    """Members in sight, of any household, that the one being typed may be."""
    household = access.get_household(request.user, pk, to_change=True)
    return _similar(request, MemberForm(request.POST, instance=Member(household=household), user=request.user))


@require_http_methods(["GET", "POST"])
@access.roles(*access.EVERYONE)
def member_edit(request, pk):
    """Change a member."""
    member = access.get_member(request.user, pk, to_change=True)
    drafts = form_drafts(request, "member", member, member.household_id)
    form = drafts.fill(MemberForm, user=request.user, initial=restored(request, member))
    page = record_page(request, form, "cases/members/form.html", saved_words="世帯員を保存しました。",
                       address=_page_of_member, among=_members(request.user, member.household), member=member, drafts=drafts,
                       household=member.household, may_restrict=access.may_restrict(request.user, member),
                       **banners(request.user, member))
    return _with_word_of_age(request, form, page)


def _similar(request, form):
    form.is_valid()  # whatever can be read of it so far
    return render(request, "cases/merges/similar.html", {"form": form})


def _with_work(households, user):
    """Households with what a list line prints: members, open cases and the day of the last contact in sight."""
    last = access.visible_contacts(user).filter(case__household=OuterRef("pk")).order_by("-date").values("date")[:1]
    also = access.also_links(user).filter(case__household=OuterRef("pk")).order_by("-contact__date").values("contact__date")[:1]
    open_cases = access.visible_cases(user).open().filter(household=OuterRef("pk")).order_by().values("household").annotate(n=Count("pk")).values("n")
    hidden = Exists(access.protected_households().filter(pk=OuterRef("pk")))
    people = access.visible_members(user).only("household", "family_name", "given_name", "relation")
    return households.in_lines().prefetch_related(Prefetch("members", people, to_attr="people")).annotate(
        open_cases=Coalesce(Subquery(open_cases), 0), last_contact=later(Subquery(last), Subquery(also)), is_protected=hidden)


def _store(form: TypesMixin, *, by) -> Household:
    return store_household(household=form.save(commit=False), version=form.cleaned_data.get("version"),
                           fiscal_year=form.type_year, types=form.types, by=by)


def _types_shown(household: Household) -> list[dict]:
    """The rows of every axis in which the household has a type, the latest first, and which of them holds today."""
    rows, this_year = types_of(household), periods.fiscal_year_of(timezone.localdate())
    holding = {row.pk for row in types_in(rows, this_year).values()}
    return [{"row": row, "holds": row.pk in holding} for row in sorted(rows, key=lambda each: (each.axis.order, each.axis_id, -each.from_year))]


def _household_page(user):
    """The saved household's page, or the list when the change has moved it out of the user's sight."""
    def address(household: Household) -> str:
        in_sight = access.visible_households(user).filter(pk=household.pk).exists()
        return reverse("household_detail", args=[household.pk]) if in_sight else reverse("household_list")
    return address


def _members(user, household: Household):
    return access.visible_members(user).filter(household=household)


def _page_of_member(member: Member) -> str:
    return reverse("household_detail", args=[member.household_id])


def _with_word_of_age(request, form: MemberForm, page):
    """The page; where the member was saved with an age that no figure can be made of, that is said."""
    member = form.instance
    if page.status_code == 302 and member.age_text and member.birth_date is None and member.youngest is None:
        messages.warning(request, "入力した年齢・年代は、年齢として読み取れないため、報告書では「不明」に数えます。"
                         "「82歳」「約85歳」「80代前半」「80代〜90代」のように書くと、その年齢で数えます。")
    return page
