"""rebuild_search: make the full-text indexes of the contacts and the register anew."""
from django.core.management.base import BaseCommand
from django.db import connection, transaction

from cases import fulltext


class Command(BaseCommand):
    """Indexes every contact and entry; needed only where rows were changed while the triggers were away, as after a restore by hand."""

    help = "対応記録と地域支援の記録の全文の索引を作り直します。"

    def handle(self, *args, **options):
        """Rebuild in one transaction: searches find the old state until it is done."""
        with transaction.atomic():
            fulltext.rebuild(connection, always=True)
        self.stdout.write("索引を作り直しました。")
