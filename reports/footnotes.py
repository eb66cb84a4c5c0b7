"""Footnotes (※) that write themselves from the years in which categories are valid."""
from collections.abc import Sequence
from dataclasses import dataclass

from cases import periods

from .book import Book, BookCategory
from .grid import Column, Note
from .source import Source


@dataclass(frozen=True, slots=True)
class Footnotes:
    """The notes of one table, and the mark of each category that has no last year."""

    notes: tuple[Note, ...]
    marks: dict[int, str]


def footnotes(this: Source, prior: Source, columns: Sequence[Column], book: Book) -> Footnotes:
    """Notes for categories introduced this year, then for those retired after last year.

    Only where a previous year is printed at all: without one there is
    nothing to explain.
    """
    if not any(prior.known):
        return Footnotes((), {})
    new = [each for each in this.categories if not each.existed]
    gone = [each for each in prior.categories if not each.exists]
    texts = [_introduced(each, this) for each in new] + [_retired(each, prior, columns, book) for each in gone]
    marks = ["※"] if len(texts) == 1 else [f"※{number}" for number in range(1, len(texts) + 1)]
    return Footnotes(tuple(Note(*pair) for pair in zip(marks, texts, strict=True)),
                     {category.id: mark for category, mark in zip(new, marks, strict=False)})


def _introduced(category: BookCategory, this: Source) -> str:
    label = periods.fiscal_year_label(this.fiscal_year)
    reason = f"{category.note.rstrip('。')}。" if category.note else ""
    return f"「{category.label}」は{label}から新たに設けた項目のため、前年度の実績はありません。{reason}"


def _retired(category: BookCategory, prior: Source, columns: Sequence[Column], book: Book) -> str:
    label, unit, where = periods.fiscal_year_label(prior.fiscal_year), prior.axis.unit, _where_it_went(category, book)
    counts, totals = prior.row(category.id), prior.row(None)
    known = [place for place, count in enumerate(counts) if count is not None]
    if not known:
        return f"{label}は「{category.label}」の項目がありましたが、件数は分かりません。{where}"
    figures = _each([(columns[place].name, counts[place]) for place in known], unit)
    sums = [(columns[place].name, totals[place]) for place in known if totals[place] is not None]
    included = f"ただし、前年度の合計（{_each(sums, unit)}）には含まれています。" if sums and not category.recount else ""
    return f"{label}は「{category.label}」の項目があり、実績が{figures}ありました。{where}{included}"


def _each(figures: Sequence[tuple[str, int]], unit: str) -> str:
    """「23件」, or 「大沢23件、連雀5件」 where several districts are compared."""
    if len(figures) == 1:
        return f"{figures[0][1]:,}{unit}"
    return "、".join(f"{name}{count:,}{unit}" for name, count in figures)


def _where_it_went(category: BookCategory, book: Book) -> str:
    if category.note:
        return f"{category.note.rstrip('。')}。"
    if category.merged_into_id:
        return f"現在は{book.place_of(category.merged_into_id)}に数えています。"
    return "現在の項目にはありません。"
