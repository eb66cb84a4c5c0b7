"""The 年度推移 of an axis laid out: each figure as the report of its own year has it, what changed between years marked."""
from collections.abc import Sequence
from typing import NamedTuple

from django.db import connection

from cases import periods
from cases.models import Axis

from .basis import series_basis
from .book import BookAxis, BookCategory, in_print_order
from .comparison import BRACKET
from .grid import Column, Report, marks_in
from .joint_members import JointSeries, joint_series
from .rules import AS_PRINTED, printed_rule, rule_of
from .scope import Scope, ScopeDistrict, named_apart
from .series import SeriesYear, has_figures, read_series
from .several import rule_over
from .source import Source
from .trend_grid import (
    BOTH,
    CATEGORIES,
    COLUMNS,
    COUNTED,
    DISTRICTS,
    PUBLISHED,
    ROWS,
    TrendGrid,
    TrendRow,
    TrendYear,
)
from .trend_names import labels_apart, names_apart
from .trend_notes import TrendMarks, trend_marks, whole_years

FEWEST, MOST, USUAL = 2, Axis.MOST_TREND_YEARS, 5


class TrendChoice(NamedTuple):
    """A trend as it is asked for: the axis by its code; `prior_as` None is as the codebook has it.

    `shares` asks for percentages, which only tables of categories have.
    """

    axis: str
    years: int
    of: str = CATEGORIES
    across: str = COLUMNS
    prior_as: str | None = None
    shares: bool = False


def build_trend(scope: Scope, choice: TrendChoice) -> Report:
    """A report of nothing but one trend, for every output. Raises KeyError for an axis that the year does not have."""
    with connection.cursor() as cursor:
        series = read_series(cursor, scope, choice.years)
        joints = joint_series(cursor, scope, choice.years) if choice.of == DISTRICTS else ()
    axis = {each.code: each for each in series[-1].book.axes}[choice.axis]
    if choice.prior_as:
        axis = axis._replace(prior_as=choice.prior_as)
    trend = trend_of(series, axis, of=choice.of, across=choice.across, joints=joints)
    label, prior = (periods.fiscal_year_label(scope.fiscal_year - years) for years in (0, 1))
    districts = tuple(Column(each.code, each.name, False) for each in scope.districts)
    return Report(scope.fiscal_year, label, prior, districts, (), (), whole=scope.whole, trends=(trend,) if districts else ())


def printed_trends(cursor, scope: Scope, axes: Sequence[BookAxis], *, is_preview: bool = False) -> tuple[TrendGrid, ...]:
    """The trends that the codebook wants in a report, in the order of the axes; `is_preview` as in cube_of."""
    wanted = [axis for axis in axes if axis.trend_years]
    if not wanted or not scope.districts:
        return ()
    series = read_series(cursor, scope, max(axis.trend_years for axis in wanted), is_preview=is_preview)
    return tuple(trend_of(series[-axis.trend_years:], axis, across=axis.trend_across) for axis in wanted)


def trend_of(series: Sequence[SeriesYear], axis: BookAxis, *, of: str = CATEGORIES, across: str = COLUMNS,
             joints: Sequence[JointSeries] = ()) -> TrendGrid:
    """The trend of an axis over the years of a series, the last of which is the report's, in whose words it is told. Among
    districts stand the joint ones, in place of their members or beside them.

    First years without a figure are not shown but said; two stay in any case.
    """
    return _Trend(series, axis, of, across, joints).grid()


class _Trend:
    """One trend on its way to a grid."""

    def __init__(self, series: Sequence[SeriesYear], axis: BookAxis, of: str, across: str, joints: Sequence[JointSeries]):
        sources = [year.source(axis.id) for year in series]
        first = next((place for place, source in enumerate(sources) if has_figures(source)), len(series))
        first = min(first, len(series) - FEWEST)
        self.axis, self.of, self.across, self.last = axis, of, across, series[-1]
        self.left_out, self.series, self.sources = series[:first], series[first:], sources[first:]
        self.joints = [each._replace(series=each.series[first:]) for each in joints]
        self.marks: TrendMarks = trend_marks(self.series, axis, self._order(), by_category=of == CATEGORIES, by_year=across == ROWS)

    def grid(self) -> TrendGrid:
        rows = self._categories() if self.of == CATEGORIES else self._districts()
        title = f"{self.axis.title}の推移" if self.of == CATEGORIES else f"{self.axis.name}の地区ごとの推移"
        return TrendGrid(self.axis.code, title, self.axis.unit, self._years(), rows, self._row(None, None, "合計"), self.of,
                         self.across, self.marks.notes, self._basis(), self._rule(), self.axis.counts)

    def _order(self) -> list[int | str]:
        """The keys of the rows as printed."""
        if self.of == CATEGORIES:
            return [each.id for each in in_print_order(self.last.book.by_axis[self.axis.id])]
        return [*dict.fromkeys(each.code for year in reversed(self.series) for each in year.scope.districts)]

    def _years(self) -> tuple[TrendYear, ...]:
        years = []
        for place, (year, source) in enumerate(zip(self.series, self.sources, strict=True)):
            codes = tuple(each.code for each in year.scope.districts)
            years.append(TrendYear(year.fiscal_year, periods.fiscal_year_label(year.fiscal_year), codes,
                                   () if year.scope.whole else codes, _source_of_year(source), self.marks.years[place]))
        return tuple(years)

    def _categories(self) -> tuple[TrendRow, ...]:
        shown = {each.id for source in self.sources if source for each in source.categories}
        rows = in_print_order([each for each in self.last.book.by_axis[self.axis.id] if each.id in shown])
        codes = {each.id: each.code for each in rows}
        labels = labels_apart(rows, [(year.fiscal_year, {each.id for each in source.categories} if source else set())
                                     for year, source in zip(self.series, self.sources, strict=True)])
        names = names_apart(rows, labels)
        return tuple(self._row(each.id, each.code, labels[each.id])._replace(
            parent=codes.get(each.parent_id), recount=bool(each.recount), name=names[each.id]) for each in rows)

    def _row(self, category_id: int | None, code: str | None, label: str) -> TrendRow:
        """A category, or 合計, over all districts of each year."""
        return self._marked(category_id, code, label, *_summed(self.sources, category_id))

    def _districts(self) -> tuple[TrendRow, ...]:
        """The totals of each district that any of the years has, those of the last year first."""
        found: dict[str, ScopeDistrict] = {}
        for year in reversed(self.series):
            found |= {each.code: each for each in year.scope.districts if each.code not in found}
        return self._with_joints([self._district(each.code, each.name) for each in named_apart(found.values())])

    def _with_joints(self, rows: list[TrendRow]) -> tuple[TrendRow, ...]:
        """Each joint district behind the last of its members of the last year; its members stand there only where it stands beside them."""
        for joint in self.joints:
            now = {each.code for each in joint.series[-1].scope.districts}
            last = max((place for place, row in enumerate(rows) if row.code in now), default=len(rows) - 1)
            rows.insert(last + 1, self._joint(joint))
        replaced = {code for joint in self.joints if not joint.is_beside for code in joint.members}
        return tuple(row for row in rows if row.places or row.code not in replaced)

    def _joint(self, joint: JointSeries) -> TrendRow:
        row = self._marked(joint.code, joint.code, joint.name, *_summed([year.source(self.axis.id) for year in joint.series], None))
        return row._replace(is_beside=joint.is_beside, places=tuple(tuple(each.code for each in year.scope.districts) for year in joint.series),
                            apart=tuple(place > 0 and not whole_years(joint.series, place) for place in range(len(joint.series))))

    def _district(self, code: str, name: str) -> TrendRow:
        counts, linked, told = [], [], []
        for year, source in zip(self.series, self.sources, strict=True):
            place = next((place for place, each in enumerate(year.scope.districts) if each.code == code), None)
            here = source is not None and place is not None
            counts.append(source.row(None)[place] if here else None)
            linked.append(here and bool(source.linked[place]))
            told.append(_told(source, [place in source.printed]) if here else "")
        return self._marked(code, code, name, counts, linked, told)

    def _marked(self, key, code: str | None, label: str, counts: list, linked: list, told: list) -> TrendRow:
        prior_as = self.axis.prior_as
        changes = tuple(self.marks.changes.get((key, place), "") for place in range(len(counts)))
        told = ["" if count is None else source for count, source in zip(counts, told, strict=True)]
        marks = tuple(_without(self.marks.counts.get((key, place), ""), changes[place])
                      if prior_as != BRACKET and place and None not in counts[place - 1:place + 1]
                      else self.marks.counts.get((key, place), "") for place in range(len(counts)))
        return TrendRow(code, label, tuple(counts), tuple(linked), tuple(told), marks, changes, prior_as=prior_as,
                        apart=tuple(place > 0 and self._is_apart(key, place) for place in range(len(counts))))

    def _is_apart(self, key, place: int) -> bool:
        """Whether the row's figure of a year, or that of the year before, is of a part of a year."""
        if self.of == CATEGORIES or key is None:
            return not whole_years(self.series, place)
        years = {each.fiscal_year for each in self.series[place - 1:place + 1]}
        return any(years & {*each.part_years} for year in self.series for each in year.scope.districts if each.code == key)

    def _basis(self) -> str:
        told = [(periods.fiscal_year_label(each.fiscal_year), None, ()) for each in self.left_out]
        told += [(periods.fiscal_year_label(year.fiscal_year), source if has_figures(source) else None,
                  [each.name for each in year.scope.districts]) for year, source in zip(self.series, self.sources, strict=True)]
        return series_basis(told) + "".join(map(self._joint_words, self.joints))

    def _joint_words(self, joint: JointSeries) -> str:
        found = {each.code: each for year in joint.series for each in year.scope.districts}
        names = "・".join(each.name for each in named_apart(found.values()))
        beside = "この行は合計に重ねて数えていません。" if joint.is_beside else ""
        once = "" if self.axis.counts == Axis.Counts.CONTACTS else "同じ人や世帯は、合わせた中でも1回だけ数えています。"
        return f"「{joint.name}」は、年度ごとに{names}のうちその年度にあった地区を合わせた数です。{beside}{once}"

    def _rule(self) -> str:
        known = [source for source in self.sources if has_figures(source)]
        if known and all(source.is_printed for source in known):
            return AS_PRINTED
        kinds: list[BookCategory] = self.last.book.by_axis.get(self.last.book.kind_axis_id, [])
        rule = rule_of(self.last.book, self.axis, [kind.label for kind in kinds if kind.exists and kind.id in self.axis.asked_for])
        several = [(each.fiscal_year, each.cube.several) for each in known]
        if any(each.once for each in known):
            told = next((each.rule_of_ones for _, each in several if each.rule_of_ones), "")
        else:
            told = rule_over(several)
        return rule + told + printed_rule([periods.fiscal_year_label(each.fiscal_year) for each in known if each.printed or each.whole])


def _without(marks: str, others: str) -> str:
    """The marks that do not stand at the change beside the figure already."""
    return "".join(mark for mark in marks_in(marks) if mark not in marks_in(others))


def _summed(sources: Sequence[Source | None], category_id: int | None) -> tuple[list, list, list]:
    """A row over all districts of each year: figures, whether contacts stand behind them, where they come from."""
    return ([source.across(category_id) if source else None for source in sources],
            [bool(source) and any(source.linked) and not source.printed and category_id not in source.whole for source in sources],
            [_told(source, [True] if category_id in source.whole else _printed(source)) if source else "" for source in sources])


def _printed(source: Source) -> list[bool]:
    return [place in source.printed for place in range(len(source.known))]


def _told(source: Source, published: Sequence[bool]) -> str:
    return PUBLISHED if all(published) else BOTH if any(published) else COUNTED


def _source_of_year(source: Source | None) -> str:
    if not has_figures(source):
        return ""
    return PUBLISHED if source.is_printed else BOTH if source.printed or source.whole else COUNTED

