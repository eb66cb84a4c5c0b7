"""What every command shares: a database that is not ready is one plain sentence, never a traceback."""
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, ProgrammingError, connection

NOT_MIGRATED = "データベースの準備ができていません。先に python manage.py migrate を実行してください。"
NOT_REACHED = "データベースに接続できません。DATABASE_URL と、データベースが動いているかを確かめてください。"


class PlainCommand(BaseCommand):
    """A command whose errors go to stderr in plain words."""

    def execute(self, *args, **options):
        """Run the command; raises CommandError where the database cannot be reached or was not migrated."""
        try:
            return super().execute(*args, **options)
        except (OperationalError, ProgrammingError) as error:
            raise CommandError(_reason(error)) from error


def _reason(error: Exception) -> str:
    text = str(error)
    if "no such table" in text or "no such column" in text or isinstance(error, ProgrammingError):
        return NOT_MIGRATED
    return NOT_REACHED if connection.connection is None else f"データベースのエラーです。{type(error).__name__}"
