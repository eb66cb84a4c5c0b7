"""Small reports of made-up counts that agree with each other, and a reader who calculates what a public copy hides."""
from dataclasses import replace
from itertools import product

from hypothesis import strategies as st

from reports import margins, rounding
from reports.grid import MASKED, Column, Grid, MonthlyGrid, MonthlyRow, Report, Row
from reports.margins import Key

MONTHS = (4, 5)
SMALL = st.sampled_from([0, 0, 1, 1, 2, 3, 4, 7])


def grid(axis, codes, table, priors=None, asked=(), notes=()):
    """A table of counts by (category, district); None as `priors` is a table without last year."""
    districts = sorted({district for _, district in table})
    columns = tuple(Column(code, code, priors is not None) for code in districts)
    labels = sorted({category for category, _ in table})
    sums = {category: sum(table[category, each] for each in districts) for category in labels}
    total = sum(sums.values())
    shares = dict(zip(labels, rounding.largest_remainder([*sums.values()]) if total else [None] * len(labels), strict=True))
    old = priors or {}

    def row(code, label, counts, before, share):
        prior_total = sum(before) if None not in before else None
        return Row(code, label, columns, counts, before, sum(counts), prior_total, share)
    rows = tuple(row(each, each, [table[each, d] for d in districts], [old.get((each, d)) for d in districts], shares[each])
                 for each in labels)
    ends = [sum(old[each, d] for each in labels) if old else None for d in districts]
    ends = [end if end is None else end + old.get("\0rest", {}).get(d, 0) for d, end in zip(districts, ends, strict=True)]
    last = row(None, "合計", [sum(table[each, d] for each in labels) for d in districts], ends, "100.0" if total else None)
    return Grid(axis, f"{axis}内訳", "件", columns, rows, last, notes, "", True, total, asked=asked)


def report(kinds, singles, topics, priors=None, year=2021):
    """`kinds` by (kind, district, month); `singles` and `topics` by (category, district)."""
    districts = sorted({district for _, district, _ in kinds})
    codes = sorted({kind for kind, _, _ in kinds})
    by_year = {(kind, d): sum(kinds[kind, d, m] for m in MONTHS) for kind in codes for d in districts}
    months = tuple(_monthly(kind, districts, kinds) for kind in codes)
    tables = (grid("kind", codes, by_year), grid("consulter", None, singles, asked=tuple(codes)), grid("topic", None, topics, priors))
    return Report(year, "令和3年度", "令和2年度", tables[0].columns, tables, months)


def _monthly(kind, districts, kinds):
    rows = tuple(MonthlyRow(d, d, tuple(kinds[kind, d, m] for m in MONTHS), sum(kinds[kind, d, m] for m in MONTHS))
                 for d in districts)
    counts = tuple(map(sum, zip(*(row.counts for row in rows), strict=True)))
    return MonthlyGrid(kind, kind, "件", MONTHS, rows, MonthlyRow(None, "合計", counts, sum(counts)))


def with_joint(report, codes):
    """The report with a joint district of two districts, next to each other, beside them."""
    column, at = Column("joint", "joint", False, members=codes), [each.code for each in report.districts].index(codes[0])

    def added(values, value):
        return (*values, value)

    def pair(values):
        found = values[at:at + 2]
        return None if None in found else sum(found)

    def table(grid):
        rows = [row._replace(columns=added(row.columns, column), counts=added(row.counts, pair(row.counts)), priors=added(row.priors, pair(row.priors)))
                for row in (*grid.rows, grid.total)]
        return replace(grid, columns=added(grid.columns, column), rows=tuple(rows[:-1]), total=rows[-1])

    def months(grid):
        counts = tuple(map(sum, zip(*(row.counts for row in grid.rows[at:at + 2]), strict=True)))
        return replace(grid, rows=added(grid.rows, MonthlyRow("joint", "joint", counts, sum(counts))))
    return replace(report, tables=tuple(map(table, report.tables)), monthly=tuple(map(months, report.monthly)), joints=(column,))


@st.composite
def reports(draw, least=1, most=3):
    """A report of `least` to `most` districts, two kinds by month, an axis of one answer, and one of several with last year."""
    districts = [f"d{number}" for number in range(draw(st.integers(least, most)))]
    kinds = {(k, d, m): draw(SMALL) for k, d, m in product(("case", "new"), districts, MONTHS)}
    singles = {}
    for d in districts:
        total = sum(n for (_, place, _), n in kinds.items() if place == d)
        first = draw(st.integers(0, total))
        second = draw(st.integers(0, total - first))
        singles |= {("a", d): first, ("b", d): second, ("c", d): total - first - second}
    topics = {(t, d): draw(SMALL) for t, d in product("xyz", districts)}
    priors = {(t, d): draw(SMALL) for t, d in product("xyz", districts)} if draw(st.booleans()) else None
    return report(kinds, singles, topics, priors)


class Reader:
    """Who has the public copy and nothing else, but knows every sum that must hold. `unknown` are the figures left out."""

    def __init__(self, public, truth):
        self.sums, self.unknown, self.keys, self.shares = [], {}, {}, []
        self.year, self.places = truth.fiscal_year, [each.code for each in truth.districts]
        self.joint = [each.members for each in truth.joints]
        for copy, real in zip(public.tables, truth.tables, strict=True):
            self._table(copy, real)
        for copy, real in zip(public.monthly, truth.monthly, strict=True):
            self._months(copy, real)
        for ours, kinds in zip(self.consulter[-1], self.kind[-1], strict=True):
            self._sum([ours], kinds)

    def _figure(self, name, key, shown, real):
        if shown == MASKED:
            self.unknown[name], self.keys[name] = real, key
        return name if shown == MASKED else shown

    def _sum(self, parts, whole):
        if None not in (*parts, whole):
            self.sums.append((parts, whole))

    def _table(self, copy, real):
        rows, were = [*copy.rows, copy.total], [*real.rows, real.total]
        places = [*self.places, *map("+".join, self.joint), "+".join(self.places)]
        for year, one, both in ((self.year, "counts", "total"), (self.year - 1, "priors", "prior_total")):
            figures = [[self._figure((copy.axis, row.code, one, n), Key(year, copy.axis, row.code, place), shown, true)
                        for n, (place, shown, true) in enumerate(zip(places, (*getattr(row, one), getattr(row, both)), (
                            *getattr(was, one), getattr(was, both)), strict=True))] for row, was in zip(rows, were, strict=True)]
            for line in figures:
                self._across(line)
            for *parts, whole in zip(*figures, strict=True):
                self._sum(parts, whole)
            if one == "counts":
                self.shares.append(([line[-1] for line in figures[:-1]], [row.percent for row in copy.rows]))
                setattr(self, copy.axis, figures)

    def _across(self, line):
        """The districts, and those of a joint one, are together what the sums say."""
        here = len(self.places)
        self._sum(line[:here], line[-1])
        for members, whole in zip(self.joint, line[here:], strict=False):
            self._sum([line[self.places.index(each)] for each in members], whole)

    def _months(self, copy, real):
        places = dict.fromkeys(["joint"], "+".join(self.joint[0] if self.joint else ())) | {None: "+".join(self.places)}
        lines = [[self._figure(("month", copy.kind, row.district, month), Key(
            self.year, "kind", copy.kind, places.get(row.district, row.district), month), shown, true)
            for month, shown, true in zip(MONTHS, row.counts, was.counts, strict=True)]
            for row, was in zip([*copy.rows, copy.total], [*real.rows, real.total], strict=True)]
        for line, whole in zip(lines, self.kind[("case", "new").index(copy.kind)], strict=True):
            self._sum(line, whole)
        for line in zip(*lines, strict=True):
            self._across(line)

    def might_be_another(self, worlds):
        """The figures that are another number in at least one of the worlds that agrees with all that is printed."""
        found = set()
        for change in worlds:
            world = {name: true + change.get(self.keys[name], 0) for name, true in self.unknown.items()}
            if min(world.values()) >= 0 and self._agrees(world):
                found |= {name for name, value in world.items() if value != self.unknown[name]}
        return found

    def _agrees(self, world):
        if any(sum(world.get(each, each) for each in parts) != world.get(whole, whole) for parts, whole in self.sums):
            return False
        for figures, shown in self.shares:
            totals = [world.get(each, each) for each in figures]
            shares = rounding.largest_remainder(totals) if sum(totals) else shown
            if any(was not in (MASKED, now) for was, now in zip(shown, shares, strict=True)):
                return False
        return True

    def pinned(self):
        """Figures that intervals alone give away: repeated until nothing narrows any more."""
        bounds = dict.fromkeys(self.unknown, (0, 10000))
        while True:
            before = dict(bounds)
            for parts, whole in self.sums:
                terms = [*((each, 1) for each in parts), (whole, -1)]
                for name, sign in terms:
                    if isinstance(name, tuple):
                        _narrow(bounds, name, [(other, sign * s) for other, s in terms if other is not name])
            if bounds == before:
                return {name: low for name, (low, high) in bounds.items() if low == high}


def _narrow(bounds, name, others):
    """name = -sum(sign * other) within what is known of the others."""
    ends = [[-s * end for end in bounds.get(each, (each, each))] for each, s in others]
    low, high = bounds[name]
    bounds[name] = max(low, sum(map(min, ends))), min(high, sum(map(max, ends)))


def of_year(report):
    """The year's figures by key."""
    return margins.of_year(report).values


def of_prior(report):
    """The previous year's figures by key."""
    return margins.of_prior(report).values
