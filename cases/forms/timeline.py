"""The filter of a household's timeline (対応の経過): only what its contacts have is offered, each with how often."""
from collections import Counter

from django import forms
from django.db.models import Count, QuerySet

from cases.models import Case, Contact, ContactCategory
from cases.models.axes import KIND

from .base import SearchForm
from .period import Period

AXIS = "axis_"


class TimelineFilter(Period, SearchForm):
    """Kind, period, coordinator, case, and a category on any axis. `contacts` and `cases` are those in the user's sight.

    The last day of the period counts. What is counted beside a choice are contacts in sight, without the other filters.
    """

    coordinator = forms.ChoiceField(label="担当者", required=False)
    case = forms.ChoiceField(label="ケース", required=False)

    def __init__(self, *args, contacts: QuerySet[Contact], cases: QuerySet[Case], **kwargs):
        super().__init__(*args, prefix="t", **kwargs)
        self.contacts = contacts.order_by()
        self.fields["coordinator"].choices = _offered(self.contacts, "coordinators", "coordinators__name")
        self.fields["case"].choices = self._cases(cases.order_by().values("pk"))
        for code, name, choices in self._axes():
            self.fields[AXIS + code] = forms.ChoiceField(label=name, required=False, choices=[("", "すべて"), *choices])

    def _cases(self, cases: QuerySet[Case]) -> list[tuple[str, str]]:
        """The cases in sight, each with how many of the contacts are of it: as their ケース or one of their ほかのケース."""
        found = Counter()
        for name in ("case", "also_cases"):
            rows = self.contacts.filter(**{f"{name}__in": cases}).values_list(f"{name}__number", name)
            found.update({(number, pk): n for number, pk, n in rows.annotate(n=Count("pk", distinct=True))})
        return [("", "すべて"), *((str(pk), f"{number}（{n}件）") for (number, pk), n in sorted(found.items()))]

    def _axes(self) -> list[tuple[str, str, list]]:
        """(code, name, choices) of every axis on which the contacts are coded, in the codebook's order."""
        rows = ContactCategory.objects.filter(contact__in=self.contacts.values("pk")).values_list(
            "axis__code", "axis__name", "category__code", "category__label").annotate(n=Count("pk")).order_by(
            "axis__order", "axis__code", "category__order", "category__code")
        found: dict[tuple[str, str], list] = {}
        for axis, name, category, label, n in rows:
            found.setdefault((axis, name), []).append((category, f"{label}（{n}件）"))
        return [(*axis, choices) for axis, choices in found.items()]

    def apply(self, contacts: QuerySet[Contact]) -> QuerySet[Contact]:
        """The contacts that match everything asked for; none while a field cannot be read, which says so itself."""
        if not self.is_valid():
            return contacts.none()
        lookups = {"start": "date__gte", "end": "date__lte", "coordinator": "coordinators"}
        for name, value in self.chosen.items():
            if axis := name.removeprefix(AXIS) if name.startswith(AXIS) else "":
                contacts = contacts.filter(codings__axis__code=axis, codings__category__code=value)
            elif name == "case":
                contacts = contacts.of_cases([value])
            else:
                contacts = contacts.filter(**{lookups[name]: value})
        return contacts

    @property
    def kind(self):
        """The field of the 対応実績; None where nothing is coded."""
        return self[AXIS + KIND] if AXIS + KIND in self.fields else None

    @property
    def axis_fields(self) -> list:
        """The fields of the other axes, in the codebook's order."""
        return [self[name] for name in self.fields if name.startswith(AXIS) and name != AXIS + KIND]

    @property
    def is_detailed(self) -> bool:
        """Whether one of the other axes is asked for."""
        return any(field.name in self.chosen or field.errors for field in self.axis_fields)

    @property
    def is_open(self) -> bool:
        """Whether anything is asked for."""
        return bool(self.errors or self.chosen)


def _offered(contacts: QuerySet[Contact], key: str, label: str) -> list[tuple[str, str]]:
    rows = contacts.values_list(key, label).annotate(n=Count("pk", distinct=True)).order_by(label, key)
    return [("", "すべて"), *((str(pk), f"{words}（{n}件）") for pk, words, n in rows if pk)]
