"""The floor of the report: every printed cell by SQL written by hand for it, through a bare cursor.

What counts as "the same cells": of each table the axis's code, title and unit, the rows in print order with code, label
and ※ mark, each district's count and the previous year's (published first, then counted, None where not known), the
sums across districts, the percentages, and the 合計 row; of each monthly table twelve counts and a sum for each
district and for all. The texts of footnotes and rules, links and warnings are left out: the report makes them, the
floor does not.

The floor knows its council: no category has others below it or is a 再掲, shares are of mentions and add up to 100.0,
of the year itself nothing is published, and all districts are asked for. The report has to find all this out.
`FLOORS` are different ways that return exactly the same; the fastest of a run is the floor.
"""
from .floor_counts import few_statements, one_union
from .floor_sql import all_in_sql, in_shape

# name -> how to get the cells, and how to bring them into the shape in which they are compared (not timed)
FLOORS = {
    "few statements": (few_statements, tuple),
    "one UNION ALL": (one_union, tuple),
    "all in SQL": (all_in_sql, in_shape),
}
