"""What a ledger is: its columns, the rows in sight, what is wrong with a new row, and how it is made."""
from collections.abc import Iterator, Sequence
from typing import Protocol

from django.db.models import Model, QuerySet

from cases.models import User

from .columns import Column, Values
from .scope import Scope


class Ledger(Protocol):
    """One table of a file. `title` is the sheet's name and `name` stands in addresses."""

    name: str
    title: str
    columns: Sequence[Column]

    def rows(self, scope: Scope) -> QuerySet:
        """The stored rows in sight, with all that their cells print."""

    def hidden(self, scope: Scope) -> set[int]:
        """Ids of rows in sight that no file holds: what they say may tell where a protected household is."""

    def values(self, row: Model) -> Values:
        """What a stored row says, by column."""

    def wrong(self, values: Values, scope: Scope) -> Iterator[tuple[str, str]]:
        """(column, reason) of everything that a new row must not say."""

    def make(self, rows: Sequence[Values], by: User | None) -> None:
        """Store new rows."""


def cells_of(ledger: Ledger, values: Values, scope: Scope) -> tuple[str, ...]:
    """What a row says, as its cells: rows are the same when these are."""
    return tuple(column.write(values[column.name], scope) for column in ledger.columns)
