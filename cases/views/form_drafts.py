"""A form that keeps drafts, on its page: it begins with the one that is gone on with, tells of one that waits, and says what it writes."""
import uuid
from dataclasses import dataclass

from django.db import models
from django.http import HttpRequest

from cases import access
from cases.forms.base import RecordForm
from cases.models import Draft


@dataclass(frozen=True, slots=True)
class FormDrafts:
    """The drafts of the form of `row`; `parent` is the id of what a new row belongs to, `opened` the draft that is gone on with."""

    request: HttpRequest
    noun: str
    row: models.Model
    parent: int | None
    opened: Draft | None

    def fill(self, form_class: type[RecordForm], **arguments) -> RecordForm:
        """The form of the row: as sent, as the opened draft has it, right or wrong, or as it begins."""
        if self.request.method == "POST":
            return form_class(self.request.POST, instance=self.row, **arguments)
        if self.opened:
            return form_class(self.opened.typed, instance=self.row, **arguments).as_typed()
        return form_class(None, instance=self.row, **arguments)

    @property
    def page(self) -> str | None:
        """The page that a sent form was typed on."""
        return self.request.POST.get("draft_page")

    def context(self, row: models.Model) -> dict:
        """What the page of the form says to its drafts; `row` is what the form is about by now."""
        target = None if row._state.adding else row.pk
        return draft_context(self.request, self.opened, self.noun, target, self.parent)


def form_drafts(request, noun: str, row: models.Model, parent: int | None = None) -> FormDrafts:
    """The drafts of the form that changes `row`, or makes it."""
    target = None if row._state.adding else row.pk
    return FormDrafts(request, noun, row, parent, opened_draft(request, noun, target, parent))


def opened_draft(request, noun: str, target: int | None, parent: int | None = None) -> Draft | None:
    """The own draft in ?draft= when it is one of this form, else None."""
    asked = request.GET.get("draft", "")
    if request.method != "GET" or not asked.isdecimal() or len(asked) > 18:
        return None
    return _of_page(request, noun, target, parent).filter(pk=int(asked)).first()


def draft_context(request, draft: Draft | None, noun: str, target: int | None, parent: int | None = None) -> dict:
    """What a page says to the draft that it writes: another page than the one that wrote it last, or the same again."""
    of_form = {"draft_noun": noun, "draft_target": target, "draft_parent": parent}
    if draft is not None:
        return of_form | {"draft_page": uuid.uuid4(), "draft_version": draft.version}
    return of_form | {"draft_page": request.POST.get("draft_page") or uuid.uuid4(), "draft_version": request.POST.get("draft_version", ""),
                      "draft_waiting": _waiting(request, noun, target, parent)}


def _waiting(request, noun: str, target: int | None, parent: int | None) -> Draft | None:
    """The latest draft of the same form, which somebody who opens the form anew may have forgotten; of a new row, of the same parent."""
    if request.method != "GET" or not (target or parent):
        return None
    return _of_page(request, noun, target, parent).first()


def _of_page(request, noun: str, target: int | None, parent: int | None):
    drafts = access.visible_drafts(request.user).filter(noun=noun, target=target)
    return drafts if target else drafts.filter(parent=parent)
