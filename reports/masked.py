"""A public copy of a report: the same tables, without the figures that its mask leaves out."""
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from .grid import MASKED, Grid, MonthlyGrid, MonthlyRow, Note, Report, Row
from .margins import KIND, Key, month_places, place_of, places_of, together
from .marks import without_sums
from .masking import Mask
from .trend_grid import DISTRICTS, TrendGrid, TrendRow, TrendYear

_NUMBER = r"[0-9０-９][0-9０-９,，]*"

NO_SHARES = "割合は、年度を並べると伏せた数が分かることがあるため、公開用では示していません。"


def masked(report: Report, mask: Mask) -> Report:
    """The report as its public copy prints it. Figures stay, or become MASKED; nothing else in it is counted anew."""
    copy = _Copy(report, mask)
    tables = tuple(map(copy.table, report.tables))
    monthly, trends = tuple(map(copy.monthly, report.monthly)), tuple(map(copy.trend, report.trends))
    return replace(report, tables=tables, monthly=monthly, trends=trends, public=True,
                   masks=words_of(mask.below) if copy.has_masked else "", warnings=())


def words_of(below: int) -> str:
    """What the mark X means, for the foot of a table."""
    return (f"個人が特定されないよう、1件以上{below}件未満の数と、差し引きや割合からそれが分かってしまう数は、"
            f"「{MASKED}」として伏せています。0件や、数が分からないこと（－）とは異なります。")


def masked_in(grid: Grid | MonthlyGrid | TrendGrid) -> int:
    """How many figures of the year, and of last year beside them, a table leaves out; percentages and changes are not counted."""
    rows = [*grid.rows, grid.total]
    if isinstance(grid, TrendGrid):
        return sum(row.counts.count(MASKED) for row in rows)
    if isinstance(grid, MonthlyGrid):
        return sum([*row.counts, row.total].count(MASKED) for row in rows)
    return sum([*row.counts, *row.priors, row.total, row.prior_total].count(MASKED) for row in rows)


def leaves_nothing(report: Report) -> bool:
    """Whether a public copy has no figure of its year any more: each could be calculated from others that stay."""
    figures = [figure for grid in report.tables for row in (*grid.rows, grid.total) for figure in (*row.counts, row.total) if figure is not None]
    return bool(figures) and all(figure == MASKED for figure in figures)


@dataclass(slots=True)
class _Copy:
    report: Report
    mask: Mask
    has_masked: bool = False

    def table(self, grid: Grid) -> Grid:
        rows = tuple(self._row(grid, row) for row in (*grid.rows, grid.total))
        if self._hides_percentages(grid, rows):
            rows = tuple(row._replace(percent=row.percent and MASKED, calculated=None) for row in rows)
        has_masked = any(MASKED in (*row.counts, *row.priors, row.total, row.prior_total, row.percent) for row in rows)
        hides_sums = self._hides_sums(grid)
        notes = self._notes(grid, hides_sums) + self._explained(has_masked)
        base = None if rows[-1].percent == MASKED or rows[-1].total == MASKED else grid.base
        copy = replace(grid, rows=rows[:-1], total=rows[-1], notes=notes, base=base, rule=self._without_small(grid.rule))
        return without_sums(copy) if has_masked or hides_sums or self._hides_any_kind() else copy

    def _hides_any_kind(self) -> bool:
        """Whether a figure of the kinds is left out, which what is told of sums may be told beside."""
        return any((each.fiscal_year, each.axis) == (self.report.fiscal_year, KIND) for each in self.mask.hidden)

    def _explained(self, has_masked: bool) -> tuple[Note, ...]:
        self.has_masked |= has_masked
        return (Note(MASKED, words_of(self.mask.below)),) if has_masked else ()

    def _row(self, grid: Grid, row: Row) -> Row:
        year, places, whole = self.report.fiscal_year, [*map(place_of, grid.columns)], places_of(grid.columns)
        counts = [self._shown(Key(year, grid.axis, row.code, place), count) for place, count in zip(places, row.counts, strict=True)]
        priors = [self._shown(Key(year - 1, grid.axis, row.code, place), prior) for place, prior in zip(places, row.priors, strict=True)]
        total = self._shown(Key(year, grid.axis, row.code, whole), row.total)
        prior_total = self._shown(Key(year - 1, grid.axis, row.code, whole), row.prior_total)
        row = row._replace(counts=counts, priors=priors, total=total, prior_total=prior_total)
        return row._replace(percent=row.percent and MASKED, calculated=None) if total == MASKED else row

    def _shown(self, key: Key, value: int | None):
        return MASKED if value is not None and self.mask.hides(key) else value

    def _hides_percentages(self, grid: Grid, rows: Sequence[Row]) -> bool:
        """Whether the whole column goes: it would tell a figure, what it is a share of is hidden, or it was adjusted over other districts."""
        if not grid.shows_percent:
            return False
        if (self.report.fiscal_year, grid.axis) in self.mask.without_shares:
            return True
        if "+" in places_of(grid.columns) and not self.report.whole and any(row.total == MASKED for row in rows):
            return True
        return rows[-1].total == MASKED or (grid.base != grid.total.total and self._hides_kinds(grid))

    def _hides_kinds(self, grid: Grid) -> bool:
        year, place = self.report.fiscal_year, places_of(grid.columns)
        kinds = [row.code for each in self.report.tables if each.axis == KIND for row in each.rows]
        return any(self.mask.hides(Key(year, KIND, code, place)) for code in kinds)

    def monthly(self, grid: MonthlyGrid) -> MonthlyGrid:
        places = month_places(self.report, grid)
        rows = tuple(self._months(grid, row, places[row.district]) for row in (*grid.rows, grid.total))
        has_masked = any(MASKED in (*row.counts, row.total) for row in rows)
        copy = replace(grid, rows=rows[:-1], total=rows[-1], notes=self._notes(grid, has_masked) + self._explained(has_masked))
        return without_sums(copy) if has_masked else copy

    def _months(self, grid: MonthlyGrid, row: MonthlyRow, place: str) -> MonthlyRow:
        key = Key(self.report.fiscal_year, KIND, grid.kind, place)
        counts = tuple(self._shown(key._replace(month=month), count) for month, count in zip(grid.months, row.counts, strict=True))
        return row._replace(counts=counts, total=self._shown(key, row.total))

    def trend(self, trend: TrendGrid) -> TrendGrid:
        """Each year leaves out what the copy of its own report does; a change goes with either of its figures, and percentages
        all go: those of several years tell more of a figure than the copies do.
        """
        rows = tuple(row._replace(counts=tuple(
            self._shown(figure_of(trend, row, year), count) for year, count in zip(trend.years, row.counts, strict=True)))
            for row in (*trend.rows, trend.total))
        rows = tuple(row._replace(shares=()) for row in rows)
        has_masked = any(MASKED in row.counts for row in rows)
        basis = trend.basis + NO_SHARES * trend.shows_shares
        copy = replace(trend, shows_shares=False, basis=basis, rows=rows[:-1], total=rows[-1],
                       notes=self._notes(trend, has_masked) + self._explained(has_masked))
        return without_sums(copy) if has_masked else copy

    def _notes(self, grid: Grid | MonthlyGrid | TrendGrid, can_be_calculated: bool) -> tuple[Note, ...]:
        """The notes; without the figures that they tell where one is small or could be calculated.

        What is told of sums is told of printed figures; it goes as a whole (without_sums) where one of them does.
        """
        told = [_value(each) for note in grid.notes if not note.of_sums for each in re.findall(f"({_NUMBER}){grid.unit}", note.text)]
        if not (can_be_calculated or self._has_small(told)):
            return grid.notes
        return tuple(note if note.of_sums else replace(note, text=re.sub(f"{_NUMBER}(?={grid.unit})", MASKED, note.text)) for note in grid.notes)

    def _hides_sums(self, grid: Grid) -> bool:
        """Whether the mask holds last year's 合計, or what it holds beside the rows."""
        here = {row.code for row in grid.rows}
        return any(each.fiscal_year == self.report.fiscal_year - 1 and each.axis == grid.axis and each.category not in here
                   for each in self.mask.hidden)

    def _has_small(self, values: Iterable[int]) -> bool:
        return any(0 < each < self.mask.below for each in values)

    def _without_small(self, text: str) -> str:
        """A counting rule may tell a figure; that of some districts could be taken from that of all, and goes too."""
        def shown(found: re.Match) -> str:
            return MASKED if not self.report.whole or self._has_small([_value(found[1])]) else found[1]
        return re.sub(f"({_NUMBER})(?=[件人](?:は、数えていません|です。))", shown, text)


def figure_of(trend: TrendGrid, row: TrendRow, year: TrendYear) -> Key:
    """Which figure stands in a row and year of a trend."""
    if row.places:
        return Key(year.fiscal_year, trend.axis, None, together(row.places[trend.years.index(year)]))
    if trend.of == DISTRICTS:
        return Key(year.fiscal_year, trend.axis, None, row.code or together(year.places))
    return Key(year.fiscal_year, trend.axis, row.code, together(year.places))


def _value(digits: str) -> int:
    return int(digits.replace(",", "").replace("，", ""))
