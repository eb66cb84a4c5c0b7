"""What is stored: every row, to see that nothing changed, and a way to take back what a test wrote."""
from collections.abc import Iterator
from contextlib import contextmanager

from django.apps import apps
from django.db import connection, transaction
from django.test import Client

KEPT_APART = ("AuditEntry", "AuditHead", "AuditObject", "Revision", "Session")


def rows() -> dict[str, list[tuple]]:
    """Every row of every table, links between rows too, by its model; those of sessions and of the audit, which tells of readings and refusals, left out."""
    with connection.cursor() as cursor:
        return {model._meta.label: _rows_of(cursor, model) for model in apps.get_models(include_auto_created=True) if model.__name__ not in KEPT_APART}


def _rows_of(cursor, model) -> list[tuple]:
    table, key = (connection.ops.quote_name(name) for name in (model._meta.db_table, model._meta.pk.column))
    cursor.execute(f"SELECT * FROM {table} ORDER BY {key}")  # noqa: S608 (names of models; through the ORM it takes five times as long)
    return cursor.fetchall()


@contextmanager
def taken_back(*clients: Client) -> Iterator[None]:
    """What is written meanwhile, and what becomes of the clients' cookies, is taken back at the end."""
    cookies = [client.cookies.copy() for client in clients]
    point = transaction.savepoint()  # not a block: the log-in's own must be able to begin
    try:
        yield
    finally:
        transaction.savepoint_rollback(point)
        for client, before in zip(clients, cookies, strict=True):
            client.cookies = before
