"""How each engine is opened: what a save survives, and who waits for whom."""
import pytest
from django.db import ConnectionHandler

from cases.database import connection_settings


@pytest.fixture
def embedded(db, tmp_path):
    """A connection to a new embedded database, with the product's own settings."""
    connection = ConnectionHandler({"default": connection_settings("", tmp_path)})["default"]
    yield connection
    connection.close()


@pytest.mark.parametrize(("pragma", "value"), [
    ("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1)])
def test_the_embedded_database_is_durable_and_checks_keys(embedded, pragma, value):
    with embedded.cursor() as cursor:
        assert cursor.execute(f"PRAGMA {pragma}").fetchone() == (value,)


def test_a_writer_takes_its_turn_at_the_start(embedded):
    embedded.ensure_connection()
    assert embedded.transaction_mode == "IMMEDIATE"


def test_the_address_alone_chooses_postgresql(tmp_path):
    settings = connection_settings("postgres://user:word@localhost:5433/cwc", tmp_path)
    assert settings["ENGINE"] == "django.db.backends.postgresql"
    assert (settings["HOST"], settings["PORT"], settings["NAME"]) == ("localhost", 5433, "cwc")
