"""Cases typed by their numbers, several in one field."""
import re

from django import forms

from cases.case_numbers import cases_by_number, numbers_in
from cases.models import Case

MOST = 50


class CaseNumbers(forms.CharField):
    """Cases by their numbers, out of `queryset`; the field's value is the list of them."""

    queryset = Case.objects.none()

    def split(self, text: str) -> list[str]:
        """The numbers of a text, repeated ones too; white space divides them as well."""
        return [each for part in numbers_in(text) for each in re.split(r"\s+", part)]

    def to_python(self, value):
        """The cases in the order typed, each once, or ValidationError that names the numbers that were not found."""
        numbers = list(dict.fromkeys(self.split(super().to_python(value))))
        if any("\0" in each for each in numbers):
            raise forms.ValidationError("ケース番号に使えない文字があります。")
        found = cases_by_number(numbers[:MOST], self.queryset)
        if missing := [each for each in numbers if each not in found]:
            raise forms.ValidationError(f"見つからないケース番号があります：{'、'.join(missing)[:200]}")
        return list(dict.fromkeys(found[each] for each in numbers))


class AlsoCases(CaseNumbers):
    """ほかのケース of a contact: a number that is typed twice is told, for one of the two was meant to be another."""

    split = staticmethod(numbers_in)

    def to_python(self, value):
        """As CaseNumbers; ValidationError too for a number that stands there twice."""
        numbers = numbers_in(forms.CharField.to_python(self, value))
        if again := sorted({each for each in numbers if numbers.count(each) > 1}):
            raise forms.ValidationError(f"同じケース番号が重なっています：{'、'.join(again)[:200]}")
        return super().to_python(value)
