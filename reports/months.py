"""The figures of one kind (対応実績) by month, April to March: counted here, or published months."""
from collections.abc import Iterable

from cases.periods import FISCAL_MONTHS, fiscal_month_span, fiscal_year_span

from .source import Figures, Source, sum_of


class Months:
    """One kind of a Source by month.

    Published months are as printed; the others of a district are counted where it logged contacts: figures of one kind or
    month leave another's as they are. Where the year was published too, they are so only if all add up to it: a few contacts
    that were entered later do not make 0 of the other months, nor another year's figure. A district has none of months in
    which it did not exist (`there`), and is no part of their sums.
    `printed` are the places of districts with published figures, `mixed` those of them with counted months beside them, and
    which months are published; `known`, `linked` and `whole` what they are of a Source.
    `rows` are the months of each district, `totals` their years, `sums` and `total` those of the districts together.
    """

    def __init__(self, source: Source, category_id: int):
        self.source, self.category_id = source, category_id
        places = range(len(source.known))
        given = {place: some for place, months in source.printed_months.items()
                 if (some := [month for month in FISCAL_MONTHS if (category_id, month) in months])}
        self.there = [self._months_of(place) for place in places]
        counted = [bool(source.cube.known[place]) and place not in given and self._makes_the_year(place) for place in places]
        self.mixed = {place: tuple(some) for place, some in given.items()
                      if source.cube.logged[place] and len(some) < len(FISCAL_MONTHS) and self._makes_the_year(place)}
        self.printed = {*given} | {place for place in source.printed if not counted[place]}
        self.known = [each or place in self.printed for place, each in enumerate(counted)]
        self.linked = [each and bool(source.cube.logged[place]) for place, each in enumerate(counted)]
        self.rows = [self._counted(place) if counted[place] else self._published(place) for place in places]
        self.totals = [self._total(place, counted[place]) for place in places]
        self.whole = {key: value for key, value in source.whole_months.items() if key[0] == category_id}
        self.sums = self._sums()
        self.is_whole = category_id in source.whole and (bool(self.whole) or None in (*self.totals, *self.sums))
        if self.is_whole:
            self.whole[category_id] = source.whole[category_id]
        self.total = self.whole[category_id] if self.is_whole else sum_of(self.totals)

    @property
    def is_printed(self) -> bool:
        """Whether none of the figures was counted here."""
        return bool(self.printed or self.whole) and not (any(self.linked) or self.mixed)

    def _months_of(self, place: int) -> tuple[bool, ...]:
        """For each month whether a district existed on any day of it, or has contacts in it all the same."""
        start, end = fiscal_year_span(self.source.fiscal_year)
        district = self.source.scope.districts[place]
        if district.starts_on is None or district.starts_on <= start and (district.ends_on is None or district.ends_on >= end):
            return (True,) * len(FISCAL_MONTHS)
        return tuple(self._was_there(place, month) for month in FISCAL_MONTHS)

    def _was_there(self, place: int, month: int) -> bool:
        district, (start, end) = self.source.scope.districts[place], fiscal_month_span(self.source.fiscal_year, month)
        exists = district.starts_on is None or district.starts_on < end and (district.ends_on is None or district.ends_on >= start)
        return exists or any(counts[place] for counts in self.source.cube.months[month].values())

    def _makes_the_year(self, place: int) -> bool:
        """Whether published months and contacts add up to the published year, where there is one."""
        if place not in self.source.printed:
            return True
        return sum_of(self._added(zip(self._laid_over(place, self._counted(place)), self.there[place], strict=True))
                      ) == self.source.row(self.category_id)[place]

    def _counted(self, place: int) -> Figures:
        return tuple(self.source.cube.months[month][self.category_id][place] if was else None
                     for month, was in zip(FISCAL_MONTHS, self.there[place], strict=True))

    def _published(self, place: int) -> Figures:
        return self._laid_over(place, self._counted(place) if place in self.mixed else (None,) * len(FISCAL_MONTHS))

    def _laid_over(self, place: int, others: Figures) -> Figures:
        """The published months, and others where there are none."""
        months = self.source.printed_months.get(place, {})
        return tuple(months.get((self.category_id, month), other) for month, other in zip(FISCAL_MONTHS, others, strict=True))

    def _total(self, place: int, is_counted: bool) -> int | None:
        """The published year beside published months, or beside none; else what the months add up to."""
        if place in self.source.printed and not is_counted and place not in self.mixed:
            return self.source.row(self.category_id)[place]
        return sum_of(self.parts_of(place))

    def parts_of(self, place: int) -> Figures:
        """The months of a district that its year is made of: those in which it existed, or has figures all the same."""
        return self._added(zip(self.rows[place], self.there[place], strict=True))

    @staticmethod
    def _added(figures: Iterable[tuple[int | None, bool]]) -> Figures:
        return [figure for figure, was in figures if was or figure is not None]

    def _sums(self) -> tuple[int | None, ...]:
        """The months of the districts together, the printed 全体 first; None where one that existed has none."""
        columns = zip(*(zip(row, there, strict=True) for row, there in zip(self.rows, self.there, strict=True)), strict=True)
        sums = [sum_of(self._added(column)) for column in columns] or [None] * len(FISCAL_MONTHS)
        return tuple(self.whole.get((self.category_id, month), added) for month, added in zip(FISCAL_MONTHS, sums, strict=True))
