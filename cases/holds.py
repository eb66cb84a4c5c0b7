"""Holds: locks that end with the process that has them, however it ends. Whoever holds one can say how far it is.

PostgreSQL: advisory locks of a connection of its own, whose name says it. SQLite: locked files beside the database,
which hold what is said. Neither is part of a transaction: both are seen while a long one is open.
"""
import fcntl
import os
import re
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.db import Error, connection
from django.db.backends.base.base import BaseDatabaseWrapper

from .database import SQLITE

Say = Callable[[str], None]
_FAMILY = 0x435743  # of our advisory locks, beside those of other programs in the same database
_LONGEST = 63  # characters of a connection's name
_OTHERS = re.compile("[^a-z0-9-]")


@contextmanager
def holding(name: str, *, shared: bool = False) -> Iterator[Say | None]:
    """Hold `name` until the block or the process ends. Yields the function that says something, a few words of ASCII.

    None where another process holds it. A shared hold waits for that (nobody but `is_held` asks for it
    alone) and lets others share it.
    """
    hold = _file if connection.vendor == SQLITE else _advisory
    with hold(_OTHERS.sub("-", name), shared) as say:
        yield say


def is_held(name: str) -> bool:
    """Whether a living process holds `name`, alone or shared."""
    if connection.vendor == SQLITE:
        with _file(name, shared=False, keep=True) as say:
            return say is None
    with connection.cursor() as cursor:
        cursor.execute("SELECT CASE WHEN pg_try_advisory_lock(%s, %s) THEN pg_advisory_unlock(%s, %s) ELSE false END",
                       [_FAMILY, _number(name)] * 2)
        return not cursor.fetchone()[0]


def said(name: str) -> str:
    """What the holder of `name` last said, perhaps before it was killed; "" where nothing was said."""
    if connection.vendor == SQLITE:
        path = _path(name)
        return path.read_text().strip() if path.exists() else ""
    with connection.cursor() as cursor:
        cursor.execute("SELECT application_name FROM pg_stat_activity WHERE datname = current_database() "
                       "AND starts_with(application_name, %s)", [f"{name} "])
        found = cursor.fetchone()
    return found[0].removeprefix(f"{name} ") if found else ""


def said_by_any(family: str) -> list[str]:
    """What each living holder of a name that begins with `family` last said."""
    if connection.vendor == SQLITE:
        first = _path(family).name.removesuffix(".lock")
        names = [each.name.removesuffix(".lock") for each in _path(family).parent.glob("*.lock") if each.name.startswith(first)]
        held = [name for each in names if is_held(name := family + each.removeprefix(first))]
        return [text for name in held if (text := said(name))]
    with connection.cursor() as cursor:
        cursor.execute("SELECT application_name FROM pg_stat_activity WHERE datname = current_database() "
                       "AND starts_with(application_name, %s)", [family])
        return [said.partition(" ")[2] for (said,) in cursor.fetchall()]


def ask_to_end(name: str) -> None:
    """Leave a word for whoever holds `name`, on SQLite, where no row can be written while the holder writes."""
    if connection.vendor == SQLITE:
        _asked(name).touch()


def is_asked_to_end(name: str) -> bool:
    """Whether a word was left; on PostgreSQL never, because a row says it there."""
    return connection.vendor == SQLITE and _asked(name).exists()


def forget_asked(name: str) -> None:
    """Take the word away."""
    if connection.vendor == SQLITE:
        _asked(name).unlink(missing_ok=True)


# -- SQLite

def _asked(name: str) -> Path:
    return _path(name).with_suffix(".asked")


def _path(name: str) -> Path:
    database = str(connection.settings_dict["NAME"])
    if "memory" in database:  # of this process alone
        return Path(tempfile.gettempdir()) / f"cwc-{os.getpid()}.{name}.lock"
    return Path(f"{database}.{name}.lock")


@contextmanager
def _file(name: str, shared: bool, keep: bool = False) -> Iterator[Say | None]:
    path = _path(name)
    file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        if not _locked(file, shared):
            yield None
            return
        yield lambda text: os.pwrite(file, text.ljust(_LONGEST).encode(), 0)
        if not shared and not keep:
            path.unlink(missing_ok=True)
    finally:
        os.close(file)


def _locked(file: int, shared: bool) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_SH if shared else fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return os.fstat(file).st_nlink > 0  # else its last holder removed it while we opened it


# -- PostgreSQL

_TAKE_SHARED = "SELECT pg_advisory_lock_shared(%s, %s)"
_TRY_TO_TAKE = "SELECT pg_try_advisory_lock(%s, %s)"
_FORGET = "SELECT set_config('application_name', '', false), pg_advisory_unlock_all()"


def _number(name: str) -> int:
    return zlib.crc32(name.encode()) - 2**31


@contextmanager
def _advisory(name: str, shared: bool) -> Iterator[Say | None]:
    own = connection.copy()
    try:
        with own.cursor() as cursor:
            cursor.execute(_TAKE_SHARED if shared else _TRY_TO_TAKE, [_FAMILY, _number(name)])
            got = shared or cursor.fetchone()[0]
            yield (lambda text: cursor.execute("SELECT set_config('application_name', %s, false)",
                                               [f"{name} {text}"[:_LONGEST]])) if got else None
    finally:
        _let_go(own)


def _let_go(own: BaseDatabaseWrapper) -> None:
    """Close it. The server ends a closed connection in its own time: until then others would still see name and lock."""
    with suppress(Error), own.cursor() as cursor:  # a connection that broke has let go already
        cursor.execute(_FORGET)
    own.close()
