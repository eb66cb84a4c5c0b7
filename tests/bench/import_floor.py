"""The least that importing a workbook can take: read it with calamine, insert the rows that CWC made of it.

The rows are those of the product, taken from its tables: the floor has nothing to understand, check or compare. It inserts
them as the driver of the engine does many rows (`driver_insert`), with nothing of the product's in it; and in a second
form as the product does, which on SQLite is faster.
"""
import io
from collections.abc import Callable, Sequence
from datetime import date, time

from django.db import connection, transaction
from python_calamine import CalamineWorkbook

from cases.database import SQLITE
from cases.models import Case, Contact, ContactCategory, Household, ImportBatch

TABLES = [model._meta.db_table for model in (
    Household, Case, ImportBatch, Contact, Contact.coordinators.through, ContactCategory)]  # as their keys need
Stored = dict[str, tuple[list[str], list[tuple]]]


def stored() -> Stored:
    """Columns and rows of every table that an import fills."""
    found = {}
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"SELECT * FROM {table} ORDER BY id")  # noqa: S608 (our own names)
            rows = [tuple(map(_as_stored, row)) for row in cursor.fetchall()]
            found[table] = [column[0] for column in cursor.description], rows
    return found


def _as_stored(value):
    """Dates and times as texts, which both engines take."""
    return value.isoformat() if isinstance(value, (date, time)) else value


def driver_insert(connection, table: str, columns: Sequence[str], rows: Sequence[tuple]) -> None:
    """Rows by executemany of Python's sqlite3, or by COPY of psycopg."""
    names = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor:
        if connection.vendor == SQLITE:
            connection.connection.executemany(f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' * len(columns))})", rows)  # noqa: S608
            return
        with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)


def import_as_floor(content: bytes, rows: Stored, insert: Callable = driver_insert) -> None:
    """Parse, and insert in one transaction: with every constraint, guard and trigger of the audit, as the product does."""
    with CalamineWorkbook.from_object(io.BytesIO(content)) as book:
        sheets = [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]
    assert sheets
    with transaction.atomic():
        for table, (columns, values) in rows.items():
            insert(connection, table, columns, values)
