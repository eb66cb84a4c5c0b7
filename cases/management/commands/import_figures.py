"""`manage.py import_figures`: published totals of past years, kept as printed, all or nothing."""
from cases.imports.prior_figures import GAPS, PRIOR_CHOICES
from cases.models import ImportBatch

from ._importing import ImportCommand, fiscal_year_argument


class Command(ImportCommand):
    """Imports published figures; a total that its rows do not add up to is kept and reported."""

    help = "公表値を取り込みます。誤りが1件でもあれば、何も取り込みません（--skip-errorsを付けた場合を除く）。"
    subject, noun = ImportBatch.Subject.FIGURES, "公表値"

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("--sheet", default="", help="読み取るシートの名前（なければ、表の分かるシート全部）")
        parser.add_argument("--fiscal-year", type=fiscal_year_argument, metavar="Y",
                            help="年度（2021、R3、令和3年度）。表に年度が書かれていないときに要ります")
        parser.add_argument("--skip-errors", action="store_true", help="誤りのある行（印刷した表では、誤りのある表の全部）を除いて取り込みます")
        parser.add_argument("--priors", choices=PRIOR_CHOICES, default=GAPS,
                            help="印刷した表の前年度の数。gaps: 対応記録から数えている地区・軸では取り込まない、all: 全部取り込む、none: 取り込まない")

    def handle(self, *, file, sheet, fiscal_year, skip_errors, priors, dry_run, json, **options):
        self.run(file, dry_run=dry_run, as_json=json, skip_errors=skip_errors, priors=priors, sheet=sheet, fiscal_year=fiscal_year)
