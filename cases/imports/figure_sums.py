"""Printed sums held against the printed figures that they are sums of. What does not close is told, never corrected."""
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

CATEGORIES, DISTRICTS, MONTHS, REPEATED = "categories", "districts", "months", "repeated"


class Key(NamedTuple):
    """Which printed cell: no district is 全体, no category is 合計, no month is the whole year."""

    fiscal_year: int
    district: int | None
    axis: int
    category: int | None
    month: int | None


# By check: the field that a sum does not have, and its parts have.
_SUMMED_OVER = {CATEGORIES: "category", DISTRICTS: "district", MONTHS: "month"}


@dataclass(frozen=True, slots=True)
class OpenSum:
    """A printed sum (`key`) that its parts do not add up to; `keys` are its own and those of the parts."""

    check: str
    key: Key
    keys: tuple[Key, ...]
    added: int
    total: int

    @property
    def difference(self) -> int:
        """The printed sum less what its parts add up to."""
        return self.total - self.added


class Once(NamedTuple):
    """An axis that counted people or households each once in a year.

    `counts` says which; `has_one` that each stands in one category only, so that these add up; `has_several` that each may have
    several answers at once, or none.
    """

    counts: str
    has_one: bool
    has_several: bool


# By axis and fiscal year; axes that counted contacts are not in it.
Counted = Mapping[tuple[int, int], Once]


def open_sums(figures: Mapping[Key, int | None], summed: Mapping[int, Collection[int]], once: Counted) -> Iterator[OpenSum]:
    """Sums over categories (合計 of a table), districts (全体) and months (the year) that do not close.

    `summed` are by fiscal year the ids of categories that are in a 合計: no 再掲, none below another. A figure that is not available
    adds nothing; a sum of which no part was printed is not held against anything. Who is counted once may stand in several parts:
    such a sum must not be less than any of them, nor more than all together.
    """
    for check, name in _SUMMED_OVER.items():
        parts: dict[Key, list[Key]] = defaultdict(list)
        for key, value in figures.items():
            if getattr(key, name) is not None and value is not None and (check != CATEGORIES or key.category in summed[key.fiscal_year]):
                parts[key._replace(**{name: None})].append(key)
        for key, keys in parts.items():
            added, total = sum(figures[each] for each in keys), figures.get(key)
            if total is not None and not _closes(check, once.get((key.axis, key.fiscal_year)), added, total, max(figures[each] for each in keys)):
                yield OpenSum(check, key, (*keys, key), added, total)


def _closes(check: str, once: Once | None, added: int, total: int, largest: int) -> bool:
    if once is None or (check == CATEGORIES and once.has_one):
        return added == total
    return largest <= total and (total <= added or (check == CATEGORIES and once.has_several))
