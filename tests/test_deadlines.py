"""How long an answer waits for SQLite: it asks again and again, one of a process at a time, and everything ends."""
import sqlite3
from types import SimpleNamespace

import pytest
from django.db import OperationalError

from cases import deadlines

pytestmark = pytest.mark.either


class Clock:
    """Time that passes only when somebody sleeps."""

    def __init__(self):
        self.now, self.naps = 0.0, []

    def monotonic(self):
        return self.now

    def sleep(self, seconds):
        self.naps.append(seconds)
        self.now += seconds


@pytest.fixture
def clock(monkeypatch):
    found = Clock()
    monkeypatch.setattr(deadlines, "time", found)
    return found


@pytest.fixture
def file(tmp_path):
    """A database file whose write lock somebody else holds, and a connection that wants it."""
    holder, waiting = (sqlite3.connect(tmp_path / "x.sqlite3", isolation_level=None) for _ in range(2))
    holder.executescript("CREATE TABLE t (n); BEGIN IMMEDIATE")
    yield SimpleNamespace(holder=holder, waiting=waiting)
    holder.close()
    waiting.close()


def begin(file, sql="BEGIN IMMEDIATE", before=lambda: None, in_atomic_block=False):
    def execute(sql, *rest):
        before()
        try:
            return file.waiting.execute(sql)
        except sqlite3.OperationalError as error:
            raise OperationalError(*error.args) from error
    wanting = SimpleNamespace(connection=file.waiting, in_atomic_block=in_atomic_block)
    return deadlines.write_in_turn(execute, sql, None, False, {"connection": wanting})


def test_it_asks_evenly_and_gives_up_in_the_end(clock, file):
    with pytest.raises(OperationalError, match="locked"):
        begin(file)
    assert set(clock.naps) == {deadlines.ASK_AGAIN}
    assert clock.now == pytest.approx(deadlines.STATEMENT_MS / 1000, abs=2 * deadlines.ASK_AGAIN)


def test_a_statement_that_writes_without_a_transaction_asks_as_evenly(clock, file):
    with pytest.raises(OperationalError, match="locked"):
        begin(file, "INSERT INTO t VALUES (1)")
    assert set(clock.naps) == {deadlines.ASK_AGAIN}


def test_within_a_transaction_nothing_is_asked_for(clock, file):
    asking = []
    file.holder.rollback()
    begin(file)
    begin(file, "INSERT INTO t VALUES (1)", lambda: asking.append(deadlines._turn.locked()), in_atomic_block=True)
    assert asking == [False]


def test_of_one_process_one_at_a_time_asks(clock, file):
    asking = []
    with pytest.raises(OperationalError):
        begin(file, before=lambda: asking.append(deadlines._turn.locked()))
    assert all(asking) and not deadlines._turn.locked()


def test_it_writes_as_soon_as_the_other_lets_go(clock, file):
    begin(file, before=lambda: clock.now > 1 and file.holder.in_transaction and file.holder.rollback())
    assert file.waiting.in_transaction and clock.now < 1.05


def test_the_wait_of_other_statements_is_as_before(clock, file):
    file.holder.rollback()
    begin(file)
    assert file.waiting.execute("PRAGMA busy_timeout").fetchone() == (deadlines.STATEMENT_MS,)


def test_another_fault_is_told_at_once(clock, file):
    with pytest.raises(OperationalError):
        begin(file, "BEGIN NONSENSE")
    assert clock.naps == []
