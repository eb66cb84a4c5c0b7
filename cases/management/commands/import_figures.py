"""`manage.py import_figures`: published totals of past years, kept as printed, all or nothing."""
from cases.models import ImportBatch

from ._importing import ImportCommand, fiscal_year_argument


class Command(ImportCommand):
    """Imports published figures; a total that its rows do not add up to is kept and reported."""

    help = "公表値を取り込みます。誤りが1件でもあれば、何も取り込みません。"
    subject, noun = ImportBatch.Subject.FIGURES, "公表値"

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("--sheet", default="", help="読み取るシートの名前（なければ、表の分かるシート全部）")
        parser.add_argument("--fiscal-year", type=fiscal_year_argument, metavar="Y",
                            help="年度（2021、R3、令和3年度）。表に年度が書かれていないときに要ります")

    def handle(self, *, file, sheet, fiscal_year, dry_run, json, **options):
        self.run(file, dry_run=dry_run, as_json=json, sheet=sheet, fiscal_year=fiscal_year)
