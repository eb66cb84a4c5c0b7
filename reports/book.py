"""The codebook (分類表) as a report reads it: plain rows in print order."""
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from cases.models import Axis, Category
from cases.models.axes import KIND

from .statements import rows

_VALID = "(first_year IS NULL OR first_year <= %s) AND (last_year IS NULL OR last_year >= %s)"
_AXES = f"""SELECT axis.id, code, name, answer, unit, percent_base, rounding, asked.category_id
FROM {Axis._meta.db_table} axis LEFT JOIN {Axis.asked_for.through._meta.db_table} asked ON asked.axis_id = axis.id
ORDER BY "order", axis.id"""  # noqa: S608 (no input)
_CATEGORIES = f"""SELECT id, axis_id, code, label, parent_id, recount, parent_id IS NULL AND NOT recount, monthly,
{_VALID}, {_VALID}, merged_into_id, note FROM {Category._meta.db_table} ORDER BY "order", id"""  # noqa: S608


class BookAxis(NamedTuple):
    """An axis, and the ids of the kinds that it is asked for; none means every kind."""

    id: int
    code: str
    name: str
    answer: str
    unit: str
    percent_base: str
    rounding: str
    asked_for: set[int]


class BookCategory(NamedTuple):
    """A category, and whether it `exists` in the year of the report and `existed` in the year before.

    The `summed` ones make up the 合計: no 再掲, and not inside another one's figure.
    """

    id: int
    axis_id: int
    code: str
    label: str
    parent_id: int | None
    recount: bool
    summed: bool
    monthly: bool
    exists: bool
    existed: bool
    merged_into_id: int | None
    note: str


@dataclass(frozen=True, slots=True)
class Book:
    """The axes, and the categories of all years, together and by axis, each in print order."""

    axes: Sequence[BookAxis]
    categories: Sequence[BookCategory]
    by_axis: dict[int, list[BookCategory]]

    @property
    def kind_axis_id(self) -> int | None:
        """The id of the axis 対応実績; None before a codebook is loaded."""
        return next((axis.id for axis in self.axes if axis.code == KIND), None)

    @property
    def parts(self) -> list[tuple[int, int]]:
        """(id, id of a category below it) wherever a figure holds another one."""
        return [(each.parent_id, each.id) for each in self.categories if each.parent_id and not each.recount]

    def place_of(self, category_id: int) -> str:
        """A category named with its axis: 対応実績の「啓発」."""
        category = next(each for each in self.categories if each.id == category_id)
        axis = next(each for each in self.axes if each.id == category.axis_id)
        return f"{axis.name}の「{category.label}」"


def read_book(cursor, fiscal_year: int) -> Book:
    """The codebook as it stands in a fiscal year."""
    year, before = fiscal_year, fiscal_year - 1
    axes = _axes(cursor)
    categories = [*map(BookCategory._make, rows(cursor, _CATEGORIES, year, year, before, before))]
    by_axis: dict[int, list[BookCategory]] = {axis.id: [] for axis in axes}
    for each in categories:
        by_axis[each.axis_id].append(each)
    return Book(axes, categories, by_axis)


def _axes(cursor) -> list[BookAxis]:
    found: dict[int, BookAxis] = {}
    for *columns, kind in rows(cursor, _AXES):
        axis = found.setdefault(columns[0], BookAxis(*columns, set()))
        if kind is not None:
            axis.asked_for.add(kind)
    return [*found.values()]
