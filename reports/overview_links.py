"""From a figure of 状況 to the contacts behind it, where they are exactly as many."""
from typing import NamedTuple

from cases.models import Axis
from cases.periods import FISCAL_MONTHS

from .book import BookAxis


class Link(NamedTuple):
    """What a figure is asked for by (views/figures.py): of one month, or from 1 April to the end of `until`."""

    fiscal_year: int
    axis: str
    category: str | None
    district: str | None
    month: int | None = None
    until: int | None = None


class Links(NamedTuple):
    """The ways to the contacts of a category (or of the 合計) and a district (or of all): `counted` are they by month."""

    axis: BookAxis
    fiscal_year: int
    category: str | None
    district: str | None
    counted: tuple[int, ...]

    def month(self, figure: int | None, place: int) -> Link | None:
        """To those of the month at a place from April on."""
        return self._link(month=FISCAL_MONTHS[place]) if self._stands(figure, self.counted[place]) else None

    def so_far(self, figure: int | None, place: int) -> Link | None:
        """To those from April to the month at a place."""
        return self._link(until=FISCAL_MONTHS[place]) if self._stands(figure, sum(self.counted[:place + 1])) else None

    def _stands(self, figure: int | None, counted: int) -> bool:
        """A published figure has contacts behind it only where they are as many; people and households have another list."""
        return bool(figure) and figure == counted and self.axis.counts == Axis.Counts.CONTACTS and self.axis.source == Axis.Source.CONTACT

    def _link(self, **when: int) -> Link:
        return Link(self.fiscal_year, self.axis.code, self.category, self.district, **when)
