"""The notes (※) of a 年度推移: what the codebook or the districts changed between its years, and what was written by hand."""
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from cases import periods

from .book import BookAxis
from .codebook_notes import notes_between
from .footnotes import MARK
from .grid import Note
from .notes import COUNT, EVERY, PRIOR, ROW, TABLE
from .scope import named_apart
from .series import SeriesYear
from .stored_notes import StoredNote


class _Break(NamedTuple):
    """A change with the year at `place`: at the rows `at`, crossed by the changes of the rows `crosses`; or of all figures."""

    place: int
    text: str
    at: frozenset = frozenset()
    crosses: frozenset = frozenset()
    is_of_all: bool = False

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
        *(_breaks(series, place, axis, by_category) if place else ()), *_by_hand(series, place, axis, by_category))]
    places = {row: place for place, row in enumerate([*order, None])}
    found.sort(key=lambda each: each.read_at(places, by_year))
    texts = [*dict.fromkeys(each.text for each in found)]
    numbers = {texts[0]: MARK} if len(texts) == 1 else {text: f"{MARK}{number}" for number, text in enumerate(texts, 1)}
    marks = TrendMarks([""] * len(series), tuple(Note(mark, text) for text, mark in numbers.items()))
    for each in found:
        mark = numbers[each.text]
        if each.is_of_all and mark not in marks.years[each.place]:
            marks.years[each.place] += mark
        for row in each.at:
            marks.counts[row, each.place] += mark
        for row in each.crosses:
            marks.changes[row, each.place] += mark
    return marks


def _breaks(series: Sequence[SeriesYear], place: int, axis: BookAxis, by_category: bool) -> Iterator[_Break]:
    year, before = series[place], series[place - 1]
    if text := _other_districts(before, year):
        yield _Break(place, text, is_of_all=True)
    then, stored = year.axis(axis.id), {each.key: each for each in year.stored.get(axis.id, ())}
    for note, own in notes_between(then, year.book, year.fiscal_year) if then else ():
        edit = stored.get(note.key)
        text = edit.text if edit and edit.text else note.text
        if edit and edit.is_hidden:
            continue
        if own is None or (not by_category and None in note.crosses):
            yield _Break(place, text, is_of_all=True)
        elif by_category:
            at = frozenset({own, *(anchor.category_id for anchor in note.anchors if anchor.part == PRIOR)})
            yield _Break(place, text, at, note.crosses)


def _by_hand(series: Sequence[SeriesYear], place: int, axis: BookAxis, by_category: bool) -> Iterator[_Break]:
    """The notes that were written by hand for the year's table, where they can stand here: those of percentages and months cannot."""
    year = series[place]
    districts = {each.code for each in year.scope.districts} | {EVERY, None}
    for note in year.stored.get(axis.id, ()):
        if note.is_hidden or note.part not in (TABLE, ROW, COUNT, PRIOR) or note.district not in districts:
            continue
        told_of = place - 1 if note.part == PRIOR else place
        if note.part == TABLE:
            yield _Break(told_of, note.text, is_of_all=True)
        elif told_of >= 0 and (row := _row_of(note, by_category)):
            yield _Break(told_of, note.text, frozenset(row))


def _row_of(note: StoredNote, by_category: bool) -> tuple:
    """The row of a trend at which a note stands: the category's, or where rows are districts that of the district's total."""
    if by_category:
        return (note.category_id,)
    return (None if note.district in (EVERY, None) else note.district,) if note.category_id is None else ()


def _other_districts(before: SeriesYear, year: SeriesYear) -> str:
    """That the figures are of other districts than those of the year before; "" where they are of the same, or of none."""
    every = {each.code: each for some in (before, year) for each in some.scope.districts}
    names = {each.code: each.name for each in named_apart(every.values())}
    was, now = ([names[each.code] for each in some.scope.districts] for some in (before, year))
    if not was or {each.code for each in before.scope.districts} == {each.code for each in year.scope.districts}:
        return ""
    label = periods.fiscal_year_label(year.fiscal_year)
    return f"{label}から、集計している地区が「{'・'.join(was)}」から「{'・'.join(now)}」に変わりました。前年度までの数とは、そのまま比べられません。"
