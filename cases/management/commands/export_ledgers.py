"""`manage.py export_ledgers`: the register, つなぎ, relations, ties and leaders of resources as a workbook that `import_ledgers` reads back."""
from pathlib import Path

from django.core.management.base import CommandError

from cases.exports.tables import XLSX
from cases.ledgers.files import export_all
from cases.management.plain import PlainCommand, file_trouble

from ._exporting import output_argument


class Command(PlainCommand):
    """Exit status 0 only when every row is in the file and can be read back."""

    help = "地域支援の記録、つなぎ、世帯員の関係、周囲とのつながり、社会資源の代表者・窓口を、import_ledgers で取り込める1つのブック（.xlsx）に書き出します。"
    requires_migrations_checks = True

    def add_arguments(self, parser):
        parser.add_argument("--output", type=output_argument, required=True, metavar="ファイル", help="書き出すファイル（.xlsx）")

    def handle(self, *, output: Path, **options):
        """Write the file, and fail in words where something is not in it."""
        if output.suffix.lower() != f".{XLSX}":
            raise CommandError("ファイルの名前の終わりを .xlsx にしてください。")
        content, troubles, count = export_all(None)
        try:
            output.write_bytes(content)
        except OSError as error:
            raise CommandError(f"「{output}」に書き出せませんでした。{file_trouble(error)}") from error
        self.stdout.write(f"{count}件書き出しました。")
        if troubles:
            raise CommandError("\n".join(dict.fromkeys(troubles)))
