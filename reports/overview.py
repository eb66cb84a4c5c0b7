"""状況: a month and the fiscal year up to its end beside those of the year before, by kind or another axis and district, for the screen.

The figures are those of the monthly tables: published ones where there are any, else counted. None is not available, as are
months that have not begun, and of a district those in which it did not exist.
"""
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.db import connection
from django.utils import timezone

from cases.models import Axis
from cases.models.axes import KIND
from cases.periods import FISCAL_MONTHS, calendar_year

from .book import BookCategory, read_book
from .cube import cube_of
from .months import Months
from .scope import Scope, scope_of
from .source import Source, sum_of

Figure = int | None
ALL = "全地区"
NOTHING = (None,) * len(FISCAL_MONTHS)


class Pair(NamedTuple):
    """A figure, that of the same time a year before, and the district or month that both are of."""

    now: Figure
    before: Figure
    of: str


class Line(NamedTuple):
    """A category: `months` and `years` for 全地区 and then each district; `course` is its twelve months for 全地区."""

    label: str
    months: tuple[Pair, ...]
    years: tuple[Pair, ...]
    course: tuple[Pair, ...]


class Overview(NamedTuple):
    """All categories of an axis, called `name`, in one month; `total` adds up those that are in its sum. `per_new` see overview_of.

    `rule` says how contacts of several cases are counted; "" where there are none.
    """

    name: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    total: Line
    per_new: tuple[str, float] | None
    rule: str = ""


def overview_of(fiscal_year: int, month: int, axis: str = KIND) -> Overview | None:
    """The overview of a calendar month (1-12) of a fiscal year by an axis of contacts (its code); None where the year has none of it.

    The year counts from 1 April to the end of that month, the same months a year before. `per_new` is, where the
    codebook has exactly two kinds with a monthly table, contacts of the second for each of the first up to that
    month (ケース対応÷新規相談), with its words; None while there is none of the first, and of every other axis.
    On an axis of several answers the figures are mentions (延べ), which add up to more than contacts.
    """
    scope = scope_of(fiscal_year)
    now, before = _answers(scope, axis), _answers(scope_of(fiscal_year - 1), axis, is_prior=True)
    if now is None:
        return None
    place = FISCAL_MONTHS.index(month)
    lines = {category: _line(category, now, before, scope, place) for category in now.categories}
    summed = [line for category, line in lines.items() if category.summed]
    return Overview(now.source.axis.name, (ALL, *(each.name for each in scope.districts)), tuple(lines.values()),
                    _total(summed, now.source.axis.answer), _per_new(lines) if axis == KIND else None,
                    now.source.cube.several.rule)


class _Answers(NamedTuple):
    source: Source
    categories: tuple[BookCategory, ...]
    scope: Scope

    def course(self, category_id: int, district: str | None) -> "Course":
        """April to March of a category: of a district by its code, or of all (None); nothing known of what was not there."""
        here = [place for place, each in enumerate(self.scope.districts) if district in (None, each.code)]
        if category_id not in self.source.rows or not here:
            return Course(NOTHING)
        months = Months(self.source, category_id)
        figures = months.sums if district is None else months.rows[here[0]]
        return Course(figures, tuple(any(each) for each in zip(*(months.there[place] for place in here), strict=True)))


class Course(NamedTuple):
    """Twelve months, and in which of them any of the districts existed."""

    figures: Sequence[Figure]
    there: Sequence[bool] = (True,) * len(FISCAL_MONTHS)

    def so_far(self, place: int) -> Figure:
        """The sum up to a month; of months in which nothing existed there is nothing to add."""
        return sum_of([figure for figure, was in [*zip(self.figures, self.there, strict=True)][:place + 1] if was or figure is not None])


def _answers(scope: Scope, code: str, is_prior: bool = False) -> _Answers | None:
    """The categories of an axis in a year; None where it has none, or where it is past and nothing of it is known."""
    with connection.cursor() as cursor:
        book = read_book(cursor, scope.fiscal_year)
        axis = next((each for each in book.axes if each.code == code), None)
        categories = tuple(each for each in book.by_axis[axis.id] if each.exists) if axis else ()
        if not categories or not scope.districts:
            return None
        cube = cube_of(cursor, scope, book, monthly=axis.id)
    if is_prior and not any(cube.year.logged) and not cube.year.published:
        return None
    return _Answers(Source(axis, categories, cube.year, scope), categories, scope)


def _line(category: BookCategory, now: _Answers, before: _Answers | None, scope: Scope, place: int) -> Line:
    places = {ALL: None} | {each.name: each.code for each in scope.districts}
    courses = [(name, now.course(category.id, code), before.course(category.id, code) if before else Course(NOTHING)) for name, code in places.items()]
    shown = [(name, _begun(this.figures, scope.fiscal_year), last.figures) for name, this, last in courses]
    return Line(category.label,
                tuple(Pair(this[place], last[place], name) for name, this, last in shown),
                tuple(Pair(this.so_far(place), last.so_far(place), name) for name, this, last in courses),
                tuple(Pair(*pair, f"{month}月") for month, *pair in zip(FISCAL_MONTHS, *shown[0][1:], strict=True)))


def _begun(course: Sequence[Figure], fiscal_year: int) -> Sequence[Figure]:
    """The twelve months; of those that have not begun nothing is known, unless something was dated ahead."""
    today = timezone.localdate()
    return [figure if figure or (calendar_year(fiscal_year, month), month) <= (today.year, today.month) else None
            for month, figure in zip(FISCAL_MONTHS, course, strict=True)]


def _total(lines: Sequence[Line], answer: str) -> Line:
    return Line("合計" if answer == Axis.Answer.SINGLE else "合計（延べ）", *(tuple(_added(pairs) for pairs in zip(*columns, strict=True))
                        for columns in ([line.months for line in lines], [line.years for line in lines], [line.course for line in lines])))


def _added(pairs: Iterable[Pair]) -> Pair:
    """The sum of figures; those of the year before that nobody asked for then (a new kind) are no part of it."""
    pairs = list(pairs)
    known = [each.before for each in pairs if each.before is not None]
    return Pair(sum_of([each.now for each in pairs]), sum(known) if known else None, pairs[0].of)


def _per_new(lines: dict[BookCategory, Line]) -> tuple[str, float] | None:
    found = [(kind.label, line.years[0].now) for kind, line in lines.items() if kind.monthly]
    if len(found) != 2 or not found[0][1] or found[1][1] is None:
        return None
    (new, first), (case, second) = found
    return f"{new}1件あたりの{case}", second / first
