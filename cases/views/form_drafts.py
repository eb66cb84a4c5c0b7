"""A form that keeps drafts, on its page: it begins with the one that is gone on with, tells of one that waits, and says what it writes."""
import uuid
from dataclasses import dataclass, field

from django.contrib import messages
from django.db import models
from django.http import HttpRequest

from cases import access
from cases.forms.base import HouseForm
from cases.models import Contact, Draft, Referral, Waiting
from cases.models.draft_nouns import DRAFT_FORMS

from .draft_numbers import without_hidden

LEFT_OUT = "下書きにあったケースや世帯の番号のうち、今は見られないものを入力欄から外しました。"
BEGUN_OFTEN = (Draft.Noun.CONTACT, Draft.Noun.ACTIVITY)


@dataclass(frozen=True, slots=True)
class FormDrafts:
    """The drafts of the form of `row`; `parent` is the id of what a new row belongs to, of the model `parent_kind` where there are several, `opened` the draft that is gone on with.

    `at` is what stands in the address of the form, by the names that its DraftForm gives.
    """

    request: HttpRequest
    noun: str
    row: models.Model
    parent: int | None
    opened: Draft | None
    parent_kind: str = ""
    at: dict[str, str] = field(default_factory=dict)

    def fill(self, form_class: type[HouseForm], **arguments) -> HouseForm:
        """The form of the row: as sent, as the opened draft has it, right or wrong, or as it begins."""
        if self.request.method == "POST":
            return form_class(self.request.POST, instance=self.row, **arguments)
        if self.opened:
            return form_class(self.opened.typed, instance=self.row, **arguments).as_typed()
        return form_class(None, instance=self.row, **arguments)

    def context(self, row: models.Model) -> dict:
        """What the page of the form says to its drafts; `row` is what the form is about by now."""
        return draft_context(self.request, self.opened, self.noun, _target(self.noun, row), self.parent, self.parent_kind, self.at)


def form_drafts(request, noun: str, row: models.Model, parent: int | None = None, parent_kind: str = "", **at) -> FormDrafts:
    """The drafts of the form that changes `row`, or makes it; `at` is what stands in its address besides ids."""
    kind, at = parent_kind if parent_kind in DRAFT_FORMS[noun].also else "", {name: str(value) for name, value in at.items()}
    return FormDrafts(request, noun, row, parent, opened_draft(request, noun, _target(noun, row), parent, kind, at), kind, at)


def of_case_or_contact(request, noun: str, row: Referral | Waiting, contact: Contact | None = None) -> FormDrafts:
    """The drafts of what a case has, or a contact. A new one that is written on the page of a contact is the contact's, whose case may change yet."""
    contact_id = contact.pk if contact else row.contact_id
    return form_drafts(request, noun, row, contact_id, "contact") if contact_id else form_drafts(request, noun, row, row.case_id)


def _target(noun: str, row: models.Model) -> int | None:
    """The id of the row that a change of this form is known by."""
    return row.pk if DRAFT_FORMS[noun].has_row else None


def opened_draft(request, noun: str, target: int | None, parent: int | None = None, kind: str = "", at: dict[str, str] | None = None) -> Draft | None:
    """The own draft in ?draft= when it is one of this form, else None; without the numbers of what is out of sight by now."""
    asked = request.GET.get("draft", "")
    if request.method != "GET" or not asked.isdecimal() or len(asked) > 18:
        return None
    draft = _of_page(request, noun, target, parent, kind, at).filter(pk=int(asked)).first()
    if draft and without_hidden(request.user, draft):
        messages.warning(request, LEFT_OUT)
    return draft


def draft_context(request, draft: Draft | None, noun: str, target: int | None, parent: int | None = None, kind: str = "", at: dict[str, str] | None = None) -> dict:
    """What a page says to the draft that it writes: another page than the one that wrote it last, or the same again."""
    of_form = {"draft_noun": noun, "draft_target": target, "draft_parent": parent, "draft_parent_kind": kind, "draft_at": at or {}}
    if not DRAFT_FORMS[noun].has_row:  # the form has no token of its own, where it is no new row either
        of_form["draft_token"] = request.POST.get("form_token") or (draft and draft.form_token) or uuid.uuid4()
    if draft is not None:
        return of_form | {"draft_page": uuid.uuid4(), "draft_version": draft.version}
    return of_form | {"draft_page": request.POST.get("draft_page") or uuid.uuid4(), "draft_version": request.POST.get("draft_version", ""),
                      "draft_waiting": _waiting(request, noun, target, parent, kind, at)}


def _waiting(request, noun: str, target: int | None, parent: int | None, kind: str, at: dict[str, str] | None) -> Draft | None:
    """The latest draft of the same form, which somebody who opens the form anew may have forgotten; of a new row, of the same parent.

    Of new records several are begun in a day and finished later: nothing is told of those.
    """
    if request.method != "GET" or (noun in BEGUN_OFTEN and not target):
        return None
    return _of_page(request, noun, target, parent, kind, at).first()


def _of_page(request, noun: str, target: int | None, parent: int | None, kind: str, at: dict[str, str] | None):
    drafts = access.visible_drafts(request.user).filter(noun=noun, target=target)
    return drafts if target else drafts.filter(parent=parent, parent_kind=kind, **{f"data__{name}": [value] for name, value in (at or {}).items()})
