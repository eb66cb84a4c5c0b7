"""Many new rows of one model at once, without an object for each."""
import gc
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from django.db import connection
from django.db.models import Model

from cases.database import insert_rows


@contextmanager
def collector_paused() -> Iterator[None]:
    """Meanwhile Python looks for no cycles among its objects: among millions that all stay, that takes a quarter of the time.

    For a process that does one thing, such as the worker or a command.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            _count_as_old()
            gc.enable()


def _count_as_old() -> None:
    """What was made meanwhile is looked through when the old is: as young it would be at once, a second for 100,000 rows.

    Not where a server has frozen what it began with: that would be unfrozen, too.
    """
    if not gc.get_freeze_count():
        gc.freeze()
        gc.unfreeze()


def insert(sample: Model, names: Sequence[str], rows: Iterable[tuple]) -> None:
    """Insert rows of the sample's model: the values of `names` (attributes) come from each row, all others are the sample's.

    A row's values are as the database takes them. Without "id" among the names the database gives the ids. Database
    constraints, guards and the audit's triggers hold; save() and signals are not called.
    """
    fields = {field.attname: field for field in sample._meta.local_concrete_fields}
    same = [name for name in fields if name not in names and not fields[name].primary_key]
    constants = tuple(fields[name].get_db_prep_save(fields[name].pre_save(sample, True), connection) for name in same)
    columns = [fields[name].column for name in (*names, *same)]
    insert_rows(connection, sample._meta.db_table, columns, (row + constants for row in rows) if constants else rows)
