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


def open_sums(figures: Mapping[Key, int | None], summed: Mapping[int, Collection[int]]) -> Iterator[OpenSum]:
    """Sums over categories (合計 of a table), districts (全体) and months (the year) that do not close.

    `summed` are by fiscal year the ids of categories that are in a 合計: no 再掲, none below another. A figure that is not available
    adds nothing; a sum of which no part was printed is not held against anything.
    """
    for check, name in _SUMMED_OVER.items():
        parts: dict[Key, list[Key]] = defaultdict(list)
        for key, value in figures.items():
            if getattr(key, name) is not None and value is not None and (check != CATEGORIES or key.category in summed[key.fiscal_year]):
                parts[key._replace(**{name: None})].append(key)
        for key, keys in parts.items():
            added, total = sum(figures[each] for each in keys), figures.get(key)
            if total is not None and added != total:
                yield OpenSum(check, key, (*keys, key), added, total)
