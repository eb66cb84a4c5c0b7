"""Copies that stand before the counted tables while an import is tried: they are written, and the record is only read.

Both engines look for a table's name among the temporary ones of the connection first. The copies have no triggers, so
a trial leaves no entry in the audit and waits for nobody, and nobody waits for it.
"""
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager

from django.db import connection, transaction
from django.db.models import Model

from cases.database import beginning_to_read, shadow
from cases.deadlines import patiently
from cases.models import Case, Contact, ContactCategory, Household, PublishedFigure

from .stored import chunks

CONTACT, CODING = Contact._meta.db_table, ContactCategory._meta.db_table
LINK, ALSO = Contact.coordinators.through._meta.db_table, Contact.also_cases.through._meta.db_table
_OF_CONTACT = f"contact_id IN (SELECT id FROM {CONTACT})"  # noqa: S608 (no input)
_FIGURES = ("fiscal_year", "axis_id", "category_id", "district_id", "month")  # as the index coding_figures


@contextmanager
def shadowed(years: Collection[int], changed: Sequence[int] = ()) -> Iterator[None]:
    """A transaction that sees, and may write, copies of what is counted in the fiscal years and in those before them.

    `changed` are contacts that are copied whatever their year. At the end all of it is gone.
    """
    with beginning_to_read(connection), patiently():
        _contacts({year for each in years for year in (each, each - 1)}, changed)
        for table in (Household._meta.db_table, Case._meta.db_table, PublishedFigure._meta.db_table):
            shadow(connection, table, "TRUE", [("id",)])
        try:
            yield
        finally:
            transaction.set_rollback(True)


@contextmanager
def copied(models: Iterable[type[Model]]) -> Iterator[None]:
    """A transaction that sees, and may write, copies of these tables. At the end all of it is gone."""
    with beginning_to_read(connection), patiently():
        for model in models:
            shadow(connection, model._meta.db_table, "TRUE", [("id",)])
        try:
            yield
        finally:
            transaction.set_rollback(True)


def _contacts(years: Collection[int], changed: Sequence[int]) -> None:
    wanted = [f"fiscal_year IN ({', '.join(map(str, sorted(years)))})"]
    wanted += [f"id IN ({', '.join(map(str, some))})" for some in chunks(changed)]
    shadow(connection, CONTACT, " OR ".join(wanted), [("id",), ("fiscal_year",)])
    shadow(connection, CODING, _OF_CONTACT, [("contact_id",), _FIGURES])
    shadow(connection, LINK, _OF_CONTACT, [("contact_id",)])
    shadow(connection, ALSO, _OF_CONTACT, [("contact_id",)])
