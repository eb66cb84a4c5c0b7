"""Shares (割合) and changes (増減) of a printed table, held against its figures. They are not kept."""
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from cases.models import Axis
from cases.text import signed_words

from .figure_sums import Key
from .printed_cells import Printed
from .problems import Problem

_TOLERANCE = 0.1  # of a per cent: prints are adjusted by hand to add up to 100.0


class Check(NamedTuple):
    """A share or a change that was printed: its cell, its place, what it says, and a share as it stands there."""

    told: Problem
    key: Key
    printed: float
    shown: str = ""

    @property
    def says_percent(self) -> bool:
        """Whether the sign of per cent stands behind it; 0.5％ is never a half."""
        return self.shown.endswith("％")


class Checks:
    """Those of one table."""

    def __init__(self):
        self.shares: list[Check] = []
        self.changes: list[Check] = []

    def note(self, told: Problem, key: Key, printed: Printed) -> None:
        """Keep what a cell says of shares and changes until all figures are read."""
        if printed.percent is not None:
            self.shares.append(Check(told, key, printed.percent, printed.share))
        if printed.change is not None:
            self.changes.append(Check(told, key, printed.change))

    def findings(self, figures: Mapping[Key, int | None], axis: Axis) -> Iterator[Problem]:
        """What does not agree, as warnings. A share of the records (件数) cannot be told from the table."""
        for told, key, printed, _ in self.changes:
            now, before = figures.get(key), figures.get(key._replace(fiscal_year=key.fiscal_year - 1))
            if None not in (now, before) and now - before != printed:
                yield replace(told, reason=f"増減は{signed_words(printed)}と印刷されていますが、件数の差は{signed_words(now - before)}です。公表値のまま取り込みます。")
        are_fractions = self._are_fractions()
        for check in self.shares if axis.percent_base != Axis.PercentBase.RECORDS else ():
            now, base = figures.get(check.key), figures.get(check.key._replace(category=None))
            if now is not None and base and not _is_share(check, 100 * now / base):
                yield replace(check.told, reason=f"割合は{_as_printed(check, are_fractions)}と印刷されていますが、件数から計算すると{100 * now / base:.1f}％です。割合は取り込みません。")

    def _are_fractions(self) -> bool:
        """Whether the numbers without a sign are parts of 1, as Excel stores a cell that shows 33.1%: none is above 1."""
        return all(abs(each.printed) <= 1 for each in self.shares if not each.says_percent)


def _as_printed(check: Check, are_fractions: bool) -> str:
    """The share as the print shows it."""
    if check.says_percent:
        return check.shown
    return f"{100 * check.printed:.10g}％" if are_fractions else f"{check.shown}％"


def _is_share(check: Check, right: float) -> bool:
    """Whether the printed share is the right one; without a sign of per cent 0.331 is 33.1%, too."""
    readings = [check.printed] if check.says_percent else [check.printed, 100 * check.printed]
    return min(abs(right - each) for each in readings) < _TOLERANCE
