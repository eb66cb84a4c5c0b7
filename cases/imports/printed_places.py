"""Which printed cell a row and a column of a printed table stand for: year, district, category, month."""
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from cases.models import Axis
from cases.periods import fiscal_year_label

from .category_words import RECOUNT
from .cells import CellError
from .directory import Directory
from .printed_labels import Label, Part, Titles, year_in
from .printed_tables import PrintedTable

TOTAL, WHOLE = "合計", "全体"
_MEANINGS = {
    Part.PRIOR: "前年度の件数", Part.CHANGE: "増減（件数と照らし合わせます）", Part.PERCENT: "割合（件数と照らし合わせます）",
    Part.RATE: "増減率（取り込みません）", Part.NOTE: "備考（取り込みません）",
}


class Dimension(Enum):
    """What the labels of one heading row or label column tell apart."""

    YEAR, MONTH, DISTRICT, CATEGORY, NONE = "年度", "月", "地区", "分類", ""


@dataclass(frozen=True, slots=True)
class Place:
    """A cell's place, in words of the file; `district` and `category` None are not told, and so is `year`."""

    year: int | None = None
    month: int | None = None
    district: str | None = None
    category: str | None = None
    part: Part | None = None
    subtotal: bool = False
    beside_prior: bool = False
    beside_change: bool = False

    def over(self, other: "Place") -> "Place":
        """This place, and of `other` what this one leaves open."""
        mine = {name: value for name in self.__slots__ if (value := getattr(self, name)) not in (None, False)}
        return replace(other, **mine)


class Places:
    """The places of all rows and columns of a table; its axis and year. Raises CellError where they are not told."""

    def __init__(self, table: PrintedTable, titles: Titles, directory: Directory, fiscal_year: int | None):
        self.table, self.titles, self.directory = table, titles, directory
        self.month, year = titles.month()
        self.year = year or year_in(titles.without_districts) or fiscal_year
        levels = [*_levels(line.labels for line in table.lines), *_levels(column.labels for column in table.columns)]
        names = {label.name for level in levels for label in level if label.name and not label.total and not label.whole}
        self.axis = self._axis(names)
        self.dimensions = {self._dimension(level) for level in levels}
        self.rows = self._places([line.labels for line in table.lines])
        self.columns = self._with_inherited(self._places([column.labels for column in table.columns]))
        self.base = Place(self.year, self.month, *self._from_titles())

    def _axis(self, names: set[str]) -> Axis:
        """The axis that a title names, if any of the labels is one of its categories; else the one that most are of."""
        named = self.titles.axis()
        covered = {axis: sum(name in self.directory.categories.get(axis.pk, {}) for name in names)
                   for axis in {each.pk: each for each in self.directory.axes.values()}.values()}
        if named and (covered[named] or not any(covered.values())) and not (self.titles.kind() and not covered[named]):
            if kind := self.titles.narrowed_to(named):
                raise CellError(f"「{kind}」だけの{named.name}の表は取り込めません。公表値は、すべての対応実績を合わせた件数です。")
            return named
        most = max(covered.values(), default=0)
        found = [axis for axis, count in covered.items() if count == most]
        if most and len(found) == 1:
            return found[0]
        if not most and self.titles.kind():
            return self.directory.kinds
        raise CellError("何の表か分かりません。表の上の行に「相談者内訳」のように軸の名前を書いてください。")

    def _dimension(self, level: Iterable[Label]) -> Dimension:
        level = [*level]
        if any(label.month for label in level):
            return Dimension.MONTH
        if any(label.year for label in level):
            return Dimension.YEAR
        if any(self.directory.district_name(label.name) or label.whole for label in level):
            return Dimension.DISTRICT
        known = self.directory.categories.get(self.axis.pk, {})
        return Dimension.CATEGORY if any(label.name in known for label in level) else Dimension.NONE

    def _places(self, lines: Sequence[Sequence[Label]]) -> list[Place]:
        dimensions = [self._dimension(level) for level in _levels(lines)]
        return [self._place(zip(labels, dimensions, strict=False)) for labels in lines]

    def _place(self, labels: Iterable[tuple[Label, Dimension]]) -> Place:
        place = Place()
        for label, dimension in labels:
            place = self._of(label, dimension).over(place)
        return place

    def _of(self, label: Label, dimension: Dimension) -> Place:
        if label.total or label.whole:
            return self._of_total(label, dimension)
        parts = Place(label.year, label.month, None, None, label.part, label.subtotal, label.beside_prior,
                      label.beside_change)
        if not label.name or label.subtotal:
            return parts
        is_district = dimension is Dimension.DISTRICT and self.directory.district_name(label.name)
        return replace(parts, **{"district" if is_district else "category": self._own_name(label)})

    def _own_name(self, label: Label) -> str:
        """The name with the （再掲） that the category itself has."""
        own = f"{label.name}{RECOUNT}"
        return own if label.is_recount and own in self.directory.categories.get(self.axis.pk, {}) else label.name

    def _of_total(self, label: Label, dimension: Dimension) -> Place:
        """合計 of the level it stands in; where that tells nothing apart, of what no other level does."""
        place = Place(beside_prior=label.beside_prior, beside_change=label.beside_change)
        if dimension is Dimension.DISTRICT or label.whole:
            return replace(place, district=WHOLE)
        if dimension is Dimension.CATEGORY:
            return replace(place, category=TOTAL)
        if dimension is Dimension.YEAR:
            return replace(place, subtotal=True)
        if dimension is Dimension.MONTH or not {Dimension.DISTRICT, Dimension.CATEGORY} - self.dimensions:
            return place
        return replace(place, district=WHOLE) if Dimension.DISTRICT not in self.dimensions else replace(place, category=TOTAL)

    def _with_inherited(self, places: list[Place]) -> list[Place]:
        """A column headed （前年度）, 増減 or 割合 alone belongs to the column on its left."""
        found: list[Place] = []
        for place in places:
            alone = place.part and place == Place(part=place.part)
            found.append(replace(found[-1], part=place.part, beside_prior=False) if alone and found else place)
        return found

    def _from_titles(self) -> tuple[str, str | None]:
        """The district and the category where no row or column tells them."""
        kind = self.titles.kind() if Dimension.CATEGORY not in self.dimensions else ""
        is_kinds = self.axis == self.directory.kinds
        return self.titles.district() or WHOLE, kind if kind and is_kinds else TOTAL

    def place(self, line: int, column: int) -> Place:
        """The place of a cell, by the row's and the column's number in the table from 0."""
        return self.columns[column].over(self.rows[line]).over(self.base)

    def is_prior_alone(self, column: int) -> bool:
        """Whether a column headed 大沢（前年度） holds last year only, since this year has a column of its own."""
        own = self.columns[column]
        return own.beside_prior and replace(own, beside_prior=False) in self.columns

    def meaning(self, column: int) -> str:
        """The column in words, for the preview: 大沢の件数と、（　）の前年度の件数."""
        place = self.columns[column]
        year = fiscal_year_label(place.year) if place.year else ""
        whole = self.base.district if Dimension.DISTRICT not in self.dimensions else ""
        month = f"{place.month}月" if place.month else ""
        told = "・".join(filter(None, (year, place.district or whole, place.category, month)))
        part = Part.PRIOR if self.is_prior_alone(column) else place.part
        words = "件数と、（　）の前年度の件数" if place.beside_prior and part is not Part.PRIOR else _MEANINGS.get(part, "件数")
        if place.district in self.directory.joint_names:
            words = "合同地区の数（取り込みません）"
        elif place.beside_change:
            words = "件数（隣の増減は取り込みません）"
        return "小計（取り込みません）" if place.subtotal else f"{told}の{words}" if told else words


def _levels(lines: Iterable[Sequence[Label]]) -> list[list[Label]]:
    """The labels of each heading row or label column."""
    lines = [*lines]
    return [[labels[depth] for labels in lines if depth < len(labels)] for depth in range(max(map(len, lines), default=0))]
