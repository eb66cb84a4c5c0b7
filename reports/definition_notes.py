"""Notes of the codebook for what is called, placed or summed otherwise than last year, and for another rounding."""
from collections.abc import Iterator, Sequence

from cases import periods
from cases.models import Axis

from .book import Book, BookAxis, BookCategory
from .notes import EVERY, PERCENT, PRIOR, ROW, TABLE, Anchor, CodebookNote
from .several import Several
from .source import Source


def renamed(axis: BookAxis, categories: Sequence[BookCategory], fiscal_year: int) -> Iterator[CodebookNote]:
    """That a table, or a row that stood there last year too, had another name until then."""
    before = periods.fiscal_year_label(fiscal_year - 1)
    if axis.name_before and axis.name_before != axis.name:
        text = f"「{axis.name}」は、{before}まで「{axis.name_before}」という名称でした。"
        yield CodebookNote("renamed", "名称の変更", text, (Anchor(TABLE),))
    for each in categories:
        if each.existed and each.before.label != each.label:
            text = f"「{each.label}」は、{before}まで「{each.before.label}」という名称でした。"
            yield CodebookNote(f"renamed-{each.code}", "名称の変更", text, (Anchor(ROW, each.id),))


def partly_known(this: Source, prior: Source, names: Sequence[str]) -> Iterator[CodebookNote]:
    """That the printed 合計 of last year stands beside one of districts of which some are not known then.

    Not where nothing but the 合計 was printed, nor of districts that did not exist.
    """
    if not (prior.whole and prior.unknown and any(prior.known)):
        return
    label = periods.fiscal_year_label(prior.fiscal_year)
    text = (f"{label}の合計は公表値です。{'・'.join(names[place] for place in prior.unknown)}の{label}の件数が分からず、"
            "合計に含まれていないことがあるため、そのまま比べられません。")
    rows = [key for key in (*(each.id for each in this.categories), None) if key in prior.whole]
    if rows:
        yield CodebookNote("districts", "前年度の地区", text, tuple(Anchor(PRIOR, key, None) for key in rows))


def redefined(categories: Sequence[BookCategory], fiscal_year: int, book: Book) -> Iterator[tuple[CodebookNote, int]]:
    """That a row became 再掲 or no longer is, or stands below another one, with its id: sums of both years differ by it."""
    label = periods.fiscal_year_label(fiscal_year)
    names = {each.id: each.label for each in book.categories}
    for each in categories:
        was = each.before
        if each.existed and (was.parent_id, was.recount) != (each.parent_id, each.recount):
            text = f"「{each.label}」は、{label}から{_definition(each, names)}。{periods.fiscal_year_label(fiscal_year - 1)}までは{_definition(was, names)}。"
            sums = frozenset({None, *filter(None, (was.parent_id, each.parent_id))})
            yield CodebookNote(f"placed-{each.code}", "数え方の変更", text, (Anchor(ROW, each.id),), sums), each.id


def _definition(category: BookCategory, names: dict[int, str]) -> str:
    within = f"「{names.get(category.parent_id, '')}」の内訳" if category.parent_id else ""
    if category.recount:
        return f"{within or '表'}の再掲で、合計に含みません"
    return f"{within}です" if within else "それ自体で合計に含みます"


def rounded(was: BookAxis, now: BookAxis, fiscal_year: int) -> Iterator[CodebookNote]:
    """That the shares of both years are rounded by other rules."""
    if was.rounding == now.rounding or Axis.PercentBase.NONE in (was.percent_base, now.percent_base):
        return
    text = (f"割合の端数の扱いを{periods.fiscal_year_label(fiscal_year)}から「{Axis.Rounding(was.rounding).label}」から"
            f"「{Axis.Rounding(now.rounding).label}」に変えました。")
    yield CodebookNote("rounding", "端数の変更", text, (Anchor(PERCENT, None, EVERY),))


def several_counted(was: Several, now: Several, fiscal_year: int, categories: Sequence[int]) -> Iterator[CodebookNote]:
    """That contacts of several cases count by another rule than the year before, where there are any in either year."""
    if was.each_case != now.each_case and (was.contacts or now.contacts):
        text = (f"1回の対応を複数のケースに記録したものの数え方を{periods.fiscal_year_label(fiscal_year)}から"
                f"「{was.way}」から「{now.way}」に変えました。前年度の数とは、そのまま比べられません。")
        yield CodebookNote("several", "数え方の変更", text, (Anchor(TABLE),), frozenset({*categories, None}))
