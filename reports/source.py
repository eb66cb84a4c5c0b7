"""Where a district's figures of one axis and year come from: counted here, or published as a table only."""
from collections.abc import Sequence
from dataclasses import dataclass

from cases.models import Axis, Category, District

from .cube import WHOLE, YearCube


@dataclass(frozen=True, slots=True)
class Source:
    """The figures of one axis in one year. Every method answers None where nothing is known.

    `existing` are the ids of the districts that existed in the year.
    Of the year itself the contacts logged here come first; of a previous year (`as_printed`) the published
    figures do, because a figure that a city council has read is never recomputed.
    """

    axis: Axis
    fiscal_year: int
    categories: Sequence[Category]
    cube: YearCube
    existing: frozenset[int]
    as_printed: bool

    def printed(self, district_id: int | None) -> bool:
        """Whether the district's figures are the published ones."""
        published = (self.axis.pk, district_id) in self.cube.published_for
        return published and (self.as_printed or not self.recorded(district_id))

    def recorded(self, district_id: int | None) -> bool:
        """Whether contacts of the district were logged in the year (for WHOLE: any at all)."""
        return bool(self.cube.recorded) if district_id is WHOLE else district_id in self.cube.recorded

    def known(self, district_id: int) -> bool:
        """Whether anything is known of the district.

        Where the year was logged here, a district without a contact is known to have 0, if it existed.
        """
        if self.printed(district_id) or self.recorded(district_id):
            return True
        if self.cube.published_for or district_id not in self.existing:
            return False
        return bool(self.cube.recorded) or not self.as_printed

    def count(self, category: Category, district_id: int) -> int | None:
        """The category's figure with those below it; None where it did not exist or was not printed."""
        if not self.known(district_id) or not category.valid_in(self.fiscal_year):
            return None
        if self.printed(district_id):
            return self.cube.published.get((self.axis.pk, category.pk, district_id, None))
        below = (each.pk for each in self.categories if each.parent_id == category.pk and not each.recount)
        return sum(self.cube.counts.get((pk, district_id), 0) for pk in (category.pk, *below))

    def total(self, district_id: int) -> int | None:
        """The sum of the axis; the printed 合計 where the figures are published, even if rows do not add up."""
        if not self.known(district_id):
            return None
        key = (self.axis.pk, None, district_id, None)
        if self.printed(district_id) and self.cube.published.get(key) is not None:
            return self.cube.published[key]
        return self.row_sum(district_id)

    def row_sum(self, district_id: int) -> int | None:
        """The sum of the year's rows, 再掲 left out; None where no row is known."""
        counts = [self.count(each, district_id) for each in self.categories
                  if each.parent_id is None and not each.recount and each.valid_in(self.fiscal_year)]
        known = [count for count in counts if count is not None]
        return sum(known) if known else None

    def across(self, districts: Sequence[District], category: Category | None, whole: bool) -> int | None:
        """The figure of several districts together; the printed 全体 where there is one, else their sum.

        None as soon as one district's figure is not available: a sum with a hole in it would be wrong.
        """
        key = (self.axis.pk, category.pk if category else None, WHOLE, None)
        if whole and self.printed(WHOLE) and self.cube.published.get(key) is not None:
            return self.cube.published[key]
        counts = [self.count(category, each.pk) if category else self.total(each.pk) for each in districts]
        return None if None in counts or not counts else sum(counts)

    def linked(self, district_id: int) -> bool:
        """Whether contacts stand behind the district's figures."""
        return self.recorded(district_id) and not self.printed(district_id)
