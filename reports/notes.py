"""A note that the codebook writes, and where its mark stands in a table."""
from typing import NamedTuple

# The parts of a table that a note stands at.
TABLE, ROW, COUNT, PRIOR, PERCENT, MONTHLY = "table", "row", "count", "prior", "percent", "monthly"
TREND = "trend-"  # begins the key of an edit that is of a 年度推移 alone
UNEQUAL = "unequal-"  # begins the key of what is told of figures that do not add up
EVERY = "*"  # every district, and their 合計


class Anchor(NamedTuple):
    """Where a mark stands: a part of the table, the row (None is 合計), and a district's code (None is 合計)."""

    part: str
    category_id: int | None = None
    district: str | None = EVERY


class CodebookNote(NamedTuple):
    """A note as the codebook writes it, under a key that stays the same while its cause does.

    `crosses` are the rows (None is 合計) whose comparison with last year crosses this change of definition, and
    `explains` the row that has no figure of last year because of it.
    """

    key: str
    cause: str
    text: str
    anchors: tuple[Anchor, ...] = ()
    crosses: frozenset[int | None] = frozenset()
    explains: int | None = None
