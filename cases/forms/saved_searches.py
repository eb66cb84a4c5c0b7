"""Forms of saved searches (保存した条件)."""
import json

from django import forms

from cases.lists import LISTS, conditions_of, words_of
from cases.models import SavedSearch, User

from .base import RecordForm

NOTHING = "保存する条件がありません。一覧で条件を選んでから保存してください。"


class SavedSearchForm(RecordForm):
    """The name of a saved search; what it asks for is not changed any more."""

    class Meta:
        model = SavedSearch
        fields = ["name"]


class NewSavedSearchForm(SavedSearchForm):
    """A name for what a list was just asked for, which the page carries along: the session may end meanwhile."""

    page = forms.ChoiceField(choices=[(route, route) for route in LISTS], widget=forms.HiddenInput)
    conditions = forms.CharField(required=False, max_length=8000, widget=forms.HiddenInput)

    def __init__(self, *args, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user

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
