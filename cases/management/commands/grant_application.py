"""grant_application: give the PostgreSQL role of the running application its rights, and no more."""
from django.core.management.base import CommandError
from django.db import connection

from cases.audit.layout import ENTRY, HEAD, OBJECT, REVISION
from cases.database import POSTGRESQL
from cases.management.plain import PlainCommand


class Command(PlainCommand):
    """Gives the role of the running application its rights on the tables."""

    help = "PostgreSQLの役割（ロール）に、業務に必要な権限だけを与えます。監査の記録には、書き足すことと読むことしかできません。"

    def add_arguments(self, parser):
        parser.add_argument("role", help="業務用のロール名（例: cwc_app）")

    def handle(self, *, role: str, **options):
        if connection.vendor != POSTGRESQL:
            raise CommandError("このコマンドは、PostgreSQLで使うときだけ必要です。")
        with connection.cursor() as cursor:
            cursor.execute("SELECT rolsuper OR rolname = current_user FROM pg_roles WHERE rolname = %s", [role])
            found = cursor.fetchone()
            if found is None:
                raise CommandError(f"ロール「{role}」がありません。先に CREATE ROLE {role} LOGIN で作成してください。")
            if found[0]:
                raise CommandError(f"ロール「{role}」は、表の所有者か全権の管理者です。別のロールを使ってください。")
            for statement in grants(connection.ops.quote_name(role)):
                cursor.execute(statement)
        self.stdout.write(f"ロール「{role}」に権限を与えました。監査の記録は書き足すことと読むことしかできません。")


def grants(role: str) -> list[str]:
    """The statements, for a quoted role name."""
    return [
        f"GRANT USAGE ON SCHEMA public TO {role}",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
        f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}",
        f"REVOKE ALL ON {ENTRY}, {HEAD}, {OBJECT}, {REVISION}, django_migrations FROM {role}",
        f"GRANT SELECT ON {OBJECT}, {REVISION}, django_migrations TO {role}",
        f"GRANT SELECT, INSERT ON {ENTRY} TO {role}",
    ]
