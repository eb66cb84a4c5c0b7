"""The test database as the migrations make it, built once in a run and copied for each process of it.

The migrations take eight seconds of a processor, and on two engines a small machine runs eight processes.
`python -m tests.prepared FILE` builds it: on SQLite in the file, on PostgreSQL as a database on its server. It prints
what CWC_PREPARED must be for the tests to copy it; without that they migrate as always.
"""
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

import django
from django.db import connection
from django.db.backends.sqlite3.creation import DatabaseCreation

NAME = "test_cwc_prepared"
IN_MEMORY = Path("/dev/shm")  # noqa: S108 (a folder of the system's; ours in it has a name of its own)


def prepare(file: str) -> str:
    """Build the database and return its name, a path on SQLite."""
    is_file = connection.vendor == "sqlite"
    connection.settings_dict["TEST"]["NAME"] = file if is_file else NAME
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    if is_file:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return file if is_file else NAME


def template() -> str:
    """What CWC_PREPARED names, a path on SQLite; "" where nothing was prepared."""
    return os.environ.get("CWC_PREPARED", "")


@contextmanager
def own_database(settings_dict: dict) -> Iterator[None]:
    """Meanwhile the test database of this process is its own, and begins as a copy of what CWC_PREPARED names.

    On SQLite it is a file. Without one, a test and its live server would share a connection, and each could wait for
    the other for ever: one holds SQLite's lock and asks Python for a hash, the other holds Python's and asks SQLite.
    """
    settings_dict["TEST"]["TEMPLATE"] = template() or None  # all that PostgreSQL needs
    if "sqlite" not in settings_dict["ENGINE"]:
        yield
        return
    with tempfile.TemporaryDirectory(prefix="cwc-tests-", dir=IN_MEMORY if IN_MEMORY.is_dir() else None) as folder:
        settings_dict["TEST"]["NAME"] = str(Path(folder) / "test.sqlite3")
        with mock.patch.object(DatabaseCreation, "_create_test_db", _copying(template())):
            yield


def _copying(file: str):
    create = DatabaseCreation._create_test_db

    def create_test_db(self, verbosity, autoclobber, keepdb=False):
        name = create(self, verbosity, autoclobber, keepdb)
        if file:
            shutil.copy(file, name)
        return name
    return create_test_db


if __name__ == "__main__":
    django.setup()
    sys.stdout.write(prepare(sys.argv[1]))
