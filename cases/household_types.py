"""What a household is on the axes of households (世帯の分類) in a fiscal year, and what it may be."""
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch

from .models import Axis, Category, Household, HouseholdType
from .models.axes import UNKNOWN


@dataclass(frozen=True)
class TypeAxis:
    """An axis of households with the categories that may be chosen in the year; `unknown` is 不明, where there is one."""

    axis: Axis
    categories: tuple[Category, ...]
    unknown: Category | None


def type_axes(fiscal_year: int) -> list[TypeAxis]:
    """The axes of households of a year in order, in at most two queries."""
    valid = Category.objects.in_year(fiscal_year).order_by("order", "id")
    axes = Axis.objects.in_year(fiscal_year).filter(source=Axis.Source.HOUSEHOLD).prefetch_related(
        Prefetch("categories", valid, "valid"))
    return [TypeAxis(axis, tuple(each for each in axis.valid if each.code != UNKNOWN),
                     next((each for each in axis.valid if each.code == UNKNOWN), None)) for axis in axes]


def types_in(rows: Sequence[HouseholdType], fiscal_year: int) -> dict[int, HouseholdType]:
    """Of a household's rows, those that hold in the year, by axis id: the latest that does not begin after it."""
    held = sorted((row for row in rows if row.from_year <= fiscal_year), key=lambda row: row.from_year)
    return {row.axis_id: row for row in held}


def types_of(household: Household) -> list[HouseholdType]:
    """All rows of a household, in one query; none of one that is not stored yet."""
    return list(household.types.select_related("axis", "category")) if household.pk else []


def set_types(*, household: Household, fiscal_year: int, chosen: Mapping[TypeAxis, Category | None]) -> None:
    """Make the household what is chosen from the fiscal year on, until its next row. None is 不明.

    Where that is what holds already nothing is written. Call inside the transaction that saves the household.
    """
    held = types_in(types_of(household), fiscal_year)
    for axis, category in chosen.items():
        row = held.get(axis.axis.pk)
        wanted = category or (axis.unknown if row else None)
        if wanted and (row is None or row.category_id != wanted.pk):
            HouseholdType.objects.update_or_create(
                household=household, axis=axis.axis, from_year=fiscal_year, defaults={"category": wanted})
