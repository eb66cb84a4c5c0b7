"""`manage.py load_codebook`: axes, categories and districts from a folder of CSV files or a workbook."""
import json
from pathlib import Path

from django.utils import timezone

from cases.management.plain import PlainCommand
from cases.periods import format_date
from cases.services.codebook import load_codebook


class Command(PlainCommand):
    """Loads a codebook. Exit status 0 only when every row is in the database as the file says."""

    help = "分類表（軸・分類・地区）を読み込みます。同じものをもう一度読み込んでも何も変わりません。"

    def add_arguments(self, parser):
        parser.add_argument("source", type=Path, metavar="DIR_OR_XLSX", help="CSVが3つあるフォルダーか、xlsx")
        parser.add_argument("--json", action="store_true", help="結果をJSONで出力します")

    def handle(self, *, source, json: bool, **options):
        result = load_codebook(source)
        if json:
            self.stdout.write(_json(result.as_dict()))
        elif not result.problems:
            self._report(result)
        if result.problems:
            self.stderr.write("\n".join([*result.messages, "分類表は変更していません。"]))
            raise SystemExit(1)

    def _report(self, result) -> None:
        for line in result.changes:
            self.stdout.write(f"{format_date(timezone.localdate())} {line}")
        for line in result.not_in_file:
            self.stdout.write(f"{line} はファイルにありません。そのまま残します。")
        self.stdout.write(f"分類表: 読み込み{result.read}行、追加{result.created}行、"
                          f"変更{result.updated}行、変更なし{result.unchanged}行")


def _json(summary: dict) -> str:
    return json.dumps(summary, ensure_ascii=False)
