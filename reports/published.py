"""The published figures (公表値) of a year as tables, as printed, and where they do not agree with each other."""
from collections.abc import Sequence
from dataclasses import dataclass

from cases.district_names import show_apart
from cases.imports.figure_plan import TOTAL, WHOLE, as_warning, key_of
from cases.imports.figure_rules import counted_once
from cases.imports.figure_sums import open_sums
from cases.models import PublishedFigure
from cases.periods import FISCAL_MONTHS
from cases.placing import summed_in


@dataclass(frozen=True, slots=True)
class PrintedCell:
    """A printed figure; `figure` None where none was printed, `is_open` where it is a sum that does not close."""

    heading: str
    figure: PublishedFigure | None
    is_open: bool


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """A category, or 合計, and its cells in the order of the headings."""

    label: str
    cells: tuple[PrintedCell, ...]
    is_total: bool = False


@dataclass(frozen=True, slots=True)
class PrintedAxis:
    """One table: of an axis by district, or of a district by month. `notes` are those of its figures."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[PrintedRow, ...]
    notes: tuple[str, ...]
    by_month: bool = False


@dataclass(frozen=True, slots=True)
class PublishedYear:
    """All tables of a fiscal year, and the sums that do not close as warnings of an import tell them."""

    fiscal_year: int
    tables: tuple[PrintedAxis, ...]
    open_sums: tuple[dict, ...]


def published_year(fiscal_year: int) -> PublishedYear:
    """The year's figures in seven queries."""
    figures = list(PublishedFigure.objects.filter(fiscal_year=fiscal_year).select_related("axis", "district", "category").order_by(
        "axis__order", "axis_id", "category__order", "category_id", "id"))
    once = counted_once([fiscal_year])
    found = list(open_sums({key_of(each): each.value for each in figures}, summed_in([fiscal_year]), once))
    show_apart(each.district for each in figures)
    labels = {key_of(each): _label(each) for each in figures}
    is_open = {each.key for each in found}
    tables = [_table(group, is_open) for group in _grouped(figures)]
    return PublishedYear(fiscal_year, tuple(tables), tuple(as_warning(each, labels[each.key], once) for each in found))


def _grouped(figures: Sequence[PublishedFigure]) -> list[list[PublishedFigure]]:
    """The figures of one table together: those of an axis by the year, then by month for each district."""
    groups: dict[tuple, list[PublishedFigure]] = {}
    for each in figures:
        by_month = each.month is not None
        place = _place(each) if by_month else ()
        groups.setdefault((each.axis.order, each.axis_id, by_month, place), []).append(each)
    return [groups[key] for key in sorted(groups)]


def _table(figures: Sequence[PublishedFigure], is_open: set) -> PrintedAxis:
    first, by_month = figures[0], figures[0].month is not None
    cells = {(each.category_id, each.month if by_month else each.district_id): each for each in figures}
    headings = [(month, f"{month}月") for month in FISCAL_MONTHS] if by_month else _districts(figures)
    rows = {each.category_id: each for each in sorted(figures, key=lambda each: each.category is None)}
    printed = [PrintedRow(row.category.label if row.category else TOTAL, tuple(
        _cell(name, cells.get((key, heading)), is_open) for heading, name in headings), row.category is None)
        for key, row in rows.items()]
    title = f"{first.axis.name}（{first.district or WHOLE}・月別）" if by_month else first.axis.name
    notes = [f"{_label(each)['category']}（{each.district or WHOLE}）：{each.note}" for each in figures if each.note]
    return PrintedAxis(title, tuple(name for _, name in headings), tuple(printed), tuple(notes), by_month)


def _cell(heading: str, figure: PublishedFigure | None, is_open: set) -> PrintedCell:
    return PrintedCell(heading, figure, figure is not None and key_of(figure) in is_open)


def _districts(figures: Sequence[PublishedFigure]) -> list[tuple[int | None, str]]:
    """The districts of the figures in print order, 全体 last."""
    found = {_place(each): (each.district_id, str(each.district or WHOLE)) for each in figures}
    return [found[place] for place in sorted(found)]


def _place(figure: PublishedFigure) -> tuple:
    return (0, figure.district.order, figure.district_id) if figure.district else (1, 0, 0)


def _label(figure: PublishedFigure) -> dict:
    return {"fiscal_year": figure.fiscal_year, "district": str(figure.district or WHOLE),
            "axis": figure.axis.name, "category": figure.category.label if figure.category else TOTAL, "month": figure.month}
