"""Published figures (公表値) as the import reads them: one printed cell a row."""
from django.db.models import F, QuerySet

from cases.imports.directory import Directory, Unknown
from cases.imports.figure_plan import TOTAL, WHOLE
from cases.imports.figures import HEADINGS
from cases.models import PublishedFigure
from cases.periods import FISCAL_MONTHS, fiscal_year_label, fiscal_year_span
from cases.text import fold_label

from .tables import Export


def export_figures(figures: QuerySet[PublishedFigure]) -> Export:
    """The figures as they are printed, a sheet for each fiscal year; 件数 is blank where one is not available."""
    names, sheets = _Names(Directory()), {}
    found = figures.select_related("district", "axis", "category").order_by(
        "fiscal_year", F("district__order").asc(nulls_last=True), "district", "axis__order", "axis", "category__order", "category")
    for each in sorted(found, key=lambda each: each.fiscal_year):
        sheets.setdefault(fiscal_year_label(each.fiscal_year), []).append(names.row(each))
    return Export(list(HEADINGS), sheets, names.troubles)


class _Names:
    """Writes one figure after another, with the names that the directory understands."""

    def __init__(self, directory: Directory):
        self.directory, self.troubles = directory, []

    def row(self, figure: PublishedFigure) -> list[str]:
        """The cells of one printed figure."""
        month = figure.month if figure.month in FISCAL_MONTHS else None
        return [str(figure.fiscal_year), self._district(figure), figure.axis.code, self._category(figure),
                "" if month is None else str(month), "" if figure.value is None else str(figure.value), figure.note]

    def _district(self, figure: PublishedFigure) -> str:
        if figure.district is None:
            return WHOLE
        span = fiscal_year_span(figure.fiscal_year)
        return self._read(figure, [figure.district.name, figure.district.code], WHOLE, figure.district,
                          lambda name: self.directory.district_in_year(name, figure.fiscal_year, *span))

    def _category(self, figure: PublishedFigure) -> str:
        if figure.category is None:
            return TOTAL
        return self._read(figure, figure.category.names, TOTAL, figure.category,
                          lambda name: self.directory.category(figure.axis, name, figure.fiscal_year))

    def _read(self, figure: PublishedFigure, names: list[str], taken: str, meant, read) -> str:
        for name in names:
            try:
                if name and fold_label(name) != taken and read(name) == meant:
                    return name
            except Unknown:
                continue
        self.troubles.append(f"{fiscal_year_label(figure.fiscal_year)}の{figure.axis}「{meant}」は、同じ名称がほかにもあるか、"
                             "その年度にはないため、このままでは取り込めません。")
        return names[0]
