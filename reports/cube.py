"""The one aggregation: every count of a scope and of the year before it, from one pass over each year's codings.

Published figures (公表値) are read beside it and never recomputed. Nothing else in the product counts.
"""
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import add

from django.db.models import Q

from cases.models import Category, ContactCategory, PublishedFigure
from cases.periods import FISCAL_MONTHS
from cases.placing import counted_under, places_in

from .book import Book, BookAxis
from .people import counts_people
from .people_counts import OnceCounts, count_contacts, count_once, counts_contacts
from .scope import Scope
from .several import AGAIN, EACH_CASE, HOW_MANY, NONE, Several
from .statements import rows

# The published figure of all districts together (全体) has no district.
WHOLE = None

# The parts of the counts: all of the year, all of the year before, and each month of the year by its number; then how
# many contacts are of several cases, in the year and in the one before, and whether such ones count for each of them in either.
YEAR, PRIOR = 0, -1
SEVERAL, PRIOR_SEVERAL, COUNTS_EACH, PRIOR_COUNTS_EACH = -2, -3, -4, -5
_BY_CATEGORY = "GROUP BY axis_id, category_id, district_id"

# One statement, so that all counts are of the same moment. It groups in the order of the index coding_figures,
# which therefore answers it without a sort and without the table.
_CODINGS = f"COUNT(*) FROM {ContactCategory._meta.db_table} WHERE fiscal_year = %s"
_COUNTS = " UNION ALL ".join([*(f"""
SELECT {YEAR}, category_id, district_id, {counted} {{districts}} {_BY_CATEGORY}
UNION ALL
SELECT {PRIOR}, category_id, district_id, {counted} {{districts}} {_BY_CATEGORY}
UNION ALL
SELECT month, category_id, district_id, {counted} {{districts}} AND axis_id = %s
GROUP BY category_id, district_id, month""" for counted in (_CODINGS, AGAIN)), *(f"""
SELECT {part}, 0, district_id, {HOW_MANY} {{districts}} GROUP BY district_id""" for part in (SEVERAL, PRIOR_SEVERAL)), *(f"""
SELECT {part}, 0, 0, 1 WHERE {EACH_CASE}""" for part in (COUNTS_EACH, PRIOR_COUNTS_EACH))])  # noqa: S608 (no input)
_ONE_YEAR = f"""SELECT {YEAR}, category_id, district_id, {_CODINGS} {_BY_CATEGORY}
UNION ALL SELECT {YEAR}, category_id, district_id, {AGAIN} {_BY_CATEGORY}
UNION ALL SELECT {SEVERAL}, 0, district_id, {HOW_MANY} GROUP BY district_id
UNION ALL SELECT {COUNTS_EACH}, 0, 0, 1 WHERE {EACH_CASE}"""  # noqa: S608
_PUBLISHED = f"""SELECT fiscal_year, axis_id, category_id, district_id, month, value, note
FROM {PublishedFigure._meta.db_table} WHERE fiscal_year IN ({{years}})"""  # noqa: S608

# Category id -> a count for each district of the scope, and a last one of all others together (districts that are no more).
Counts = dict[int, list[int]]
# Category id, None for 合計, or (category id, month) -> a printed figure; None where none was printed.
Published = dict[int | None | tuple[int, int], int | None]


@dataclass(slots=True)
class YearCube:
    """The counts of one fiscal year.

    `counts` are codings, which on a single axis are contacts, with those of the categories below (再掲 left out);
    `months[month]` the same of the kinds (対応実績), or of another axis that was asked for, in a calendar month, not counted for
    the previous year;
    `logged` says for each district of the scope whether it has any, `known` whether its figures are known: where
    the year was logged here, a district without a contact is known to have 0, if it existed;
    `published[axis id][district id or WHOLE]` are as printed, `notes[axis id][district id or WHOLE, key]` the texts printed
    with them; `once[axis id]` are people or households, each once. `several` are the contacts of several cases in the scope.
    """

    counts: Counts
    logged: list[bool]
    known: list[bool] = field(default_factory=list)
    months: dict[int, Counts] = field(default_factory=dict)
    published: dict[int, dict[int | None, Published]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(dict)))
    notes: dict[int, dict[tuple, str]] = field(default_factory=lambda: defaultdict(dict))
    once: dict[int, OnceCounts] = field(default_factory=dict)
    several: Several = NONE


@dataclass(frozen=True, slots=True)
class Cube:
    """This year's and the previous year's counts of one scope."""

    year: YearCube
    prior: YearCube


def cube_of(cursor, scope: Scope, book: Book, *, is_preview: bool = False, monthly: int | None = None) -> Cube:
    """Count a scope's fiscal year and the one before it.

    Counted are codings of contacts dated 1 April to 31 March whose counted district (地区) is in the scope;
    the client's address does not matter. Two statements, whatever the size.
    `is_preview`: a year in which nothing was logged yet has no figures, rather than 0. `monthly`: the id of the axis that is
    counted by month in place of the kinds (対応実績); one that is chosen on contacts.
    """
    others, places = len(scope.districts), _places(scope)
    found = _counted(cursor, scope, monthly or book.kind_axis_id)
    parts = _parts(found, places, others, (YEAR, PRIOR, *FISCAL_MONTHS))
    for month in FISCAL_MONTHS:
        _add_parts(parts[month], book.parts)
    several = {YEAR: _several(found, SEVERAL, COUNTS_EACH, scope), PRIOR: _several(found, PRIOR_SEVERAL, PRIOR_COUNTS_EACH, scope)}
    once = _count_people(scope, book, parts, places, several)
    cube = Cube(_year_cube(parts[YEAR], others, book.parts), _year_cube(parts[PRIOR], others, book.parts_before))
    cube.year.months, cube.year.once, cube.prior.once = parts, once[YEAR], once[PRIOR]
    cube.year.several, cube.prior.several = several[YEAR], several[PRIOR]
    _read_published(cursor, scope, {scope.fiscal_year: cube.year, scope.fiscal_year - 1: cube.prior}, prior=cube.prior)
    _complete(cube.year, {each.id: each.exists for each in scope.districts}, needs_contacts=is_preview)
    _complete(cube.prior, {each.id: each.existed for each in scope.districts}, needs_contacts=True)
    return cube


def _places(scope: Scope) -> Mapping[int, int]:
    """The place of each district of the scope by its id; all others have the place behind them."""
    others = len(scope.districts)
    return defaultdict(lambda: others, {each.id: place for place, each in enumerate(scope.districts)})


def _parts(found: Iterable[tuple], places: Mapping[int, int], others: int, names: Iterable[int]) -> dict[int, Counts]:
    """The counts by part."""
    zeros = [0] * (others + 1)
    parts: dict[int, Counts] = {part: defaultdict(zeros.copy) for part in names}
    for part, category, district, n in found:
        if part in parts:
            parts[part][category][places[district]] += n
    return parts


def _several(found: Iterable[tuple], wanted: int, each_case: int, scope: Scope) -> Several:
    here = {each.id for each in scope.districts}
    told = [row for row in found if row[0] < PRIOR]  # a few of hundreds
    contacts = sum(n for part, _, district, n in told if part == wanted and (scope.whole or district in here))
    return Several(contacts, any(part == each_case for part, *_ in told))


def _counted(cursor, scope: Scope, monthly: int | None) -> list[tuple]:
    """(part, category id, district id, count), with the months of an axis; a scope of all districts needs no condition."""
    chosen = [] if scope.whole else [each.id for each in scope.districts]
    condition = f"AND district_id IN ({', '.join(['%s'] * len(chosen))})" if chosen else ""
    year = scope.fiscal_year
    own, again = ([value for one in (year, year - 1, year) for value in (*[one] * times, *chosen)] + [monthly] for times in (1, 2))
    return rows(cursor, _COUNTS.format(districts=condition), *own, *again, year, *chosen, year - 1, *chosen, year, year - 1)


def year_cube_of(cursor, scope: Scope, book: Book, *, is_prior: bool, stands_for_prior: bool = False) -> YearCube:
    """Count a scope's fiscal year alone, without its months, as a year of its 年度推移. Two statements, and those of people.

    `is_prior`: where nothing at all was logged in the year, in no district, its figures are not known, rather than 0.
    `stands_for_prior`: it is compared with the districts of a later year, some of which may not have existed in it.
    """
    others, year, places = len(scope.districts), scope.fiscal_year, _places(scope)
    chosen = [] if scope.whole else [each.id for each in scope.districts]
    found = rows(cursor, _ONE_YEAR, *[year] * _ONE_YEAR.count("%s"))
    counts, several = _parts(found, places, others, (YEAR,))[YEAR], _several(found, SEVERAL, COUNTS_EACH, scope)
    once = {axis.id: counted for axis in filter(counts_people, book.axes)
            if (counted := _count_axis(axis, book, year, chosen, counts, places, several))}
    cube = _year_cube(counts, others, book.parts)
    cube.once, cube.several = once, several
    _read_published(cursor, scope, {year: cube}, prior=cube if stands_for_prior else None)
    _complete(cube, {each.id: each.existed if stands_for_prior else each.exists for each in scope.districts}, needs_contacts=is_prior)
    return cube


def _count_people(scope: Scope, book: Book, parts: Mapping[int, Counts], places: Mapping[int, int],
                  several: Mapping[int, Several]) -> dict[int, dict[int, OnceCounts]]:
    """Add the contacts of axes of people to the counts; those that count each once stand apart."""
    chosen = [] if scope.whole else [each.id for each in scope.districts]
    once: dict[int, dict[int, OnceCounts]] = {YEAR: {}, PRIOR: {}}
    for axis in filter(counts_people, book.axes):
        for part, year, that_book in ((YEAR, scope.fiscal_year, book), (PRIOR, scope.fiscal_year - 1, book.before())):
            if found := _count_axis(axis, that_book, year, chosen, parts[part], places, several[part]):
                once[part][axis.id] = found
    return once


def _count_axis(axis: BookAxis, book: Book, year: int, chosen: Sequence[int], counts: Counts, places: Mapping[int, int],
                several: Several) -> OnceCounts | None:
    """Add the contacts of an axis of people to the counts; those that count each once come back by themselves."""
    if not counts_contacts(axis):
        return count_once(axis, book, year, chosen, several)
    for category, district, n in count_contacts(axis, book, year, chosen, several):
        counts[category][places[district]] += n
    return None


def _year_cube(counts: Counts, others: int, parts: Sequence[tuple[int, int]]) -> YearCube:
    logged = [*map(any, zip([0] * (others + 1), *counts.values(), strict=True))]
    _add_parts(counts, parts)
    return YearCube(counts, logged)


def _add_parts(counts: Counts, parts: Sequence[tuple[int, int]]) -> None:
    """Add what was counted of categories below another one to that one."""
    for parent, figures in [(parent, counts[part]) for parent, part in parts]:
        counts[parent] = [*map(add, counts[parent], figures)]


def _read_published(cursor, scope: Scope, cubes: Mapping[int, YearCube], prior: YearCube | None) -> None:
    """Of `prior` those of districts too that are no more (scope.gone)."""
    wanted, gone = {WHOLE, *(each.id for each in scope.districts)}, {each.id for each in scope.gone}
    query = _PUBLISHED.format(years=", ".join(["%s"] * len(cubes)))
    for fiscal_year, axis, category, district, month, value, note in rows(cursor, query, *cubes):
        cube, key = cubes[fiscal_year], (category, month) if month else category
        if district in wanted or (cube is prior and district in gone):
            cube.published[axis][district][key] = value
            if note:
                cube.notes[axis][district, key] = note


def _complete(cube: YearCube, existed: Mapping[int, bool], *, needs_contacts: bool) -> None:
    """Say which districts' figures are known, and forget the last place, of all other districts together.

    A district without contacts has 0 in a year that was logged here, whatever was published of other ones; one of which
    figures were published is not known to have 0 of anything else: it was at work and did not log here.
    `needs_contacts`: a year in which no district has any is not known, rather than 0.
    """
    *cube.logged, elsewhere = cube.logged
    is_logged = elsewhere or any(cube.logged)
    has_zeros = is_logged or not (needs_contacts or cube.published)
    printed = {district for figures in cube.published.values() for district in figures}
    cube.known = [has or bool(has_zeros and exists and district not in printed)
                  for has, (district, exists) in zip(cube.logged, existed.items(), strict=True)]


def coding_filter(*, fiscal_year: int, axis: str, category: str | None = None, districts: Sequence[str] = (),
                  months: Sequence[int] = ()) -> Q:
    """The codings behind one figure; their number is the figure.

    Without `category` the total (合計) of the axis: 再掲 categories are outside it. With a category that has
    others below it, those too. Without `districts` all of them, without `months` the whole fiscal year.
    """
    places = places_in([fiscal_year], axis)[fiscal_year]
    wanted = Category.objects.get(axis__code=axis, code=category).pk if category else None
    where = Q(fiscal_year=fiscal_year, axis__code=axis, category__in=counted_under(places, wanted))
    if districts:
        where &= Q(district__code__in=districts)
    if months:
        where &= Q(month__in=months)
    return where
