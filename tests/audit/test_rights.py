"""The application's role on PostgreSQL can work, and can only add to the audit."""
import os

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from cases.models import AuditEntry, Household
from tests.measures import measured

# A role belongs to the whole server, which the processes of a test run share.
ROLE, PASSWORD = f"cwc_app_of_tests_{os.getpid()}", "only-for-tests"
on_postgresql = pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has no roles")
FORBIDDEN = [
    "UPDATE cases_auditentry SET action = 'x'", "DELETE FROM cases_auditentry", "TRUNCATE cases_auditentry",
    "DROP TABLE cases_auditentry", "ALTER TABLE cases_auditentry DISABLE TRIGGER ALL", "UPDATE cases_audithead SET seq = 0",
    "DELETE FROM cases_revision", "UPDATE cases_revision SET changes = '{}'", "DELETE FROM cases_auditobject",
    "INSERT INTO cases_revision VALUES (1, 'contact', 1, 'changed', '{}')",
    "ALTER TABLE cases_household DISABLE TRIGGER audit_change", "DROP TRIGGER audit_change ON cases_household",
    "CREATE OR REPLACE FUNCTION cwc_audit_change() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
    "SELECT cwc_audit_tell('contact', 1, 'changed', '{}')",
    "INSERT INTO cases_auditentry (seq, at, username, role, action, outcome, route, request_id, address, purpose, objects, detail, hash) "
    "VALUES ((SELECT seq + 1 FROM cases_audithead), 0, '', '', 'x', 'ok', '', '', '', '', '{}', '{}', 'invented')",
    "SET session_replication_role = replica",
]


@pytest.fixture
def as_application(transactional_db, monkeypatch):
    """A connection of the application's role, which the command has made."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user")
        if not cursor.fetchone()[0]:
            pytest.skip("the user of this server may not make roles")
    monkeypatch.setenv("CWC_APP_PASSWORD", PASSWORD)
    call_command("grant_application", ROLE, verbosity=0)
    owner = connection.get_connection_params()
    where = {name: owner[name] for name in ("dbname", "host", "port") if owner.get(name)}
    with psycopg.connect(**where, user=ROLE, password=PASSWORD, autocommit=True) as link:
        yield link
    with connection.cursor() as cursor:
        cursor.execute(f"DROP OWNED BY {ROLE}")
        cursor.execute(f"DROP ROLE {ROLE}")


@on_postgresql
def test_the_application_can_work_and_its_changes_are_told(as_application):
    household = Household.objects.create(number="S-1")
    as_application.execute("UPDATE cases_household SET name = '見本家' WHERE id = %s", [household.pk])
    as_application.execute("DELETE FROM cases_household WHERE id = %s", [household.pk])
    assert set(AuditEntry.objects.values_list("action", flat=True)) == {
        "household.created", "household.changed", "household.deleted"}


@on_postgresql
def test_of_the_audit_it_can_only_add_and_read(as_application):
    Household.objects.create(number="S-1")
    for statement in FORBIDDEN:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            as_application.execute(statement)
    measured("C19", forbidden_statements_denied=len(FORBIDDEN))


@on_postgresql
def test_the_owner_could_so_the_role_is_what_protects(transactional_db):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE cases_auditentry DISABLE TRIGGER USER")
        cursor.execute("UPDATE cases_auditentry SET action = 'x'")
        cursor.execute("ALTER TABLE cases_auditentry ENABLE TRIGGER USER")


@on_postgresql
def test_a_role_that_owns_the_tables_is_refused(db):
    with pytest.raises(CommandError, match="別のロール"):
        call_command("grant_application", connection.settings_dict["USER"])


@on_postgresql
def test_a_missing_role_without_a_password_is_refused(db, monkeypatch):
    monkeypatch.delenv("CWC_APP_PASSWORD", raising=False)
    with pytest.raises(CommandError, match="CWC_APP_PASSWORD"):
        call_command("grant_application", "nobody_at_all")


def test_sqlite_says_that_it_has_no_roles(db):
    if connection.vendor == "postgresql":
        pytest.skip("PostgreSQL has roles")
    with pytest.raises(CommandError, match="PostgreSQL"):
        call_command("grant_application", ROLE)
