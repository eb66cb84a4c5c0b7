"""Cases typed by their numbers, several in one field."""
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from cases.case_numbers import cases_by_number, numbers_in, parted, spaced
from cases.finding import cases_meant
from cases.models import Case, User
from cases.periods import format_date

MOST = 50


def ended_words(case: Case) -> str:
    """Why nothing can be recorded of a case that had ended on the day."""
    return (f"「{case.number}」は、{format_date(case.closed_on)}に終結しています。この日までの対応は記録できます。"
            "それより後の対応を記録するには、先にケースを再開してください。")


def cases_typed(typed: list[str], rows: QuerySet[Case], user: User | None) -> dict[str, Case]:
    """The cases among `rows` by what was typed: by their numbers, and for a user also by what can only mean one of the
    cases that the page offers while it is typed.
    """
    found = cases_by_number(typed, rows)
    missing = [each for each in typed if each not in found]
    meant = cases_meant(user, missing) if user and missing else {}
    offered = rows.in_bulk(list(meant.values())) if meant else {}
    return found | {text: offered[pk] for text, pk in meant.items() if pk in offered}


class CaseNumbers(forms.CharField):
    """Cases by their numbers, out of `queryset`; the field's value is the list of them.

    The numbers are divided by 、 , ; line breaks or white space. Of those among `ended` it is told that they have ended.
    With a `user`, what was typed and not taken from the candidates stands for the one case that it can mean.
    """

    queryset = ended = Case.objects.none()
    user: User | None = None

    def numbers(self, text: str) -> list[str]:
        """The numbers of a text, repeated ones too."""
        numbers = numbers_in(text)
        if any("\0" in each for each in numbers):
            raise ValidationError("ケース番号に使えない文字があります。")
        return parted(numbers, cases_by_number(spaced(numbers)[:MOST], self.queryset))

    def to_python(self, value):
        """The cases in the order typed, each once, or ValidationError that names the numbers that were not found."""
        numbers = list(dict.fromkeys(self.numbers(super().to_python(value))))
        found = cases_typed(numbers[:MOST], self.queryset, self.user)
        if missing := [each for each in numbers if each not in found]:
            raise ValidationError([*self._why(missing)])
        return list(dict.fromkeys(found[each] for each in numbers))

    def ended_among(self, text: str) -> list[Case]:
        """The cases of a text that have ended."""
        try:
            return list(dict.fromkeys(cases_by_number(self.numbers(text)[:MOST], self.ended).values()))
        except ValidationError:
            return []

    def _why(self, missing: list[str]):
        over = cases_by_number(missing[:MOST], self.ended)
        for case in dict.fromkeys(over.values()):
            yield ended_words(case)
        if unknown := [each for each in missing if each not in over]:
            yield f"見つからないケース番号があります：{'、'.join(unknown)[:200]}"


class AlsoCases(CaseNumbers):
    """ほかのケース of a contact: a number that is typed twice is told, for one of the two was meant to be another."""

    def numbers(self, text: str) -> list[str]:
        """As CaseNumbers; ValidationError too for a number that stands there twice."""
        numbers = super().numbers(text)
        if again := sorted({each for each in numbers if numbers.count(each) > 1}):
            raise ValidationError(f"同じケース番号が重なっています：{'、'.join(again)[:200]}")
        return numbers
