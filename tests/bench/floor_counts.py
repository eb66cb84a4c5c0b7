"""Floors that let SQL count and Python add up: a dozen lines of arithmetic on plain lists."""
# ruff: noqa: S608 (no input gets into these statements)
from itertools import groupby
from operator import itemgetter

from django.db import connection

from cases.periods import FISCAL_MONTHS, fiscal_year_span
from reports.rounding import largest_remainder

_VALID = "COALESCE(c.first_year, 0) <= {0} AND COALESCE(c.last_year, 9999) >= {0}"
_BOOK = f"""SELECT a.id, a.code, a.name, a.unit, a.percent_base <> 'none', c.id, c.code, c.label, c.monthly,
{_VALID.format("%s")}, {_VALID.format("%s")} FROM cases_axis a JOIN cases_category c ON c.axis_id = a.id
ORDER BY a."order", a.id, c."order", c.id"""
DISTRICTS = """SELECT id, name, starts_on < %s FROM cases_district d WHERE starts_on < %s
AND (ends_on IS NULL OR ends_on >= %s)
OR EXISTS (SELECT 1 FROM cases_contact WHERE fiscal_year = %s AND district_id = d.id) ORDER BY "order", id"""
_PUBLISHED = """SELECT axis_id, category_id, district_id, value FROM cases_publishedfigure
WHERE fiscal_year = %s AND month IS NULL"""
YEAR = """SELECT category_id, district_id, COUNT(*) FROM cases_contactcategory WHERE fiscal_year = %s
GROUP BY axis_id, category_id, district_id"""
_OTHERS = """SELECT category_id, district_id, COUNT(*) FROM cases_contactcategory WHERE fiscal_year = %s
AND axis_id <> %s GROUP BY axis_id, category_id, district_id"""
_MONTHS = """SELECT category_id, district_id, month, COUNT(*) FROM cases_contactcategory WHERE fiscal_year = %s
AND axis_id = %s GROUP BY category_id, district_id, month"""
_UNION = f"""SELECT -1, b.* FROM ({YEAR}) b UNION ALL SELECT 0, b.* FROM ({_OTHERS}) b
UNION ALL SELECT month, category_id, district_id, n FROM ({_MONTHS.replace("COUNT(*)", "COUNT(*) AS n")}) b"""


def few_statements(year: int) -> tuple[list, list]:
    """Three statements for counts, three for the rest; sums and shares in Python."""
    with connection.cursor() as cursor:
        book, districts, published = _frame(cursor, year)
        place, now, prior, months = _empty(book, districts)
        cursor.execute(YEAR, [year - 1])
        for category, district, n in cursor.fetchall():
            prior[category][place[district]] = n
        cursor.execute(_OTHERS, [year, book[0][0]])
        for category, district, n in cursor.fetchall():
            now[category][place[district]] = n
        cursor.execute(_MONTHS, [year, book[0][0]])
        for category, district, month, n in cursor.fetchall():
            months[category][place[district]][_COLUMN[month]] = n
            now[category][place[district]] += n
    return _printed(book, districts, published, now, prior, months)


def one_union(year: int) -> tuple[list, list]:
    """One statement for all counts."""
    with connection.cursor() as cursor:
        book, districts, published = _frame(cursor, year)
        place, now, prior, months = _empty(book, districts)
        cursor.execute(_UNION, [year - 1, year, book[0][0], year, book[0][0]])
        for month, category, district, n in cursor.fetchall():
            if month < 0:
                prior[category][place[district]] = n
            elif month:
                months[category][place[district]][_COLUMN[month]] = n
                now[category][place[district]] += n
            else:
                now[category][place[district]] = n
    return _printed(book, districts, published, now, prior, months)


_COLUMN = {month: place for place, month in enumerate(FISCAL_MONTHS)}


def _frame(cursor, year: int) -> tuple[list, list, list]:
    start, end = fiscal_year_span(year)
    cursor.execute(_BOOK, [year, year, year - 1, year - 1])
    book = cursor.fetchall()
    cursor.execute(DISTRICTS, [start, end, start, year])
    districts = cursor.fetchall()
    cursor.execute(_PUBLISHED, [year - 1])
    return book, districts, cursor.fetchall()


def _empty(book: list, districts: list) -> tuple[dict, dict, dict, dict]:
    """Where each district stands, and zeros for every category: of the year, of the one before, by month."""
    width = len(districts)
    return ({row[0]: place for place, row in enumerate(districts)}, {row[5]: [0] * width for row in book},
            {row[5]: [0] * width for row in book}, {row[5]: [[0] * 12 for _ in districts] for row in book if row[1] == "kind"})


def _printed(book: list, districts: list, published: list, now: dict, prior: dict, months: dict) -> tuple[list, list]:
    figures = {(axis, category, district): value for axis, category, district, value in published}
    logged = [any(column) for column in zip(*prior.values(), strict=True)]
    zeros = any(logged) and not published
    known = [has or zeros and existed for has, (_, _, existed) in zip(logged, districts, strict=True)]
    with_figures = {(axis, district) for axis, _, district, _ in published}
    tables, monthly = [], []
    for axis, group in groupby(book, itemgetter(0)):
        given = [(place, row[0]) for place, row in enumerate(districts) if (axis, row[0]) in with_figures]
        blank = [place for place, has in enumerate(known) if not has and (place, districts[place][0]) not in given]
        tables.append(_table(list(group), given, blank, figures, now, prior))
    for row in book:
        if row[8] and row[9]:
            monthly.append(_monthly(row, districts, months[row[5]]))
    return tables, monthly


def _table(group: list, given: list, blank: list, figures: dict, now: dict, prior: dict) -> tuple:
    axis, code, name, unit, has_shares = group[0][:5]
    title = name if name.endswith("内訳") else f"{name}内訳"
    nothing = [None] * len(now[group[0][5]])
    rows, befores, new, gone = [], [], 0, sum(1 for row in group if row[10] and not row[9])
    numbered = gone + sum(1 for row in group if row[9] and not row[10]) > 1
    for _, _, _, _, _, category, row_code, label, _, exists, existed in group:
        before, mark = prior[category] if existed else nothing, None
        if existed:
            for place, district in given:
                before[place] = figures.get((axis, category, district))
            for place in blank:
                before[place] = None
            befores.append(before)
        elif len(blank) < len(nothing):
            new += 1
            mark = f"※{new}" if numbered else "※"
        if exists:
            counts = now[category]
            rows.append((row_code, label, mark, counts, before, sum(counts), None if None in before else sum(before)))
    totals = [row[5] for row in rows]
    shares = largest_remainder(totals) if has_shares and any(totals) else [None] * len(rows)
    before = [None if place in blank else sum(filter(None, column))
              for place, column in enumerate(zip(*befores, strict=True))] or nothing
    for place, district in given:
        if figures.get((axis, None, district)) is not None:
            before[place] = figures[axis, None, district]
    counts = [sum(column) for column in zip(*(row[3] for row in rows), strict=True)]
    total = sum(counts)
    return code, title, unit, [(*row, share) for row, share in zip(rows, shares, strict=True)], (
        counts, before, total, None if None in before else sum(before), "100.0" if has_shares and total else None)


def _monthly(row: tuple, districts: list, months: list) -> tuple:
    by_month = [sum(column) for column in zip(*months, strict=True)]
    return (row[6], row[7], [(district[1], counts, sum(counts)) for district, counts in zip(districts, months, strict=True)],
            (by_month, sum(by_month)))
