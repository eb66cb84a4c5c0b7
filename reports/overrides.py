"""Percentages set by hand (割合の調整): which of them a report prints, and which no longer fit their figures."""
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from cases import periods
from cases.models import ShareOverride

from .book import Book
from .scope import Scope
from .statements import rows

_STANDING = f"""SELECT axis_id, category_id, printed, count, base FROM {ShareOverride._meta.db_table}
WHERE printed IS NOT NULL AND fiscal_year = %s AND {{edition}} ORDER BY id"""  # noqa: S608 (no input)


class Override(NamedTuple):
    """A cell's percentage as set ("1.5"), and the row's figure and the base that it was set for."""

    axis_id: int
    category_id: int | None
    printed: str
    count: int | None
    base: int | None


@dataclass(slots=True)
class Overrides:
    """The standing ones of one scope by (axis id, category id or None for 合計); `unused` were not printed.

    A report of some districts, neither one nor all of them, has none.
    """

    scope: Scope
    standing: dict[tuple[int, int | None], Override]
    unused: dict[tuple[int, int | None], tuple[int | None, int | None]] = field(default_factory=dict)
    seen: set[tuple[int, int | None]] = field(default_factory=set)

    def printed(self, axis_id: int, category_id: int | None, count: int | None, base: int | None) -> str | None:
        """The percentage to print in place of the rule's; None where none stands, or it was set for other figures."""
        key = axis_id, category_id
        override = self.standing.get(key)
        if override is None:
            return None
        self.seen.add(key)
        if (override.count, override.base) == (count, base):
            return override.printed
        self.unused[key] = count, base
        return None

    def warnings(self, book: Book) -> Iterator[str]:
        """What was set and is not printed, cell by cell, in Japanese."""
        label = f"{periods.fiscal_year_label(self.scope.fiscal_year)}の{edition_of(self.scope)}"
        for key, override in self.standing.items():
            where = f"{label}で、{_place(book, *key)}の割合を{override.printed}％に直してありますが、"
            if key in self.unused:
                was, now = _fraction(override.count, override.base), _fraction(*self.unused[key])
                yield f"{where}元の数が{was}から{now}に変わったため、計算した割合を表示しています。「割合の調整」で確かめてください。"
            elif key not in self.seen:
                yield f"{where}その表または項目は、この年度の割合にはありません。「割合の調整」で取り消してください。"


def read_overrides(cursor, scope: Scope) -> Overrides:
    """The standing overrides of a scope's year. One statement."""
    year, districts = scope.fiscal_year, scope.districts
    if scope.whole:
        found = rows(cursor, _STANDING.format(edition="district_id IS NULL"), year)
    elif len(districts) == 1:
        found = rows(cursor, _STANDING.format(edition="district_id = %s"), year, districts[0].id)
    else:
        found = []
    return Overrides(scope, {each[:2]: Override(*each[:2], f"{each[2]:.1f}", *each[3:]) for each in found})


def edition_of(scope: Scope) -> str:
    """全地区版, or 大沢版 for the report of one district."""
    return "全地区版" if scope.whole else f"{'・'.join(each.name for each in scope.districts)}版"


def _place(book: Book, axis_id: int, category_id: int | None) -> str:
    axis = next((each.name for each in book.axes if each.id == axis_id), "この年度にない表")
    label = next((each.label for each in book.categories if each.id == category_id), "この年度にない項目")
    return f"{axis}の合計" if category_id is None else f"{axis}の「{label}」"


def _fraction(count: int | None, base: int | None) -> str:
    return "／".join("不明" if each is None else f"{each:,}" for each in (count, base))
