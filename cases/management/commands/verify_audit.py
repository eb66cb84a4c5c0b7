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
            "控えは、このサーバーの管理者が書き換えられない場所に置いてください。控えを作る最初の1回だけ --first を付けます。")

    def add_arguments(self, parser):
        parser.add_argument("--anchor", metavar="FILE", type=Path, default=settings.AUDIT_ANCHOR,
                            help="末尾の控えのファイル（既定は環境変数 CWC_AUDIT_ANCHOR）")

        parser.add_argument("--first", action="store_true", help="控えのファイルを新しく作る（最初の1回だけ）")

    def handle(self, *, anchor: Path | None, first: bool, **options):
        try:
            anchors = _kept(anchor, first) if anchor else []
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


def _kept(path: Path, first: bool) -> list[tuple[int, str]]:
    """The heads kept so far. CommandError where there are none, unless this is the first time: then where there are."""
    anchors = _read(path) if path.exists() else []
    if first and anchors:
        raise CommandError(f"控えのファイル「{path}」は、もうあります。--first を付けずに検証してください。")
    if not first and not anchors:
        raise CommandError(f"控えのファイル「{path}」がないか、空です。消された可能性があります。控えを作る最初の1回だけ --first を付けてください。")
    return anchors


def _read(path: Path) -> list[tuple[int, str]]:
    lines = (line.split() for line in path.read_text(encoding="utf-8").splitlines() if line.strip())
    return [(int(seq), "" if value == "-" else value) for seq, value, *_ in lines]
