"""`manage.py export_records`: contact records as a file that `import_records` reads back."""
from cases.exports.records import export_records
from cases.models import Contact

from ._exporting import ExportCommand


class Command(ExportCommand):
    """Exports contact records; importing the file changes nothing."""

    help = "対応記録を、import_records で取り込める形で書き出します。"
    noun = "対応記録"

    def handle(self, *, output, fiscal_year, **options):
        records = Contact.objects.all() if fiscal_year is None else Contact.objects.filter(fiscal_year=fiscal_year)
        self.run(export_records(records), output)
