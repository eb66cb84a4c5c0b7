"""つなぎ: referrals to and from agencies, written on a case or a contact; their list, and how many there were by agency and year."""
from collections.abc import Iterable

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from cases import access
from cases.forms.referrals import ReferralFilter, ReferralForm
from cases.models import Case, Contact, Referral
from cases.models.referrals import WORDS

from .banners import banners
from .form_drafts import of_case_or_contact
from .record_pages import came_from, record_page, restored
from .waitings import page_of

PAGE_SIZE = 50


@require_http_methods(["GET", "POST"])
@access.roles(*access.EVERYONE)
def case_referral_new(request, pk):
    """Say to which agency a case was handed, or which it came from."""
    return _page(request, Referral(case=access.get_case(request.user, pk, to_change=True)))


@require_http_methods(["GET", "POST"])
@access.roles(*access.EVERYONE)
def contact_referral_new(request, pk):
    """The same from a contact: it is its case's where that can be changed, else the contact's own."""
    contact = access.get_contact(request.user, pk, to_change=True)
    of_case = contact.case is not None and access.may_change(request.user, contact.case)
    return _page(request, Referral(case=contact.case) if of_case else Referral(contact=contact), contact=contact)


@require_http_methods(["GET", "POST"])
@access.roles(*access.EVERYONE)
def referral_edit(request, pk):
    """Write down the answer and what came of it, or change what was written; it goes on where it was pressed (?next=)."""
    referral = access.get_referral(request.user, pk, to_change=True)
    return _page(request, referral, restored(request, referral))


@require_GET
@access.roles(*access.EVERYONE)
def referral_list(request):
    """Referrals in sight, latest first, and how many there were by agency and year."""
    form = ReferralFilter(request.GET, user=request.user)
    found = form.apply(access.visible_referrals(request.user))
    page = Paginator(found.listed().order_by("-date", "-id"), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "cases/referrals/list.html", {
        "form": form, "page": page, "filtered": bool(form.chosen or form.errors), "counts": counts_by_agency(found.named()),
        "unnamed": found.count() - found.named().count()})


def counts_by_agency(referrals) -> list[dict]:
    """By year and agency, latest year and most referrals first: how many went there, came from there, and were taken on."""
    to, taken = Q(direction=Referral.Direction.TO), Q(answer=Referral.Answer.ACCEPTED)
    return list(referrals.order_by().values("fiscal_year", "resource", "resource__name").annotate(
        sent=Count("pk", filter=to), come=Count("pk", filter=~to), accepted=Count("pk", filter=to & taken),
        waiting=Count("pk", filter=Q(answer__in=("", "held"))), n=Count("pk")).order_by("-fiscal_year", "-n", "resource__name"))


def referral_context(referrals: Iterable[Referral], record: Case | Contact) -> dict:
    """What the page of a case or a contact says of its referrals (`listed`), and where a new one is written."""
    return {"referrals": list(referrals), "referral_new": reverse(f"{record._meta.model_name}_referral_new", args=[record.pk])}


def referral_page(referral: Referral) -> str:
    """Where a referral is shown: on its case's or its contact's page."""
    return reverse("case_detail", args=[referral.case_id]) if referral.case_id else reverse("contact_detail", args=[referral.contact_id])


def _page(request, referral: Referral, initial: dict | None = None, contact: Contact | None = None):
    drafts, next_page = of_case_or_contact(request, "referral", referral, contact), came_from(request)
    form = drafts.fill(ReferralForm, initial=initial or {}, user=request.user)
    of = referral.case or access.get_contact(request.user, referral.contact_id)
    return record_page(request, form, "cases/referrals/form.html", saved_words="つなぎを保存しました。", address=lambda saved: next_page or referral_page(saved),
                       among=access.visible_referrals(request.user), edit="referral_edit", of=of, of_page=page_of(of), back=next_page or page_of(of),
                       drafts=drafts, referral=None if referral._state.adding else referral, words=WORDS, **banners(request.user, of))
