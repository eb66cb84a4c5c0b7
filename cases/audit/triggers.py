"""The audit's triggers on either engine, and its first row."""
from cases.database import SQLITE

from . import postgresql, sqlite
from .layout import HEAD, watches

_FIRST = f"INSERT INTO {HEAD} (id, seq, hash) VALUES (1, 0, '') ON CONFLICT DO NOTHING"


def statements(vendor: str) -> list[str]:
    """Everything that makes the audit work in a migrated database, safe to run again."""
    engine = sqlite if vendor == SQLITE else postgresql
    return [*engine.statements(watches()), _FIRST]


def prepare(connection, **kwargs) -> None:
    """Make a new connection ready for the triggers (signal connection_created)."""
    if connection.vendor == SQLITE:
        sqlite.register(connection)
