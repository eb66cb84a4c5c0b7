"""verify_audit: is the audit whole? And keep its head outside of the database."""
from pathlib import Path

from django.conf import settings
from django.core.management.base import CommandError
from django.db import connection, transaction
from django.utils import timezone

from cases.audit.chain import verify
from cases.management.plain import PlainCommand


class Command(PlainCommand):
    """Walks the chain of the audit, and keeps its head outside of the database."""

    help = ("監査の記録を検証します。--anchor のファイルには末尾の番号とハッシュを1行ずつ書き足し、次からはその控えとも照合します。"
            "控えは、このサーバーの管理者が書き換えられない場所に置いてください。")

    def add_arguments(self, parser):
        parser.add_argument("--anchor", metavar="FILE", type=Path, default=settings.AUDIT_ANCHOR,
                            help="末尾の控えのファイル（既定は環境変数 CWC_AUDIT_ANCHOR）")

    def handle(self, *, anchor: Path | None, **options):
        try:
            anchors = _read(anchor) if anchor and anchor.exists() else []
            with transaction.atomic(), connection.cursor() as cursor:
                result = verify(cursor, anchors)
            if result.findings:
                raise CommandError("\n".join([f"{each.seq}番：{each.text}" for each in result.findings]))
            if anchor:
                with anchor.open("a", encoding="utf-8") as file:
                    file.write(f"{result.seq} {result.hash or '-'} {timezone.now().isoformat(timespec='seconds')}\n")
        except (OSError, ValueError) as error:
            raise CommandError(f"控えのファイル「{anchor}」を読み書きできません。") from error
        self.stdout.write(f"監査の記録 {result.entries:,} 件は、つながりも内容も正しいです。末尾：{result.seq}番 {result.hash}")


def _read(path: Path) -> list[tuple[int, str]]:
    lines = (line.split() for line in path.read_text(encoding="utf-8").splitlines() if line.strip())
    return [(int(seq), "" if value == "-" else value) for seq, value, *_ in lines]
