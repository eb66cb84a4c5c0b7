"""How far a long import is, said to whoever waits for it. Outside of `reporting` nobody waits and nothing is said."""
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar

READ, CHECK, COMPARE, TRY, WRITE, UNDO, FINISH = "read", "check", "compare", "try", "write", "undo", "finish"
Report = Callable[[str, int, int], None]
_EVERY = 0.5  # seconds
_STRIDE = 100  # rows between two looks at the clock

_report: ContextVar[Report | None] = ContextVar("report", default=None)


class Stopped(Exception):
    """Raised by a report: whoever waits wants no more of it. Whatever is half done is rolled back by its transaction."""


@contextmanager
def reporting(report: Report | None) -> Iterator[None]:
    """Meanwhile `report(step, done, total)` is called now and then; total 0 means that the length is not known."""
    token = _report.set(report or _report.get())
    try:
        yield
    finally:
        _report.reset(token)


@contextmanager
def all_as(name: str) -> Iterator[None]:
    """Meanwhile every step is said to be `name`: what is written in a trial is not written."""
    report = _report.get()
    step(name)
    with reporting(report and (lambda _, done, total: report(name, done, total))):
        yield


def step(name: str, done: int = 0, total: int = 0) -> None:
    """Say now that a step begins or how far it is."""
    if report := _report.get():
        report(name, done, total)


def tracked(rows: Sequence, name: str, before: int = 0, total: int = 0) -> Iterator:
    """The rows, one by one, saying now and then how many of them are done; `before` and `total` where they are a part."""
    if _report.get() is None:
        yield from rows
        return
    total, due = total or len(rows), 0.0
    for done, row in enumerate(rows):
        if done % _STRIDE == 0 and time.monotonic() >= due:
            step(name, before + done, total)
            due = time.monotonic() + _EVERY
        yield row
