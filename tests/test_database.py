"""How each engine is opened: what a save survives, and who waits for whom."""
import sqlite3

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import ConnectionHandler, IntegrityError

from cases.database import connection_settings, insert_rows


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


@pytest.mark.parametrize(("variables", "statements"), [(None, 3), (300, 12)])
def test_many_rows_take_few_statements(embedded, variables, statements):
    with embedded.cursor() as cursor:
        cursor.execute("CREATE TABLE many (id integer PRIMARY KEY, a, b)")
    sqlite, traced = embedded.connection, []
    if variables:
        sqlite.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, variables)
    sqlite.set_trace_callback(traced.append)
    insert_rows(embedded, "many", ["id", "a", "b"], ((n, f"a{n}", None) for n in range(1200)))
    sqlite.set_trace_callback(None)
    assert sum(each.startswith("INSERT") for each in traced) == statements
    assert sqlite.execute("SELECT count(*), max(id), count(a), count(b) FROM many").fetchone() == (1200, 1199, 1200, 0)


def test_rows_of_which_one_is_refused_are_an_error_of_the_database(embedded):
    with embedded.cursor() as cursor:
        cursor.execute("CREATE TABLE many (id integer PRIMARY KEY)")
    with pytest.raises(IntegrityError):
        insert_rows(embedded, "many", ["id"], [(1,), (2,), (1,)])
