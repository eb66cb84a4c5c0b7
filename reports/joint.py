"""Joint districts (合同地区): a column for several districts together, in place of theirs or beside them.

Its figures are those of 合計 in the report of its members alone, so that nothing is added that must be counted anew. The
合計 of the table stays as it is, whatever columns stand before it.
"""
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from cases.models import JointDistrict

from .areas import is_same_area
from .grid import Column, Grid, MonthlyGrid, MonthlyRow, Note, Report, Row, marks_in
from .joint_members import joints_in
from .layout import build
from .marks import with_note, without_notes_at
from .scope import Scope, ScopeDistrict


def with_joint(report: Report, scope: Scope, *, beside: bool = False, across_cuts: bool = True, is_preview: bool = False) -> Report:
    """The report with the columns of joint districts, all of whose members of the year are in its scope; `beside` those of
    its members, whatever the codebook says.

    `across_cuts`: one whose members were others last year shows theirs beside its own, where both are of the same area.
    `is_preview` as in `build`, of which the report must be one too.
    """
    for joint, members in joints_in(scope):
        own = build(Scope(scope.fiscal_year, members, whole=False, before=scope.before), trends=False, is_preview=is_preview)
        report = _joined(report, _Joint(joint.code, joint.name, [each.code for each in members],
                                        beside or joint.shown == JointDistrict.Shown.BESIDE, own,
                                        _before_cut(joint, scope, members, is_preview) if across_cuts else None))
    return report


def _before_cut(joint: JointDistrict, scope: Scope, members: Sequence[ScopeDistrict], is_preview: bool) -> Report | None:
    """The report of its members of last year, whose last year stands for its own; None where they are the same, or of
    another area.
    """
    year = scope.fiscal_year
    before = [each for each in scope.before if each.code in joint.codes]
    is_cut = {each.code for each in before} != {each.code for each in members} or any({year, year - 1} & {*each.part_years} for each in members)
    if not (before and is_cut and is_same_area([*before, *members], year)):
        return None
    return build(Scope(year, tuple(each._replace(part_years=()) for each in before), whole=False), trends=False, is_preview=is_preview)


@dataclass(frozen=True)
class _Joint:
    """A joint district and the report of its members alone; `before` is that of those that stand for them last year."""

    code: str
    name: str
    members: Sequence[str]
    is_beside: bool
    report: Report
    before: Report | None = None

    def priors(self, own: Grid) -> list[int | None]:
        """Last year's figures by row, 合計 last."""
        grid = self.before.table(own.axis) if self.before else own
        return [row.prior_total for row in (*grid.rows, grid.total)]


def _joined(report: Report, joint: _Joint) -> Report:
    column, names = Column(joint.code, joint.name, False, members=tuple(joint.members)), {each.code: each.name for each in report.districts}
    return replace(
        report, joints=(*report.joints, column),
        tables=tuple(_table(_named(grid, joint, names), own, joint) for grid, own in zip(report.tables, joint.report.tables, strict=True)),
        monthly=tuple(_months(grid, own, joint) for grid, own in zip(report.monthly, joint.report.monthly, strict=True)))


def _named(grid: Grid, joint: _Joint, names: Mapping[str, str]) -> Grid:
    """The table with the districts named in its notes on single figures of some of the members, where these are no longer shown."""
    if joint.is_beside:
        return grid
    at: dict[str, dict[str | None, None]] = {note.mark: {} for note in grid.notes}
    for row in (*grid.rows, grid.total):
        for code, marks in (*row.marks.counts.items(), *row.marks.priors.items()):
            for mark in marks_in(marks):
                at.get(mark, {})[code] = None
    return replace(grid, notes=tuple(_told_of(note, at[note.mark], joint, names) for note in grid.notes))


def _told_of(note: Note, codes: Collection[str | None], joint: _Joint, names: Mapping[str, str]) -> Note:
    here = {*codes} & {*joint.members}
    if None in codes or not here or here == {*joint.members}:
        return note
    whose = f"{'・'.join(names[code] for code in names if code in codes)}の数："
    return note if note.text.startswith(whose) else replace(note, text=f"{whose}{note.text}")


def _table(grid: Grid, own: Grid, joint: _Joint) -> Grid:
    total, priors = own.total, joint.priors(own)
    last = joint.before.table(own.axis) if joint.before else own
    has_prior = any(each is not None for each in priors)
    apart = not has_prior and any(each.apart for each in own.columns)
    grid, mark = _noted(grid, last, joint, has_prior)
    column = Column(
        joint.code, joint.name, has_prior or apart, total.linked, all(each.prior_linked for each in last.columns),
        all(each.published for each in own.columns), tuple(joint.members), apart)
    place = _placing(joint, [each.code for each in grid.columns])
    rows = [row._replace(columns=place(grid.columns, column), counts=place(row.counts, one.total),
                         priors=place(row.priors, prior), marks=_marks(row, joint, mark if prior is not None else ""))
            for row, one, prior in zip((*grid.rows, grid.total), (*own.rows, total), priors, strict=True)]
    return replace(grid, columns=place(grid.columns, column), rows=tuple(rows[:-1]), total=rows[-1], basis=grid.basis + _words(grid, joint))


def _noted(grid: Grid, last: Grid, joint: _Joint, has_prior: bool) -> tuple[Grid, str]:
    """The table with a note on whose figures stand for last year's, and its mark, where they are not its members' own."""
    if not (joint.before and has_prior):
        return grid, ""
    names = "・".join(each.name for each in last.columns)
    if not joint.is_beside:
        grid = without_notes_at(grid, joint.members)
    return with_note(grid, f"「{joint.name}」の前年度の数は、{joint.before.prior_label}の{names}の数{'を合わせたもの' * (len(last.columns) > 1)}です。"
                           "区割りの変更の前と後で、区域は同じです。")


def _months(grid: MonthlyGrid, own: MonthlyGrid, joint: _Joint) -> MonthlyGrid:
    printed = tuple(month for month in own.months if all(all(each.published_in(month)) for each in own.rows))
    row = MonthlyRow(joint.code, joint.name, own.total.counts, own.total.total, own.total.linked, all(each.published for each in own.rows),
                     printed if any(each.mixed for each in own.rows) else None)
    place = _placing(joint, [each.district for each in grid.rows])
    return replace(grid, rows=place(grid.rows, row), basis=grid.basis + _words(grid, joint))


def _placing(joint: _Joint, codes: Sequence[str]) -> Callable:
    """How a value of the joint district is put among those of the districts: after its last member, or where it stood;
    at the end, where another joint district stands for its members already.
    """
    last = max((place for place, code in enumerate(codes) if code in joint.members), default=len(codes) - 1)

    def place(values: Sequence, value) -> tuple:
        kept = [(at, each) for at, each in enumerate(values) if joint.is_beside or codes[at] not in joint.members]
        before = sum(at <= last for at, _ in kept)
        return (*(each for _, each in kept[:before]), value, *(each for _, each in kept[before:]))
    return place


def _marks(row: Row, joint: _Joint, mark: str):
    """The marks of the row; those of districts that are no longer shown stand at the joint one, unless `mark` says whose
    figures its last year are.
    """
    own = dict.fromkeys(("counts", "priors"), "") if joint.is_beside else {
        name: _together(getattr(row.marks, name), joint) for name in ("counts", "priors")}
    own["priors"] = mark or own["priors"]
    return row.marks._replace(**{name: {**getattr(row.marks, name), joint.code: marks} for name, marks in own.items() if marks})


def _together(marks, joint: _Joint) -> str:
    return "".join(dict.fromkeys(mark for code in joint.members for mark in marks_in(marks.get(code, ""))))


def _words(grid: Grid | MonthlyGrid, joint: _Joint) -> str:
    names = {each.code: each.name for each in joint.report.districts}
    added = "この欄は合計に重ねて数えていません。" if joint.is_beside else ""
    once = "" if getattr(grid, "adds_up", True) else "同じ人や世帯は、合わせた中でも1回だけ数えています。"
    return f"「{joint.name}」は{'・'.join(names[code] for code in joint.members)}を合わせた数です。{added}{once}"
