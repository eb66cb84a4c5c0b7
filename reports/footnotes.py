"""Footnotes (※) that write themselves from the years in which categories are valid."""
from collections.abc import Sequence
from dataclasses import dataclass

from cases import periods
from cases.models import Category, District

from .grid import Note
from .source import Source


@dataclass(frozen=True, slots=True)
class Footnotes:
    """The notes of one table, and the mark of each category that has no last year."""

    notes: tuple[Note, ...]
    marks: dict[int, str]


def footnotes(this: Source, prior: Source, districts: Sequence[District]) -> Footnotes:
    """Notes for categories introduced this year, then for those retired after last year.

    Only where a previous year is printed at all: without one there is nothing to explain.
    """
    compared = [each for each in districts if prior.known(each.pk)]
    if not compared:
        return Footnotes((), {})
    new = [each for each in this.categories if each.first_year == this.fiscal_year]
    gone = [each for each in this.categories if each.last_year == prior.fiscal_year]
    texts = [_introduced(each, this) for each in new] + [_retired(each, prior, compared) for each in gone]
    marks = ["※"] if len(texts) == 1 else [f"※{number}" for number in range(1, len(texts) + 1)]
    return Footnotes(tuple(Note(*pair) for pair in zip(marks, texts, strict=True)),
                     {category.pk: mark for category, mark in zip(new, marks, strict=False)})


def _introduced(category: Category, this: Source) -> str:
    label = periods.fiscal_year_label(this.fiscal_year)
    reason = f"{category.note.rstrip('。')}。" if category.note else ""
    return f"「{category.label}」は{label}から新たに設けた項目のため、前年度の実績はありません。{reason}"


def _retired(category: Category, prior: Source, districts: Sequence[District]) -> str:
    label, unit = periods.fiscal_year_label(prior.fiscal_year), prior.axis.unit
    known = [each for each in districts if prior.count(category, each.pk) is not None]
    if not known:
        return f"{label}は「{category.label}」の項目がありましたが、件数は分かりません。{_where_it_went(category)}"
    counts = _each([(each.name, prior.count(category, each.pk)) for each in known], unit)
    totals = _each([(each.name, prior.total(each.pk)) for each in known], unit)
    included = "" if category.recount else f"ただし、前年度の合計（{totals}）には含まれています。"
    return f"{label}は「{category.label}」の項目があり、実績が{counts}ありました。{_where_it_went(category)}{included}"


def _each(figures: Sequence[tuple[str, int]], unit: str) -> str:
    """「23件」, or 「大沢23件、連雀5件」 where several districts are compared."""
    if len(figures) == 1:
        return f"{figures[0][1]:,}{unit}"
    return "、".join(f"{name}{count:,}{unit}" for name, count in figures)


def _where_it_went(category: Category) -> str:
    if category.note:
        return f"{category.note.rstrip('。')}。"
    if category.merged_into:
        return f"現在は{category.merged_into.axis.name}の「{category.merged_into.label}」に数えています。"
    return "現在の項目にはありません。"
