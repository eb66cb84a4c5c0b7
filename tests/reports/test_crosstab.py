"""How a grid becomes a printed table."""
from reports.grid import NO_MARKS, Column
from reports.outputs.crosstab import crosstab, monthly_lines, split
from tests.reports.factories import OSAWA, changed, make_kinds, make_monthly, make_topics


def names(table):
    return [heading.name for heading in table.headings]


def only_osawa(grid, **totals):
    rows = [changed(row, columns=(OSAWA,), counts=row.counts[:1], priors=row.priors[:1], total=row.counts[0], **totals)
            for row in (*grid.rows, grid.total)]
    return changed(grid, columns=(OSAWA,), rows=tuple(rows[:-1]), total=rows[-1])


def many(count):
    """A grid of so many districts with a previous year."""
    columns = tuple(Column(f"d{place}", f"第{place}地区", True) for place in range(count))
    figures = (1000,) * count
    rows = [changed(row, columns=columns, counts=figures, priors=figures) for row in (*make_topics().rows, make_topics().total)]
    return changed(make_topics(), columns=columns, rows=tuple(rows[:-1]), total=rows[-1])


def test_the_total_stands_last():
    table = crosstab(make_kinds())
    assert names(table) == ["大沢", "連雀", "合計"]
    assert [heading.has_prior for heading in table.headings] == [True, False, False]
    assert [cell.count for cell in table.lines[-1].cells] == [1050, 943, 1993]


def test_one_district_needs_no_total_column():
    assert names(crosstab(only_osawa(make_kinds()))) == ["大沢"]


def test_a_total_that_says_something_else_is_never_dropped():
    grid = only_osawa(make_kinds())
    assert names(crosstab(changed(grid, total=changed(grid.total, total=2000)))) == ["大沢", "合計"]


def test_the_previous_year_of_the_total_is_shown_where_known():
    grid = make_kinds()
    table = crosstab(changed(grid, total=changed(grid.total, prior_total=513)))
    assert table.headings[-1].has_prior and table.lines[-1].cells[-1].prior == 513


def test_the_total_of_one_district_s_months_is_not_repeated():
    monthly = make_monthly()
    osawa = monthly.rows[0]
    total = changed(osawa, district=None, label="合計")
    assert monthly_lines(changed(monthly, rows=(osawa,), total=total)) == (osawa,)
    assert len(monthly_lines(monthly)) == 3


def test_a_wide_table_is_split_and_loses_nothing():
    whole = crosstab(many(15))
    parts = split(whole, 50)
    assert [part.part for part in parts] == ["1／4", "2／4", "3／4", "4／4"]
    assert sum((names(part) for part in parts), []) == names(whole)
    assert sum((part.lines[0].cells for part in parts), ()) == whole.lines[0].cells
    assert max(part.width for part in parts) <= 50
    assert [part.shows_percent for part in parts] == [False, False, False, True]


def test_a_narrow_table_stays_whole():
    assert [part.part for part in split(crosstab(make_topics()), 50)] == [""]


def test_figures_of_five_digits_get_more_room():
    grid = make_kinds()
    big = changed(grid, total=changed(grid.total, total=10_000))
    assert crosstab(big).width > crosstab(grid).width


def test_a_long_name_gets_more_room():
    grid = make_kinds()
    long = changed(grid, columns=(grid.columns[0], changed(grid.columns[1], name="三鷹駅周辺")))
    assert crosstab(long).width > crosstab(grid).width


def test_a_mark_gets_more_room_in_its_own_column_only():
    grid = make_topics()
    first, *others = grid.rows
    marked = changed(grid, rows=(changed(first, marks=NO_MARKS._replace(counts={OSAWA.code: "※"})), *others))
    assert [each.marks for each in crosstab(marked).columns].count(1) == 1 and crosstab(marked).columns[0].marks
    assert crosstab(marked).width > crosstab(grid).width
