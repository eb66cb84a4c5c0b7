"""Columns of joint districts (合同地区) in printed tables: sums of others, which are held against them and not kept."""
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from cases.district_names import told_apart
from cases.models import Axis, District, JointDistrict
from cases.periods import fiscal_year_span

from .figure_sums import Key
from .problems import Problem


@dataclass(frozen=True, slots=True)
class JointFigure:
    """One printed figure of a joint district. `key` is that of 全体, `members` are its districts of that year."""

    joint: JointDistrict
    key: Key
    value: int
    members: tuple[District, ...]
    told: Problem

    def parts(self, figures: Mapping[Key, int | None]) -> list[int]:
        """The figures of its members that are known."""
        found = (figures.get(self.key._replace(district=each.pk)) for each in self.members)
        return [each for each in found if each is not None]

    @property
    def as_part(self) -> Key:
        """A cell of its own, which no district has."""
        return self.key._replace(district=-self.joint.pk)


def members_in(joint: JointDistrict, districts: Sequence[District], fiscal_year: int) -> tuple[District, ...]:
    """The districts of the joint one that were there on a day of the year."""
    start, end = fiscal_year_span(fiscal_year)
    return tuple(each for each in districts if each.code in joint.codes and each.starts_on < end and start <= (each.ends_on or start))


def findings(found: Sequence[JointFigure], drafts: Mapping[Key, int | None], axis: Axis) -> Iterator[Problem]:
    """Which sums are not those of their parts, where all parts are printed beside them. Who is counted once cannot be added up."""
    for each in found:
        parts = each.parts(drafts)
        if len(parts) == len(each.members) and sum(parts) != each.value and axis.counts_in(each.key.fiscal_year) == Axis.Counts.CONTACTS:
            yield replace(each.told, reason=f"「{each.joint.name}」の数は、構成地区を合わせた数（{sum(parts):,}）と合いません。取り込まない数です。")


def as_parts(found: Sequence[JointFigure], figures: Mapping[Key, int | None]) -> dict[Key, int]:
    """Those that stand for districts without a figure, so that 全体 is not held against the other districts alone."""
    return {each.as_part: each.value for each in found if not each.parts(figures)}


def left_out(found: Sequence[JointFigure], drafts: Mapping[Key, int | None], row: int) -> Iterator[Problem]:
    """Why the columns are not taken in, each joint district once, with its districts of the latest year; `row` is that of the headings."""
    for each in {one.joint.pk: one for one in sorted(found, key=lambda one: one.key.fiscal_year)}.values():
        names = "・".join(told_apart(each.members).values())
        more = "" if len(each.parts(drafts)) == len(each.members) else "構成地区ごとの数は、この表にありません。"
        yield replace(each.told, row=row, column="", value=each.joint.name,
                      reason=f"「{each.joint.name}」は{names}を合わせた合同地区の数のため、取り込みません。{more}")
