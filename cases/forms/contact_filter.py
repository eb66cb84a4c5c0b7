"""The filter of the contact list: words, and the coded fields. What was typed never stands in an address."""
from django import forms
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from cases import access, fulltext, periods
from cases.case_numbers import spellings
from cases.codebook import codebook_of
from cases.database import all_of
from cases.known import matching_cases
from cases.models import Contact, District, User

from .base import OfferedChoices
from .period import Period


class ContactFilter(Period):
    """Words, fiscal year, month, district, period, coordinator, and a category on any axis; all optional. The last day of the period counts."""

    only_shows = True

    q = forms.CharField(label="相手・記録・番号・氏名・電話番号", required=False, max_length=200, widget=forms.TextInput(
        attrs={"type": "search", "data-key": "/", "autocomplete": "off"}))
    fiscal_year = forms.TypedChoiceField(label="年度", required=False, coerce=int, empty_value=None)
    month = forms.TypedChoiceField(label="月", required=False, coerce=int, empty_value=None, choices=[
        ("", "すべて"), *((month, f"{month}月") for month in periods.FISCAL_MONTHS)])
    district = forms.ModelChoiceField(District.objects.none(), label="地区", required=False, to_field_name="code",
                                      empty_label="すべて")
    coordinator = forms.ModelChoiceField(User.objects.none(), label="担当者", required=False, empty_label="すべて")

    def __init__(self, data, *, user: User):
        super().__init__(data)
        self.user, districts = user, access.visible_districts(user)
        years = access.contacts_of_districts(user).order_by("-fiscal_year").values_list("fiscal_year", flat=True).distinct()
        self.fields["fiscal_year"].choices = [("", "すべて"), *((year, periods.fiscal_year_label(year)) for year in years)]
        self.fields["district"].iterator = OfferedChoices
        self.fields["district"].queryset = districts
        self.fields["coordinator"].queryset = User.objects.filter(assignments__district__in=districts).only("name").distinct()
        self.axes = self._axis_fields(data)

    def _axis_fields(self, data) -> list[str]:
        """One choice field per axis, with the categories of the chosen year (of this year without one)."""
        year = data.get("fiscal_year", "")
        this_year = periods.fiscal_year_of(timezone.localdate())
        codebook = codebook_of(int(year) if year.isdecimal() and len(year) == 4 else this_year)
        for axis in codebook.axes:
            self.fields[axis.axis.code] = forms.ChoiceField(
                label=axis.axis.name, required=False,
                choices=[("", "すべて"), *((each.code, each.label) for each in axis.categories)])
        return [axis.axis.code for axis in codebook.axes]

    @property
    def contacts(self) -> QuerySet[Contact]:
        """Those counted for the districts in sight; where words are looked for, also those that a case in sight brought from another one."""
        return access.visible_contacts(self.user) if self.words else access.contacts_of_districts(self.user)

    def apply(self, contacts: QuerySet[Contact]) -> QuerySet[Contact]:
        """The contacts that match; none while a field cannot be read, which says so itself."""
        if not self.is_valid():
            return contacts.none()
        chosen = {name: value for name, value in self.cleaned_data.items() if value}
        plain = {"fiscal_year": "fiscal_year", "month": "month", "district": "district", "coordinator": "coordinators",
                 "start": "date__gte", "end": "date__lte"}
        for name, lookup in plain.items():
            if name in chosen:
                contacts = contacts.filter(**{lookup: chosen[name]})
        for word, cases in self._found_cases():
            contacts = contacts.filter(pk__in=_containing(word, cases))
        for axis in self.axes:
            if axis in chosen:
                contacts = contacts.filter(codings__axis__code=axis, codings__category__code=chosen[axis])
        return contacts

    def _found_cases(self) -> list[tuple[str, list[int]]]:
        """Each word with the cases in sight that it finds."""
        words = self.words
        return [*zip(words, matching_cases(self.user, access.visible_cases(self.user), words), strict=True)] if words else []

    @property
    def words(self) -> list[str]:
        """The words that were looked for."""
        return [*dict.fromkeys(self.cleaned_data.get("q", "").split())] if self.is_valid() else []

    @property
    def axis_fields(self) -> list:
        """The fields of the axes, in the codebook's order."""
        return [self[axis] for axis in self.axes]

    @property
    def is_detailed(self) -> bool:
        """Whether the period, the coordinator or a category is set."""
        return any(self.cleaned_data.get(name) or name in self.errors for name in ("start", "end", "coordinator", *self.axes))

    @property
    def is_open(self) -> bool:
        """Whether any filter is set."""
        return bool(self.errors) or any(self.cleaned_data.values())


def _containing(word: str, cases: list[int]) -> QuerySet[Contact]:
    """Contacts with the word in their text or counterpart, with it for their number, or of one of the cases that it finds."""
    numbered = Contact.everything.filter(record_number__in=spellings(word)).values("pk").order_by()
    found = all_of(connection.vendor, cases)
    of_cases = Contact.everything.filter(case__in=found).values("pk").order_by()
    also = Contact.also_cases.through.objects.filter(case__in=found).values("contact")
    return fulltext.containing(word, connection).values("pk").order_by().union(numbered, of_cases, also)
