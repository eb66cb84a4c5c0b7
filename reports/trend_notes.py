"""The notes (※) of a 年度推移: what the codebook or the districts changed between its years, and what was written by hand."""
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from .areas import is_same_area
from .book import BookAxis
from .footnotes import MARK
from .grid import Note
from .notes import EVERY, PRIOR, ROW, TABLE, Anchor
from .series import SeriesYear
from .unequal_notes import unequal_in_trend
from .year_notes import OTHER_DISTRICTS, PART_YEARS, told, written_between, year_notes


class _Break(NamedTuple):
    """A change with the year at `place`: at the rows `at`, crossed by the changes of the rows `crosses`; or of all figures."""

    place: int
    text: str
    at: frozenset = frozenset()
    crosses: frozenset = frozenset()
    is_of_all: bool = False
    of_sums: bool = False

    def read_at(self, rows: dict, by_year: bool) -> tuple[int, int, int]:
        """A key to sort by: headings before lines, lines from above, figures from the left."""
        row = -1 if self.is_of_all else min((rows.get(each, len(rows)) for each in {*self.at, *self.crosses}), default=len(rows))
        return (self.place, row, 0) if by_year else (0 if self.is_of_all else 1, row, self.place)


@dataclass(slots=True)
class TrendMarks:
    """Marks by year, for all of its figures and changes, and by (row, year): behind figures and behind changes.

    A row is a category's id or a district's code, or None for 合計.
    """

    years: list[str]
    notes: tuple[Note, ...] = ()
    counts: dict[tuple, str] = field(default_factory=lambda: defaultdict(str))
    changes: dict[tuple, str] = field(default_factory=lambda: defaultdict(str))


def trend_marks(series: Sequence[SeriesYear], axis: BookAxis, order: Sequence, *, by_category: bool, by_year: bool) -> TrendMarks:
    """The notes of all breaks between the years and of their tables, numbered as the table is read; the same text has one number.

    `order` are the rows as printed; `by_year` says that the years are the lines of the table.

    What is hidden in the report of a year is hidden here, and an edited text stands in place of the codebook's.
    """
    found = [each for place in range(len(series)) for each in (
        *(_breaks(series, place, axis, order, by_category) if place else ()), *_of_figures(series, place, axis, by_category))]
    places = {row: place for place, row in enumerate([*order, None])}
    found.sort(key=lambda each: each.read_at(places, by_year))
    texts = [*dict.fromkeys(each.text for each in found)]
    numbers = {texts[0]: MARK} if len(texts) == 1 else {text: f"{MARK}{number}" for number, text in enumerate(texts, 1)}
    of_sums = {each.text for each in found if each.of_sums}
    marks = TrendMarks([""] * len(series), tuple(Note(mark, text, text in of_sums) for text, mark in numbers.items()))
    for each in found:
        mark = numbers[each.text]
        if each.is_of_all and mark not in marks.years[each.place]:
            marks.years[each.place] += mark
        for row in each.at:
            marks.counts[row, each.place] += mark
        for row in each.crosses:
            marks.changes[row, each.place] += mark
    return marks


def _breaks(series: Sequence[SeriesYear], place: int, axis: BookAxis, order: Sequence, by_category: bool) -> Iterator[_Break]:
    """What changed with a year; a change of all figures is crossed by every row, one of the districts by their sums only."""
    year, stored = series[place], {each.key: each for each in series[place].stored.get(axis.id, ())}
    for note, own in written_between(series[place - 1], year, axis):
        text = told(note, stored)
        if text is None or (note.key == PART_YEARS and by_category and whole_years(series, place)):
            continue
        if own is None or (not by_category and None in note.crosses):
            is_of_sums = note.key == OTHER_DISTRICTS and not by_category
            crosses = frozenset({None} if is_of_sums else {*order, None}) if note.crosses else frozenset()
            yield _Break(place, text, crosses=crosses, is_of_all=True)
        elif by_category:
            at = frozenset({own, *(anchor.category_id for anchor in note.anchors if anchor.part == PRIOR)})
            yield _Break(place, text, at, note.crosses)


def whole_years(series: Sequence[SeriesYear], place: int) -> bool:
    """Whether the figures of all districts of a year and of the one before it together are of whole years."""
    both = [each.scope for each in series[place - 1:place + 1]]
    years, districts = {each.fiscal_year for each in both}, [district for each in both for district in each.districts]
    if all(each.whole for each in both) or not any(years & {*each.part_years} for each in districts):
        return True
    return is_same_area(districts, series[place].fiscal_year)


def _of_figures(series: Sequence[SeriesYear], place: int, axis: BookAxis, by_category: bool) -> Iterator[_Break]:
    """Notes that were written by hand for the year's table or printed with its figures, where they can stand here: those of
    percentages and months cannot. One of a district stands at it; at the sum of several it names the district.
    """
    year = series[place]
    for text, anchor in year_notes(year, axis):
        told_of = place - 1 if anchor.part == PRIOR else place
        if anchor.part == TABLE:
            yield _Break(told_of, text, is_of_all=True)
        elif told_of >= 0 and (found := _row_of(anchor, text, year, by_category)):
            yield _Break(told_of, found[1], frozenset({found[0]}))
    stored, source = {each.key: each for each in year.stored.get(axis.id, ())}, year.source(axis.id)
    for note in unequal_in_trend(source, year.scope, by_category=by_category) if source else ():
        if text := told(note, stored):
            yield _Break(place, text, frozenset({None}), of_sums=True)


def _row_of(anchor: Anchor, text: str, year: SeriesYear, by_category: bool) -> tuple | None:
    """The row of a trend at which a note stands, and its words there; None where the trend does not have the figure."""
    names = {each.code: each.name for each in year.scope.districts}
    is_of_one = anchor.part != ROW and anchor.district not in (EVERY, None)
    if is_of_one and anchor.district not in names:
        return None
    if anchor.part != ROW and anchor.district is None and not year.scope.whole:
        return None  # of the sum of all districts
    if not by_category:
        return (anchor.district if is_of_one else None, text) if anchor.category_id is None else None
    return anchor.category_id, f"{names[anchor.district]}の数：{text}" if is_of_one and len(names) > 1 else text
