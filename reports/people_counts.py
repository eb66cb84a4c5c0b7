"""Figures of axes of people: each person or household once (実), or each contact (延べ), in one statement an axis."""
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Case, F, QuerySet, Value, When

from cases.models import Axis

from .book import Book, BookAxis
from .people import below, counted_rows, in_band, recounts
from .several import NONE, Several
from .statements import rows as rows_of

TOTAL, EVERYWHERE, LEFT_OUT = 0, 0, -1

# Category id, or None for the 合計 -> district id -> a count.
ByDistrict = dict[int | None, dict[int, int]]


@dataclass(frozen=True, slots=True)
class OnceCounts:
    """Counts of people or households that must not be added up: one may stand in several districts and rows.

    `across` are counted over all districts of the scope. `left_out` is the number of contacts that belong to nobody
    who could be counted.
    """

    rows: ByDistrict = field(default_factory=lambda: defaultdict(dict))
    across: dict[int | None, int] = field(default_factory=dict)
    left_out: int = 0


def count_contacts(axis: BookAxis, book: Book, fiscal_year: int, districts: Sequence[int], several: Several = NONE) -> Iterator[tuple[int, int, int]]:
    """(category id, district id, contacts) of an axis of people; sums are the reader's work."""
    parts = counted_rows(axis, book, fiscal_year, districts, several)
    groups = [[_marked(rows, F("counted_as"), F("counted_in")) for rows in parts]]
    groups += [[_marked(rows.filter(in_band(each, fiscal_year)), Value(each.id), F("counted_in")) for rows in parts]
               for each in recounts(axis, book)]
    yield from _read([("COUNT(*)", group) for group in groups])


def count_once(axis: BookAxis, book: Book, fiscal_year: int, districts: Sequence[int], several: Several = NONE) -> OnceCounts:
    """Each person or household once in every row, in every district, in the 合計 and over all districts.

    Of a contact of several cases each person or household is one, however often it counts itself.
    """
    parts, counts, left_out = counted_rows(axis, book, fiscal_year, districts, several), OnceCounts(), 0
    levels = zip(*(_levels(axis, book, rows.filter(one__isnull=False), fiscal_year) for rows in parts), strict=True)
    groups = [("COUNT(DISTINCT one)", [_marked(rows, row, place) for row, rows in level])
              for level in levels for place in (F("counted_in"), Value(EVERYWHERE))]
    for row, district, n in _read([*groups, ("COUNT(DISTINCT contact_key)", [_marked(_of_nobody(parts), Value(LEFT_OUT), Value(EVERYWHERE))])]):
        if row == LEFT_OUT:
            left_out = n
        elif district == EVERYWHERE:
            counts.across[row or None] = n
        else:
            counts.rows[row or None][district] = n
    return OnceCounts(counts.rows, counts.across, left_out)


def ones_in(parts: Sequence[QuerySet]) -> int:
    """How many people or households the rows have."""
    return sum(n for _, _, n in _read([("COUNT(DISTINCT one)", [_marked(rows, Value(TOTAL), Value(EVERYWHERE)) for rows in parts])]))


def _of_nobody(parts: Sequence[QuerySet]) -> QuerySet:
    """The contacts' own rows where there is nobody to be counted, through another case neither."""
    own, *others = parts
    nobody = own.filter(one__isnull=True)
    return nobody.exclude(contact_key__in=others[0].filter(one__isnull=False).values("contact_key")) if others else nobody


def _levels(axis: BookAxis, book: Book, rows: QuerySet, fiscal_year: int) -> Iterator[tuple]:
    """What each row of the table counts: the categories without others below them, those with, 再掲, the 合計."""
    here = book.by_axis[axis.id]
    held = {each.id: ids for each in here if len(ids := below(each.id, book)) > 1}
    yield F("counted_as"), rows.exclude(counted_as__in=held) if held else rows
    if held:
        yield _row_of(held), rows.filter(counted_as__in=_all(held))
    for each in recounts(axis, book):
        yield Value(each.id), rows.filter(in_band(each, fiscal_year))
    yield Value(TOTAL), rows.filter(counted_as__in=_all({each.id: below(each.id, book) for each in here if each.summed}))


def _row_of(held: Mapping[int, Iterable[int]]) -> Case:
    return Case(*[When(counted_as__in=ids, then=Value(row)) for row, ids in held.items()])


def _all(held: Mapping[int, Iterable[int]]) -> list[int]:
    return [each for ids in held.values() for each in ids]


def _marked(rows: QuerySet, row, place) -> QuerySet:
    return rows.annotate(row=row, place=place).values_list("row", "place", "one", "contact_key")


def _read(groups: Sequence[tuple[str, Sequence[QuerySet]]]) -> list[tuple[int, int, int]]:
    """(row, place, count) of every group: a way to count, and what is counted together. One statement.

    In SQL, because what is counted once has to be so across the querysets of a group.
    """
    found = [(count, [text for rows in group if (text := _sql(rows))]) for count, group in groups]
    statements = [f'SELECT "row", "place", {count} FROM ({" UNION ALL ".join(sql for sql, _ in texts)}) counted GROUP BY "row", "place"'  # noqa: S608
                  for count, texts in found if texts]
    values = [value for _, texts in found for _, each in texts for value in each]
    with connection.cursor() as cursor:
        return rows_of(cursor, " UNION ALL ".join(statements), *values) if statements else []


def _sql(rows: QuerySet) -> tuple[str, tuple] | None:
    """None where no row can be asked for."""
    try:
        return rows.query.sql_with_params()
    except EmptyResultSet:
        return None


def counts_contacts(axis: BookAxis) -> bool:
    """Whether the figures are contacts (延べ), which may be added up."""
    return axis.counts == Axis.Counts.CONTACTS
