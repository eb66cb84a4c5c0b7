"""The year's tables of the register of work with groups and places (地域支援の記録): counted once, laid out as Grids.

Entries (回), and of the amounts that the kinds ask for (visitors, consultations, copies, issues) the sums. An amount that nobody
wrote down is not available, and not 0; where some entries of a sum lack it, the sum is of the others, and a note at it says how
many lack it. Last year's 合計 is there only where every district has a figure, as everywhere.
"""
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from django.db.models import Count, F, Sum
from django.utils import timezone

from cases import periods
from cases.models import AMOUNTS, Activity, ActivityKind

from .grid import Column, Grid, Marks, Note, Report, Row
from .scope import Scope
from .source import sum_of

SUBJECT, RECORDS = "地域支援のまとめ", "地域支援の記録"
ENTRIES = "entries"
MEASURES = ((ENTRIES, "地域支援の回数", "回"), ("visitors", "来場・参加者数", "人"), ("consultations", "地域支援の場での相談件数", "件"),
            ("copies", "広報の部数", "部"), ("issues", "広報の発行・掲載回数", "回"))
_RULES = {ENTRIES: "記録1件を1回と数えます。", "visitors": "記録に書かれた人数の合計で、同じ人が何度来ても、その都度数えます。"}
PART = 1_000_000
Figure = int | None


class Tally(NamedTuple):
    """What is known of one kind, district and year: entries, by amount the sum, and by amount the entries without one."""

    entries: int
    sums: dict[str, Figure]
    without: dict[str, int]


NONE = Tally(0, dict.fromkeys(AMOUNTS, 0), dict.fromkeys(AMOUNTS, 0))


class RegisterYear:
    """One fiscal year of the register: its kinds, and whether it was kept at all."""

    def __init__(self, fiscal_year: int, exists: Sequence[bool], tallies: dict):
        self.fiscal_year, self.exists, self.tallies = fiscal_year, exists, tallies
        self.is_known = bool(tallies) or fiscal_year == periods.fiscal_year_of(timezone.localdate())

    def figure(self, kind: ActivityKind, place: int, district: int, measure: str) -> Figure:
        """The figure of a kind and district; None where it is not known, or the kind or the district was not there."""
        found = self.tallies.get((kind.pk, district))
        if found is None and not (self.is_known and self.exists[place] and kind.valid_in(self.fiscal_year)):
            return None
        if measure == ENTRIES:
            return (found or NONE).entries
        return (found or NONE).sums[measure] if measure in kind.asked else None


def build_register(scope: Scope) -> Report:
    """The tables of a scope beside those of the year before. Two queries, whatever the size; deleted entries are not counted."""
    tallies = _tallies(scope)
    this = RegisterYear(scope.fiscal_year, [each.exists for each in scope.districts], tallies[scope.fiscal_year])
    before = RegisterYear(scope.fiscal_year - 1, [each.existed for each in scope.districts], tallies[scope.fiscal_year - 1])
    kinds = list(ActivityKind.objects.all())
    tables = [_Table(scope, this, before, kinds, *measure).grid() for measure in MEASURES]
    columns = tuple(Column(each.code, each.name, before.is_known and each.existed) for each in scope.districts)
    return Report(scope.fiscal_year, periods.fiscal_year_label(scope.fiscal_year), periods.fiscal_year_label(scope.fiscal_year - 1),
                  columns, tuple(grid for grid in tables if grid.rows), (), whole=scope.whole, subject=SUBJECT, records=RECORDS)


def _tallies(scope: Scope) -> dict[int, dict[tuple[int, int], Tally]]:
    """By year the tallies by (kind id, district id)."""
    asked = _parts_of_sums() | {f"of_{name}": Count(name) for name in AMOUNTS}
    rows = Activity.objects.filter(fiscal_year__in=(scope.fiscal_year - 1, scope.fiscal_year), district__in=[each.id for each in scope.districts])
    found: dict[int, dict] = defaultdict(dict)
    for row in rows.order_by().values("fiscal_year", "kind", "district").annotate(n=Count("pk"), **asked):
        found[row["fiscal_year"]][row["kind"], row["district"]] = Tally(
            row["n"], {name: _whole_sum(row, name) for name in AMOUNTS}, {name: row["n"] - row[f"of_{name}"] for name in AMOUNTS})
    return found


def _parts_of_sums() -> dict[str, Sum]:
    """The sum of each amount in two parts, above and below PART: an amount from before there were maxima may be as large as a
    column of SQLite holds, and the sum of two such is an error there."""
    return {f"above_{name}": Sum(F(name) / PART) for name in AMOUNTS} | {f"below_{name}": Sum(F(name) % PART) for name in AMOUNTS}


def _whole_sum(row: dict, name: str) -> Figure:
    above, below = row[f"above_{name}"], row[f"below_{name}"]
    return None if above is None else above * PART + below


class _Table:
    """One measure on its way from tallies to a Grid."""

    def __init__(self, scope: Scope, this: RegisterYear, before: RegisterYear, kinds: Sequence[ActivityKind], measure: str, title: str, unit: str):
        self.scope, self.this, self.before, self.measure, self.title, self.unit = scope, this, before, measure, title, unit
        asks = [kind for kind in kinds if measure == ENTRIES or measure in kind.asked]
        self.kinds = [kind for kind in asks if kind.valid_in(this.fiscal_year) or any(key[0] == kind.pk for key in this.tallies)]
        self.gone = [kind for kind in asks if kind not in self.kinds]
        self.columns = tuple(Column(each.code, each.name, before.is_known and each.existed, linked=bool(this.tallies)) for each in scope.districts)
        self.notes: list[Note] = []
        self.lacking: list[dict[str, str]] = []

    def grid(self) -> Grid:
        """The table: a row for each kind of the year, and their 合計."""
        rows = tuple(self._row(kind) for kind in self.kinds)
        priors = [self._figures(self.before, kind) for kind in (*self.kinds, *self.gone)]
        total = self._total(rows, priors)
        return Grid(f"register-{self.measure}", self.title, self.unit, self.columns, rows, total, tuple(self.notes), self._rule())

    def _rule(self) -> str:
        return f"{_RULES.get(self.measure, '記録に書かれた数の合計です。')}記録した担当者の地区で数え、削除した記録は数えません。"

    def _figures(self, year: RegisterYear, kind: ActivityKind) -> list[Figure]:
        return [year.figure(kind, place, each.id, self.measure) for place, each in enumerate(self.scope.districts)]

    def _row(self, kind: ActivityKind) -> Row:
        counts, priors = self._figures(self.this, kind), self._figures(self.before, kind)
        lacking = self._lacking(kind)
        self.lacking.append(lacking)
        return Row(kind.code, kind.name, self.columns, counts, priors, _known_sum(counts, lacking), sum_of(priors), linked=bool(self.this.tallies),
                   mark=self._new(kind), marks=_at_sums(lacking))

    def _total(self, rows: Sequence[Row], priors: list[list[Figure]]) -> Row:
        before = [_added(column) for column in zip(*priors, strict=True)] if priors else []
        gone = [(kind, _added(figures)) for kind, figures in zip(self.gone, priors[len(self.kinds):], strict=True)]
        if inside := [f"「{kind}」{figure:,}{self.unit}" for kind, figure in gone if figure]:
            self._note(f"前年度の合計には、今年度にはない種別の{'・'.join(inside)}が含まれています。")
        lacking = {each.code: "".join(row.get(each.code, "") for row in self.lacking) for each in self.columns}
        counts = [_known_sum(column, lacking[each.code]) for each, column in zip(self.columns, zip(*(row.counts for row in rows), strict=True), strict=True)] if rows else []
        return Row(None, "合計", self.columns, counts, before, _known_sum(counts, "".join(lacking.values())), sum_of(before),
                   linked=bool(self.this.tallies), marks=_at_sums({code: marks for code, marks in lacking.items() if marks}))

    def _new(self, kind: ActivityKind) -> str | None:
        """The mark of the note that says why a kind has no figure of last year."""
        if not self.before.is_known or kind.valid_in(self.before.fiscal_year):
            return None
        return self._note(f"「{kind}」は{periods.fiscal_year_label(kind.first_year)}から新たに設けた種別のため、前年度の記録はありません。")

    def _lacking(self, kind: ActivityKind) -> dict[str, str]:
        """By district the mark of the note that says in how many entries the amount was not written down."""
        if self.measure == ENTRIES:
            return {}
        found = {each: self.this.tallies.get((kind.pk, each.id), NONE).without[self.measure] for each in self.scope.districts}
        return {each.code: self._note(f"{each.name}の「{kind}」のうち{n:,}件の記録には、この数が書かれていません。") for each, n in found.items() if n}

    def _note(self, text: str) -> str:
        self.notes.append(Note(f"※{len(self.notes) + 1}", text))
        return self.notes[-1].mark


def _at_sums(lacking: dict[str, str]) -> Marks:
    """The marks of what is lacking at each district's figure, and all of them at 合計."""
    return Marks(counts=lacking | ({None: "".join(lacking.values())} if lacking else {}))


def _known_sum(figures: Sequence[Figure], lacking) -> Figure:
    """The sum of what is known; where something is lacking, nothing known and 0 known are both no figure."""
    return (_added(figures) or None) if lacking else _added(figures)


def _added(figures: Sequence[Figure]) -> Figure:
    """The sum of what is known; None where nothing is."""
    known = [each for each in figures if each is not None]
    return sum(known) if known else None
