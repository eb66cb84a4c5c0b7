"""The test database as the migrations make it, built once in a run and copied for each process of it.

The migrations take five seconds of a processor, and on two engines a small machine runs eight processes.
`python -m tests.prepared FILE` builds it: on SQLite in the file, on PostgreSQL as a database on its server. It prints
what CWC_PREPARED must be for the tests to copy it; without that they migrate as always.
"""
import os
import sqlite3
import sys

import django
from django.db import connection
from django.db.backends.sqlite3.creation import DatabaseCreation

NAME = "test_cwc_prepared"


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


def copied(patch, settings_dict: dict) -> None:
    """Let Django begin with a copy of what CWC_PREPARED names, when it creates a test database."""
    if prepared := os.environ.get("CWC_PREPARED", ""):
        settings_dict["TEST"]["TEMPLATE"] = prepared  # all that PostgreSQL needs
        patch.setattr(DatabaseCreation, "_create_test_db", _copying(DatabaseCreation._create_test_db, prepared))


def _copying(create, prepared: str):
    def create_test_db(self, verbosity, autoclobber, keepdb=False):
        name = create(self, verbosity, autoclobber, keepdb)
        if self.is_in_memory_db(name):
            self.kept_open = sqlite3.connect(name, uri=True)  # until Django has opened it as well
            with sqlite3.connect(prepared) as source:
                source.backup(self.kept_open)
        return name
    return create_test_db


if __name__ == "__main__":
    django.setup()
    sys.stdout.write(prepare(sys.argv[1]))
