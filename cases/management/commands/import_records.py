"""`manage.py import_records`: contact records from a spreadsheet or CSV file, all or nothing."""
from cases.imports.decisions import ADD, KEEP, UPDATE
from cases.models import ImportBatch

from ._importing import ImportCommand, fiscal_year_argument


class Command(ImportCommand):
    """Imports contact records; the same file twice changes nothing."""

    help = "対応記録を取り込みます。誤りが1件でもあれば、何も取り込みません（--skip-errorsを付けた場合を除く）。"
    subject, noun = ImportBatch.Subject.RECORDS, "対応記録"

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("--sheet", default="", help="読み取るシートの名前（なければ、見出しの分かるシート全部）")
        parser.add_argument("--fiscal-year", type=fiscal_year_argument, metavar="Y", help="年度（2021、R3、令和3年度）")
        parser.add_argument("--skip-errors", action="store_true", help="誤りのある行を除いて取り込みます")
        parser.add_argument("--similar", choices=[ADD, UPDATE, KEEP], default=ADD,
                            help="記録番号のない行が登録されている記録と似ているとき: add 別の記録として加えて注意を出す（初期値）、"
                                 "update 記録を更新する、keep 取り込まない")

    def handle(self, *, file, sheet, fiscal_year, skip_errors, similar, dry_run, json, **options):
        self.run(file, dry_run=dry_run, as_json=json, skip_errors=skip_errors, similar=similar, sheet=sheet, fiscal_year=fiscal_year)
