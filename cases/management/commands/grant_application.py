"""grant_application: give the PostgreSQL role of the running application its rights, and no more."""
import os

from django.core.management.base import CommandError
from django.db import connection, transaction

from cases.audit.rights import create_role, grants, is_unfit
from cases.database import POSTGRESQL
from cases.management.plain import PlainCommand

PASSWORD = "CWC_APP_PASSWORD"  # noqa: S105 (the name of the variable)


class Command(PlainCommand):
    """Gives the role of the running application its rights on the tables; run by the tables' owner after migrate."""

    help = ("PostgreSQLの役割（ロール）に、業務に必要な権限だけを与えます。監査の記録には、書き足すことと読むことしかできません。"
            f"ロールがなく、環境変数 {PASSWORD} があれば、そのパスワードで作成します。migrate のたびに、表の所有者で実行してください。")

    def add_arguments(self, parser):
        parser.add_argument("role", help="業務用のロール名（例: cwc_app）")

    def handle(self, *, role: str, **options):
        if connection.vendor != POSTGRESQL:
            raise CommandError("このコマンドは、PostgreSQLで使うときだけ必要です。")
        with transaction.atomic(), connection.cursor() as cursor:
            if (unfit := is_unfit(cursor, role)) is None:
                self._create(cursor, role)
            elif unfit:
                raise CommandError(f"ロール「{role}」は、表の所有者か全権の管理者です。別のロールを使ってください。")
            for statement in grants(connection.ops.quote_name(role)):
                cursor.execute(statement)
        self.stdout.write(f"ロール「{role}」に権限を与えました。監査の記録は、書き足すことと読むことしかできません。")

    def _create(self, cursor, role: str) -> None:
        if not os.environ.get(PASSWORD):
            raise CommandError(f"ロール「{role}」がありません。環境変数 {PASSWORD} にパスワードを入れて、もう一度実行してください。")
        create_role(cursor, role, os.environ[PASSWORD])
