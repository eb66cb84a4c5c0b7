"""What was typed of a record that a draft changes: the beginning of the first text that is not the stored one."""
from collections.abc import Iterator

from django.db import models

from cases.models import Answer, CaseEvent, Draft

LONGEST = 200  # characters that are kept


def beginning(draft: Draft, stored: models.Model | None) -> str:
    """The title and the beginning of the first text as far as they differ from what is stored, "" where no text does.

    Without a stored row that the writer may see nothing is compared: the answer would tell what stands there.
    """
    known = texts_of(draft, stored) if stored else set()
    title, typed = draft.title, [text for text in draft.all_texts if not is_in(text, known)]
    said = ([title] if title and not is_in(title, known) else []) + typed[:1]
    return "　".join(said)[:LONGEST]


def texts_of(draft: Draft, stored: models.Model) -> set[str]:
    """All texts of the stored row that the form of the draft is opened with, as `is_in` compares them."""
    return {_plain(text) for text in _stored_texts(draft, stored)}


def is_in(text: str, known: set[str]) -> bool:
    """Whether a typed text is one of these."""
    return _plain(text) in known


def _stored_texts(draft: Draft, stored: models.Model) -> Iterator[str]:
    """All texts that the form was opened with."""
    yield from (str(getattr(stored, draft.form.columns.get(name, name), None) or "") for name in ("title", *draft.form.texts))
    yield from draft.tasks_before
    if draft.noun == Draft.Noun.ASSESSMENT:
        yield from (value.replace("\n", "、") for value in Answer.objects.filter(assessment=stored.pk).values_list("value", flat=True))
    elif draft.form.is_act:
        for texts in CaseEvent.objects.filter(case=stored.pk).values_list("note", "watch"):
            yield from texts


def _plain(text: str) -> str:
    return "\n".join(text.split("\r\n")).strip()
