"""`manage.py undo_import`: takes one import back whole."""
from django.core.management.base import CommandError

from cases.imports.problems import ImportRefused
from cases.management.plain import PlainCommand
from cases.models import ImportBatch
from cases.services.imports import undo_import


class Command(PlainCommand):
    """Deletes what the import made and restores what it changed; refuses where that would lose later work."""

    help = "取込みを1回分、全部取り消します。"

    def add_arguments(self, parser):
        parser.add_argument("batch", type=int, metavar="BATCH", help="取込番号")

    def handle(self, *, batch: int, **options):
        found = ImportBatch.objects.filter(pk=batch).first()
        if found is None:
            raise CommandError(f"取込番号{batch}の取込みはありません。")
        try:
            undo_import(batch=found)
        except ImportRefused as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"取込番号{batch}（{found.file_name}）を取り消しました。")
