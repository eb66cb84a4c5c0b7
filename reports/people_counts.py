"""Figures of axes of people: each person or household once (実), or each contact (延べ), in one statement an axis."""
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Case, Count, F, QuerySet, Value, When

from cases.models import Axis

from .book import Book, BookAxis
from .people import below, counted_rows, in_band, recounts

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


def count_contacts(axis: BookAxis, book: Book, fiscal_year: int, districts: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """(category id, district id, contacts) of an axis of people; sums are the reader's work."""
    rows = counted_rows(axis, book, fiscal_year, districts)
    parts = [_grouped(rows, F("counted_as"), F("district_id"), Count("pk"))]
    parts += [_grouped(rows.filter(in_band(each, fiscal_year)), Value(each.id), F("district_id"), Count("pk"))
              for each in recounts(axis, book)]
    yield from _together(parts)


def count_once(axis: BookAxis, book: Book, fiscal_year: int, districts: Sequence[int]) -> OnceCounts:
    """Each person or household once in every row, in every district, in the 合計 and over all districts."""
    rows = counted_rows(axis, book, fiscal_year, districts)
    known, counts, left_out = rows.filter(one__isnull=False), OnceCounts(), 0
    parts = [part for row, some in _levels(axis, book, known, fiscal_year) for part in (
        _grouped(some, row, F("district_id"), Count("one", distinct=True)),
        _grouped(some, row, Value(EVERYWHERE), Count("one", distinct=True)))]
    parts.append(_grouped(rows.filter(one__isnull=True), Value(LEFT_OUT), Value(EVERYWHERE), Count("contact_key", distinct=True)))
    for row, district, n in _together(parts):
        if row == LEFT_OUT:
            left_out = n
        elif district == EVERYWHERE:
            counts.across[row or None] = n
        else:
            counts.rows[row or None][district] = n
    return OnceCounts(counts.rows, counts.across, left_out)


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


def _grouped(rows: QuerySet, row, place, count) -> QuerySet:
    return rows.annotate(row=row, place=place).values("row", "place").annotate(n=count).values_list("row", "place", "n")


def _together(parts: Sequence[QuerySet]) -> QuerySet:
    return parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]


def counts_contacts(axis: BookAxis) -> bool:
    """Whether the figures are contacts (延べ), which may be added up."""
    return axis.counts == Axis.Counts.CONTACTS
