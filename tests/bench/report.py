"""Building the whole report against the floor, with few and with many contacts, and against fewer years of them."""
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial

from reports.grid import Report
from reports.layout import build
from reports.scope import scope_of

from .council import LAST_YEAR, fill
from .databases import Engine, use
from .floor import FLOORS
from .results import Result
from .timing import by_turns

# Contacts and fiscal years: 115 or 11,500 a year, and no more years than the report prints.
SMALL, LARGE, TWO_YEARS, ONE_YEAR = (2_300, 20), (230_000, 20), (23_000, 2), (11_500, 1)
ENOUGH = 60  # a year: every district has some, without which the floors do not tell 0 from what is not known
ROUNDS = {SMALL: 600, LARGE: 30}
OVER_THE_FLOOR, GROWTH = 1.5, 1.3  # targets


def measure(engine: Engine, quick: bool, rounds: int | None = None) -> Iterator[Result]:
    """The report of all districts, over hand-written SQL for the same cells, and over that of a younger council."""
    with ExitStack() as stack:
        councils = {size: stack.enter_context(engine.new_database()) for size in (SMALL, LARGE, TWO_YEARS, ONE_YEAR)}
        for (contacts, years), connection in councils.items():
            use(connection)
            fill(max(contacts // 100, ENOUGH * years) if quick else contacts, years)
            check_floors()
        for size in (SMALL, LARGE):
            yield _over_the_floor(engine, size, councils[size], 2 if quick else rounds or ROUNDS[size])
        yield from _growth(engine, councils, 2 if quick else rounds or ROUNDS[LARGE])


def build_all() -> Report:
    """What is measured: the report of all districts of the last year, from nothing but a warm process."""
    return build(scope_of(LAST_YEAR))


def check_floors() -> None:
    """Raise AssertionError unless every floor finds, in the default database, exactly the cells of the report."""
    cells = printed(build_all())
    for name, (run, in_shape) in FLOORS.items():
        found = in_shape(run(LAST_YEAR))
        if found != cells:
            raise AssertionError(f"'{name}' finds other cells than the report")


def _over_the_floor(engine: Engine, size: tuple[int, int], connection, rounds: int) -> Result:
    ready = partial(use, connection)
    floors = {name: (ready, partial(run, LAST_YEAR)) for name, (run, _) in FLOORS.items()}
    times = by_turns({"": (ready, build_all)} | floors, rounds)
    return Result(engine.label, f"report, {size[0]:,} contacts over {size[1]} years", times.pop(""), times, OVER_THE_FLOOR)


def _growth(engine: Engine, councils: dict, rounds: int) -> Iterator[Result]:
    """The same year and the same previous year; then, without a target, a year that has none before it."""
    sizes = (LARGE, TWO_YEARS, ONE_YEAR)
    times = by_turns({size: (partial(use, councils[size]), build_all) for size in sizes}, rounds)
    yield Result(engine.label, "report, 20 years stored / the 2 it prints", times[LARGE],
                 {"2 years of 11,500": times[TWO_YEARS]}, GROWTH)
    yield Result(engine.label, "report, 20 years stored / 1 with none before", times[LARGE],
                 {"1 year of 11,500": times[ONE_YEAR]})


def printed(report: Report) -> tuple[list, list]:
    """A report's cells in the shape in which the floor returns them."""
    tables = [(grid.axis, grid.title, grid.unit, [(row.code, row.label, row.mark if _has_prior(grid) else None, *_figures(row)) for row in grid.rows],
               _figures(grid.total)) for grid in report.tables]
    monthly = [(grid.kind, grid.label, [(row.label, list(row.counts), row.total) for row in grid.rows],
                (list(grid.total.counts), grid.total.total)) for grid in report.monthly]
    return tables, monthly


def _figures(row) -> tuple:
    return list(row.counts), list(row.priors), row.total, row.prior_total, row.percent


def _has_prior(grid) -> bool:
    return any(column.has_prior for column in grid.columns)
