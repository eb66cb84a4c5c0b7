"""Many new rows of one model at once, without an object for each."""
import gc
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from django.db import connection
from django.db.models import Field, Model

from cases.database import insert_rows, reserve_ids


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


def insert_objects(objects: Sequence[Model], sample: Model, names: Sequence[str]) -> None:
    """Insert new objects of the sample's model and give them their ids; all but `names` (attributes) is as the sample has it.

    What they refer to has been saved. save() and signals are not called. Call it inside a transaction.
    """
    model = sample._meta
    fields = [model.get_field(name) for name in names]
    for each, pk in zip(objects, reserve_ids(connection, model.db_table, len(objects)), strict=True):
        each.pk = pk
    insert(sample, ("id", *(field.attname for field in fields)), (
        (each.pk, *[field.get_db_prep_save(_current(field, each), connection) for field in fields]) for each in objects))


def _current(field: Field, instance: Model):
    """Its value; of an object that got its id after it was referred to, that id."""
    value = getattr(instance, field.name)
    return value.pk if field.is_relation and value else value


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
