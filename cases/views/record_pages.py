"""The page of a RecordForm, the same for every noun: show, check, save once, never over someone else's change."""
import copy
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from django.contrib import messages
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from cases import access
from cases.audit.history import state_at
from cases.forms.base import RecordForm
from cases.neighbours import same_list
from cases.services.drafts import store_finished
from cases.services.saving import Conflict, create_once, save_versioned, saved_with

from .form_drafts import FormDrafts


def needs_district(view):
    """Decorate a view that writes a new record: who is assigned to no district today is told so, with 403."""

    @wraps(view)
    def checked(request, *args, **kwargs):
        if not access.own_districts(request.user):
            return render(request, "cases/no_district.html", status=403)
        return view(request, *args, **kwargs)

    return checked


def restored(request, record: models.Model) -> dict:
    """What an edit page starts with when it was opened from the history (?from=): the record as it was then.

    Empty otherwise. Http404 for a number that is no change of this record.
    """
    asked = request.GET.get("from", "")
    if request.method != "GET" or not asked:
        return {}
    try:
        state = state_at(record, int(asked))
    except (KeyError, ValueError, OverflowError):
        raise Http404 from None
    messages.info(request, "前の内容を入力欄に入れました。まだ保存していません。確かめてから保存してください。")
    return state


def came_from(request) -> str:
    """Where to go on after saving, as the link here said (?next=): an address of this site, or nothing."""
    asked = request.GET.get("next", "")
    return asked if asked.startswith("/") and url_has_allowed_host_and_scheme(asked, allowed_hosts=None) else ""


def store(form: RecordForm, *, by) -> models.Model:
    """Save a valid form. Raises Conflict. Another object than the form's: an earlier sending has made the row."""
    instance = form.save(commit=False)
    if form.is_new:
        return create_once(instance=instance, by=by)
    return save_versioned(instance=instance, version=form.cleaned_data["version"])


@dataclass(frozen=True, slots=True)
class RecordPage:
    """A RecordForm on its page: `among` are the rows in sight, `address` is where a saved one is shown.

    `edit` names the route that changes a row by its id, for a form whose row turns out to be there already;
    `edit_at` gives the address where the route needs more. `drafts` are those of a form that keeps what is typed.
    """

    request: HttpRequest
    form: RecordForm
    template: str
    context: dict
    saved_words: str | Callable[[models.Model], str]
    address: Callable[[models.Model], str]
    among: models.QuerySet
    edit: str = ""
    store: Callable = store
    edit_at: Callable[[models.Model], str] | None = None
    drafts: FormDrafts | None = None

    def answer(self) -> HttpResponse:
        """GET: the form. POST: a redirect, 422 with the errors, or 409 with both versions; typed text is kept."""
        if self.request.method != "POST":
            return self.begun()
        if before := self.sent_before():
            return before
        if not self.form.is_valid():
            return self.sent_before() or self.refused()  # the first of two sendings may have just taken the number
        try:
            saved = self.stored()
        except Conflict:
            return self.conflict()
        if saved is not self.form.instance:
            return self.sent_before() or self.show(409, in_conflict="hidden")
        return self.saved(saved)

    def begun(self) -> HttpResponse:
        """The form as it begins; a draft whose row was saved since it was begun, beside what is stored."""
        if self.drafts is None or self.drafts.opened is None or not self.form.is_outdated:
            return self.show(200)
        stored = copy.copy(self.form.instance)
        self.form.read_typed()
        differences = self.form.differences(stored)
        self.form.reopened(stored).as_typed()
        return self.show(200, conflict=differences, in_conflict="draft")

    def stored(self) -> models.Model:
        """Save the valid form, and with it let its draft go. Raises Conflict."""
        by = self.request.user
        if self.drafts is None:
            return self.store(self.form, by=by)
        return store_finished(store=lambda: self.store(self.form, by=by), instance=self.form.instance, noun=self.drafts.noun,
                              posted=self.request.POST, by=by)

    def show(self, status: int, **more) -> HttpResponse:
        """The form's page."""
        drafts = self.drafts.context(self.form.instance) if self.drafts else {}
        return render(self.request, self.template, {"form": self.form} | drafts | self.context | more, status=status)

    def refused(self) -> HttpResponse:
        """The form with its errors; where the row was saved since it was opened, beside that: an error may be due to what somebody else has changed."""
        return self.conflict() if self.form.is_outdated and self.form.says_version else self.show(422)

    def saved(self, row: models.Model) -> HttpResponse:
        """On to the saved row, in the list from which it was opened."""
        messages.success(self.request, self.saved_words(row) if callable(self.saved_words) else self.saved_words)
        return redirect(same_list(self.request, self.address(row)))

    def conflict(self) -> HttpResponse:
        """Both versions on one page; saving again from there replaces the stored one knowingly."""
        stored = self.among.filter(pk=self.form.instance.pk).first()
        if stored is None:
            return self.show(409, in_conflict="gone")
        found = {"conflict": self.form.differences(stored), "in_conflict": self.form.conflict_kind}
        self.form.reopened(stored)
        if self.form.errors:
            self.form.read_typed()  # what was taken over may be what was missing
        return self.show(409, **found)

    def sent_before(self) -> HttpResponse | None:
        """The answer to a form that was saved already: the same again, or what is stored beside what is typed now."""
        saved = saved_with(self.among, self.form.posted_token) if self.form.is_new else None
        if saved is None:
            return None
        self.form.now_about(self.among.get(pk=saved.pk))
        if not self.form.is_valid() or self.form.differences(saved):
            return self.show(409, conflict=self.form.differences(saved), **sent_context(self, saved))
        return self.saved(saved)


def sent_context(page, saved: models.Model) -> dict:
    """What the 409 page of a form needs that was saved already: where the row is, where to change it, a new token."""
    return {"in_conflict": "sent", "saved_address": page.address(saved), "action": _edit_address(page, saved),
            "new_token": uuid.uuid4()}


def _edit_address(page, saved: models.Model) -> str:
    """Where the saved row is changed; a page with arguments of its own says where."""
    where = getattr(page, "edit_at", None)
    return where(saved) if where else reverse(page.edit, args=[saved.pk])


def record_page(request, form: RecordForm, template: str, *, saved_words: str | Callable[[models.Model], str], address: Callable[[models.Model], str],
                among: models.QuerySet, edit: str = "", store: Callable = store,
                edit_at: Callable[[models.Model], str] | None = None, drafts: FormDrafts | None = None, **context) -> HttpResponse:
    """Answer GET with the form, POST with a redirect to `address` of the saved row; see RecordPage.

    Heading and breadcrumb tell the row as it was opened: checking the form writes what was typed into its own.
    """
    context = {name: copy.copy(value) if value is form.instance else value for name, value in context.items()}
    return RecordPage(request, form, template, context, saved_words, address, among, edit, store, edit_at, drafts).answer()
