"""Cube and codebook laid out as Grids: one table per axis, and a monthly table per kind that asks for one."""
from collections.abc import Iterator, Sequence

from django.db import connection

from cases import periods
from cases.models import Axis

from . import rounding
from .across import Across, across_cut, keeps_area
from .basis import basis_of, months_basis
from .book import Book, BookAxis, BookCategory, in_print_order, read_book
from .codebook_notes import codebook_notes
from .cube import Cube, cube_of
from .footnotes import TableNotes, table_notes, warnings_of
from .grid import Column, Grid, MonthlyGrid, MonthlyRow, Report, Row
from .months import Months
from .notes import CodebookNote
from .outside import with_outside
from .overrides import Overrides, read_overrides
from .percent_base import base_of
from .printed_notes import printed_notes
from .prior_notes import prior_notes
from .recut_notes import part_year_notes, recut_notes
from .rules import AS_PRINTED, months_rule, printed_rule, rule_of
from .samples import Sample, samples_of
from .scope import Scope
from .source import Source, sum_of
from .stored_notes import StoredNote, read_notes_of_years
from .trends import printed_trends
from .unequal_notes import unequal_months, unequal_notes, unequal_to_kinds


def build(scope: Scope, *, trends: bool = True, is_preview: bool = False, across_cuts: bool = True) -> Report:
    """The whole report of a scope, made once; every output prints this one. Without `trends` no 年度推移 is in it.

    `across_cuts`: after a re-cut that kept the area, 合計 has last year's, of the districts of then.

    A preview shows in place of the previous year the latest one in which the axis has figures (samples.py), has every note
    of the codebook, a previous year being known or not, and a year without any figure has － and no 0.
    """
    return build_with_notes(scope, trends=trends, is_preview=is_preview, across_cuts=across_cuts)[0]


def build_with_notes(scope: Scope, *, trends: bool = False, is_preview: bool = False,
                     across_cuts: bool = True) -> tuple[Report, dict[str, TableNotes]]:
    """The report, and by axis code all notes of its tables, those that are not printed too. The rest as in `build`."""
    with connection.cursor() as cursor:
        book = read_book(cursor, scope.fiscal_year)
        cube = cube_of(cursor, scope, book, is_preview=is_preview)
        across = across_cut(cursor, scope, book.before(), scope.fiscal_year - 1) if across_cuts and keeps_area(scope) else None
        samples = samples_of(cursor, scope, book, cube, across) if is_preview else {}
        overrides, stored = read_overrides(cursor, scope), read_notes_of_years(cursor, scope.fiscal_year - 1, scope.fiscal_year)
        trending = printed_trends(cursor, scope, book.axes, is_preview=is_preview) if trends else ()
    def table(axis: BookAxis, kinds: Table | None = None) -> Table:
        return Table(scope, axis, book, cube, overrides, [stored[year][axis.id] for year in sorted(stored)], samples.get(axis.id), across, kinds)
    kinds = next((table(axis) for axis in book.axes if axis.id == book.kind_axis_id), None)
    tables = [kinds if kinds and axis.id == book.kind_axis_id else table(axis, kinds) for axis in book.axes]
    grids = tuple(with_outside(table.grid(kinds), scope) for table in tables)
    report = Report(
        scope.fiscal_year, periods.fiscal_year_label(scope.fiscal_year),
        periods.fiscal_year_label(scope.fiscal_year - 1),
        _columns(scope, [*map(any, zip([False] * len(scope.districts), *(table.prior.shown for table in tables), strict=True))]),
        grids,
        tuple(kinds.monthly(kind) for kind in kinds.rows if kind.monthly) if kinds else (),
        warnings=(*_printed_over_contacts(scope, tables, cube), *overrides.warnings(book), *warnings_of(tables, scope.whole)), whole=scope.whole,
        trends=trending)
    return report, {table.axis.code: table.notes for table in tables}


def _printed_over_contacts(scope: Scope, tables: "Sequence[Table]", cube: Cube) -> tuple[str, ...]:
    """Districts whose published figures stand although contacts of the year were logged: never without a word."""
    printed = {place for table in tables for place in (*table.this.printed, *table.this.printed_months)}
    names = [each.name for place, each in enumerate(scope.districts)
             if cube.year.logged[place] and place in printed]
    label = periods.fiscal_year_label(scope.fiscal_year)
    return tuple(f"{label}の{name}は公表値を表示しています。この年度の日付の対応記録もありますが、公表値のある表では数えていません。月別の表は、公表値のない月を記録から数えると年間の公表値になるときだけ、数えています。"
                 for name in names)


def _columns(scope: Scope, compared: Sequence[bool], *linked: Sequence[bool]) -> tuple[Column, ...]:
    codes, names = [each.code for each in scope.districts], [each.name for each in scope.districts]
    return tuple(map(Column, codes, names, compared, *linked))


class Table:
    """One axis of a scope on its way from counts to a Grid. `stored` are its notes of last year, and of the year; `kinds` is the
    table that its sums are told beside.
    """

    def __init__(self, scope: Scope, axis: BookAxis, book: Book, cube: Cube, overrides: Overrides,
                 stored: Sequence[Sequence[StoredNote]], sample: Sample | None = None, across: Across | None = None,
                 kinds: "Table | None" = None):
        categories, is_preview, self.sample = book.by_axis[axis.id], sample is not None, sample
        scope, last, across = (sample.scope, sample.cube, sample.across) if sample else (scope, cube.prior, across)
        self.scope, self.axis, self.book, self.overrides = scope, axis, book, overrides
        self.this = Source(axis, [each for each in categories if each.exists], cube.year, scope)
        existed, counted = [each.before for each in categories if each.existed], sample.counted(axis.id) if sample else None
        whole = Source(axis, existed, across.cube, across.scope, is_prior=True, counted=counted) if across else None
        self.prior = Source(axis, existed, last, scope, is_prior=True, counted=counted, whole_area=whole)
        self.last = (whole, [each.name for each in across.scope.districts]) if self.prior.whole_area else (self.prior, None)
        self.rows = in_print_order(self.this.categories)
        self.columns = _columns(scope, self.prior.shown, self.this.linked, self.prior.linked,
                                [place in self.this.printed for place, _ in enumerate(scope.districts)])
        self.columns = tuple(each._replace(apart=place in self.prior.apart) for place, each in enumerate(self.columns))
        self.sums_are_linked = any(self.this.linked) and not self.this.printed
        self.names = [each.name for each in scope.districts]
        written = [*recut_notes(self.prior, scope, always=is_preview), *part_year_notes(self.prior, self.rows, scope),
                   *codebook_notes(self.this, self.prior, self.columns, book, always=is_preview)]
        self.notes = table_notes([*written, *self._noted_figures(stored[0], kinds)], stored[1], self.rows, self.columns)

    def _noted_figures(self, stored_before: Sequence[StoredNote], kinds: "Table | None") -> Iterator[CodebookNote]:
        """What is told of figures of the year, and of last year's; a sample of another year has no notes here."""
        own = [*printed_notes(self.this, self.scope), *unequal_notes(self.this, self.scope), *unequal_months(self.this, self.scope)]
        yield from own
        if kinds and self.axis.answer == Axis.Answer.SINGLE:
            yield from unequal_to_kinds(self.this, kinds.this, self.scope)
        if self.sample is None or self.sample.book is None:
            yield from prior_notes(self.prior, self.scope, self.rows, stored_before, own)

    def grid(self, kinds: "Table | None") -> Grid:
        """The table as the reference report prints it."""
        axis, notes = self.axis, self.notes
        totals, total = [self.this.sums[row.id] for row in self.rows], self.this.across(None)
        base, told = base_of(self.this, kinds and kinds.this, self.names)
        shares = self._percentages(totals, base)
        return Grid(
            axis.code, axis.title, axis.unit,
            self.columns, self._finished(self._rows(totals, shares, notes.explained), base),
            *self._finished([self._total_row(total)], base), notes.notes, self._rule(kinds) + told,
            axis.percent_base != Axis.PercentBase.NONE, base, self._basis(),
            axis.counts, notes.table, notes.percent, self._asked(kinds))

    def _rows(self, totals: Sequence[int | None], shares: Sequence[str | None], marks: dict[int, str]) -> tuple[Row, ...]:
        columns, counts, prior, linked = self.columns, self.this.rows, self.prior, self.sums_are_linked
        printed = self.this.whole
        codes = {row.id: row.code for row in self.rows}
        return tuple([
            Row(row.code, row.label, columns, counts[row.id], prior.row(row.id), total, prior.sums.get(row.id), share,
                codes.get(row.parent_id), bool(row.recount), linked and row.id not in printed, marks.get(row.id),
                published=row.id in printed, prior_as=self.axis.prior_as)
            for row, total, share in zip(self.rows, totals, shares, strict=True)])

    def _finished(self, rows: Sequence[Row], base: int | None) -> tuple[Row, ...]:
        """The rows with the marks of their notes and with the percentages that were set by hand."""
        ids = {row.code: row.id for row in self.rows} | {None: None}
        if self.notes.rows:
            rows = [row._replace(marks=self.notes.rows[ids[row.code]]) if ids[row.code] in self.notes.rows else row for row in rows]
        if not self.overrides.standing or self.axis.percent_base == Axis.PercentBase.NONE:
            return tuple(rows)
        printed = [self.overrides.printed(self.axis.id, ids[row.code], row.total, base) for row in rows]
        return tuple(row if share is None else row._replace(percent=share, calculated=row.percent or "")
                     for row, share in zip(rows, printed, strict=True))

    def monthly(self, kind: BookCategory) -> MonthlyGrid:
        """April to March of one kind: published months before counted ones, kind by kind and district by district."""
        months = Months(self.this, kind.id)
        rows = tuple(MonthlyRow(each.code, each.name, counts, total, months.linked[place], place in months.printed,
                                months.mixed.get(place))
                     for place, (each, counts, total) in enumerate(zip(self.columns, months.rows, months.totals, strict=True)))
        total = MonthlyRow(None, "合計", months.sums, months.total,
                           any(months.linked) and not months.printed and not months.is_whole, months.is_whole)
        mark, notes = self.notes.notes_of_months(kind.id)
        return MonthlyGrid(kind.code, kind.label, self.axis.unit, periods.FISCAL_MONTHS, rows, total,
                           months_basis(months, self.names), notes, mark=mark, rule=AS_PRINTED if months.is_printed else months_rule(self.book, kind.label) + self._several())

    def _total_row(self, total: int | None) -> Row:
        share = "100.0" if self.axis.percent_base == Axis.PercentBase.MENTIONS and total else None
        return Row(None, "合計", self.columns, self.this.row(None), self.prior.row(None), total,
                   self.prior.across(None), share, linked=self.sums_are_linked and None not in self.this.whole,
                   published=None in self.this.whole, prior_as=self.axis.prior_as)

    def _percentages(self, totals: Sequence[int | None], base: int | None) -> list[str | None]:
        """Shares of the rows; adjusted to 100.0 only where the axis says so and the rows add up to the base.

        None for a row that holds others on a multiple axis, as a share of the records (件数): its figure counts a
        record once for each answer below it, so how many records they are cannot be told from it.
        """
        if not base:
            return [None] * len(totals)
        summed = [total for row, total in zip(self.rows, totals, strict=True) if row.summed]
        held = self._holding_answers()
        adjusts = self.axis.rounding == Axis.Rounding.SUM100 and sum_of(summed) == base and not held
        adjusted = iter(rounding.largest_remainder(summed) if adjusts else ())
        return [next(adjusted) if adjusts and row.summed else None if row.id in held else _share(total, base)
                for row, total in zip(self.rows, totals, strict=True)]

    def _holding_answers(self) -> set[int]:
        counts_records = (self.axis.percent_base == Axis.PercentBase.RECORDS and self.axis.answer != Axis.Answer.SINGLE
                          and not self.this.once)
        return {row.parent_id for row in self.rows if row.parent_id and not row.recount} if counts_records else set()

    def _asked(self, kinds: "Table | None") -> tuple[str, ...]:
        """The kinds whose contacts have exactly one answer here each; none where they may have several."""
        if kinds is None or self.axis.answer != Axis.Answer.SINGLE or self.this.once:
            return ()
        return tuple(kind.code for kind in kinds.rows if kind.id in self.axis.asked_for or (not self.axis.asked_for and kind.summed))

    def _basis(self) -> str:
        told = self.sample.told(self.prior) if self.sample else ""
        return basis_of(self.this, self.last[0], self.names, self.axis.prior_as, self.last[1]) + told

    def _several(self) -> str:
        """How contacts of several cases count here."""
        several = self.this.cube.several
        return several.rule_of_ones if self.this.once else several.rule

    def _rule(self, kinds: "Table | None") -> str:
        """The counting rule in a line: what one count is, and which kinds were asked."""
        if self.this.is_printed:
            return AS_PRINTED
        asked = [kind.label for kind in kinds.rows if kind.id in self.axis.asked_for] if kinds else []
        printed = [name for place, name in enumerate(self.names) if place in self.this.printed] + ["合計"] * bool(self.this.whole)
        return rule_of(self.book, self.axis, asked, self.this.once.left_out if self.this.once else 0) + self._several() + printed_rule(printed)


def _share(count: int | None, base: int) -> str | None:
    return None if count is None else rounding.plain([count], base)[0]
