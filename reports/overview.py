"""状況: a month and the fiscal year up to its end beside those of the year before, by kind or another axis and district, for the screen.

The figures are those of the monthly tables: published ones where there are any, else counted. None is not available, as are
months that have not begun, of a district those in which it did not exist, and of 全地区 last year's where the report shows no
合計 of it (overview_before.py). Of a whole year, which ends with March, they are those of its report: a year that was published
without months has them, as printed.
"""
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db import connection
from django.utils import timezone

from cases.models import Axis
from cases.models.axes import KIND
from cases.periods import FISCAL_MONTHS, calendar_year

from .book import BookCategory, read_book
from .cube import cube_of
from .months import Months
from .overview_before import Beside, beside_all
from .overview_links import Link, Links
from .scope import Scope, scope_of
from .source import Source, sum_of

Figure = int | None
ALL = "全地区"
NOTHING = (None,) * len(FISCAL_MONTHS)
LAST = len(FISCAL_MONTHS) - 1  # where March stands


class Pair(NamedTuple):
    """A figure, that of the same time a year before, and the district or month that both are of.

    `link` and `link_before` lead to the contacts behind them; None where those are not exactly as many.
    """

    now: Figure
    before: Figure
    of: str
    link: Link | None = None
    link_before: Link | None = None


class Line(NamedTuple):
    """A category: `months` and `years` for 全地区 and then each district; `course` is its twelve months for 全地区.

    `is_of_year`: a figure of `years` is a published year, which its months do not add up to.
    """

    label: str
    months: tuple[Pair, ...]
    years: tuple[Pair, ...]
    course: tuple[Pair, ...]
    is_of_year: bool = False

    @property
    def has_months_before(self) -> bool:
        """Whether last year is known of any of the `months`."""
        return any(each.before is not None for each in self.months)

    @property
    def has_years_before(self) -> bool:
        """Whether last year is known of any of the `years`."""
        return any(each.before is not None for each in self.years)


class Ratio(NamedTuple):
    """Contacts of a second kind for each of a first, of a district or of all; None while there is none of the first."""

    of: str
    first: Figure
    second: Figure

    @property
    def each(self) -> float | None:
        """The second for each of the first."""
        return self.second / self.first if self.first and self.second is not None else None


class PerNew(NamedTuple):
    """Ratios of two kinds by district, 全地区 first, in words of the two."""

    first: str
    second: str
    ratios: tuple[Ratio, ...]


class Overview(NamedTuple):
    """All categories of an axis, called `name`, in one month; `total` adds up those that are in its sum. `per_new` see overview_of.

    `rule` says how contacts of several cases are counted; "" where there are none. `ended` are the categories of last year's
    sum that there are no more. `beside` says why last year's figures of 全地区 are not shown, or of which districts they are not.
    """

    name: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    total: Line
    per_new: PerNew | None
    rule: str = ""
    ended: tuple[str, ...] = ()
    beside: str = ""

    @property
    def is_of_year(self) -> bool:
        """Whether figures of the year so far are published years, which their months do not add up to."""
        return any(each.is_of_year for each in (*self.lines, self.total))


def overview_of(fiscal_year: int, month: int, axis: str = KIND) -> Overview | None:
    """The overview of a calendar month (1-12) of a fiscal year by an axis of contacts (its code); None where the year has none of it.

    The year counts from 1 April to the end of that month, the same months a year before. `per_new` is, where the
    codebook has exactly two kinds with a monthly table, contacts of the second for each of the first up to that
    month (ケース対応÷新規相談) by district; None while there is none of the first at all, and of every other axis.
    On an axis of several answers the figures are mentions (延べ), which add up to more than contacts.
    """
    scope = scope_of(fiscal_year)
    now, before = _answers(scope, axis), _answers(scope_of(fiscal_year - 1), axis, is_prior=True)
    if now is None:
        return None
    if before:
        before.beside = beside_all(scope)
    place = FISCAL_MONTHS.index(month)
    lines = {category: _line(category.label, category, now, before, place) for category in now.categories}
    total = _line("合計" if now.source.axis.answer == Axis.Answer.SINGLE else "合計（延べ）", None, now, before, place)
    return Overview(now.source.axis.name, (ALL, *(each.name for each in scope.districts)), tuple(lines.values()),
                    total, _per_new(lines) if axis == KIND else None, now.source.cube.several.rule, _ended(now, before, total),
                    _beside(before, (*lines.values(), total)))


@dataclass
class _Answers:
    """The figures of a year by an axis and its categories of then."""

    source: Source
    categories: tuple[BookCategory, ...]
    scope: Scope
    months: dict[int, Months] = field(default_factory=dict)  # those that were asked for
    beside: Beside = Beside(None)  # of last year, its districts that stand beside 全地区

    @property
    def summed(self) -> list[BookCategory]:
        """The categories that the 合計 of the year adds up."""
        return [each for each in self.categories if each.summed]

    def course(self, category: BookCategory | None, district: str | None) -> "Course":
        """April to March of a category, or of the 合計: of a district by its code, or of all (None); nothing known of what was not there."""
        if category is None:
            return _added([self.course(each, district) for each in self.summed])._replace(year=self._sum_of_year(district))
        here = self.places(district)
        if category.id not in self.source.rows or not here:
            return Course(NOTHING)
        months = self._months(category.id)
        figures, year = (months.sums, months.total) if district is None else (months.rows[here[0]], months.totals[here[0]])
        return Course(figures, tuple(any(each) for each in zip(*(months.there[place] for place in here), strict=True)), year)

    def as_last_year(self, category: BookCategory | None, district: str | None) -> "Course":
        """The course as it stands beside this year's: of all districts as the report shows last year's 合計, a printed 全体 first."""
        if district is not None or self.beside.codes is None:
            return self.course(category, district)
        printed, added = self._printed(category), _together([self.course(category, code) for code in self.beside.codes])
        figures = [given if given is not None else sum_ for given, sum_ in zip(printed.figures, added.figures, strict=True)]
        return Course(figures, added.there, added.year if printed.year is None else printed.year)

    def _printed(self, category: BookCategory | None) -> "Course":
        """The months and the year of 全体 as they were printed."""
        if category is None:
            return _added([self._printed(each) for each in self.summed])._replace(year=self.source.whole.get(None))
        return Course([self.source.whole_months.get((category.id, month)) for month in FISCAL_MONTHS], year=self.source.whole.get(category.id))

    def _sum_of_year(self, district: str | None) -> Figure:
        """The 合計 of the whole year: the printed one of 全体 or of a district, else what the categories add up to."""
        if district is None and None in self.source.whole:
            return self.source.whole[None]
        return sum_of([self._sum_at(place) for place in self.places(district)])

    def _sum_at(self, place: int) -> Figure:
        if place in self.source.printed:
            return self.source.row(None)[place]
        return sum_of([self._months(each.id).totals[place] for each in self.summed if each.id in self.source.rows])

    def _months(self, category_id: int) -> Months:
        if category_id not in self.months:
            self.months[category_id] = Months(self.source, category_id)
        return self.months[category_id]

    def places(self, district: str | None) -> list[int]:
        """Where a district stands in the scope; all of them for None."""
        return [place for place, each in enumerate(self.scope.districts) if district in (None, each.code)]

    def links(self, category: BookCategory | None, district: str | None) -> "Links":
        """The way to the contacts of a category, of the 合計 without one."""
        of = [category] if category else self.summed
        counted = tuple(sum(self.source.cube.months[month][each.id][place] for each in of for place in self.places(district))
                        for month in FISCAL_MONTHS)
        return Links(self.source.axis, self.scope.fiscal_year, category.code if category else None, district, counted)


class Course(NamedTuple):
    """Twelve months, in which of them any of the districts existed, and the whole year as its report has it."""

    figures: Sequence[Figure]
    there: Sequence[bool] = (True,) * len(FISCAL_MONTHS)
    year: Figure = None

    def so_far(self, place: int) -> Figure:
        """The figure up to a month: of the whole year that of its report, where there is one."""
        return self.year if place == LAST and self.year is not None else self._sum(place)

    def is_of_year(self, place: int) -> bool:
        """Whether that is a published year, which its months do not add up to."""
        return self.so_far(place) != self._sum(place)

    def _sum(self, place: int) -> Figure:
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


def _line(label: str, category: BookCategory | None, now: _Answers, before: _Answers | None, place: int) -> Line:
    """A line of a category, or of the 合計: last year's is that year's own, with what has ended since."""
    courses = {code: (now.course(category, code), before.as_last_year(category, code) if before else Course(NOTHING)) for code in _columns(now)}
    shown = {code: (_begun(this.figures, now.scope.fiscal_year), last.figures) for code, (this, last) in courses.items()}
    months = {code: (this[place], last[place]) for code, (this, last) in shown.items()}
    years = {code: (this.so_far(place), last.so_far(place)) for code, (this, last) in courses.items()}
    line = _linked(label, category, months, years, [*zip(*shown[None], strict=True)], now, before, place)
    return line._replace(is_of_year=any(each.is_of_year(place) for pair in courses.values() for each in pair))


def _ended(now: _Answers, before: _Answers | None, total: Line) -> tuple[str, ...]:
    """What last year's 合計 holds and no line shows; nothing where none of it is known."""
    shown, is_known = {each.id for each in now.categories}, any(each.before is not None for each in (*total.course, *total.months, *total.years))
    return tuple(each.label for each in before.summed if each.id not in shown) if before and is_known else ()


def _columns(now: _Answers) -> dict[str | None, str]:
    """The names of the columns by the code of their district, None for 全地区."""
    return {None: ALL} | {each.code: each.name for each in now.scope.districts}


def _linked(label: str, category: BookCategory | None, months: dict, years: dict, course: Sequence[tuple[Figure, Figure]],
            now: _Answers, before: _Answers | None, place: int) -> Line:
    """A line of figures (this year's, last year's), each with the way to what is behind it; last year's category is its own."""
    then = before and next((each for each in before.categories if category and each.id == category.id), None)
    ways = {code: (now.links(category, code), before.links(then, code) if before and (then or not category) else None) for code in _columns(now)}

    def pair(figures: tuple[Figure, Figure], of: str, code: str | None, way: str, at: int) -> Pair:
        return Pair(*figures, of, *(links and getattr(links, way)(figure, at) for figure, links in zip(figures, ways[code], strict=True)))
    return Line(label, *(tuple(pair(figures[code], name, code, way, place) for code, name in _columns(now).items())
                         for figures, way in ((months, "month"), (years, "so_far"))),
                tuple(pair(figures, f"{FISCAL_MONTHS[at]}月", None, "month", at) for at, figures in enumerate(course)))


def _begun(course: Sequence[Figure], fiscal_year: int) -> Sequence[Figure]:
    """The twelve months; of those that have not begun nothing is known, unless something was dated ahead."""
    today = timezone.localdate()
    return [figure if figure or (calendar_year(fiscal_year, month), month) <= (today.year, today.month) else None
            for month, figure in zip(FISCAL_MONTHS, course, strict=True)]


def _added(courses: "Sequence[Course]") -> "Course":
    """The sum month by month; None as soon as one of them is not known."""
    if not courses:
        return Course(NOTHING)
    return Course([sum_of(figures) for figures in zip(*(each.figures for each in courses), strict=True)], courses[0].there)


def _together(courses: "Sequence[Course]") -> "Course":
    """The sum of districts month by month, each where it existed; nothing known where there are none."""
    if not courses:
        return Course(NOTHING)
    columns = [[(course.figures[place], course.there[place]) for course in courses] for place in range(len(FISCAL_MONTHS))]
    figures = [sum_of([figure for figure, was in column if was or figure is not None]) for column in columns]
    return Course(figures, [any(was for _, was in column) for column in columns], sum_of([course.year for course in courses]))


def _beside(before: _Answers | None, lines: Iterable[Line]) -> str:
    """Why figures of last year are not shown beside 全地区, or of which districts they are not; "" where nothing is missing."""
    if before is None:
        return ""
    if before.beside.codes:
        return "" if None in before.source.whole else before.beside.note
    is_withheld = any(pairs[0].before is None for line in lines for pairs in (line.months, line.years))
    return before.beside.note if is_withheld else ""


def _per_new(lines: dict[BookCategory, Line]) -> PerNew | None:
    found = [line for kind, line in lines.items() if kind.monthly]
    if len(found) != 2:
        return None
    ratios = tuple(Ratio(first.of, first.now, second.now) for first, second in zip(*(line.years for line in found), strict=True))
    return PerNew(found[0].label, found[1].label, ratios) if any(each.each is not None for each in ratios) else None
