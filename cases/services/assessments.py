"""Saving an assessment with its answers, together or not at all."""
from django.db import transaction

from cases.models import Answer, Assessment, Question, User

from .saving import create_once, save_versioned


@transaction.atomic
def store_assessment(*, assessment: Assessment, version: int | None, said: dict[Question, str], by: User) -> Assessment:
    """Store a new assessment or a changed one; what is blank in `said` is no answer. Raises Conflict.

    Another object than `assessment`: an earlier sending has made the row, and nothing is stored.
    """
    saved = create_once(instance=assessment, by=by) if assessment._state.adding else save_versioned(instance=assessment, version=version)
    if saved is assessment:
        kept = {each.question_id: each for each in assessment.answers.all()}
        for question, value in said.items():
            _answer(assessment, question, value, kept.get(question.pk))
    return saved


def _answer(assessment: Assessment, question: Question, value: str, kept: Answer | None) -> None:
    if kept is None and value:
        Answer.objects.create(assessment=assessment, question=question, value=value)
    elif kept is not None and not value:
        kept.delete()
    elif kept is not None and kept.value != value:
        kept.value = value
        kept.save(update_fields=["value"])
