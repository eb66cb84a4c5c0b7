"""What the percentages of a table are shares of, where all of it is counted and where some was published."""
from collections.abc import Sequence
from typing import NamedTuple

from cases.models import Axis

from .source import Source, sum_of


class Base(NamedTuple):
    """The number, None where there are no shares or it is not known; `words` for the counting rule, where published figures are in it."""

    count: int | None
    words: str = ""


def base_of(this: Source, kinds: Source | None, names: Sequence[str]) -> Base:
    """The table's mentions, or the records that were asked; `names` are the districts in the order of the columns.

    Who is counted once is a share of all who are. Records (件数) of a district with published figures are never those
    counted here: of a single axis they are its 合計, of another one its published kinds, else they are not known.
    """
    axis = this.axis
    if axis.percent_base == Axis.PercentBase.MENTIONS or (this.once and axis.percent_base != Axis.PercentBase.NONE):
        return Base(this.across(None))
    if axis.percent_base == Axis.PercentBase.NONE or kinds is None:
        return Base(None)
    asked = [kind.id for kind in kinds.categories if kind.summed and (kind.id in axis.asked_for or not axis.asked_for)]
    if not any((this.printed, this.whole, kinds.printed, kinds.whole)):
        return Base(sum_of([kinds.across(each) for each in asked]))
    return _told(*_partly_published(this, kinds, asked, names))


def _partly_published(this: Source, kinds: Source, asked: Sequence[int], names: Sequence[str]) -> tuple[int | None, str]:
    """The base and what it is, in words."""
    if _is_single(this) and (this.printed or this.whole):
        return this.across(None), "この表の合計"
    rows_are_whole = any(key is not None for key in this.whole)
    if (rows_are_whole or this.is_printed) and all(each in kinds.whole for each in asked):
        return sum(kinds.whole[each] for each in asked), f"公表された{kinds.axis.name}の件数"
    if rows_are_whole:
        return None, ""
    found = sum_of([_asked_at(place, this, kinds, asked) for place, _ in enumerate(names)])
    printed = [name for place, name in enumerate(names) if place in this.printed]
    if len(printed) in (0, len(names)):
        return found, f"公表された{kinds.axis.name}の件数" if printed else f"対応記録から数えた{kinds.axis.name}の件数"
    return found, f"{kinds.axis.name}の件数（{'・'.join(printed)}は公表値、ほかは対応記録）"


def _is_single(this: Source) -> bool:
    """Whether each record that was asked has exactly one answer, so that the 合計 is how many they are."""
    return this.axis.answer == Axis.Answer.SINGLE and not this.once


def _asked_at(place: int, this: Source, kinds: Source, asked: Sequence[int]) -> int | None:
    """The records of a district that were asked: published where its figures are, else counted, whatever was published of the kinds."""
    if place in this.printed:
        return sum_of([kinds.printed.get(place, {}).get(each) for each in asked])
    return sum(kinds.cube.counts[each][place] for each in asked) if kinds.cube.known[place] else None


def _told(count: int | None, what: str) -> Base:
    if count is None:
        return Base(None, "割合の元になる件数が分からない地区があるため、割合は示していません。")
    return Base(count, f"割合は、{what}に対するものです。")
