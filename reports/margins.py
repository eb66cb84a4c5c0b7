"""The figures of a report as unknowns, and every sum that ties them together: what a reader could calculate with."""
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from .grid import Column, Grid, MonthlyGrid, Report, Row

KIND = "kind"
REST = "\0rest"  # what last year's total holds beside its rows: categories that are no more
UNKNOWN = "\0unknown"  # what a year's own total holds beside its rows and districts: those of which no figure is known


class Key(NamedTuple):
    """Which figure, wherever it is printed: `places` are district codes joined by +, no category is 合計, no month the year."""

    fiscal_year: int
    axis: str
    category: str | None
    places: str
    month: int | None = None


Equation = dict[Key, int]


def together(codes: Iterable[str]) -> str:
    """The places of a sum over districts; one district's sum is the district's own figure."""
    return "+".join(sorted(codes))


def place_of(column: Column) -> str:
    """The places of a column; those of a joint district (合同地区) are its members."""
    return together(column.members or [column.code])


def places_of(columns: Iterable[Column]) -> str:
    """The places of 合計, where joint districts stand in place of their members or beside them."""
    return together({code for column in columns for code in column.members or [column.code]})


def month_places(report: Report, monthly: MonthlyGrid) -> dict[str | None, str]:
    """The places of each row of a monthly table by its code; None is 合計."""
    joint = {each.code: each for each in report.joints}
    columns = [joint.get(row.district) or Column(row.district, row.label, False) for row in monthly.rows]
    return {each.code: place_of(each) for each in columns} | {None: places_of(columns)}


@dataclass(slots=True)
class Margins:
    """Figures by key and the sums between them, each as signs that add up to a constant.

    `unprinted` are figures that stand nowhere themselves, such as who is in two categories at once;
    `adjusted` are columns whose percentages were made to add up to 100.0, so that each depends on all.
    """

    values: dict[Key, int] = field(default_factory=dict)
    equations: list[Equation] = field(default_factory=list)
    unprinted: set[Key] = field(default_factory=set)
    adjusted: list[tuple[Key, ...]] = field(default_factory=list)

    def relate(self, whole: Key, parts: Iterable[Key], *, slack: str = "") -> None:
        """The parts add up to the whole. With `slack`, what is left over is a figure of its own, of that name."""
        parts = [each for each in parts if each in self.values]
        if whole not in self.values or not parts or parts == [whole]:
            return
        equation = dict.fromkeys(parts, 1) | {whole: -1}
        left = self.values[whole] - sum(self.values[each] for each in parts)
        if slack and left:
            rest = whole._replace(category=f"{whole.category or ''}{slack}")
            self.values[rest] = abs(left)
            self.unprinted.add(rest)
            equation[rest] = 1 if left > 0 else -1
        self.equations.append(equation)

    def add(self, other: "Margins") -> None:
        """Take over all that another report tells."""
        self.values = other.values | self.values
        self.equations += other.equations
        self.unprinted |= other.unprinted
        self.adjusted += other.adjusted


def of_year(report: Report) -> Margins:
    """The year's own figures: tables, months, and what ties one table to another.

    A total that was published beside rows of which one is not known tells that one: it is a figure, too.
    """
    margins = Margins()
    for grid in report.tables:
        _table(margins, report.fiscal_year, grid, lambda row: (row.counts, row.total), UNKNOWN)
        _shares(margins, report.fiscal_year, grid)
    for monthly in report.monthly:
        _months(margins, report.fiscal_year, monthly, month_places(report, monthly))
    for grid in report.tables:
        _contacts(margins, report.fiscal_year, grid)
    return margins


def of_prior(report: Report) -> Margins:
    """The previous year's figures beside them. A total that its rows do not fill holds categories that are no more."""
    margins = Margins()
    for grid in report.tables:
        _table(margins, report.fiscal_year - 1, grid, lambda row: (row.priors, row.prior_total), REST)
    for grid in report.tables:
        _contacts(margins, report.fiscal_year - 1, grid)
    return margins


def _table(margins: Margins, year: int, grid: Grid, figures, left: str) -> None:
    """The figures of a table and its sums; `left` names what a sum holds beside them."""
    places = [*map(place_of, grid.columns), places_of(grid.columns)]
    single = [each.code for each in grid.columns if not each.members]
    rows = [*grid.rows, grid.total]
    for row in rows:
        counts, total = figures(row)
        for place, value in zip(places, (*counts, total), strict=True):
            if isinstance(value, int):
                margins.values[Key(year, grid.axis, row.code, place)] = value
    for row in rows:
        for place in dict.fromkeys(places):
            codes = [code for code in single if code in place.split("+")]
            margins.relate(Key(year, grid.axis, row.code, place), [Key(year, grid.axis, row.code, code) for code in codes] if len(codes) > 1 else (),
                           slack=f"{left if grid.adds_up else _twice(left)} elsewhere")
    for place in dict.fromkeys(places):
        _column(margins, grid, lambda code, place=place: Key(year, grid.axis, code, place), left)


def _column(margins: Margins, grid: Grid, key, left: str) -> None:
    margins.relate(key(None), [key(row.code) for row in _summed(grid)], slack=left if grid.adds_up else _twice(left))
    for parent in grid.rows:
        below = [row for row in grid.rows if row.parent == parent.code and not row.recount]
        margins.relate(key(parent.code), [key(row.code) for row in below], slack="\0own")


def _twice(left: str) -> str:
    """The name of what is counted more than once, or not at all: another one in a year's own table and in the next year's."""
    return f"\0twice {left[1:]}"


def _shares(margins: Margins, year: int, grid: Grid) -> None:
    for place in dict.fromkeys(_places(grid)) if grid.shows_percent else ():
        margins.adjusted.append(tuple(Key(year, grid.axis, row.code, place) for row in _summed(grid)))


def _summed(grid: Grid) -> list[Row]:
    return [row for row in grid.rows if row.parent is None and not row.recount]


def _months(margins: Margins, year: int, monthly: MonthlyGrid, places: Mapping[str | None, str]) -> None:
    for row in (*monthly.rows, monthly.total):
        keys = [Key(year, KIND, monthly.kind, places[row.district], month) for month in monthly.months]
        margins.values |= {key: count for key, count in zip(keys, row.counts, strict=True) if isinstance(count, int)}
        total = keys[0]._replace(month=None)
        if isinstance(row.total, int) and 0 < row.total < margins.values.get(total, 0):
            margins.values[total] = row.total  # counted months beside a published year: the smaller hides both
        margins.relate(total, keys)
    single = [row.district for row in monthly.rows if row.district in places.values()]
    for month in monthly.months if len(monthly.rows) > 1 else ():
        for place in dict.fromkeys(places.values()):
            total = Key(year, KIND, monthly.kind, place, month)
            margins.relate(total, [total._replace(places=code) for code in single if code in place.split("+")])


def _contacts(margins: Margins, year: int, grid: Grid) -> None:
    """A table of one answer a contact has as many as the kinds that it is asked for: known to who reads the rule."""
    for place in _places(grid) if grid.asked and grid.axis != KIND else ():
        kinds = [Key(year, KIND, code, place) for code in grid.asked]
        total = Key(year, grid.axis, None, place)
        if total in margins.values and all(each in margins.values for each in kinds) and (
                margins.values[total] == sum(margins.values[each] for each in kinds)):
            margins.relate(total, kinds)


def _places(grid: Grid) -> Iterator[str]:
    yield from dict.fromkeys([*map(place_of, grid.columns), places_of(grid.columns)])
