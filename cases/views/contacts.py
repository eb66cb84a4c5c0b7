"""Log, read, change, list and filter contacts (対応記録)."""
import uuid
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases import access, trail
from cases.audit.middleware import quiet
from cases.codebook import codebook_of
from cases.district_names import show_apart
from cases.finding import HOMES_SHOWN, cases_found, homes_found, is_anonymous
from cases.forms.answers import filled, same_answers, usual_answers
from cases.forms.categories import PREFIX, CategoriesForm, chosen_values, dropped_labels, fiscal_year_typed
from cases.forms.contact_filter import ContactFilter
from cases.forms.contacts import ContactEntry
from cases.forms.new_home import NewHomeForm, names_home
from cases.models import Contact, Draft
from cases.models.axes import KIND
from cases.neighbours import neighbours, same_list
from cases.searches import redirect_to_results, typed_text
from cases.services.contacts import Conflict
from cases.services.drafts import store_finished
from cases.services.saving import saved_with
from cases.suggestions.suggesting import suggestions

from .at_once import go_on
from .banners import banners, permissions
from .elsewhere import found_elsewhere
from .form_drafts import draft_context, opened_draft
from .record_pages import needs_district, restored
from .referrals import referral_context
from .saved_searches import saved_context
from .waitings import waiting_context

PAGE_SIZE = 50
UNCHECKED = ("日付を変えました。この記録のケースはこの画面で見られないため、終結日より後の日付でないかを確かめていません。"
             "ケースの担当者に確かめてください。")


@require_http_methods(["GET", "POST"])
@access.roles(*access.EVERYONE)
def contact_list(request):
    """Contacts the user may see, latest first, cut down by the filter; words are posted and kept out of addresses."""
    if request.method == "POST":
        coded = {name: value for name, value in request.POST.items() if name not in ("q", "csrfmiddlewaretoken")}
        return redirect_to_results(request, coded)
    form = ContactFilter(request.GET.dict() | {"q": typed_text(request)}, user=request.user)
    found = form.apply(access.in_list_lines(request.user, form.contacts))
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    show_apart(contact.district for contact in page)
    return render(request, "cases/contacts/list.html", {
        "form": form, "page": page, **saved_context(request, form, "contact_list"),
        "elsewhere": found_elsewhere(request, form.cleaned_data["q"]) if form.words and not page.paginator.count else ()})


@require_http_methods(["GET", "POST"])
@access.roles(*access.EVERYONE)
@needs_district
def contact_new(request):
    """The log form; a valid one is saved once, however often it is sent."""
    if request.method != "POST":
        begun = _defaults(request)
        return _form_page(request, ContactEntry(request.user, Contact(), initial=begun, draft=_draft(request, None)), 200,
                          lacks_case=bool(request.GET.get("case")) and begun["case"] is None)
    entry = ContactEntry(request.user, Contact(activity=_activity(request)), request.POST)
    if before := _sent_before(request, entry):
        return before
    if not entry.is_valid():
        return _form_page(request, entry, 422)
    contact = _stored(request, entry)
    if contact is not entry.contact:
        return _sent_before(request, entry) or _form_page(request, entry, 409, in_conflict="hidden")
    return _saved(request, contact)


@require_http_methods(["GET", "POST"])
@access.roles(*access.EVERYONE)
def contact_edit(request, pk):
    """Change a contact; someone else's change meanwhile is shown and not overwritten."""
    contact = access.get_contact(request.user, pk, to_change=True)
    if request.method != "POST":
        entry = ContactEntry(request.user, contact, initial=restored(request, contact), draft=_draft(request, contact.pk))
        since = entry.saved_since()
        return _form_page(request, entry, 200, **({} if since is None else {"conflict": since, "in_conflict": "draft"}))
    entry = ContactEntry(request.user, contact, request.POST)
    if not entry.is_valid():
        return _form_page(request, entry, 422)
    try:
        return _saved(request, _stored(request, entry), UNCHECKED if entry.form.is_unchecked else "")
    except Conflict:
        return _conflict(request, entry)


@require_POST
@access.roles(*access.EVERYONE)
def contact_categories(request):
    """The coded part of the log form again, for another kind or another fiscal year.

    What was chosen stays; what the year does not have is named, so that it is not lost unseen.
    """
    fill = request.POST.get("fill")
    chosen = _filled(request, fill)
    codebook = codebook_of(fiscal_year_typed(request.POST.get("date", ""), Contact()))
    form = CategoriesForm(codebook=codebook, kind=chosen.get(PREFIX + KIND), initial=chosen_values(chosen, codebook))
    return render(request, "cases/contacts/form.html#categories", {
        "categories": form, "fiscal_year": codebook.fiscal_year, "fill": fill,
        "dropped": dropped_labels(chosen, codebook)})


@require_POST
@quiet
@access.roles(*access.EVERYONE)
def contact_suggestions(request):
    """Categories that the text being typed speaks for, with the words that caused them; no record is shown."""
    codebook = codebook_of(fiscal_year_typed(request.POST.get("date", ""), Contact()))
    chosen = {f"{name.removeprefix(PREFIX)}:{code}" for name in request.POST if name.startswith(PREFIX) for code in request.POST.getlist(name)}
    return render(request, "cases/contacts/suggestions.html", {
        "found": suggestions(request.POST.get("text", ""), codebook, request.POST.get(PREFIX + KIND), chosen)})


@require_POST
@access.roles(*access.EVERYONE)
def contact_who(request):
    """The open cases that match what is being typed; posted, so that no name stands in an address.

    Typed into the field of the entry's own case, it may also say that there is none (匿名), or find households without one.
    """
    typed = request.POST.get("q", "").strip()[:200]
    if typed:
        trail.noted(search=typed)
    found, of_entry = cases_found(request.user, typed), request.POST.get("into") == "who"
    return render(request, "cases/contacts/who_found.html", {
        "found": found, "typed": typed, "is_anonymous": of_entry and is_anonymous(typed),
        "homes": () if found or not of_entry else homes_found(request.user, typed, HOMES_SHOWN + 1)})


@require_POST
@access.roles(*access.EVERYONE)
def contact_similar(request):
    """Households that the one being typed on the log page may be."""
    form = NewHomeForm(request.POST, user=request.user, has_case=False)
    form.is_valid()  # whatever can be read of it so far
    return render(request, "cases/merges/similar.html", {"form": form})


@require_GET
@access.roles(*access.EVERYONE)
def contact_detail(request, pk):
    """One contact as it is read."""
    contact = access.get_contact(request.user, pk)
    activity = access.visible_activities(request.user).filter(pk=contact.activity_id).first() if contact.activity_id else None
    return render(request, "cases/contacts/detail.html", {
        "contact": contact, "activity": activity, "neighbours": neighbours(request, "contact_list", contact.pk), **_left_open(request.user, contact),
        "goes_on": access.may_change(request.user, contact.case or contact), **permissions(request.user, contact), **banners(request.user, contact)})


def _left_open(user, contact: Contact) -> dict:
    """What the contact itself waits for and its referrals: those that were written where its case is not in sight. The others are the case's, and shown there."""
    of = contact.case if contact.case and not access.may_change(user, contact) else contact
    waitings, referrals = (rows(user).filter(contact=contact) for rows in (access.visible_waitings, access.visible_referrals))
    return waiting_context(waitings, of) | referral_context(referrals.listed(), of)


def _defaults(request) -> dict:
    """Today, the user, the user's first district, and the case when the page was opened from one; of one that has ended no day is known."""
    case = _case(request, request.GET.get("case"))
    district = case.district if case else access.own_districts(request.user)[0]
    day = None if case and case.closed_on else timezone.localdate()
    usual = {"date": day, "district": district, "coordinators": [request.user.pk], "case": case,
             "answers": usual_answers(request.user, case)}
    return usual | (_of_activity(activity) if (activity := _activity(request)) else {})


def _case(request, typed: str | None):
    """The case with this id where the user may change it; what they may change is worked out only where one is named."""
    pk = _number(typed)
    return access.changeable_cases(request.user).select_related("district").filter(pk=pk).first() if pk else None


def _activity(request, draft: Draft | None = None):
    """The entry of the register (?activity=, or what the opened draft says) from which a contact is logged."""
    pk = _number(request.GET.get("activity") or (draft and draft.typed.get("activity")))
    return access.changeable_activities(request.user).listed().filter(pk=pk).first() if pk else None


def _of_activity(activity) -> dict:
    """What a contact that is logged from an entry begins with; the words of the entry in the first one only."""
    words = [] if activity.contacts.exists() else filter(None, (activity.title, activity.text))
    return {"date": activity.date, "district": activity.district, "coordinators": [each.pk for each in activity.coordinators.all()],
            "counterpart": str(activity.resource or ""), "resource": activity.resource, "text": "\n".join(words)}


def _filled(request, fill: str | None) -> QueryDict:
    """What is chosen on the page and what the last contact adds: `same` all of its answers in place of what is chosen."""
    case = _case(request, request.POST.get("case"))
    if fill == "same":
        return filled(request.POST, same_answers(request.user, case), anew=True)
    return filled(request.POST, usual_answers(request.user, case), anew=False)


def _number(text: str | None) -> int | None:
    """A row id out of an address; None for anything that cannot be one."""
    return int(text) if text and text.isdecimal() and len(text) < 19 else None


def _next_entry(contact: Contact, anew: bool) -> str:
    """The empty form again, from the same entry of the register where there is one; for the same case, unless for another one."""
    asked = {"case": "" if anew else contact.case_id, "activity": contact.activity_id}
    query = urlencode({name: value for name, value in asked.items() if value})
    return reverse("contact_new") + (f"?{query}" if query else "")


def _draft(request, target: int | None):
    return opened_draft(request, Draft.Noun.CONTACT, target)


def _stored(request, entry: ContactEntry) -> Contact:
    return store_finished(store=entry.save, instance=entry.contact, noun=Draft.Noun.CONTACT, posted=request.POST, by=request.user)


def _saved(request, contact: Contact, told: str = ""):
    messages.success(request, "対応記録を保存しました。")
    if told:
        messages.warning(request, told)
    if unaware := access.kept_from(contact):
        messages.warning(request, f"この記録は、ケースの担当地区の{'、'.join(map(str, unaware))}には見えません。見られるのは、記録したすべてのケースを見られる人と、記録した地区の担当者です。")
    follows = request.POST.get("save_next") or ("anyway" in request.POST and request.POST.get("next_if_sure"))
    if not follows:
        return go_on(request, same_list(request, contact.get_absolute_url()))
    return go_on(request, _next_entry(contact, anew=follows == "new"))


def _conflict(request, entry: ContactEntry):
    """Both versions on one page; saving again from there replaces the stored one knowingly."""
    stored = access.whole_contacts(request.user).filter(pk=entry.contact.pk).first()
    if stored is None:
        return _form_page(request, entry, 409, in_conflict="gone")
    found = {"conflict": entry.differences(stored), "in_conflict": entry.form.conflict_kind}
    entry.reopen(stored)
    return _form_page(request, entry, 409, **found)


def _sent_before(request, entry: ContactEntry):
    """The answer to a form that was saved already: the same again, or what is stored beside what is typed now."""
    saved = saved_with(access.visible_contacts(request.user), entry.form.posted_token)
    if saved is None:
        return None
    again = ContactEntry(request.user, access.get_contact(request.user, saved.pk), _with_its_case(request.POST, saved))
    if again.is_valid() and not again.differences(saved):
        return _saved(request, saved)
    again.reopen(saved)
    return _form_page(request, again, 409, in_conflict="sent", conflict=again.differences(saved),
                      saved_address=saved.get_absolute_url(), new_token=uuid.uuid4(),
                      action=reverse("contact_edit", args=[saved.pk]))


def _with_its_case(posted: QueryDict, saved: Contact) -> QueryDict:
    """What was sent, with the case that the first sending made of the new household."""
    sent = posted.copy()
    if names_home(sent) and not sent.get("case"):
        sent["case"] = str(saved.case_id or "")
    return sent


def _form_page(request, entry: ContactEntry, status: int, **more):
    return render(request, "cases/contacts/form.html", {
        "entry": entry, "form": entry.form, "categories": entry.categories, "contact": entry.contact,
        "fiscal_year": entry.fiscal_year, "activity": None if entry.contact.pk else _activity(request, entry.draft), **_draft_context(request, entry),
        **banners(request.user, entry.contact)} | more, status=status)


def _draft_context(request, entry: ContactEntry) -> dict:
    """What the page says to the draft it writes, and which choices of an opened draft its year does not have."""
    dropped = {"dropped": dropped_labels(entry.draft.typed, entry.categories.codebook)} if entry.draft else {}
    return draft_context(request, entry.draft, Draft.Noun.CONTACT, entry.contact.pk) | dropped
