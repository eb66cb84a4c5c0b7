"""Where the figures of one axis and year come from: counted here, or published as a table only."""
from collections.abc import Iterator, Mapping, Sequence

from .book import BookAxis, BookCategory
from .cube import WHOLE, Published, YearCube
from .scope import Scope

# A figure for each district of the scope; None is a figure that is not available.
Figures = Sequence[int | None]


class Source:
    """The figures of one axis in one year.

    Published figures come before the contacts logged here: a figure that a city council has read stays as it was
    printed, and the year's own report agrees with the brackets (（707）) of the next one. They do so for a district's
    whole column of the axis; published months alone are of the monthly table of their kind only (months.py).
    `is_prior` says that this is the year before the scope's.
    `rows[category id]` are the figures of a category that existed in the year, `rows[None]` those of the 合計.
    `counted` are the categories of which the figures are, where a sample (samples.py) stands in for the year: its 合計 is
    of all of these, and a category of the year that is not among them has none. `whole_area` is the same year by the districts
    that it had itself, where a re-cut lies between (across.py): the sums are of those.
    `sums` are theirs across the districts, or the printed 全体 where there is one;
    `printed` are the published figures that stand in them, by the district's place, `whole` those of 全体 where no
    district is left out; `printed_months` and `whole_months` are those by (category id, month). `known` says for each
    district whether it has any figures, `linked` whether contacts stand behind them; `unknown` are the places of districts
    that were there without figures. `has_others`: last year had districts that have no column here.
    """

    mixed: Mapping[int, Sequence[int]] = {}  # of Months alone

    def __init__(self, axis: BookAxis, categories: Sequence[BookCategory], cube: YearCube, scope: Scope,
                 is_prior: bool = False, counted: Sequence[BookCategory] | None = None,
                 whole_area: "Source | None" = None):
        self.axis, self.categories, self.cube = axis, categories, cube
        self.counted = categories if counted is None else counted
        self.fiscal_year = scope.fiscal_year - 1 if is_prior else scope.fiscal_year
        published = cube.published.get(axis.id)
        found = {place: published[each.id] for place, each in enumerate(scope.districts)
                 if each.id in published} if published else {}
        self.printed = {place: figures for place, figures in found.items() if any(not isinstance(key, tuple) for key in figures)}
        self.printed_months = {place: months for place, figures in found.items()
                               if (months := {key: value for key, value in figures.items() if isinstance(key, tuple)})}
        self.linked = cube.logged
        self.known = cube.known if categories else [False] * len(cube.known)  # what nobody asked about then is not 0
        if self.printed:
            self.linked = [has and place not in self.printed for place, has in enumerate(cube.logged)]
            self.known = [known or place in self.printed for place, known in enumerate(cube.known)]
        self.apart = self._set_apart(scope) if is_prior else []
        self.has_others = is_prior and bool(scope.gone)
        self.nothing = (None,) * len(self.known)
        self.once, self.districts = cube.once.get(axis.id), [each.id for each in scope.districts]
        self.scope = scope
        self.rows = self._rows()
        self.sums = {category: self._sum(category, row) for category, row in self.rows.items()}
        whole = {key: value for key, value in published[WHOLE].items()
                 if value is not None} if published and scope.whole else {}
        self.whole_months = {key: value for key, value in whole.items() if isinstance(key, tuple)}
        self.whole = {key: value for key, value in whole.items() if key not in self.whole_months}
        self.sums |= self.whole
        self.whole_area = whole_area if whole_area and whole_area.across(None) is not None else None
        if self.whole_area:
            self.sums |= self.whole_area.sums
        self.unknown = [place for place, each in enumerate(scope.districts)
                        if not self.known[place] and place not in self.apart and (each.existed if is_prior else each.exists)]

    @property
    def shown(self) -> list[bool]:
        """For each district whether its figures, or － in their place, stand beside those of the year after."""
        return [known or place in self.apart for place, known in enumerate(self.known)]

    @property
    def is_printed(self) -> bool:
        """Whether all figures are published ones, so that how they were counted is not known here."""
        return bool(self.printed or self.whole) and not any(self.linked)

    def _set_apart(self, scope: Scope) -> list[int]:
        """Take the figures of districts whose years are no pair for not known, and return their places."""
        found = [place for place, each in enumerate(scope.districts)
                 if self.known[place] and {*each.part_years} & {scope.fiscal_year, self.fiscal_year}]
        if found:
            self.known = [known and place not in found for place, known in enumerate(self.known)]
            self.printed = {place: figures for place, figures in self.printed.items() if place not in found}
        return found

    def _rows(self) -> dict[int | None, list[int | None]]:
        """The counts, and laid over them the columns of districts whose figures are printed, or not known."""
        counts, width = self.cube.counts, len(self.known)
        if self.once:
            rows = {key: [*self._once(key)] for key in (*(each.id for each in self.counted), None)}
        else:
            rows = {each.id: counts[each.id][:width] for each in self.counted}
            summed = [rows[each.id] for each in self.counted if each.summed]
            rows[None] = [*map(sum, zip(*summed, strict=True))] if summed else [None] * width
        columns = {} if all(self.known) else {place: {} for place, known in enumerate(self.known) if not known}
        columns |= {place: self._column(figures) for place, figures in self.printed.items()}
        for place, column in columns.items():
            for category, row in rows.items():
                row[place] = column.get(category)
        return rows

    def _once(self, category_id: int | None) -> Iterator[int]:
        """People or households of a row, for each district."""
        counts = self.once.rows.get(category_id, {})
        return (counts.get(district, 0) for district in self.districts)

    def _sum(self, category_id: int | None, row: Figures) -> int | None:
        """The row across the districts. Who is counted once is counted anew: some were met in several districts."""
        if self.once is None or len(row) == 1 or None in row:
            return sum_of(row)
        return None if self.printed else self.once.across.get(category_id, 0)

    def _column(self, figures: Published) -> Published:
        """The printed 合計 is kept even if the rows do not add up to it; where there is none it is their sum.

        None as soon as one row was not printed: a sum with an unknown part is unknown.
        """
        return figures | {None: self.total_of(figures)}

    def total_of(self, figures: Published) -> int | None:
        """The printed 合計, else the sum of the printed rows."""
        total = figures.get(None)
        return sum_of([figures.get(each.id) for each in self.counted if each.summed]) if total is None else total

    def row(self, category_id: int | None) -> Figures:
        """The figures of a category, or of the 合計; all None where it did not exist."""
        return self.rows.get(category_id) or self.nothing

    def across(self, category_id: int | None) -> int | None:
        """The figure of the districts together; the printed 全体 where there is one, else their sum.

        None as soon as one district's figure is not available: a sum with a hole in it would be wrong.
        """
        return self.sums.get(category_id)


def sum_of(figures: Figures) -> int | None:
    """The sum, or None as soon as one figure is not available."""
    return None if None in figures or not figures else sum(figures)
