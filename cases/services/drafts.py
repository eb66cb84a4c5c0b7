"""Keeping what is being typed, and letting it go with the save that finishes it."""
import re
import uuid

from django.db import transaction
from django.http import QueryDict
from django.utils import timezone

from cases.models import Activity, Contact, Draft, User

from .contacts import Conflict

LARGEST = 200_000  # characters of all fields together
_KEPT = re.compile(r"(axis|main)_[\w-]+|date|time|minutes|district|coordinators|case|who|also_cases|counterpart|text|next_action_on|"
                   r"resource|activity|home_(name|person|kana|phone|title)|form_token|version|"
                   r"kind|title|place|is_citywide|visitors|consultations|copies|issues|next_on")
_STORED = {Draft.Noun.CONTACT: Contact, Draft.Noun.ACTIVITY: Activity}


class TooLong(Exception):
    """More was typed than a draft may hold. Nothing was changed."""


@transaction.atomic
def save_draft(*, posted: QueryDict, by: User) -> Draft | None:
    """Keep the typed fields of a form of a contact or of the register; None where the record was saved meanwhile.

    What was typed into drafts that expired, anybody's, is removed on this occasion. Raises TooLong, and Conflict when another page
    has written the draft since this one opened it: neither text replaces the other.
    """
    Draft.objects.expire()
    token, target = _uuid(posted.get("form_token")), _number(posted.get("draft_target"))
    noun = Draft.Noun.ACTIVITY if posted.get("draft_noun") == Draft.Noun.ACTIVITY else Draft.Noun.CONTACT
    if not target and token and _STORED[noun].objects.filter(form_token=token).exists():
        return None
    draft = Draft.objects.of_form(by, token, target, noun).select_for_update().first() if token or target else None
    draft = draft or Draft(owner=by, noun=noun, target=target, form_token=token or uuid.uuid4(), version=0)
    page = _uuid(posted.get("draft_page"))
    if draft.data and (page is None or draft.page != page) and draft.version != _number(posted.get("draft_version")):
        raise Conflict
    draft.data, draft.page, draft.version, draft.updated_at = _kept(posted), page, draft.version + 1, timezone.now()
    draft.save()
    return draft


def discard_draft(*, draft: Draft, version: int | None, by: User) -> None:
    """Remove a draft. Raises Conflict when more was typed into it than the writer has seen on the page."""
    if not Draft.objects.filter(pk=draft.pk, owner=by, version=version).delete()[0]:
        raise Conflict


def _kept(posted: QueryDict) -> dict[str, list[str]]:
    fields = {name: values for name, values in posted.lists() if _KEPT.fullmatch(name)}
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
