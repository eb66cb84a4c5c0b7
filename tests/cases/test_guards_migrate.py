"""On SQLite the triggers stand aside while tables are remade, and come back whatever becomes of the migration."""
import pytest
from django.core.management import call_command
from django.core.management.commands import migrate
from django.db import connection

from cases.guards import remove_before_migrate

pytestmark = [pytest.mark.django_db, pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL keeps its triggers")]


def triggers():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM sqlite_master WHERE type = 'trigger'")
        return cursor.fetchone()[0]


def test_they_are_taken_away_only_where_there_is_something_to_migrate():
    before = triggers()
    remove_before_migrate("default", plan=[])
    assert triggers() == before > 0
    remove_before_migrate("default", plan=[("one", False)])
    assert triggers() == 0


def test_a_migration_that_fails_leaves_them_in_place(monkeypatch):
    before = triggers()

    def fail(self, *args, **options):
        remove_before_migrate("default", plan=[("one", False)])
        raise RuntimeError
    monkeypatch.setattr(migrate.Command, "handle", fail)
    with pytest.raises(RuntimeError):
        call_command("migrate")
    assert triggers() == before
