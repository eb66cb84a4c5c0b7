"""The mapping page's form: one selection for each word that the file needs a choice for."""
from django import forms

from cases.imports.choices import Key
from cases.imports.questions import Question, Questions
from cases.models import ImportBatch

from .base import HouseForm

ASK, FORGET = "選んでください", "読み替えを忘れる"


class SheetForm(HouseForm, forms.Form):
    """The one sheet of a file that is to be read."""

    sheet = forms.CharField(label="シート", max_length=ImportBatch._meta.get_field("sheet").max_length, strip=False)


class MappingForm(HouseForm, forms.Form):
    """Nothing is chosen beforehand: a word that is only near stays an error until someone says what it means."""

    def __init__(self, *args, questions: Questions, **kwargs):
        self.questions = questions
        super().__init__(*args, **kwargs)
        for question in [*questions.asked, *questions.kept]:
            self.fields[question.name] = self._field(question)

    def _field(self, question: Question) -> forms.ChoiceField:
        near = [("近いもの", question.near)] if question.near else []
        return forms.ChoiceField(
            label=f"{question.about}「{question.shown}」", required=False, initial=question.kept,
            choices=[("", FORGET if question.kept else ASK), *near, *question.groups],
            widget=forms.Select(attrs={"class": "form-select"}))

    @property
    def asked(self) -> list[tuple[Question, forms.BoundField]]:
        """The unknown words with their fields."""
        return [(each, self[each.name]) for each in self.questions.asked if not each.is_retired]

    @property
    def retired(self) -> list[tuple[Question, forms.BoundField]]:
        """The retired categories that something else stands for in their row's year, with their fields."""
        return [(each, self[each.name]) for each in self.questions.asked if each.is_retired]

    @property
    def kept(self) -> list[tuple[Question, forms.BoundField]]:
        """The choices of earlier files that are used again."""
        return [(each, self[each.name]) for each in self.questions.kept]

    @property
    def opened(self) -> dict[Key, str]:
        """What is kept under each word as the page shows it."""
        return self.questions.choices.kept

    @property
    def answers(self) -> dict[Key, str]:
        """What is to be kept under each word; "" for nothing."""
        found = {}
        for question in [*self.questions.asked, *self.questions.kept]:
            found |= question.targets(self.cleaned_data[question.name])
        return found

    @property
    def shown(self) -> dict[Key, str]:
        """The words as the file writes them."""
        return {key: self.questions.choices.asked[key].shown if key in self.questions.choices.asked else each.shown
                for each in [*self.questions.asked, *self.questions.kept] for key in each.keys}
