"""`manage.py import_ledgers`: the register, つなぎ, relations, ties and leaders of resources out of a file, all or nothing."""
import json
from pathlib import Path

from django.core.management.base import CommandError

from cases.imports.limits import LARGE, SheetError
from cases.imports.problems import Problem
from cases.ledgers.files import Outcome, read_ledgers, store_ledgers
from cases.management.plain import PlainCommand, file_trouble


class Command(PlainCommand):
    """Adds the rows that are not stored yet; with --json only JSON on standard output."""

    help = "地域支援の記録、つなぎ、世帯員の関係、周囲とのつながり、社会資源の代表者・窓口を取り込みます。同じ内容の行は登録済みとし、誤りが1件でもあれば何も取り込みません。"
    requires_migrations_checks = True

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FILE", help="xlsx・xls・ods・CSV（UTF-8、CP932）")
        parser.add_argument("--dry-run", action="store_true", help="確認だけを行い、何も書き込みません")
        parser.add_argument("--json", action="store_true", help="結果をJSONで出力します")

    def handle(self, *, file: Path, dry_run: bool, json: bool, **options):
        """Read, store, and say what was done."""
        try:
            outcome = read_ledgers(content=file.read_bytes(), file_name=file.name, by=None, limits=LARGE)
        except (OSError, SheetError) as error:
            reason = f"ファイルを読めません。{file_trouble(error)}" if isinstance(error, OSError) else str(error)
            self._say(Outcome(None, problems=[Problem(None, "", "", reason)]), as_json=json)
            raise CommandError(reason) from error
        if not (outcome.problems or dry_run):
            store_ledgers(outcome, by=None)
        self._say(outcome, as_json=json)
        if outcome.problems:
            raise CommandError(f"誤りが{len(outcome.problems)}件あるため、何も取り込んでいません。")

    def _say(self, outcome: Outcome, as_json: bool) -> None:
        created = 0 if outcome.problems else outcome.created
        for problem in outcome.problems if outcome.parts else ():
            self.stderr.write(f"誤り: {problem}")
        if as_json:
            self.stdout.write(json.dumps({
                "read": outcome.read, "created": created, "unchanged": outcome.unchanged, "updated": 0, "batch": "",
                "errors": [each.as_dict(with_sheet=len(outcome.parts) > 1) for each in outcome.problems]}, ensure_ascii=False))
        elif outcome.parts:
            self.stdout.write(f"読み取り{outcome.read}件、新規{created}件、登録済み{outcome.unchanged}件、誤り{len(outcome.problems)}件")
