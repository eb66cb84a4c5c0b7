"""The rights of the application's role on PostgreSQL: everything it works with, and of the audit only to add and to read."""
from psycopg import sql

from .layout import ENTRY, HEAD, OBJECT, REVISION


def is_unfit(cursor, role: str) -> bool | None:
    """Whether a role has rights that no grant can take from it; None where there is no such role."""
    cursor.execute("SELECT rolsuper OR pg_has_role(oid, (SELECT relowner FROM pg_class WHERE oid = %s::regclass), 'MEMBER') "
                   "FROM pg_roles WHERE rolname = %s", [ENTRY, role])
    found = cursor.fetchone()
    return found and found[0]


def create_role(cursor, role: str, password: str) -> None:
    """Create a role that can log in and nothing else."""
    statement = sql.SQL("CREATE ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD {}").format(
        sql.Identifier(role), sql.Literal(password))
    cursor.execute(statement.as_string(cursor.connection))


def grants(role: str) -> list[str]:
    """The statements, for a quoted role name; safe to run again after every migrate."""
    return [
        f"GRANT USAGE ON SCHEMA public TO {role}",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
        f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}",
        f"REVOKE ALL ON {ENTRY}, {HEAD}, {OBJECT}, {REVISION}, django_migrations FROM {role}",
        f"GRANT SELECT ON {HEAD}, {OBJECT}, {REVISION}, django_migrations TO {role}",
        f"GRANT SELECT, INSERT ON {ENTRY} TO {role}",
    ]
