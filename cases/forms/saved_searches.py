"""Forms of saved searches (保存した条件)."""
import json

from django import forms

from cases.lists import LISTS, conditions_of, words_of
from cases.models import SavedSearch, User
from cases.text import fold

from .base import RecordForm

NOTHING = "保存する条件がありません。一覧で条件を選んでから保存してください。"

NAME_IS_USED = "同じ名前の条件が、すでに保存されています。別の名前にしてください。"


class SavedSearchForm(RecordForm):
    """The name of a saved search; what it asks for is not changed any more."""

    class Meta:
        model = SavedSearch
        fields = ["name"]

    def __init__(self, *args, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_name(self):
        """A name that the user has given to nothing else, whatever the width of its letters."""
        name = self.cleaned_data["name"]
        others = SavedSearch.objects.filter(owner=self.user).exclude(pk=self.instance.pk).values_list("name", flat=True)
        if fold(name) in map(fold, others):
            raise forms.ValidationError(NAME_IS_USED)
        return name


class NewSavedSearchForm(SavedSearchForm):
    """A name for what a list was just asked for, which the page carries along: the session may end meanwhile."""

    page = forms.ChoiceField(choices=[(route, route) for route in LISTS], widget=forms.HiddenInput)
    conditions = forms.CharField(required=False, max_length=8000, widget=forms.HiddenInput)

    def clean(self):
        """Keep of the conditions what the list can read."""
        super().clean()
        route = self.cleaned_data.get("page")
        asked = LISTS[route].asked(self.user, _texts(self.cleaned_data.get("conditions", ""))) if route else None
        conditions = conditions_of(asked) if asked else {}
        if not conditions:
            raise forms.ValidationError(NOTHING)
        self.instance.owner, self.instance.page = self.user, route
        self.instance.conditions, self.instance.words = conditions, words_of(asked)
        return self.cleaned_data


def _texts(sent: str) -> dict[str, str]:
    try:
        found = json.loads(sent)
    except (ValueError, RecursionError):
        return {}
    return {str(name): value for name, value in found.items() if isinstance(value, str)} if isinstance(found, dict) else {}
