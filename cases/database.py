"""All that differs between SQLite (embedded) and PostgreSQL (production).

Seven things live here and nowhere else: how to connect, how the date of a row is cut into
year and month in SQL, how a guard (a trigger that refuses or repairs a row) is written, how many
rows are inserted at once, how the engine learns the sizes of its tables, how a copy stands before a table, and how many
ids are one value of a statement.
"""
import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain, islice
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured
from django.db.models import BigIntegerField, Func, Value

SQLITE = "sqlite"
POSTGRESQL = "postgresql"

# FULL: an answered save survives a power cut. IMMEDIATE (below): a writer waits instead of failing.
# How long it waits: a command 20 seconds, an answer as long as cases/deadlines.py says.
# The pages of a long import stay in 64 MiB of memory; in SQLite's own 2 it would write and read the same ones again and again.
SQLITE_PRAGMAS = ("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA busy_timeout=20000; "
                  "PRAGMA cache_size=-65536;")


# Neither SQLite's own nor the full text's, which are called as their index with a word behind it.
_ORDINARY_TABLES = """SELECT name FROM sqlite_master one WHERE type = 'table' AND substr(name, 1, 6) <> 'sqlite' AND NOT EXISTS (
    SELECT 1 FROM sqlite_master text WHERE text.sql LIKE 'CREATE VIRTUAL TABLE%' AND substr(one.name, 1, length(text.name)) = text.name)"""
_ROWS_AT_ONCE = 500
CONNECT_SECONDS = 2  # of PostgreSQL; a server that does not answer is soon said to be gone


def connection_settings(url: str, folder: Path) -> dict:
    """Django's DATABASES entry for DATABASE_URL; an empty url means the SQLite file in `folder`."""
    settings = _addressed(url) if url else _embedded(folder)
    if "sqlite" in settings["ENGINE"]:
        settings["OPTIONS"] = {"transaction_mode": "IMMEDIATE", "init_command": SQLITE_PRAGMAS, "timeout": 20}
    else:
        settings["OPTIONS"] = {"connect_timeout": CONNECT_SECONDS} | settings.get("OPTIONS", {})
    return settings | {"ATOMIC_REQUESTS": False, "CONN_HEALTH_CHECKS": True}


def _addressed(url: str) -> dict:
    settings = environ.Env.db_url_config(url) if "://" in url else {}
    if not settings.get("ENGINE"):
        raise ImproperlyConfigured("DATABASE_URL must look like postgres://user:password@host:5432/name.")
    return settings


def _embedded(folder: Path) -> dict:
    """The file itself, not its address: a # or % in the folder's name would be read as part of an address."""
    folder.mkdir(exist_ok=True)
    return environ.Env.db_url_config("sqlite://:memory:") | {"NAME": str(folder / "cwc.sqlite3")}


def date_part(vendor: str, part: str, column: str) -> str:
    """SQL for the integer 'year' or 'month' of a date column."""
    if vendor == SQLITE:
        return f"CAST(strftime('{'%Y' if part == 'year' else '%m'}', {column}) AS INTEGER)"
    return f"EXTRACT({part} FROM {column})::int"


def all_of(vendor: str, ids: Sequence[int]) -> Func:
    """Ids for an `__in`, as one value however many they are: a statement takes only so many."""
    each = "value FROM json_each(%(expressions)s)" if vendor == SQLITE else "value::bigint FROM json_array_elements_text(%(expressions)s::json)"
    return Func(Value(json.dumps([*ids])), template=f"(SELECT {each})", output_field=BigIntegerField())


def refusal(vendor: str, name: str, table: str, condition: str, message: str, *, only_of: str = "") -> list[str]:
    """Statements that make `table` refuse an inserted or updated row NEW for which `condition` holds.

    `only_of`: rows of which these columns are updated, and no inserted ones.
    """
    events = (f"UPDATE OF {only_of}",) if only_of else ("INSERT", "UPDATE")
    if vendor == SQLITE:
        return [statement for event in events for statement in (
            f"DROP TRIGGER IF EXISTS {name}_{event.split()[0].lower()}",
            f"CREATE TRIGGER {name}_{event.split()[0].lower()} BEFORE {event} ON {table} WHEN {condition} "
            f"BEGIN SELECT RAISE(ABORT, '{message}'); END",
        )]
    body = f"IF {condition} THEN RAISE EXCEPTION '{message}' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;"
    return _postgresql_trigger(name, table, f"BEFORE {' OR '.join(events)}", body)


def no_longer(vendor: str, name: str, table: str) -> list[str]:
    """Statements that take away a refusal of an earlier version, where it is still there."""
    if vendor == SQLITE:
        return [f"DROP TRIGGER IF EXISTS {name}_{event}" for event in ("insert", "update")]
    return [f"DROP TRIGGER IF EXISTS {name} ON {table}", f"DROP FUNCTION IF EXISTS {name}()"]


def repair(vendor: str, name: str, table: str, columns: str, statement: str) -> list[str]:
    """Statements that run `statement` after `columns` of a row OLD -> NEW of `table` were updated."""
    if vendor == SQLITE:
        return [f"DROP TRIGGER IF EXISTS {name}",
                f"CREATE TRIGGER {name} AFTER UPDATE OF {columns} ON {table} BEGIN {statement}; END"]
    return _postgresql_trigger(name, table, f"AFTER UPDATE OF {columns}", f"{statement}; RETURN NULL;")


def reserve_ids(connection, table: str, count: int) -> Sequence[int]:
    """So many new ids for rows of `table`, rising. Call inside the transaction that inserts the rows."""
    with connection.cursor() as cursor:
        if connection.vendor == SQLITE:
            cursor.execute("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = %s", [table])
            last = cursor.fetchone()[0]
            return range(last + 1, last + 1 + count)
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count])
        return [number for (number,) in cursor.fetchall()]


def insert_rows(connection, table: str, columns: Sequence[str], rows: Iterable[Sequence]) -> None:
    """Insert rows the fastest way that the engine has; constraints and triggers hold as for any other insert.

    Values are as the engine takes them; dates and times may be ISO texts on both.
    """
    names = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor:
        if connection.vendor == SQLITE:
            with connection.wrap_database_errors:  # Django's own cursor would keep every row
                _insert_many(connection.connection, f"{table} ({names})", len(columns), iter(rows))
            return
        with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)


def _insert_many(sqlite, into: str, width: int, rows: Iterator[Sequence]) -> None:
    """Hundreds of rows in a statement: at the end of each the full text's index writes down what it has collected."""
    at_once = min(_ROWS_AT_ONCE, sqlite.getlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER) // width)
    marks = f"({', '.join('?' * width)})"
    while some := list(islice(rows, at_once)):
        statement = f"INSERT INTO {into} VALUES {', '.join([marks] * len(some))}"  # noqa: S608 (our own names, and marks)
        sqlite.execute(statement, list(chain.from_iterable(some)))


def learn_sizes(connection) -> None:
    """Let SQLite count how many rows its indexes tell apart; PostgreSQL does so by itself.

    Without it SQLite guesses, and a list of fifty cases reads all contacts of their district for each. A sample does not
    do: where the first thousand rows of an index are of one district, a district is taken for a thousand rows, and read
    for the contacts of one household. Takes half a second for 200,000 contacts, in which nobody else can write; other
    connections know it from their beginning on. The full text's own tables are left alone: told that they are small,
    it reads them from end to end whenever something is added, long after they have grown.
    """
    if connection.vendor == SQLITE:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA analysis_limit=0")  # all rows
            cursor.execute(_ORDINARY_TABLES)
            for statement in [f'ANALYZE "{name}"' for (name,) in cursor.fetchall()]:
                cursor.execute(statement)


@contextmanager
def beginning_to_read(connection) -> Iterator[None]:
    """A transaction that begins meanwhile takes no lock of SQLite's file before it writes into it; PostgreSQL knows none."""
    usual = getattr(connection, "transaction_mode", None)
    if connection.vendor == SQLITE:
        connection.transaction_mode = "DEFERRED"
    try:
        yield
    finally:
        if connection.vendor == SQLITE:
            connection.transaction_mode = usual


def shadow(connection, table: str, where: str, indexes: Sequence[Sequence[str]]) -> None:
    """Until the transaction is rolled back, this connection finds a copy of the rows `where` under the table's name.

    The copy has the indexes that are asked for, gives ids as the table does, and knows no triggers, keys or constraints.
    """
    with connection.cursor() as cursor:
        columns = _columns(cursor, table) if connection.vendor == SQLITE else _like(f"public.{table}")
        for statement, values in _shadowing(connection.vendor, table, columns, where, indexes):
            cursor.execute(statement, values)


def _shadowing(vendor: str, table: str, columns: str, where: str, indexes: Sequence[Sequence[str]]) -> Iterator[tuple[str, list]]:
    """Statements out of names and numbers of our own, with their values."""
    on_sqlite = vendor == SQLITE
    real, copy = (f"{schema}.{table}" for schema in (("main", "temp") if on_sqlite else ("public", "pg_temp")))
    yield f"CREATE TEMP TABLE {table} ({columns})", []
    yield f"INSERT INTO {copy} SELECT * FROM {real} WHERE {where}", []  # noqa: S608 (names and numbers)
    for n, indexed in enumerate(indexes):
        name, on = (f"temp.{table}_{n}", table) if on_sqlite else ("", copy)
        yield f"CREATE INDEX {name} ON {on} ({', '.join(indexed)})", []
    if not on_sqlite:
        yield f"SELECT setval(pg_get_serial_sequence(%s, 'id'), max(id)) FROM {real} HAVING max(id) > 0", [copy]  # noqa: S608
        yield f"ANALYZE {copy}", []


def _like(table: str) -> str:
    return f"LIKE {table} INCLUDING DEFAULTS INCLUDING IDENTITY"


def _columns(cursor, table: str) -> str:
    """The table's columns; without its keys, whose other ends SQLite would look for among the temporary tables."""
    cursor.execute("SELECT * FROM pragma_table_info(%s, 'main')", [table])
    return ", ".join(f'"{name}" {kind}{" PRIMARY KEY" if is_key else ""}' for _, name, kind, _, _, is_key in cursor.fetchall())


def _postgresql_trigger(name: str, table: str, event: str, body: str) -> list[str]:
    return [
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN {body} END $guard$",
        f"DROP TRIGGER IF EXISTS {name} ON {table}",
        f"CREATE TRIGGER {name} {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
    ]
