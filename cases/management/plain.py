"""What every command shares: a database that is not ready is one plain sentence, never a traceback."""
import errno

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


def file_trouble(error: OSError) -> str:
    """Why a file cannot be read or written, in words; the system's own are English."""
    kinds = ((FileNotFoundError, "ファイルかフォルダーがありません。"), (NotADirectoryError, "途中の名前がフォルダーではありません。"),
             (IsADirectoryError, "フォルダーです。ファイルの名前を書いてください。"), (PermissionError, "権限がありません。"))
    by_number = {errno.ENOSPC: "ディスクの空きがありません。", errno.EROFS: "書き込みのできないディスクです。",
                 errno.ENAMETOOLONG: "名前が長すぎます。", errno.EIO: "ディスクの読み書きに失敗しました。"}
    found = next((words for kind, words in kinds if isinstance(error, kind)), None)
    return found or by_number.get(error.errno, f"ディスクの状態を確かめてください（エラー番号{error.errno}）。")


def _reason(error: Exception) -> str:
    text = str(error)
    if "no such table" in text or "no such column" in text or isinstance(error, ProgrammingError):
        return NOT_MIGRATED
    return NOT_REACHED if connection.connection is None else f"データベースのエラーです。{type(error).__name__}"
