"""The footnotes (※) that the codebook writes: what is new, gone, merged, split or counted by another rule."""
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cases import periods
from cases.models import Axis
from cases.text import number_words

from .book import Book, BookAxis, BookCategory
from .definition_notes import partly_known, redefined, renamed, rounded, several_counted
from .grid import Column
from .notes import EVERY, PERCENT, PRIOR, TABLE, Anchor, CodebookNote
from .source import Source


def codebook_notes(this: Source, prior: Source, columns: Sequence[Column], book: Book, *, always: bool = False) -> list[CodebookNote]:
    """Notes for rules, names and places that changed, for categories introduced this year, then for those retired after last year.

    Only where a previous year is printed at all, or `always`: without one there is nothing to explain. An axis that is new
    as a whole says so once, where other tables have a previous year.
    """
    if not prior.categories:
        return [_new_axis(this)] if this.categories and (always or any(prior.cube.known) or prior.cube.published) else []
    if not always and not any(prior.known) and not prior.whole_area:
        return []
    new = [each for each in this.categories if not each.existed]
    gone = [each for each in prior.categories if not each.exists]
    same = [each for each in this.categories if each.existed]
    several = several_counted(prior.cube.several, this.cube.several, this.fiscal_year, [each.id for each in same]) if any(
        prior.linked) and not this.once else ()
    return [*_rule(this, book), *several, *partly_known(this, prior, [each.name for each in columns]), *renamed(this.axis, same, this.fiscal_year),
            *(note for note, _ in redefined(same, this.fiscal_year, book)), *(_introduced(each, this, prior, book) for each in new),
            *(_retired(each, this, prior, book, _retired_text(each, prior, columns, book)) for each in gone)]


class Listed(NamedTuple):
    """An axis and its categories in a fiscal year, without figures."""

    axis: BookAxis
    fiscal_year: int
    categories: Sequence[BookCategory]


def notes_between(axis: BookAxis, book: Book, fiscal_year: int) -> Iterator[tuple[CodebookNote, int | None]]:
    """What changed with a fiscal year, for a table of several years, in which the figures of what is gone stand too.

    With each note the category that came or went; None where the rule of the whole table changed.
    """
    here = book.by_axis[axis.id]
    this = Listed(axis, fiscal_year, [each for each in here if each.exists])
    prior = Listed(axis, fiscal_year - 1, [each for each in here if each.existed])
    if not prior.categories:
        yield from [(_new_axis(this), None)] if this.categories else ()
        return
    yield from ((note, None) for note in _rule(this, book) if note.key == "rule")
    kept = [each for each in here if each.exists and each.existed]
    ids = {f"renamed-{each.code}": each.id for each in kept}
    yield from ((note, ids.get(note.key)) for note in renamed(axis, kept, fiscal_year))
    yield from redefined(kept, fiscal_year, book)
    yield from ((_introduced(each, this, prior, book), each.id) for each in this.categories if not each.existed)
    label = periods.fiscal_year_label(fiscal_year - 1)
    for each in (each for each in prior.categories if not each.exists):
        text = f"{_former(each, book)}「{each.label}」は{label}までの項目です。{_where_it_went(each, book)}"
        yield _retired(each, this, prior, book, text), each.id


def _new_axis(this: "Source | Listed") -> CodebookNote:
    text = f"「{this.axis.name}」は{periods.fiscal_year_label(this.fiscal_year)}から新たに設けた項目のため、前年度の実績はありません。"
    return CodebookNote("introduced", "新設", text, (Anchor(TABLE),))


def _introduced(category: BookCategory, this: "Source | Listed", prior: "Source | Listed", book: Book) -> CodebookNote:
    label = periods.fiscal_year_label(this.fiscal_year)
    reason = f"{category.note.rstrip('。')}。" if category.note else ""
    anchor = Anchor(PRIOR, category.id)
    source = category.split_from_id
    parts = [each for each in prior.categories if each.merged_into_id == category.id and not each.exists]
    if parts:
        text = f"{_merged_text(category, parts, this, prior)}{reason}"
        return CodebookNote(f"introduced-{category.code}", "統合", text, (anchor,), frozenset({category.id}), category.id)
    if source is None:
        text = f"「{category.label}」は{label}から新たに設けた項目のため、前年度の実績はありません。{reason}"
        return CodebookNote(f"introduced-{category.code}", "新設", text, (anchor,),
                            frozenset({category.id, *_sum_of(category)}), category.id)
    narrowed = _continuing(source, this, prior)
    return CodebookNote(f"split-{category.code}", "分割", f"{_split_text(category, this, prior, book)}{reason}",
                        (anchor, *(Anchor(PRIOR, each) for each in narrowed)), frozenset({category.id, *narrowed}), category.id)


def _merged_text(category: BookCategory, parts: Sequence[BookCategory], this: "Source | Listed", prior: "Source | Listed") -> str:
    """What several became; one of them may have been called so itself."""
    last, label = (periods.fiscal_year_label(each.fiscal_year) for each in (prior, this))
    others = [each.label for each in parts if each.label != category.label]
    if not others:
        return f"「{category.label}」は、{last}までの同じ名称の項目に代えて{label}から設けた項目のため、前年度の実績はありません。"
    if len(others) < len(parts):
        return (f"「{category.label}」は、{last}まで{_quoted(others)}を含めずに数えていました。"
                f"{label}から含めて数えているため、同じ範囲の前年度の実績はありません。")
    before, now = ("に分けて", "まとめて") if len(parts) > 1 else ("として", "この項目で")
    return (f"「{category.label}」は、{last}まで{_quoted(others)}{before}数えていました。"
            f"{label}から{now}数えているため、前年度の実績はありません。")


def _split_text(category: BookCategory, this: "Source | Listed", prior: "Source | Listed", book: Book) -> str:
    """What was a part of another; where that was called so itself, it is what was left of it."""
    last, label = (periods.fiscal_year_label(each.fiscal_year) for each in (prior, this))
    source = next((each for each in prior.categories if each.id == category.split_from_id), None)
    others = [each.label for each in this.categories if each.split_from_id == category.split_from_id and each.label != category.label]
    if source and source.label == category.label and others:
        return (f"「{category.label}」は、{last}まで{_quoted(others)}を含めて数えていました。"
                f"{label}から分けて数えているため、同じ範囲の前年度の実績はありません。")
    return (f"「{category.label}」は、{last}まで{_name(category.split_from_id, this, book)}に含めて数えていました。"
            f"{label}から分けて数えているため、前年度の実績はありません。")


def _quoted(labels: Sequence[str]) -> str:
    return "".join(f"「{each}」" for each in labels)


def _retired(category: BookCategory, this: "Source | Listed", prior: "Source | Listed", book: Book, text: str) -> CodebookNote:
    target = category.merged_into_id
    widened = _continuing(target, this, prior)
    stays = any(each.id == target for each in this.categories)
    cause = ("merged", "統合") if stays else ("moved", "数える場所の変更") if target else ("retired", "廃止")
    left = [] if stays else _sum_of(category)
    return CodebookNote(f"{cause[0]}-{category.code}", cause[1], text, tuple(Anchor(PRIOR, each) for each in widened), frozenset({*widened, *left}))


def _continuing(category_id: int | None, this: "Source | Listed", prior: "Source | Listed") -> list[int]:
    """The category, where it is a row of both years, so that last year's figure stands beside this year's."""
    both = {each.id for each in this.categories} & {each.id for each in prior.categories}
    return [category_id] if category_id in both else []


def _sum_of(category: BookCategory) -> list[int | None]:
    """The row whose figure holds the category's: that of its parent, 合計 (None), or none for 再掲."""
    return [] if category.recount else [category.parent_id]


def _retired_text(category: BookCategory, prior: Source, columns: Sequence[Column], book: Book) -> str:
    label, unit, where = periods.fiscal_year_label(prior.fiscal_year), prior.axis.unit, _where_it_went(category, book)
    columns, counts, totals = _told_of(prior, category, columns)
    name = f"、{former}「{category.label}」" if (former := _former(category, book)) else f"「{category.label}」"
    known = [place for place, count in enumerate(counts) if count is not None]
    if not known:
        return f"{label}は{name}の項目がありましたが、件数は分かりません。{where}"
    figures = _each([(columns[place].name, counts[place]) for place in known], unit, prior.has_others)
    sums = [(columns[place].name, totals[place]) for place in known if totals[place] is not None]
    included = f"ただし、前年度の合計（{_each(sums, unit, prior.has_others)}）には含まれています。" if sums and not category.recount else ""
    return f"{label}は{name}の項目があり、実績が{figures}ありました。{where}{included}"


def _told_of(prior: Source, category: BookCategory, columns: Sequence[Column]) -> tuple[Sequence[Column], Sequence, Sequence]:
    """Columns, and their figures of a category and of the 合計; across a re-cut those of all districts together."""
    if prior.whole_area:
        return [Column("", "", False)], [prior.across(category.id)], [prior.across(None)]
    return columns, prior.row(category.id), prior.row(None)


def _each(figures: Sequence[tuple[str, int]], unit: str, has_others: bool) -> str:
    """「23件」, or 「大沢23件、連雀5件」 where several districts are compared, or last year had others that are not."""
    if len(figures) == 1 and not (has_others and figures[0][0]):
        return f"{number_words(figures[0][1])}{unit}"
    return "、".join(f"{name}{number_words(count)}{unit}" for name, count in figures)


def _former(category: BookCategory, book: Book) -> str:
    """What tells a category from one of the same name that it became; "" where there is none."""
    here = book.by_axis[category.axis_id]
    now = [each for each in here if each.exists and each.label == category.label]
    if any(each.split_from_id == category.id for each in now):
        return "分ける前の"
    if all(each.id != category.merged_into_id for each in now):
        return ""
    return "まとめる前の" if sum(each.merged_into_id == category.merged_into_id for each in here) > 1 else "以前の"


def _where_it_went(category: BookCategory, book: Book) -> str:
    """The category's own note, which may be of its introduction, and what is counted in its place; without both that it is gone."""
    note = f"{category.note.rstrip('。')}。" if category.note else ""
    if category.merged_into_id:
        return f"{note}現在は{book.place_of(category.merged_into_id)}に数えています。"
    parts = [each.label for each in book.categories if each.split_from_id == category.id and each.exists]
    if parts:
        return f"{note}現在は{_quoted(parts)}に分けて数えています。"
    return note or "現在の項目にはありません。"


def _name(category_id: int, this: "Source | Listed", book: Book) -> str:
    """「食事」, with its axis where that is another one."""
    own = next((each.label for each in book.by_axis[this.axis.id] if each.id == category_id), None)
    return f"「{own}」" if own else book.place_of(category_id)


def _rule(this: "Source | Listed", book: Book) -> Iterator[CodebookNote]:
    """A note where the axis was asked or counted otherwise last year; one where its percentages were, or their rounding."""
    was, now = book.rules_before.get(this.axis.id), this.axis
    if was is None:
        return
    label = periods.fiscal_year_label(this.fiscal_year)
    if changes := [*_changes(was, now, book)]:
        text = f"この表の数え方を{label}から変えました（{'、'.join(changes)}）。前年度の数とは、そのまま比べられません。"
        everything = frozenset({*(each.id for each in this.categories if each.existed), None})
        yield CodebookNote("rule", "数え方の変更", text, (Anchor(TABLE),), everything)
    if was.percent_base != now.percent_base and now.percent_base != Axis.PercentBase.NONE:
        text = (f"割合の元になる数を{label}から「{Axis.PercentBase(was.percent_base).label}」から"
                f"「{Axis.PercentBase(now.percent_base).label}」に変えました。前年度の割合とは、そのまま比べられません。")
        yield CodebookNote("percent", "割合の変更", text, (Anchor(PERCENT, None, EVERY),))
    yield from rounded(was, now, this.fiscal_year)


def _changes(was: BookAxis, now: BookAxis, book: Book) -> Iterator[str]:
    if was.answer != now.answer:
        yield f"回答は「{Axis.Answer(was.answer).label}」から「{Axis.Answer(now.answer).label}」"
    if was.asked_for != now.asked_for:
        yield f"対象の{book.kind_name}は{_kinds(was.asked_for, book)}から{_kinds(now.asked_for, book)}"
    if was.counts != now.counts:
        yield f"数えるものは「{Axis.Counts(was.counts).label}」から「{Axis.Counts(now.counts).label}」"
    if was.unit != now.unit:
        yield f"単位は「{was.unit}」から「{now.unit}」"


def _kinds(ids: set[int], book: Book) -> str:
    labels = [each.label for each in book.categories if each.id in ids]
    return f"「{'」「'.join(labels)}」" if labels else "「すべて」"
