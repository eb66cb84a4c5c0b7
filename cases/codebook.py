"""The codebook (分類表) as it stands in one fiscal year, and the rules a coding must keep."""
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Prefetch, QuerySet

from .models import Axis, Category, EarlierLabel, EarlierRule
from .models.axes import KIND

_KINDS = Prefetch("asked_for", Category.objects.only("code").order_by())


@dataclass(frozen=True)
class AxisInYear:
    """An axis with the categories that may be chosen in the year, in order."""

    axis: Axis
    categories: tuple[Category, ...]
    asked_for: frozenset[str]

    @cached_property
    def category_ids(self) -> frozenset[int]:
        """The ids of the categories."""
        return frozenset(each.pk for each in self.categories)

    def asks(self, kind_code: str | None) -> bool:
        """Whether a contact of this kind is coded here. The kind itself is always asked."""
        return not self.asked_for or self.axis.code == KIND or kind_code in self.asked_for


@dataclass(frozen=True)
class Codebook:
    """All axes that a contact is coded on in one fiscal year, in order, the kind (対応実績) among them.

    Axes whose answer comes from the person or household of the contact's case are not in it.
    """

    fiscal_year: int
    axes: tuple[AxisInYear, ...]
    known: dict[tuple, str] = field(default_factory=dict, compare=False, repr=False)  # what coding_errors found before

    @cached_property
    def by_code(self) -> list[tuple[str, AxisInYear]]:
        """The axes with their codes: an import goes through them for every row."""
        return [(axis.axis.code, axis) for axis in self.axes]

    @property
    def kinds(self) -> tuple[Category, ...]:
        """The kinds (対応実績) of the year."""
        return self[KIND].categories

    def __getitem__(self, axis_code: str) -> AxisInYear:
        for axis in self.axes:
            if axis.axis.code == axis_code:
                return axis
        raise KeyError(axis_code)

    def __contains__(self, axis_code: str) -> bool:
        return any(axis.axis.code == axis_code for axis in self.axes)

    def __bool__(self) -> bool:
        return bool(self.axes)


def codebook_of(fiscal_year: int) -> Codebook:
    """The codebook of a fiscal year: what could be chosen in it, under the names and rules that held then.

    Retired and future axes and categories are not in it. Its axes and categories are never saved: a name of an
    earlier year would become today's. Six queries at most, whatever the size.
    """
    return Codebook(fiscal_year, _axes_in(fiscal_year, Axis.objects.in_year(fiscal_year).filter(source=Axis.Source.CONTACT)))


def every_axis_in(fiscal_year: int) -> tuple[AxisInYear, ...]:
    """As the axes of `codebook_of`, with those whose answer comes from the person or the household; to be read."""
    return _axes_in(fiscal_year, Axis.objects.in_year(fiscal_year))


def _axes_in(fiscal_year: int, axes: QuerySet[Axis]) -> tuple[AxisInYear, ...]:
    (names, definitions), rules = _names_in(fiscal_year), _rules_in(fiscal_year)
    categories: dict[int, list[Category]] = {}
    for category in _categories_in(fiscal_year, names, definitions):
        categories.setdefault(category.axis_id, []).append(category)
    return tuple(
        _axis_in_year(axis, names.get((axis.pk, None)), rules.get(axis.pk), tuple(categories.get(axis.pk, ())))
        for axis in sorted(axes.prefetch_related(_KINDS), key=lambda axis: (definitions.get((axis.pk, None), axis).order, axis.pk)))


def _categories_in(fiscal_year: int, names: Mapping, definitions: Mapping) -> list[Category]:
    """The categories of the year as they were in it, in the order that they had."""
    found = list(Category.objects.in_year(fiscal_year))
    for category in found:
        if earlier := names.get((None, category.pk)):
            category.use_name(earlier)
        if earlier := definitions.get((None, category.pk)):
            category.use_definition(earlier)
    return sorted(found, key=lambda category: (category.order, category.pk))


def _axis_in_year(axis: Axis, name: EarlierLabel | None, rule: EarlierRule | None, categories: tuple) -> AxisInYear:
    if name:
        axis.use_name(name)
    if rule:
        axis.use_rules(rule)
    return AxisInYear(axis, categories, frozenset(kind.code for kind in (rule or axis).asked_for.all()))


def _names_in(fiscal_year: int) -> tuple[dict[tuple, EarlierLabel], dict[tuple, EarlierLabel]]:
    """What had another name in the year than it has now, and what was defined otherwise, by (axis id, category id)."""
    names = EarlierLabel.objects.filter(district=None, last_year__gte=fiscal_year).order_by("-last_year")
    return ({(each.axis_id, each.category_id): each for each in names},
            {(each.axis_id, each.category_id): each for each in names if each.defined})


def _rules_in(fiscal_year: int) -> dict[int, EarlierRule]:
    """The rules of the axes that had others in the year than now, by axis id."""
    rules = EarlierRule.objects.filter(last_year__gte=fiscal_year).order_by("-last_year").prefetch_related(_KINDS)
    return {each.axis_id: each for each in rules}


def coding_errors(codebook: Codebook, chosen: Mapping[str, Sequence[Category]]) -> dict[str, str]:
    """What is wrong with a contact's categories (by axis code), as axis code -> Japanese message.

    A single axis that is asked needs exactly one value; a multiple one takes any number, none included;
    an axis that is not asked for the kind takes none; every category must exist in the fiscal year.
    """
    kind = next(iter(chosen.get(KIND, ())), None)
    kind_id, errors = kind and kind.id, {}
    for code, axis in codebook.by_code:
        values = chosen.get(code, ())
        asked = (code, kind_id, *[each.id for each in values]) if len(values) != 1 else (code, kind_id, values[0].id)
        message = codebook.known.get(asked)
        if message is None:
            message = codebook.known[asked] = _axis_error(axis, [*values], kind, codebook)
        if message:
            errors[code] = message
    return errors


def _axis_error(axis: AxisInYear, values: list[Category], kind: Category | None, codebook: Codebook) -> str:
    name = axis.axis.name
    asked = axis.asks(kind.code if kind else None)
    if values and kind and not asked:
        kinds = "」「".join(each.label for each in codebook.kinds if axis.asks(each.code))
        return f"{name}は、{codebook[KIND].axis.name}が「{kinds}」のときだけ選べます。選択を外してください。"
    unknown = [value.label for value in values if value.pk not in axis.category_ids]
    if unknown:
        return f"「{unknown[0]}」は、この年度の{name}にはありません。"
    if axis.axis.single and len(values) > 1:
        return f"{name}は1つだけ選んでください。"
    if axis.axis.single and not values and asked:
        return f"{name}を選んでください。"
    return _both_levels(values)


def _both_levels(values: list[Category]) -> str:
    """A category and one below it would count the same answer twice."""
    parents = {value.parent_id: value for value in values if value.parent_id}
    double = next((value for value in values if value.pk in parents), None)
    if double is None:
        return ""
    return f"「{double.label}」と、その内訳の「{parents[double.pk].label}」は同時に選べません。内訳だけを選んでください。"
