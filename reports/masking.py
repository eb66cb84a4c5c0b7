"""The mask of a public copy (公開用): small figures, and as many others that nobody can calculate them.

Every masked figure is one of a change by one (reports/witness.py) that leaves all that stays printed as it is:
sums over rows, districts and months, other tables, percentages and last year's columns. So it might be another.
"""
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from . import rounding
from .grid import Report
from .margins import REST, UNKNOWN, Key, Margins, of_prior, of_year
from .witness import Change, Sums, change_of


@dataclass(frozen=True, slots=True)
class Mask:
    """What a public copy leaves out. `known` are all figures that were weighed; others hide when a part of them does.

    `worlds` are the proof: changes that leave all that is printed as it is. Each hidden figure changes in one of them,
    or nothing stays of what any sum ties to it.
    `without_shares` are tables (fiscal year, axis) whose percentages go, too, because they would tell.
    """

    below: int
    hidden: frozenset[Key]
    known: frozenset[Key]
    worlds: tuple[Change, ...] = ()
    without_shares: frozenset[tuple[int, str]] = frozenset()

    def hides(self, key: Key) -> bool:
        """Whether the figure is left out. A sum over some districts only is, as soon as one of them is."""
        if key in self.known:
            return key in self.hidden
        return any(key._replace(places=each) in self.hidden for each in key.places.split("+"))


def mask_of(report: Report, before: Report | None, below: int, earlier: Sequence[Report] = ()) -> Mask:
    """The mask of a year's report of all districts: figures from 1 up to but not including `below`, and those with them.

    `before` is the previous year's report of all districts: what its own public copy leaves out is not told by
    this year's columns of last year either; nor, by a 年度推移, what those of `earlier` years do (the latest first).
    Differences, rates and ratios are printed of two figures that both stay only, so they tell nothing more.
    0 is left out only to hide another. Deterministic.
    """
    year = _Hiding(of_year(report), below)
    year.hide_small()
    years = [report, before, *earlier]
    hidings = [year, *(_of_year_before(own, later, below) for later, own in pairwise(years))]
    return Mask(below, frozenset().union(*(each.hidden for each in hidings)),
                frozenset().union(*(each.margins.values for each in hidings)), tuple(world for each in hidings for world in each.worlds),
                frozenset().union(*(each.without_shares for each in hidings)))


def _of_year_before(own: Report | None, later: Report, below: int) -> "_Hiding":
    """What a year's own copy leaves out, and with it what the columns of last year in the next year's would tell."""
    hiding = _Hiding(of_year(own) if own else Margins(), below)
    hiding.hide_small()
    hiding.learn(of_prior(later))
    hiding.hide_small()
    return hiding


class _Hiding:
    """The figures of one year on their way to a mask."""

    def __init__(self, margins: Margins, below: int):
        self.margins, self.below = margins, below
        self.hidden: set[Key] = set()
        self.worlds: list[Change] = []
        self.without_shares: set[tuple[int, str]] = set()
        self.told: set[Key] = set()
        self.sums = Sums(margins.equations, margins.values)

    def learn(self, margins: Margins) -> None:
        """Weigh what another report tells of the year too; what is hidden stays hidden, and must hold there.

        What the year's own copy prints stays printed there: the other's figures cannot be hidden behind it.
        """
        self.told = set(self.margins.values) - self.hidden - self.margins.unprinted
        self.margins.add(margins)
        self.worlds = []
        self.sums = Sums(self.margins.equations, self.margins.values)

    def hide_small(self) -> None:
        """Hide each small figure with what a change of it needs; where none can be found, all that any sum ties to it.

        What no sum ties to it tells nothing of it, and stays.
        """
        given_up: set[Key] = set()
        for key in sorted(filter(self._is_small, self.margins.values), key=_in_order) + sorted(self.hidden, key=_in_order):
            if key in given_up or any(key in world for world in self.worlds):
                continue  # what hides another hides it too
            change = change_of(key, self.sums, self._cost, self._keeps_percentages) or self._change_without_shares(key)
            if change is None:
                given_up |= self.sums.tied_to(key)
                self.hidden |= given_up
                continue
            self.hidden |= set(change)
            self.worlds.append(change)

    def _change_without_shares(self, key: Key) -> Change | None:
        """A change that some tables' percentages would tell, which are then left out; not where the own copy has printed them."""
        change = None if self.told else change_of(key, self.sums, self._cost, lambda _: True)
        if change:
            self.without_shares |= {_table_of(keys) for keys in self._touched(change) if not self._same_shares(keys, change)}
        return change

    def _is_small(self, key: Key) -> bool:
        if key in self.margins.unprinted and not _is_missing(key):
            return False
        return 0 < self.margins.values[key] < self.below

    def _cost(self, key: Key) -> float:
        """What hiding a figure loses: nothing for what is hidden or printed nowhere, most for the sums."""
        if key in self.told:
            return math.inf
        if key in self.hidden:
            return 0.01
        if key in self.margins.unprinted:
            return 1.0 if _is_missing(key) else 0.05
        value = self.margins.values[key]
        return 1.0 + 4.0 * (key.category is None) + 2.0 * ("+" in key.places) + 0.5 * (value == 0) + min(value, 9999) / 20_000

    def _keeps_percentages(self, change: Change) -> bool:
        """Whether percentages that stay printed, and depend on all rows of their column, come out the same."""
        return all(self._same_shares(keys, change) for keys in self._touched(change))

    def _touched(self, change: Change) -> list[Sequence[Key]]:
        return [keys for keys in self.margins.adjusted if any(key in change for key in keys) and _table_of(keys) not in self.without_shares]

    def _same_shares(self, keys: Sequence[Key], change: Mapping[Key, int]) -> bool:
        before = [self.margins.values.get(key, 0) for key in keys]
        after = [value + change.get(key, 0) for key, value in zip(keys, before, strict=True)]
        if sum(before) != sum(after) or not sum(before):
            return True  # the total changes: it is hidden, and with it every percentage
        shares = zip(keys, rounding.largest_remainder(before), rounding.largest_remainder(after), strict=True)
        return all(was == now or key in self.hidden or key in change for key, was, now in shares)


def _table_of(column: Sequence[Key]) -> tuple[int, str]:
    return column[0].fiscal_year, column[0].axis


def _is_missing(key: Key) -> bool:
    """Whether it is what a sum holds beside all that is printed of it."""
    return REST in (key.category or "") or UNKNOWN in (key.category or "")


def _in_order(key: Key) -> tuple:
    return tuple((each is not None, each) for each in key)
