"""Cube and codebook laid out as Grids: one table per axis, and a monthly table per kind that asks for one."""
from collections.abc import Sequence

from cases import periods
from cases.models import Axis, Category
from cases.models.axes import KIND

from . import rounding
from .cube import Cube, cube_of
from .footnotes import footnotes
from .grid import Cell, Column, Grid, MonthlyGrid, MonthlyRow, Report, Row
from .scope import Scope
from .source import Source


def build(scope: Scope) -> Report:
    """The whole report of a scope, made once; every output prints this one."""
    axes = list(Axis.objects.all())
    categories = _categories_by_axis(scope.fiscal_year)
    asked = _asked_kinds()
    kind_axis = next((axis for axis in axes if axis.code == KIND), None)
    cube = cube_of(scope, kind_axis.pk if kind_axis else None)
    tables = [Table(scope, axis, categories.get(axis.pk, ()), cube) for axis in axes]
    kinds = next((table for table in tables if table.this.axis is kind_axis), None)
    return Report(
        scope.fiscal_year, periods.fiscal_year_label(scope.fiscal_year),
        periods.fiscal_year_label(scope.fiscal_year - 1),
        tuple(Column(each.code, each.name, any(table.prior.known(each.pk) for table in tables))
              for each in scope.districts),
        tuple(table.grid(kinds, asked.get(table.this.axis.pk, frozenset())) for table in tables),
        tuple(kinds.monthly(kind) for kind in kinds.rows if kind.monthly) if kinds else (),
        whole=scope.whole)


def _categories_by_axis(fiscal_year: int) -> dict[int, list[Category]]:
    """Categories valid this year or last, by axis, in print order."""
    both = Category.objects.in_year(fiscal_year) | Category.objects.in_year(fiscal_year - 1)
    found: dict[int, list[Category]] = {}
    for category in both.select_related("merged_into__axis").order_by("order", "id"):
        found.setdefault(category.axis_id, []).append(category)
    return found


def _asked_kinds() -> dict[int, frozenset[int]]:
    """Axis id -> ids of the kinds it is asked for; an axis asked for every kind is not in it."""
    asked: dict[int, set[int]] = {}
    for axis, kind in Axis.asked_for.through.objects.values_list("axis", "category"):
        asked.setdefault(axis, set()).add(kind)
    return {axis: frozenset(kinds) for axis, kinds in asked.items()}


class Table:
    """One axis of a scope on its way from counts to a Grid."""

    def __init__(self, scope: Scope, axis: Axis, categories: Sequence[Category], cube: Cube):
        self.scope = scope
        self.this = Source(axis, scope.fiscal_year, categories, cube.year, scope.existing(0), as_printed=False)
        self.prior = Source(axis, scope.fiscal_year - 1, categories, cube.prior, scope.existing(-1), as_printed=True)
        self.rows = _in_print_order([each for each in categories if each.valid_in(scope.fiscal_year)])

    def grid(self, kinds: "Table | None", asked: frozenset[int]) -> Grid:
        """The table as the reference report prints it."""
        axis = self.this.axis
        notes = footnotes(self.this, self.prior, self.scope.districts)
        totals = [self._across(self.this, row) for row in self.rows]
        total = self._across(self.this, None)
        shares = self._percentages(totals, self._base(total, kinds, asked))
        codes = {each.pk: each.code for each in self.rows}
        return Grid(
            axis.code, f"{axis.name}内訳" if not axis.name.endswith("内訳") else axis.name, axis.unit,
            tuple(Column(each.code, each.name, self.prior.known(each.pk)) for each in self.scope.districts),
            tuple(self._row(row, count, share, notes.marks, codes)
                  for row, count, share in zip(self.rows, totals, shares, strict=True)),
            self._total_row(total), notes.notes, self._rule(kinds, asked),
            axis.percent_base != Axis.PercentBase.NONE)

    def monthly(self, kind: Category) -> MonthlyGrid:
        """April to March of one kind; published months where the year has only published figures."""
        rows = tuple(self._monthly_row(kind, each) for each in self.scope.districts)
        counts = tuple(_sum([row.counts[place] for row in rows]) for place in range(len(periods.FISCAL_MONTHS)))
        total = MonthlyRow(None, "合計", counts, self._across(self.this, kind), self._sums_are_linked())
        return MonthlyGrid(kind.code, kind.label, self.this.axis.unit, tuple(periods.FISCAL_MONTHS), rows, total)

    def _monthly_row(self, kind: Category, district) -> MonthlyRow:
        year, key = self.this.cube, (self.this.axis.pk, kind.pk, district.pk)
        if self.this.printed(district.pk):
            counts = tuple(year.published.get((*key, month)) for month in periods.FISCAL_MONTHS)
        elif self.this.known(district.pk):
            counts = tuple(year.months.get((kind.pk, district.pk, month), 0) for month in periods.FISCAL_MONTHS)
        else:
            counts = (None,) * len(periods.FISCAL_MONTHS)
        return MonthlyRow(district.code, district.name, counts, self.this.count(kind, district.pk),
                          self.this.linked(district.pk))

    def _row(self, row: Category, total: int | None, share: str | None, marks: dict, codes: dict) -> Row:
        cells = {each.code: self._cell(row, each, marks) for each in self.scope.districts}
        return Row(row.code, row.label, cells, total, self._across(self.prior, row), share,
                   codes.get(row.parent_id), row.recount, self._sums_are_linked())

    def _cell(self, row: Category, district, marks: dict) -> Cell:
        mark = marks.get(row.pk) if self.prior.known(district.pk) else None
        return Cell(self.this.count(row, district.pk), self.prior.count(row, district.pk), mark,
                    self.this.linked(district.pk), self.prior.linked(district.pk))

    def _total_row(self, total: int | None) -> Row:
        cells = {each.code: Cell(self.this.total(each.pk), self.prior.total(each.pk), None,
                                 self.this.linked(each.pk), self.prior.linked(each.pk))
                 for each in self.scope.districts}
        share = "100.0" if self.this.axis.percent_base == Axis.PercentBase.MENTIONS and total else None
        return Row(None, "合計", cells, total, self._across(self.prior, None), share, linked=self._sums_are_linked())

    def _sums_are_linked(self) -> bool:
        """Whether contacts stand behind every part of a sum across districts: no part of it is a printed figure."""
        districts = [each.pk for each in self.scope.districts]
        return any(map(self.this.linked, districts)) and not any(map(self.this.printed, districts))

    def _across(self, source: Source, row: Category | None) -> int | None:
        return source.across(self.scope.districts, row, self.scope.whole)

    def _base(self, total: int | None, kinds: "Table | None", asked: frozenset[int]) -> int | None:
        """What shares are taken of: the table's mentions, or the records that were asked; None for no shares."""
        if self.this.axis.percent_base == Axis.PercentBase.MENTIONS:
            return total
        if self.this.axis.percent_base == Axis.PercentBase.NONE or kinds is None:
            return None
        return _sum([self._asked_count(kinds, kind) for kind in kinds.rows if kind.pk in asked or not asked])

    def _asked_count(self, kinds: "Table", kind: Category) -> int | None:
        return kinds._across(kinds.this, kind) if kind.parent_id is None and not kind.recount else 0

    def _percentages(self, totals: Sequence[int | None], base: int | None) -> list[str | None]:
        """Shares of the rows; adjusted to 100.0 only where the axis says so and the rows add up to the base."""
        if not base:
            return [None] * len(totals)
        summed = [place for place, row in enumerate(self.rows) if row.parent_id is None and not row.recount]
        shares = [rounding.plain([count], base)[0] if count is not None else None for count in totals]
        counts = [totals[place] for place in summed]
        if self.this.axis.rounding == Axis.Rounding.SUM100 and None not in counts and sum(counts) == base:
            for place, share in zip(summed, rounding.largest_remainder(counts), strict=True):
                shares[place] = share
        return shares

    def _rule(self, kinds: "Table | None", asked: frozenset[int]) -> str:
        """The counting rule in a line: what one count is, and which kinds were asked."""
        axis = self.this.axis
        labels = "」「".join(kind.label for kind in kinds.rows if kind.pk in asked) if kinds and asked else ""
        who = f"対応実績が「{labels}」の対応記録を数えています。" if labels else "すべての対応記録を数えています。"
        how = "1件の対応記録に1つの項目です。" if axis.single else "1件の対応記録に複数の項目を選べるため、合計は延べ件数です。"
        return who + how


def _in_print_order(categories: Sequence[Category]) -> list[Category]:
    """Each category followed by those below it; one whose parent is not in the list stands by itself."""
    present = {each.pk for each in categories}
    below: dict[int | None, list[Category]] = {}
    for each in categories:
        below.setdefault(each.parent_id if each.parent_id in present else None, []).append(each)
    return [each for top in below.get(None, []) for each in (top, *below.get(top.pk, []))]


def _sum(counts: Sequence[int | None]) -> int | None:
    """The sum, or None as soon as one count is not available."""
    return None if None in counts or not counts else sum(counts)
