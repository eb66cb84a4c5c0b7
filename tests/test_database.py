"""How each engine is opened: what a save survives, and who waits for whom."""
import pytest
from django.core.exceptions import ImproperlyConfigured
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


def test_a_folder_with_odd_characters_holds_the_embedded_database(tmp_path):
    folder = tmp_path / "a #1 50%25"
    assert connection_settings("", folder)["NAME"] == str(folder / "cwc.sqlite3")


def test_an_address_that_is_none_is_one_plain_sentence(tmp_path):
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL must look like"):
        connection_settings("foo", tmp_path)
