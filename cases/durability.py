"""Whether an acknowledged record is on disk before the answer: what the database says of itself."""
import os
from dataclasses import dataclass

from django.core.checks import Error, Tags, register
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection, connections

from .database import SQLITE

THROWAWAY = "CWC_THROWAWAY_DATABASE"  # set for a database that may be lost: tests, benchmarks
_SQLITE = {"synchronous": ("2", "3"), "journal_mode": ("wal",), "foreign_keys": ("1",)}
_POSTGRESQL = {"fsync": ("on",), "full_page_writes": ("on",),
               "synchronous_commit": ("on", "local", "remote_write", "remote_apply")}


@dataclass(frozen=True)
class Setting:
    """One setting of the database: its name, what it is, and whether that keeps what was acknowledged."""

    name: str
    value: str
    durable: bool


def durability(connection) -> list[Setting]:
    """The settings that decide whether a power cut may take an acknowledged record. Raises the database's errors."""
    wanted, words = (_SQLITE, "PRAGMA {}") if connection.vendor == SQLITE else (_POSTGRESQL, "SHOW {}")
    found = []
    with connection.cursor() as cursor:
        for name, good in wanted.items():
            cursor.execute(words.format(name))
            value = str(cursor.fetchone()[0])
            found.append(Setting(name, value, value in good))
    return found


def may_lose(connection) -> list[Setting]:
    """The settings under which acknowledged records may be lost; none for a database that is said to be thrown away.

    Asks the database in any case. Raises its errors.
    """
    lax = [each for each in durability(connection) if not each.durable]
    return [] if os.environ.get(THROWAWAY) else lax


@register(Tags.database)
def check_durability(app_configs=None, databases=None, **kwargs) -> list[Error]:
    """Refuse (`migrate`, `check --database default`) a database that answers before a record is on disk."""
    return [Error(_sentence(each), id="cases.E101") for alias in databases or () for each in may_lose(connections[alias])]


def refuse_to_lose() -> None:
    """At the start of the server: raises ImproperlyConfigured with a sentence for each setting that `may_lose` finds.

    A database that cannot be reached now is none that loses: the server starts, and its pages wait for it.
    """
    try:
        lax = may_lose(connection)
    except DatabaseError:
        return
    finally:
        connection.close()
    if lax:
        raise ImproperlyConfigured(" ".join(map(_sentence, lax)))


def _sentence(lax: Setting) -> str:
    return (f"{lax.name} is {lax.value}: a power cut may take records that were said to be saved. "
            f"Set it to {(_SQLITE | _POSTGRESQL)[lax.name][0]} in the database's configuration, or set {THROWAWAY}=1 "
            "for a database that may be lost.")
