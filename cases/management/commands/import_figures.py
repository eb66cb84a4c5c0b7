"""`manage.py import_figures`: published totals of past years, kept as printed, all or nothing."""
from cases.models import ImportBatch

from ._importing import ImportCommand


class Command(ImportCommand):
    """Imports published figures; a total that its rows do not add up to is kept and reported."""

    help = "公表値を取り込みます。誤りが1件でもあれば、何も取り込みません。"
    subject, noun = ImportBatch.Subject.FIGURES, "公表値"

    def handle(self, *, file, dry_run, json, **options):
        self.run(file, dry_run=dry_run, as_json=json)
