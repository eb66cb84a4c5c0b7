"""The notes (※) of a re-cut: which districts have no previous year, or a part of one, and which of last year's have no column."""
from collections.abc import Iterator, Sequence
from datetime import timedelta

from cases import periods
from cases.text import number_words

from .book import BookCategory
from .notes import PRIOR, TABLE, Anchor, CodebookNote
from .scope import Scope, ScopeDistrict, named_apart
from .source import Source, sum_of

CAUSE = "区割りの変更"
NO_TOTAL = "前年度の合計も、そのため示していません。"


def recut_notes(prior: Source, scope: Scope, *, always: bool = False) -> Iterator[CodebookNote]:
    """One note of the whole table, where districts of the scope came or went with a re-cut.

    Not where a district was merely added beside others, as nothing is lost then. Nor where nothing is known of last year, unless `always`.
    """
    if not prior.categories or not (always or _has_figures(prior, scope)):
        return
    new, gone = scope.new, scope.gone
    ended = any(each.ends_on and each.ends_on < other.starts_on for each in scope.before for other in new)
    if not (gone or ended):
        return
    names = {each.code: each.name for each in named_apart({each.code: each for each in (*scope.before, *scope.districts)}.values())}
    text = "".join([_changed(scope, names) if scope.whole else "", _new(scope, new, names), _gone(prior, gone, names),
                    _total(prior, new, gone)])
    yield CodebookNote("recut", CAUSE, text, (Anchor(TABLE),),
                       frozenset(row for row in (None, *_rows(prior)) if prior.across(row) is not None and not prior.whole_area))


def part_year_notes(prior: Source, rows: Sequence[BookCategory], scope: Scope) -> Iterator[CodebookNote]:
    """A note at every － that stands in place of last year's figure, because one of both is of a part of a year."""
    apart = [scope.districts[place] for place in prior.apart]
    for text, some in _told_together(apart, scope.fiscal_year).items():
        names = "".join(f"「{each.name}」" for each in some)
        anchors = [Anchor(PRIOR, row, each.code) for row in (*(row.id for row in rows if row.existed), None) for each in some]
        yield CodebookNote(f"part-year-{some[0].code}"[:80], CAUSE, f"{names}は{text}", tuple(anchors))


def _told_together(districts: Sequence[ScopeDistrict], fiscal_year: int) -> dict[str, list[ScopeDistrict]]:
    """By what is said of them: why their figures of the year do not stand beside those of the year before."""
    found: dict[str, list[ScopeDistrict]] = {}
    for each in districts:
        which = "この年度" if fiscal_year in each.part_years else "前年度"
        text = f"{_days(each, fiscal_year)}の地区で、{which}の数は1年間の数ではありません。比べられないため、前年度の欄は「－」です。"
        found.setdefault(text, []).append(each)
    return found


def part_year_words(districts: Sequence[ScopeDistrict], fiscal_year: int) -> str:
    """Which figures of a series, of the year and of the one before it, are of a part of a year; "" for none."""
    found: dict[str, list[str]] = {}
    for each in districts:
        if years := [year for year in (fiscal_year - 1, fiscal_year) if year in each.part_years]:
            label = "と".join(map(periods.fiscal_year_label, years))
            found.setdefault(f"{_days(each, fiscal_year)}の地区で、{label}の数は1年間の数ではありません。", []).append(each.name)
    told = "".join(f"「{'」「'.join(names)}」は{text}" for text, names in found.items())
    return told and f"{told}前後の年度の数とは比べられません。"


def total_words(scope: Scope) -> str:
    """Of all districts, why last year's 合計 is not shown, or which districts it is without; "" where neither is so."""
    names = {each.code: each.name for each in named_apart({each.code: each for each in (*scope.before, *scope.districts)}.values())}
    if scope.new or scope.apart:
        return (_new(scope, scope.new, names) or part_year_words(scope.apart, scope.fiscal_year)) + NO_TOTAL
    return f"前年度の{_quoted(scope.gone, names)}の数は、前年度の合計に含まれていません。" if scope.gone else ""


def _days(district: ScopeDistrict, fiscal_year: int) -> str:
    """令和3年10月1日から, where that is within the year or the one before it; likewise its end."""
    start, end = (periods.fiscal_year_span(year)[0] for year in (fiscal_year - 1, fiscal_year + 1))
    first = f"{periods.format_date(district.starts_on)}から" if district.starts_on > start else ""
    return first + (f"{periods.format_date(district.ends_on)}まで" if district.ends_on and district.ends_on < end - timedelta(days=1) else "")


def _has_figures(prior: Source, scope: Scope) -> bool:
    return not scope.whole or any(prior.shown) or bool(prior.whole) or _total_of(prior, scope.gone) is not None


def _rows(prior: Source) -> list[int]:
    return [each.id for each in prior.categories]


def _changed(scope: Scope, names: dict[str, str]) -> str:
    was, now = ("・".join(names[each.code] for each in some) for some in (scope.before, scope.districts))
    return f"{periods.fiscal_year_label(scope.fiscal_year)}から、地区が「{was}」から「{now}」に変わりました。"


def _new(scope: Scope, new: Sequence[ScopeDistrict], names: dict[str, str]) -> str:
    if not new:
        return ""
    since = "" if scope.whole else f"{periods.fiscal_year_label(scope.fiscal_year)}からの地区のため、"
    return f"{_quoted(new, names)}は{since or '新しい地区のため、'}前年度の数はありません。"


def _gone(prior: Source, gone: Sequence[ScopeDistrict], names: dict[str, str]) -> str:
    if not gone:
        return ""
    total = _total_of(prior, gone)
    told = "" if total is None else f"（合計{number_words(total)}{prior.axis.unit}）" if len(gone) > 1 else f"（{number_words(total)}{prior.axis.unit}）"
    return f"前年度の{_quoted(gone, names)}の数{told}は、この表に欄がありません。"


def _total(prior: Source, new: Sequence[ScopeDistrict], gone: Sequence[ScopeDistrict]) -> str:
    """What this does to the 合計 of last year; nothing where that is a printed one, of all districts."""
    if None in prior.whole:
        return ""
    if prior.whole_area:
        return "前年度の合計には含まれています。" if gone else "前年度の合計は、前年度の地区の数を合わせたものです。"
    if not any(prior.shown):
        return ""
    if prior.across(None) is None:
        return NO_TOTAL if new or prior.apart else ""
    return "前年度の合計にも含まれていません。" if gone else ""


def _total_of(prior: Source, gone: Sequence[ScopeDistrict]) -> int | None:
    """The 合計 of last year in districts that are no more; None where it is not known, or not to be told apart."""
    if prior.once:
        return prior.once.rows[None].get(gone[0].id, 0) if len(gone) == 1 and not prior.cube.published else None
    published = prior.cube.published.get(prior.axis.id, {})
    printed = [prior.total_of(published[each.id]) for each in gone if any(not isinstance(key, tuple) for key in published.get(each.id, ()))]
    if printed:
        return sum_of(printed) if len(printed) == len(gone) else None
    return sum(prior.cube.counts[each.id][-1] for each in prior.counted if each.summed) or None


def _quoted(districts: Sequence[ScopeDistrict], names: dict[str, str]) -> str:
    return "".join(f"「{names[each.code]}」" for each in districts)
