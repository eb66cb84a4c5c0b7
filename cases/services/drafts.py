"""Keeping what is being typed, and letting it go with the save that finishes it."""
import uuid
from collections.abc import Callable

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone

from cases import access, trail
from cases.models import Draft, FinishedPage, User
from cases.models.draft_nouns import DRAFT_FORMS, DraftForm

from .contacts import Conflict
from .draft_beginnings import beginning

LARGEST = 200_000  # characters of all fields together


class TooLong(Exception):
    """More was typed than a draft may hold. Nothing was changed."""


def save_draft(*, posted: QueryDict, by: User, is_worth_one: bool = True) -> Draft | None:
    """Keep the typed fields of a form of DRAFT_FORMS; None where the record was saved meanwhile, an unsaved draft where nothing was typed.
    Where there is none yet, what is not worth one begins none.

    What was typed into drafts that expired, anybody's, is removed on this occasion. Raises TooLong, and Conflict when another page
    has written the draft since this one opened it: neither text replaces the other. A page that was opened anew keeps a draft of its own.
    """
    try:
        return _save_draft(posted, by, is_worth_one)
    except IntegrityError:  # a page that is left sends its first draft while the one before is on its way: by now that one is there
        return _save_draft(posted, by, is_worth_one)


@transaction.atomic
def _save_draft(posted: QueryDict, by: User, is_worth_one: bool) -> Draft | None:
    Draft.objects.expire()
    noun = posted.get("draft_noun") if posted.get("draft_noun") in DRAFT_FORMS else Draft.Noun.CONTACT
    form = DRAFT_FORMS[noun]
    token, target = _uuid(posted.get("form_token")), _number(posted.get("draft_target")) if form.has_row else None
    if not target and token and form.new and form.has_row and _stored(form).filter(form_token=token).exists():
        return None
    page = _uuid(posted.get("draft_page"))
    stored = _stored_now(form, target) if target else None
    if (target or not form.has_row) and FinishedPage.has(by, page):
        return None
    drafts = list(Draft.objects.of_form(by, token, target, noun).select_for_update()) if token or target else []
    draft = _gone_on_with(drafts, page, _number(posted.get("draft_version")))
    draft = draft or Draft(owner=by, noun=noun, target=target, form_token=token or uuid.uuid4())
    draft.version = 1 + max((each.version for each in drafts), default=0)  # no two drafts of a record have one version
    draft.data, draft.page, draft.updated_at = _kept(posted, form), page, timezone.now()
    draft.parent = _number(posted.get("draft_parent")) if form.parent else None
    draft.parent_kind = kind if (kind := posted.get("draft_parent_kind", "")) in form.also else ""
    draft.begins = beginning(draft, stored if stored and access.may_see(by, stored) else None) if target else ""
    if draft.pk or target or is_worth_one and not draft.is_empty:
        draft.save()
    return draft


def _gone_on_with(drafts: list[Draft], page: uuid.UUID | None, version: int | None) -> Draft | None:
    """The draft that the page writes: its own, or that version which it has opened. None: a page that has opened none begins another.

    Raises Conflict where that version is there no more, and where a new record has a draft already: its form is that draft.
    """
    own = [each for each in drafts if page and each.page == page] or [each for each in drafts if each.version == version or not each.data]
    if drafts and not own and (version is not None or drafts[0].target is None):
        raise Conflict
    return own[0] if own else None


@transaction.atomic
def store_finished(*, store: Callable[[], models.Model], instance: models.Model, noun: str, posted: QueryDict, by: User) -> models.Model:
    """What `store` saves; with the save of `instance` the draft goes that its page has opened or written (`posted` says which page).

    A draft of the same record that the writer has not opened stays: what is in it may be in no record. Where an earlier sending has
    made the row (another object), what is typed now may differ from it and stays a draft.
    """
    target = instance.pk
    saved = store()
    if saved is instance:
        has_row = DRAFT_FORMS[noun].has_row
        let_go(noun=noun, target=target if has_row else None, token=getattr(instance, "form_token", None) if has_row else _uuid(posted.get("form_token")),
               posted=posted, by=by)
    return saved


@transaction.atomic
def let_go(*, noun: str, target: int | None, token: uuid.UUID | None, posted: QueryDict, by: User) -> None:
    """Remove the draft of a form that was saved: the one that its page has opened or written, of a row by its id, else by its token."""
    page, form = _uuid(posted.get("draft_page")), DRAFT_FORMS[noun]
    if page and (target or not form.has_row):
        FinishedPage.objects.create(owner=by, page=page)
    opened = Q(target=target, version=_number(posted.get("draft_version"))) if target else Q(target=None, form_token=token)
    Draft.objects.filter(opened | Q(page=page, page__isnull=False), owner=by, noun=noun).delete()


def let_go_without_row(*, posted: QueryDict, by: User) -> None:
    """Remove the draft of a form that changes what has no row of its own, when what it was saved with is kept; of any other form nothing."""
    noun = posted.get("draft_noun", "")
    if noun in DRAFT_FORMS and not DRAFT_FORMS[noun].has_row:
        let_go(noun=noun, target=None, token=_uuid(posted.get("form_token")), posted=posted, by=by)


def _stored_now(form: DraftForm, target: int) -> models.Model | None:
    """The record that is changed. Waits for a save of it that is at work: whether the page was saved is known only then."""
    with trail.offering():  # compared, not shown
        return _stored(form).filter(pk=target).order_by("pk").select_for_update(no_key=True).first()


def discard_draft(*, draft: Draft, version: int | None, by: User) -> None:
    """Remove a draft. Raises Conflict when more was typed into it than the writer has seen on the page."""
    if not Draft.objects.filter(pk=draft.pk, owner=by, version=version).delete()[0]:
        raise Conflict


def _stored(form: DraftForm) -> models.QuerySet:
    return apps.get_model("cases", form.stores)._default_manager.all()


def _kept(posted: QueryDict, form: DraftForm) -> dict[str, list[str]]:
    fields = {name: values for name, values in posted.lists() if form.keeps(name)}
    if opened := posted.get("opened_version"):  # what was saved since is told again when the draft is gone on with
        fields["version"] = [opened]
    if sum(len(value) for values in fields.values() for value in values) > LARGEST:
        raise TooLong
    return {name: [value.replace("\0", "") for value in values] for name, values in fields.items()}


def _uuid(text: str | None) -> uuid.UUID | None:
    try:
        return uuid.UUID(text or "")
    except ValueError:
        return None


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None
