"""A floor that leaves nothing to Python: counts, sums, shares and marks are columns of the result."""
# ruff: noqa: S608 (no input gets into these statements)
from itertools import groupby
from operator import itemgetter

from django.db import connection

from cases.periods import FISCAL_MONTHS, fiscal_year_span

from .floor_counts import DISTRICTS

_VALID = "COALESCE(c.first_year, 0) <= {0} AND COALESCE(c.last_year, 9999) >= {0}"


def all_in_sql(year: int) -> tuple[list, list]:
    """A statement for the districts, whose ids the two others need as columns: all tables, all months."""
    with connection.cursor() as cursor:
        start, end = fiscal_year_span(year)
        cursor.execute(DISTRICTS, [start, end, start, year])
        districts = cursor.fetchall()
        cursor.execute(_tables(year, districts))
        tables = cursor.fetchall()
        cursor.execute(_months(year))
        return tables, cursor.fetchall()


def in_shape(found: tuple[list, list]) -> tuple[list, list]:
    """The result rows as the other floors return them."""
    tables = []
    for (axis, title, unit), group in groupby(found[0], itemgetter(0, 1, 2)):
        *rows, total = [_row(row[3:]) for row in group]
        tables.append((axis, title, unit, rows, total[3:]))
    monthly = []
    for (kind, label), group in groupby(found[1], itemgetter(0, 1)):
        *rows, total = [(row[2], list(row[3:-1]), row[-1]) for row in group]
        monthly.append((kind, label, rows, total[1:]))
    return tables, monthly


def _row(row: tuple) -> tuple:
    code, label, mark, total, prior_total, share, *figures = row
    half = len(figures) // 2
    return code, label, mark, figures[:half], figures[half:], total, prior_total, share


def _tables(year: int, districts: list) -> str:
    def each(pattern: str, between: str = ", ") -> str:
        return between.join(pattern.format(i=place, id=row[0], existed=int(row[2])) for place, row in enumerate(districts))

    def counts(of: int) -> str:
        """A row for a category, a column for a district: from few groups, which the index gives without a sort."""
        return f"""SELECT category_id, {each("MAX(n) FILTER (WHERE district_id = {id}) AS d{i}")} FROM (
            SELECT axis_id, category_id, district_id, COUNT(*) AS n FROM cases_contactcategory
            WHERE fiscal_year = {of} GROUP BY axis_id, category_id, district_id) counted GROUP BY axis_id, category_id"""

    zeros = "{existed} = 1 AND EXISTS (SELECT 1 FROM prior) AND NOT EXISTS (SELECT 1 FROM published)"
    return f"""
WITH this AS ({counts(year)}), prior AS ({counts(year - 1)}),
published AS (SELECT axis_id, category_id, {each("MAX(value) FILTER (WHERE district_id = {id}) AS d{i}")}
    FROM cases_publishedfigure WHERE fiscal_year = {year - 1} AND month IS NULL GROUP BY axis_id, category_id),
given AS (SELECT axis_id, {each("COUNT(*) FILTER (WHERE district_id = {id}) AS d{i}")}
    FROM cases_publishedfigure WHERE fiscal_year = {year - 1} AND month IS NULL GROUP BY axis_id),
known AS (SELECT {each("COUNT(d{i}) > 0 OR " + zeros + " AS d{i}")} FROM prior),
cell AS (SELECT c.axis_id, c.code, c.label, c."order" AS place, c.id, {_VALID.format(year)} AS now,
    {_VALID.format(year - 1)} AS before, {each("COALESCE(this.d{i}, 0) AS c{i}")},
    {each("CASE WHEN given.d{i} > 0 THEN published.d{i} WHEN known.d{i} THEN COALESCE(prior.d{i}, 0) END AS p{i}")}
    FROM cases_category c CROSS JOIN known LEFT JOIN this ON this.category_id = c.id
    LEFT JOIN prior ON prior.category_id = c.id
    LEFT JOIN published ON published.axis_id = c.axis_id AND published.category_id = c.id
    LEFT JOIN given ON given.axis_id = c.axis_id),
line AS (SELECT axis_id, place, id, code, label, now, {each("c{i}")}, {each("c{i}", " + ")} AS total,
    {each("CASE WHEN before THEN p{i} END AS p{i}")}, CASE WHEN before THEN {each("p{i}", " + ")} END AS prior_total,
    CASE WHEN now AND NOT before THEN ROW_NUMBER() OVER (PARTITION BY axis_id, now AND NOT before ORDER BY place, id) END
    AS number, SUM(CASE WHEN now <> before THEN 1 ELSE 0 END) OVER (PARTITION BY axis_id) AS notes FROM cell),
based AS (SELECT line.*, CAST(SUM(total) OVER (PARTITION BY axis_id) AS bigint) AS base FROM line WHERE now),
cut AS (SELECT based.*, 1000 * total / NULLIF(base, 0) AS tenths,
    ROW_NUMBER() OVER (PARTITION BY axis_id ORDER BY 1000 * total % NULLIF(base, 0) DESC, place, id) AS turn FROM based),
shared AS (SELECT cut.*, tenths + CASE WHEN turn <= 1000 - SUM(tenths) OVER (PARTITION BY axis_id) THEN 1 ELSE 0 END AS share
    FROM cut),
summed AS (SELECT line.axis_id, {each("CAST(SUM(CASE WHEN now THEN c{i} END) AS bigint) AS c{i}")},
    {each("COALESCE(MAX(published.d{i}), CAST(SUM(p{i}) AS bigint)) AS p{i}")}
    FROM line LEFT JOIN published ON published.axis_id = line.axis_id AND published.category_id IS NULL GROUP BY line.axis_id),
result AS (SELECT axis_id, 0 AS last, place, id, code, label, CASE WHEN number IS NOT NULL
        AND (EXISTS (SELECT 1 FROM prior) OR EXISTS (SELECT 1 FROM published))
        THEN '※' || CASE WHEN notes > 1 THEN CAST(number AS text) ELSE '' END END AS mark, total, prior_total,
    CAST(share / 10 AS text) || '.' || CAST(share % 10 AS text) AS percent, {each("c{i}")}, {each("p{i}")} FROM shared
    UNION ALL SELECT axis_id, 1, 0, 0, NULL, '合計', NULL, {each("c{i}", " + ")}, {each("p{i}", " + ")},
    CASE WHEN {each("c{i}", " + ")} > 0 THEN '100.0' END, {each("c{i}")}, {each("p{i}")} FROM summed)
SELECT a.code, CASE WHEN a.name LIKE '%内訳' THEN a.name ELSE a.name || '内訳' END, a.unit, result.code, label, mark, total,
    prior_total, CASE WHEN a.percent_base <> 'none' THEN percent END, {each("c{i}")}, {each("p{i}")}
FROM result JOIN cases_axis a ON a.id = result.axis_id ORDER BY a."order", a.id, last, place, result.id"""


def _months(year: int) -> str:
    columns = ", ".join(f"COALESCE(MAX(n) FILTER (WHERE month = {month}), 0) AS m{month}" for month in FISCAL_MONTHS)
    months, total = ", ".join(f"m{month}" for month in FISCAL_MONTHS), " + ".join(f"m{month}" for month in FISCAL_MONTHS)
    sums = ", ".join(f"CAST(SUM(m{month}) AS bigint)" for month in FISCAL_MONTHS)
    return f"""
WITH counted AS (SELECT category_id, district_id, month, COUNT(*) AS n FROM cases_contactcategory
    WHERE fiscal_year = {year} AND axis_id = (SELECT id FROM cases_axis WHERE code = 'kind')
    GROUP BY category_id, district_id, month),
line AS (SELECT c."order" AS place, c.id, c.code, c.label, d."order" AS district_place, d.id AS district, d.name, {columns}
    FROM cases_category c JOIN cases_axis a ON a.id = c.axis_id AND a.code = 'kind' CROSS JOIN cases_district d
    LEFT JOIN counted ON counted.category_id = c.id AND counted.district_id = d.id
    WHERE c.monthly AND {_VALID.format(year)} GROUP BY c.id, d.id),
result AS (SELECT 0 AS last, line.* FROM line UNION ALL
    SELECT 1, place, id, code, label, 0, 0, '合計', {sums} FROM line GROUP BY place, id, code, label)
SELECT code, label, name, {months}, {total} FROM result ORDER BY place, id, last, district_place, district"""
