"""How long an answer may wait for the database. Commands (migrate, imports, backups) wait as long as they need.

Called by the WSGI entry point: from then on each new connection of this process has limits. What a statement may
take is said to the server; that a server which stands still says nothing is noticed on this side.
"""
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError, connection, transaction
from django.db.backends.signals import connection_created

from .database import POSTGRESQL, SQLITE

STATEMENT_MS, SILENCE_SECONDS = 2000, 2.4
_POSTGRESQL = f"SET statement_timeout = {STATEMENT_MS}; SET lock_timeout = {STATEMENT_MS}"
ASK_AGAIN = 0.003  # seconds
_BEGINS, _WRITES = "BEGIN", ("INSERT", "UPDATE", "DELETE")
_turn = threading.Lock()  # those who wait for it cost nothing and come in turn
_SQLITE = f"PRAGMA busy_timeout = {STATEMENT_MS}"


def limit_waiting() -> None:
    """Give every new connection of this process its limits."""
    connection_created.connect(_limit, dispatch_uid="cases.deadlines")


def wait_as_long_as_needed() -> None:
    """Take the limits of new connections away."""
    connection_created.disconnect(dispatch_uid="cases.deadlines")


def _limit(connection, **kwargs) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_SQLITE if connection.vendor == SQLITE else _POSTGRESQL)
    if connection.vendor == POSTGRESQL:
        _notice_silence(connection)
    elif write_in_turn not in connection.execute_wrappers:
        connection.execute_wrappers.append(write_in_turn)


def write_in_turn(execute, sql, params, many, context):
    """Take SQLite's lock, one of this process at a time, asking every few milliseconds whether it is free.

    SQLite itself asks ever less often: of ten people who save at once, the one who waits longest would be refused.
    A transaction takes the lock when it begins; a statement without one (the entry of the audit) by itself.
    Raises OperationalError when nobody lets go of the file for STATEMENT_MS.
    """
    if not _takes_the_lock(sql, context["connection"]):
        return execute(sql, params, many, context)
    raw, end = context["connection"].connection, time.monotonic() + STATEMENT_MS / 1000
    mine = _turn.acquire(timeout=STATEMENT_MS / 1000)
    raw.execute("PRAGMA busy_timeout = 0")
    try:
        while True:
            try:
                return execute(sql, params, many, context)
            except OperationalError as error:
                if time.monotonic() >= end or not _is_busy(error):
                    raise
            time.sleep(ASK_AGAIN)
    finally:
        raw.execute(_SQLITE)
        if mine:
            _turn.release()


def _takes_the_lock(sql: str, connection) -> bool:
    return sql.startswith(_BEGINS if connection.in_atomic_block else (_BEGINS, *_WRITES))


def _is_busy(error: OperationalError) -> bool:
    return getattr(error.__cause__, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY


def _notice_silence(connection) -> None:
    """Give a statement up that the server does not answer, and the connection with it."""
    from psycopg.pq import TransactionStatus
    raw, active = connection.connection, TransactionStatus.ACTIVE
    wait, connection.silence_seconds = raw.wait, SILENCE_SECONDS

    def wait_a_while(gen, *args, **kwargs):
        try:
            return wait(gen, timeout=connection.silence_seconds)
        except Exception:
            if raw.pgconn.transaction_status == active:
                raw.pgconn.finish()
            raise

    raw.wait = wait_a_while


@contextmanager
def patiently() -> Iterator[None]:
    """One transaction whose statements may take minutes: an import of a whole year."""
    before = getattr(connection, "silence_seconds", None)
    with transaction.atomic():
        if connection.vendor == POSTGRESQL and before:
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL statement_timeout = 0")
            connection.silence_seconds = None
        try:
            yield
        finally:
            if before:
                connection.silence_seconds = before
