"""The fields of a household's types (世帯の分類): one for each axis of households of a fiscal year."""
from django import forms

from cases import periods
from cases.household_types import TypeAxis, type_axes, types_in, types_of
from cases.models import Category, Household

from .base import RecordForm

PREFIX = "type_"


class TypesMixin(RecordForm):
    """A form of a household with its types in `type_year`; what is blank there is not known."""

    type_year: int

    def add_types(self, fiscal_year: int) -> None:
        """Add the fields; a value that the year no longer offers is shown as one that is kept."""
        self.type_year = fiscal_year
        self.type_axes = {PREFIX + each.axis.code: each for each in type_axes(fiscal_year)}
        self.held = types_in(types_of(self.instance), fiscal_year) if self.type_axes else {}
        for name, axis in self.type_axes.items():
            self.fields[name] = self._field(axis)
            self.initial[name] = self._initial(axis)

    def _field(self, axis: TypeAxis) -> forms.TypedChoiceField:
        held = self.held.get(axis.axis.pk)
        offered = {each.code: each for each in axis.categories}
        if held and held.category != axis.unknown:
            offered.setdefault(held.category.code, held.category)
        field = forms.TypedChoiceField(
            label=f"{axis.axis.name}（{periods.fiscal_year_label(self.type_year)}）", required=False, empty_value=None,
            choices=[("", axis.unknown.label if axis.unknown else "不明"), *((code, each.label) for code, each in offered.items())],
            coerce=offered.get, widget=forms.Select(attrs={"class": "input-medium"}),
            error_messages={"invalid_choice": f"選んだ項目は、この年度の{axis.axis.name}にはありません。選び直してください。"})
        field.help_text = "この年度から、次に変えるまで続きます。前の年度の集計は変わりません。"
        return field

    def _initial(self, axis: TypeAxis) -> str:
        held = self.held.get(axis.axis.pk)
        return held.category.code if held and held.category != axis.unknown else ""

    @property
    def types(self) -> dict[TypeAxis, Category | None]:
        """What was chosen on each axis that was asked."""
        return {axis: self.cleaned_data.get(name) for name, axis in self.type_axes.items()}

    def differences(self, stored: Household) -> list[dict]:
        """As in RecordForm, the types too."""
        now = types_in(types_of(stored), self.type_year)
        kept = {name: now[axis.axis.pk].category.label if axis.axis.pk in now else "" for name, axis in self.type_axes.items()}
        unknown = {name: axis.unknown.label if axis.unknown else "" for name, axis in self.type_axes.items()}
        typed = {name: getattr(self.cleaned_data.get(name), "label", "") for name in self.type_axes}
        return super().differences(stored) + [
            {"label": self[name].label, "stored": kept[name], "own": typed[name] or unknown[name]}
            for name in self.type_axes if (kept[name] or unknown[name]) != (typed[name] or unknown[name])]


class HouseholdTypesForm(TypesMixin):
    """The types of a household in any fiscal year, and nothing else of it."""

    class Meta:
        model = Household
        fields = []

    def __init__(self, *args, fiscal_year: int, **kwargs):
        super().__init__(*args, **kwargs)
        self.add_types(fiscal_year)
