"""返事待ち: written on a case or a contact, changed, and ended with what came of it."""
from collections.abc import Iterable

from django.urls import reverse
from django.views.decorators.http import require_http_methods

from cases import access
from cases.forms.waitings import WaitingEndForm, WaitingForm
from cases.models import Case, Contact, Waiting

from .banners import banners
from .form_drafts import of_case_or_contact
from .record_pages import came_from, record_page, restored


@require_http_methods(["GET", "POST"])
@access.roles(*access.EVERYONE)
def case_waiting_new(request, pk):
    """Say what a case waits for."""
    return _page(request, Waiting(case=access.get_case(request.user, pk, to_change=True)), WaitingForm, "返事待ちを登録しました。")


@require_http_methods(["GET", "POST"])
@access.roles(*access.EVERYONE)
def contact_waiting_new(request, pk):
    """Say what is waited for after a contact: it is its case's where that can be changed, else the contact's own."""
    contact = access.get_contact(request.user, pk, to_change=True)
    of_case = contact.case is not None and access.may_change(request.user, contact.case)
    waiting = Waiting(case=contact.case) if of_case else Waiting(contact=contact)
    return _page(request, waiting, WaitingForm, "返事待ちを登録しました。", contact=contact)


@require_http_methods(["GET", "POST"])
@access.roles(*access.EVERYONE)
def waiting_edit(request, pk):
    """Change what is waited for, and take an end back."""
    waiting = access.get_waiting(request.user, pk, to_change=True)
    return _page(request, waiting, WaitingForm, "返事待ちを保存しました。", initial=restored(request, waiting))


@require_http_methods(["GET", "POST"])
@access.roles(*access.EVERYONE)
def waiting_end(request, pk):
    """The answer came, or nobody waits for it any more; it goes on where it was pressed (?next=)."""
    waiting = access.get_waiting(request.user, pk, to_change=True)
    return _page(request, waiting, WaitingEndForm, "返事待ちを終わりにしました。", ends=True)


def waiting_context(waitings: Iterable[Waiting], record: Case | Contact) -> dict:
    """What the page of a case or a contact says of its `waitings`: those that stand, those that ended, and where a new one is written."""
    rows = list(waitings)
    return {"waitings": [row for row in rows if row.ended_on is None],
            "ended_waitings": [row for row in rows if row.ended_on is not None],
            "waiting_new": reverse(f"{record._meta.model_name}_waiting_new", args=[record.pk])}


def _page(request, waiting: Waiting, form_class, saved_words: str, *, initial: dict | None = None, ends: bool = False, contact: Contact | None = None):
    drafts = of_case_or_contact(request, "waitingend" if ends else "waiting", waiting, contact)
    form, next_page = drafts.fill(form_class, initial=initial or {}), came_from(request)
    of = waiting.case or access.get_contact(request.user, waiting.contact_id)
    return record_page(request, form, "cases/waitings/form.html", saved_words=saved_words, address=lambda saved: next_page or waiting_page(saved),
                       among=access.visible_waitings(request.user), edit="waiting_edit", of=of, of_page=page_of(of), back=next_page or page_of(of),
                       drafts=drafts, ends=ends, waiting=None if waiting._state.adding else waiting, **banners(request.user, of))


def waiting_page(waiting: Waiting) -> str:
    """Where a waiting is shown: on its case's or its contact's page."""
    return reverse("case_detail", args=[waiting.case_id]) if waiting.case_id else reverse("contact_detail", args=[waiting.contact_id])


def page_of(record: Case | Contact) -> str:
    """The page of what a waiting is of."""
    return reverse(f"{record._meta.model_name}_detail", args=[record.pk])
