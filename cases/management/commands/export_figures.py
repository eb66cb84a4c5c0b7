"""`manage.py export_figures`: published totals as a file that `import_figures` reads back."""
from cases.exports.figures import export_figures
from cases.models import PublishedFigure

from ._exporting import ExportCommand


class Command(ExportCommand):
    """Exports published totals; importing the file changes nothing."""

    help = "公表値を、import_figures で取り込める形で書き出します。"
    noun = "公表値"

    def handle(self, *, output, fiscal_year, **options):
        figures = PublishedFigure.objects.all() if fiscal_year is None else PublishedFigure.objects.filter(fiscal_year=fiscal_year)
        self.run(export_figures(figures), output)
