"""The lists that can be searched: the filter of each, what it is over and in which order it stands."""
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django import forms
from django.db.models import Model, QuerySet

from . import access, periods
from .forms.activities import ActivityFilter
from .forms.cases import CaseSearch
from .forms.contact_filter import ContactFilter
from .forms.households import HouseholdSearch
from .models import User


@dataclass(frozen=True, slots=True)
class ResultList:
    """A list by its route: `record` is the route of a row's page, `rows` are those in the sight of a filter's user, in order."""

    route: str
    record: str
    form: type[forms.Form]
    rows: Callable[[forms.Form], QuerySet]

    def asked(self, user: User, conditions: dict[str, str]) -> forms.Form:
        """The filter filled in; whatever is none of its fields is left out."""
        return self.form(conditions, user=user)

    def found(self, form: forms.Form) -> QuerySet:
        """The rows that a filter leaves."""
        return form.apply(self.rows(form))


LISTS = {each.route: each for each in (
    ResultList("contact_list", "contact_detail", ContactFilter, lambda form: form.contacts),
    ResultList("household_list", "household_detail", HouseholdSearch,
               lambda form: access.visible_households(form.user).order_by("number")),
    ResultList("case_list", "case_detail", CaseSearch, lambda form: access.visible_cases(form.user).order_by("-opened_on", "-id")),
    ResultList("activity_list", "activity_detail", ActivityFilter, lambda form: access.visible_activities(form.user)),
)}


def conditions_of(form: forms.Form) -> dict[str, str]:
    """What was asked for, as it was sent; a field that cannot be read is left out."""
    form.is_valid()
    return {name: str(form.data[name]) for name in form.fields if form.cleaned_data.get(name)}


def words_of(form: forms.Form) -> str:
    """What was asked for in words: 年度：令和3年度、地区：大沢."""
    form.is_valid()
    return "、".join(f"{field.label}：{_words(field, value)}" for name, field in form.fields.items()
                    if (value := form.cleaned_data.get(name)))


def unreadable(form: forms.Form) -> list[str]:
    """Labels of the fields that cannot be read any more, such as a district that is out of the user's sight by now."""
    return [form.fields[name].label for name in form.errors if name in form.fields]


def _words(field: forms.Field, value) -> str:
    if isinstance(value, date):
        return periods.format_date(value)
    if isinstance(value, Model) or not hasattr(field, "choices"):
        return str(value)
    return dict(field.choices).get(value, str(value))
