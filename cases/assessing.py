"""The answers of an assessment as a table, beside those of the one before."""
import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from .models import Answer, Assessment, Question
from .periods import format_date_weekday
from .text import number_words


@dataclass(frozen=True, slots=True)
class Line:
    """A question with what is said now and was said before; None where nothing was."""

    question: Question
    now: str | None
    before: str | None

    @property
    def differs(self) -> bool:
        """Whether both times gave an answer, and another one: a blank is not known, which is no change."""
        return None not in (self.now, self.before) and self.now != self.before


def compared(now: Assessment, before: Assessment | None) -> list[tuple[str, list[Line]]]:
    """Every section with the questions that either assessment answers, in the council's order. Two queries."""
    mine, theirs = _answers(now), _answers(before) if before else {}
    questions = sorted({each.question for each in (*mine.values(), *theirs.values())}, key=lambda each: (each.order, each.pk))
    return by_section(questions, [Line(each, _said(mine, each), _said(theirs, each)) for each in questions])


def by_section(questions: Sequence[Question], rows: Sequence) -> list[tuple[str, list]]:
    """Rows, one a question, under the names of their sections; a section stands where its first question does."""
    found: dict[str, list] = {}
    for question, row in zip(questions, rows, strict=True):
        found.setdefault(question.section, []).append(row)
    return list(found.items())


def words_of(question: Question, value: str) -> str:
    """An answer as it is read: a date in Japanese, several choices with 、 between."""
    if question.kind == Question.Kind.DATE:
        try:
            return format_date_weekday(datetime.date.fromisoformat(value))
        except ValueError:  # the question was of another kind then
            return value
    if question.kind == Question.Kind.NUMBER:
        whole, dot, rest = value.partition(".")
        return number_words(int(whole)) + dot + rest if whole.isascii() and whole.isdigit() else value
    return "、".join(value.splitlines()) if question.kind == Question.Kind.SEVERAL else value


def _answers(assessment: Assessment) -> dict[int, Answer]:
    return {each.question_id: each for each in assessment.answers.select_related("question")}


def _said(answers: dict[int, Answer], question: Question) -> str | None:
    return words_of(question, answers[question.pk].value) if question.pk in answers else None
