"""Grids: the figures of a report as plain data. Every output prints these and counts nothing itself.

None is "not available" (－ or ※), which is not 0. MASKED stands for a figure that a public copy leaves out.
"""
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from .comparison import BRACKET, compared

if TYPE_CHECKING:
    from .chapters import Chapter
    from .trend_grid import TrendGrid

MASKED = "X"  # as public statistics write it; no number, so that nothing can be calculated with it unnoticed


class Column(NamedTuple):
    """A district's column. `has_prior` says whether any figure of the previous year is known for it.

    `linked` and `prior_linked` say that contacts of this installation stand behind its figures, `published` that
    they are those of a printed table. `members` are the districts of a joint one (合同地区), whose figures are theirs together.
    `apart`: of one of the years it has a part only, so that － stands where last year would.
    """

    code: str
    name: str
    has_prior: bool
    linked: bool = False
    prior_linked: bool = False
    published: bool = False
    members: tuple[str, ...] = ()
    apart: bool = False


class Marks(NamedTuple):
    """The footnote marks of a row, such as "※1" or "※1※3": on its label, its figures and its percentage.

    `counts` and `priors` are by district code, None for 合計. `change` is for whatever compares the year with the
    previous one (増減, 増減率, 前年度比): it crosses a change of definition.
    """

    label: str = ""
    counts: Mapping[str | None, str] = {}
    priors: Mapping[str | None, str] = {}
    percent: str = ""
    change: str = ""


NO_MARKS = Marks()


def marks_in(text: str) -> list[str]:
    """The single marks of a text such as "※1※3"."""
    return [f"※{number}" for number in text.split("※")[1:]]


class Cell(NamedTuple):
    """A district's figure of the year, the previous year's, and the footnote mark that stands for it.

    `mark` and `beside_prior` are further marks, printed after the figures. `linked` and `prior_linked` say that contacts
    of this installation stand behind the figure. `prior_as` says how the previous year is shown, and `change_mark` that a
    change crosses a change of definition. `share` is its percentage ("2.5") where each figure has one beside it.
    """

    count: int | None
    prior: int | None = None
    prior_mark: str | None = None
    linked: bool = False
    prior_linked: bool = False
    mark: str = ""
    beside_prior: str = ""
    prior_as: str = BRACKET
    change_mark: str = ""
    share: str | None = None

    @property
    def change(self) -> int | str | None:
        """What became of the previous year's figure, as `prior_as` asks; None where the figure itself is shown."""
        return compared(self.count, self.prior, self.prior_as, MASKED)

    @property
    def prior_marks(self) -> str:
        """The marks behind what is shown of the previous year, each once."""
        if self.change is None:
            return self.beside_prior
        return "".join(sorted({*marks_in(self.beside_prior + self.change_mark)}, key=lambda mark: int(mark[1:] or 0)))


def row_title(label: str, recount: bool) -> str:
    """A label that says 再掲 where its row is outside the sum; once, where it says so itself."""
    return f"{label}（再掲）" if recount and "再掲" not in label else label


class Row(NamedTuple):
    """A category: its figures, one for each of `columns`, their total and its share in per cent ("2.5").

    `mark` is the footnote's that says why there is no figure of the previous year. `calculated` is what the rule gives
    where the percentage was set by hand ("" where it gives none), else None.
    `published` says that the total is a printed one.
    """

    code: str | None
    label: str
    columns: Sequence[Column]
    counts: Sequence[int | None]
    priors: Sequence[int | None]
    total: int | None
    prior_total: int | None = None
    percent: str | None = None
    parent: str | None = None
    recount: bool = False
    linked: bool = False
    mark: str | None = None
    calculated: str | None = None
    published: bool = False
    marks: Marks = NO_MARKS
    prior_as: str = BRACKET

    @property
    def title(self) -> str:
        """The label, saying 再掲 where the row is outside the sum."""
        return row_title(self.label, self.recount)

    @property
    def sums(self) -> Cell:
        """The figures of the districts together as a cell."""
        explained = self.mark if self.prior_total is None else None
        return Cell(self.total, self.prior_total, explained, mark=self.marks.counts.get(None, ""), beside_prior=self.marks.priors.get(None, ""),
                    prior_as=self.prior_as, change_mark=self.marks.change)

    @property
    def cells(self) -> dict[str, Cell]:
        """The figures as cells by district code."""
        marks = self.marks
        return {column.code: Cell(count, prior, self.mark if column.has_prior else None, column.linked, column.prior_linked,
                                  marks.counts.get(column.code, ""), marks.priors.get(column.code, ""),
                                  self.prior_as, marks.change)
                for column, count, prior in zip(self.columns, self.counts, self.priors, strict=True)}


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote under a table and the mark by which cells refer to it. `of_sums`: it tells what figures add up to."""

    mark: str
    text: str
    of_sums: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """One 内訳 table. `rule` is the counting rule in a line, `base` the number that its percentages are shares of,
    `basis` where its figures come from, `counts` what is counted: contacts, people or households.
    `asked` are the kinds whose contacts have exactly one answer here each; empty where they may have several.

    `mark` is the footnote's of the table as a whole, `percent_mark` that of all its percentages. `outside` are the
    districts whose contacts with households 地区外 the rule tells, if there are any.
    """

    axis: str
    title: str
    unit: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    total: Row
    notes: tuple[Note, ...] = ()
    rule: str = ""
    shows_percent: bool = False
    base: int | None = None
    basis: str = ""
    counts: str = "contacts"
    mark: str = ""
    percent_mark: str = ""
    asked: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()

    @property
    def prior_as(self) -> str:
        """How its rows show the previous year."""
        return self.total.prior_as

    @property
    def adds_up(self) -> bool:
        """Whether districts and rows may be added: who is counted once may stand in several."""
        return self.counts == "contacts"

    @property
    def shows_total(self) -> bool:
        """Whether 合計 says more than the one district does."""
        is_alone = len(self.columns) == 1 and (self.columns[0].has_prior or not self.shows_prior_total)
        return not is_alone or any(row.counts[0] != row.total for row in (*self.rows, self.total))

    @property
    def unmarked(self) -> list[Note]:
        """The notes that nothing in the table refers to: they explain what is inside the total of last year."""
        shown = self.mark + self.percent_mark + "".join(
            "".join((row.mark or "", row.marks.label, row.marks.percent, *row.marks.counts.values(), *row.marks.priors.values(),
                     row.marks.change * (row.prior_as != BRACKET)))
            for row in (*self.rows, self.total))
        return [note for note in self.notes if note.mark not in marks_in(shown)]

    @property
    def has_adjusted(self) -> bool:
        """Whether any percentage was set by hand."""
        return any(row.calculated is not None for row in (*self.rows, self.total))

    @property
    def shows_prior_total(self) -> bool:
        """Whether any row of 合計 has a figure of the previous year."""
        return any(row.prior_total is not None for row in (*self.rows, self.total))


class MonthlyRow(NamedTuple):
    """One district's counts, April to March, and their sum. `mixed` are the published months where the others are counted."""

    district: str | None
    label: str
    counts: tuple[int | None, ...]
    total: int | None
    linked: bool = False
    published: bool = False
    mixed: tuple[int, ...] | None = None

    def published_in(self, month: int | None) -> tuple[bool, ...]:
        """Whether the figure of a month, or of the year (None), is published; both where it is of both."""
        if not self.published or self.mixed is None:
            return (self.published,)
        return (True, False) if month is None else (month in self.mixed,)


@dataclass(frozen=True, slots=True)
class MonthlyGrid:
    """The monthly table of one kind (対応実績).

    `basis` says where its figures come from, `rule` how it counts; `notes` stand under it, `mark` are the marks of those
    that are of the whole table.
    """

    kind: str
    label: str
    unit: str
    months: tuple[int, ...]
    rows: tuple[MonthlyRow, ...]
    total: MonthlyRow
    basis: str = ""
    notes: tuple[Note, ...] = ()
    rule: str = ""
    mark: str = ""

    @property
    def shows_total(self) -> bool:
        """Whether 合計 says more than the one district does."""
        alone = self.rows[0] if len(self.rows) == 1 else None
        return alone is None or (alone.counts, alone.total) != (self.total.counts, self.total.total)


@dataclass(frozen=True, slots=True)
class Report:
    """All tables of a fiscal year for some districts; `whole` says that no district of the year is left out.

    `public` says that small figures are left out (公開用); `masks` what is, in words, in a public copy that has any.
    `subject` is the title where it is not the annual report, `records` is what its figures are counted from.
    `joints` are the joint districts (合同地区) among its columns; `districts` has none of them. `chapters` are what else was
    done in the year, in words, as far as the reader sees it.
    """

    fiscal_year: int
    label: str
    prior_label: str
    districts: tuple[Column, ...]
    tables: tuple[Grid, ...]
    monthly: tuple[MonthlyGrid, ...]
    edition: str = "draft"
    warnings: tuple[str, ...] = field(default=())
    whole: bool = True
    public: bool = False
    masks: str = ""
    trends: "tuple[TrendGrid, ...]" = ()
    joints: tuple[Column, ...] = ()
    subject: str = ""
    records: str = "対応記録"
    chapters: "tuple[Chapter, ...]" = ()

    @property
    def shown_priors(self) -> list[str]:
        """The ways in which its tables show a previous year, each once."""
        return [*dict.fromkeys(grid.prior_as for grid in self.tables if grid.shows_prior_total or any(each.has_prior for each in grid.columns))]

    def trends_of(self, axis: str) -> "list[TrendGrid]":
        """The trends (年度推移) that stand below the table of an axis."""
        return [each for each in self.trends if each.axis == axis]

    @property
    def trends_alone(self) -> "list[TrendGrid]":
        """The trends that stand below no table."""
        return [each for each in self.trends if all(grid.axis != each.axis for grid in self.tables)]

    def table(self, axis: str) -> Grid:
        """The table of one axis; KeyError when the council has no such axis."""
        for grid in self.tables:
            if grid.axis == axis:
                return grid
        raise KeyError(axis)
