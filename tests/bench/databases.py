"""Databases of the benchmark's own: made empty, filled once, thrown away. One at a time is Django's default."""
import shutil
import sqlite3
import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.core.management import call_command
from django.db import connections, transaction
from django.db.utils import load_backend

from cases import guards
from cases.database import POSTGRESQL, SQLITE, connection_settings


def use(connection) -> None:
    """Make it the database that the product reads and writes."""
    connections["default"] = connection


@dataclass(frozen=True)
class Engine:
    """SQLite, with databases as files in `folder`, or the PostgreSQL server of `url`, whose user may create some."""

    name: str
    url: str
    folder: Path
    version: str

    @property
    def label(self) -> str:
        """As printed: PostgreSQL 15."""
        return f"{'SQLite' if self.name == SQLITE else 'PostgreSQL'} {self.version}"

    @contextmanager
    def new_database(self) -> Iterator:
        """A connection, with the product's own settings, to a new migrated database that is removed at the end."""
        with self._database() as connection:
            use(connection)
            call_command("migrate", verbosity=0)
            yield connection

    @contextmanager
    def copy_of(self, connection) -> Iterator:
        """A connection to a copy of another's database, removed at the end."""
        connection.close()
        with self._database(str(connection.settings_dict["NAME"])) as copied:
            use(copied)
            yield copied

    @contextmanager
    def _database(self, template: str = "") -> Iterator:
        name = f"cwc_bench_{uuid.uuid4().hex[:12]}"
        if self.name == SQLITE:
            file = self.folder / f"{name}.sqlite3"
            settings = connection_settings(f"sqlite:///{file}", self.folder)
            if template:
                shutil.copy(template, file)
        else:
            settings = connection_settings(self.url, self.folder) | {"NAME": name}
            _on_server(self.url, f"CREATE DATABASE {name}" + (f" TEMPLATE {template}" if template else ""))
        connection = _connection(settings)
        try:
            yield connection
        finally:
            connection.close()
            if self.name == POSTGRESQL:
                _on_server(self.url, f"DROP DATABASE {name}")
            else:
                for part in self.folder.glob(f"{name}*"):
                    part.unlink()


def engines(postgresql_url: str, folder: Path) -> list[Engine]:
    """SQLite, and PostgreSQL where there is a server."""
    found = [Engine(SQLITE, "", folder, sqlite3.sqlite_version)]
    if postgresql_url:
        version = _on_server(postgresql_url, "SHOW server_version")
        found.append(Engine(POSTGRESQL, postgresql_url, folder, version.split()[0]))
    return found


def _connection(settings: dict):
    entry = connections.configure_settings({"default": settings})["default"]
    return load_backend(entry["ENGINE"]).DatabaseWrapper(entry, "default")


def _on_server(url: str, statement: str) -> str | None:
    server = _connection(connection_settings(url, Path()))
    with server.cursor() as cursor:
        cursor.execute(statement)
        answer = cursor.fetchone()[0] if cursor.description else None
    server.close()
    return answer


@contextmanager
def bulk_load(connection, *tables: str) -> Iterator[None]:
    """Fill tables without triggers and foreign keys; at the end both are back and the planner knows the tables."""
    load = _without_checks_on_sqlite if connection.vendor == SQLITE else _without_checks_on_postgresql
    with connection.cursor() as cursor:
        yield from load(cursor, tables)
    guards.install(connection)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.vendor == SQLITE else "VACUUM ANALYZE")


def _without_checks_on_sqlite(cursor, tables: Sequence[str]) -> Iterator[None]:
    cursor.execute("PRAGMA foreign_keys=OFF")
    cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    for (trigger,) in cursor.fetchall():
        cursor.execute(f"DROP TRIGGER {trigger}")
    with transaction.atomic():
        yield
    cursor.execute("PRAGMA foreign_keys=ON")


def _without_checks_on_postgresql(cursor, tables: Sequence[str]) -> Iterator[None]:
    cursor.execute("SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint "
                   "WHERE contype = 'f' AND conrelid::regclass::text = ANY(%s)", [list(tables)])
    keys = cursor.fetchall()
    for table, name, _ in keys:
        cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    for table in tables:
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    yield
    for table in tables:
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    for table, name, definition in keys:
        cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")


def insert(connection, table: str, columns: Sequence[str], rows: Iterable[Sequence]) -> None:
    """Insert rows the fastest way that the engine has."""
    names = ", ".join(columns)
    with connection.cursor() as cursor:
        if connection.vendor == SQLITE:
            marks = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)  # noqa: S608 (our own names)
            return
        with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
