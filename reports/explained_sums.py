"""Sums of a reconciliation (照合) that differ by what their parts do, and are explained as soon as all of these are."""
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from .explanations import signed

if TYPE_CHECKING:
    from .reconciliation import Compared

_NAMED = 3
Key = tuple[int, int | None, int | None, int | None]  # axis, category (None: 合計), place (None: 全体), month (None: the year)


def with_sums_explained(cells: "Sequence[Compared]") -> "tuple[Compared, ...]":
    """The cells; a sum that nothing explains gets the differences of its parts, where these add up to its own.

    Parts are categories of a 合計 or below another one, districts of 全体, months of a year. A sum may be part of another.
    """
    found = {_key(cell): cell for cell in cells}
    parts = _parts(cells)
    changed = True
    while changed:
        changed = False
        for key, cell in found.items():
            if cell.is_unexplained and (told := _told(cell, [[found[each] for each in some] for some in parts[key]])):
                found[key], changed = replace(cell, reasons=(told,)), True
    return tuple(found.values())


def _key(cell: "Compared") -> Key:
    return cell.axis.id, cell.category and cell.category.id, cell.place, cell.month


def _parts(cells: "Sequence[Compared]") -> dict[Key, list[list[Key]]]:
    """By sum the ways in which it has parts."""
    ways: dict[Key, dict[str, list[Key]]] = defaultdict(lambda: defaultdict(list))
    for cell in cells:
        axis, category, place, month = key = _key(cell)
        if cell.category and not cell.category.recount:
            ways[axis, cell.category.parent_id, place, month]["category"].append(key)
        if place is not None:
            ways[axis, category, None, month]["place"].append(key)
        if month is not None:
            ways[axis, category, place, None]["month"].append(key)
    return defaultdict(list, {key: list(found.values()) for key, found in ways.items()})


def _told(cell: "Compared", ways: "Sequence[Sequence[Compared]]") -> str:
    for parts in ways:
        differing = [each for each in parts if each.differs]
        if not any(each.is_unexplained for each in differing) and sum(map(_difference, differing)) == cell.difference:
            names = "、".join(f"{_name(each, cell)} {signed(_difference(each))}" for each in differing[:_NAMED])
            more = f" ほか{len(differing) - _NAMED}件" if len(differing) > _NAMED else ""
            return f"内訳の差の合計です（{names}{more}）。"
    return ""


def _difference(cell: "Compared") -> int:
    """What the cell adds to the difference of a sum; a figure that is not available is in no sum."""
    return (cell.counted or 0) - (cell.printed or 0)


def _name(part: "Compared", whole: "Compared") -> str:
    if part.month != whole.month:
        return f"{part.month}月"
    return part.district if part.place != whole.place else part.label
