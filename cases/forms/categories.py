"""The coded part of the log form: the axes of one fiscal year, as the chosen kind needs them."""
from collections.abc import Iterable

from django import forms
from django.utils import timezone

from cases import periods
from cases.codebook import AxisInYear, Codebook, coding_errors
from cases.models import Assessment, Axis, Category, Contact
from cases.models.axes import KIND

from .widgets import ChipCheckbox, ChipRadio

PREFIX, MAIN_PREFIX = "axis_", "main_"


def beside_parents(categories: Iterable[Category]) -> list[Category]:
    """The categories in order, each followed by those below it; one whose parent is not among them keeps its place."""
    categories = list(categories)
    here = {each.pk for each in categories}
    tops = [each for each in categories if each.parent_id not in here]
    return [each for top in tops for each in (top, *(other for other in categories if other.parent_id == top.pk))]


def _children(axis: AxisInYear) -> frozenset[str]:
    here = {each.pk for each in axis.categories}
    return frozenset(each.code for each in axis.categories if each.parent_id in here)


class CategoryField(forms.TypedChoiceField):
    """One category of a single axis, by its code; whether it is needed is the codebook's question."""

    widget = ChipRadio

    def __init__(self, axis: AxisInYear, **kwargs):
        super().__init__(
            label=axis.axis.name, required=False, empty_value=None,
            choices=[(each.code, each.label) for each in beside_parents(axis.categories)],
            coerce={each.code: each for each in axis.categories}.get,
            error_messages={"invalid_choice": f"選んだ項目は、この年度の{axis.axis.name}にはありません。選び直してください。"},
            **kwargs)
        self.mark = "※必須"
        self.widget.children = _children(axis)


class CategoriesField(forms.TypedMultipleChoiceField):
    """Any number of categories of a multiple axis, by their codes."""

    widget = ChipCheckbox

    def __init__(self, axis: AxisInYear, **kwargs):
        super().__init__(
            label=axis.axis.name, required=False, empty_value=[],
            choices=[(each.code, each.label) for each in beside_parents(axis.categories)],
            coerce={each.code: each for each in axis.categories}.get,
            error_messages={"invalid_choice": f"選んだ項目は、この年度の{axis.axis.name}にはありません。選び直してください。"},
            help_text="いくつでも選べます。", **kwargs)
        self.widget.children = _children(axis)


class CategoriesForm(forms.Form):
    """The axes that a contact of `kind` is coded on in the codebook's fiscal year.

    An axis that the kind is not asked for is shown only when values for it were sent, with the error beside it:
    nothing is dropped silently.
    """

    use_required_attribute = False

    def __init__(self, *args, codebook: Codebook, kind: str | None, **kwargs):
        super().__init__(*args, **kwargs)
        self.codebook = codebook
        for axis in codebook.axes:
            if axis.asks(kind) or self._sent(axis):
                self._add(axis)

    def _sent(self, axis: AxisInYear) -> bool:
        return self.is_bound and bool(self.data.getlist(PREFIX + axis.axis.code))

    def _add(self, axis: AxisInYear) -> None:
        self.fields[PREFIX + axis.axis.code] = CategoryField(axis) if axis.axis.single else CategoriesField(axis)
        if axis.axis.answer == Axis.Answer.MULTIPLE_MAIN:
            field = CategoryField(axis, widget=forms.Select)
            field.label, field.mark = f"{axis.axis.name}のうち主なもの（◎）", "※任意"
            field.choices = [("", "主なものを決めない"), *field.choices]
            self.fields[MAIN_PREFIX + axis.axis.code] = field

    def clean(self):
        chosen = self.chosen()
        for code, message in coding_errors(self.codebook, chosen).items():
            if PREFIX + code not in self.errors:
                self.add_error(PREFIX + code, message)
        for name, main in list(self.cleaned_data.items()):
            if name.startswith(MAIN_PREFIX) and main and main not in chosen.get(name.removeprefix(MAIN_PREFIX), ()):
                self.add_error(name, "主なものは、選んだ項目の中から選んでください。")
        return self.cleaned_data

    def chosen(self) -> dict[str, list[Category]]:
        """Axis code -> chosen categories, axes without a value left out."""
        values = {name.removeprefix(PREFIX): value for name, value in self.cleaned_data.items()
                  if name.startswith(PREFIX) and value}
        return {code: value if isinstance(value, list) else [value] for code, value in values.items()}

    def main(self) -> list[Category]:
        """The main answers (◎)."""
        return [value for name, value in self.cleaned_data.items() if name.startswith(MAIN_PREFIX) and value]

    @property
    def kind_field(self):
        """対応実績, which decides what else is asked."""
        return self[PREFIX + KIND]

    @property
    def other_fields(self) -> list:
        """Every field but the kind, in the codebook's order."""
        return [field for field in self if field.name != PREFIX + KIND]


def initial_categories(contact: Contact) -> dict:
    """The form's initial values for a stored contact."""
    return _initial((coding.category, coding.axis, coding.is_main) for coding in contact.codings.all())


def categories_as_initial(codings: Iterable[tuple[int, bool]]) -> dict:
    """The form's initial values for (category id, is main)."""
    mains = dict(codings)
    categories = Category.objects.filter(pk__in=mains).select_related("axis")
    return _initial((category, category.axis, mains[category.pk]) for category in categories)


def _initial(codings: Iterable[tuple[Category, Axis, bool]]) -> dict:
    initial: dict = {}
    for category, axis, is_main in codings:
        name = PREFIX + axis.code
        if axis.single:
            initial[name] = category.code
        else:
            initial.setdefault(name, []).append(category.code)
        if is_main:
            initial[MAIN_PREFIX + axis.code] = category.code
    return initial


def chosen_values(data, codebook: Codebook) -> dict:
    """What a sent form has chosen on the codebook's axes, as initial values for another one."""
    single = {PREFIX + axis.axis.code: axis.axis.single for axis in codebook.axes}
    single |= dict.fromkeys((MAIN_PREFIX + axis.axis.code for axis in codebook.axes), True)
    return {name: data[name] if one else data.getlist(name) for name, one in single.items() if name in data}


def dropped_labels(data, codebook: Codebook) -> list[str]:
    """Labels of the chosen categories that the codebook's year does not have."""
    labels = []
    for axis in codebook.axes:
        valid = {each.code for each in axis.categories}
        gone = [code for code in data.getlist(PREFIX + axis.axis.code) if code not in valid]
        labels += axis.axis.categories.filter(code__in=gone).values_list("label", flat=True) if gone else []
    return labels


def fiscal_year_typed(text: str, contact: Contact | Assessment) -> int:
    """The fiscal year whose categories or questions the page offers: that of the date typed, as far as it can be read."""
    try:
        return periods.fiscal_year_of(periods.parse_date_near(text, timezone.localdate(), is_ahead=False))
    except periods.PeriodError:
        return periods.fiscal_year_of(contact.date or timezone.localdate())
