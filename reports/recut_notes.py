"""The note (※) of a re-cut: which districts have no previous year, and which of last year's have no column here."""
from collections.abc import Iterator, Sequence

from cases import periods
from cases.text import number_words

from .notes import TABLE, Anchor, CodebookNote
from .scope import Scope, ScopeDistrict, named_apart
from .source import Source, sum_of

CAUSE = "区割りの変更"


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
    yield CodebookNote("recut", CAUSE, text, (Anchor(TABLE),), frozenset(row for row in (None, *_rows(prior)) if prior.across(row) is not None))


def _has_figures(prior: Source, scope: Scope) -> bool:
    return not scope.whole or any(prior.known) or bool(prior.whole) or _total_of(prior, scope.gone) is not None


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
    if None in prior.whole or not any(prior.known):
        return ""
    if prior.across(None) is None:
        return "前年度の合計も、そのため示していません。" if new else ""
    return "前年度の合計にも含まれていません。" if gone else ""


def _total_of(prior: Source, gone: Sequence[ScopeDistrict]) -> int | None:
    """The 合計 of last year in districts that are no more; None where it is not known, or not to be told apart."""
    if prior.once:
        return prior.once.rows[None].get(gone[0].id, 0) if len(gone) == 1 and not prior.cube.published else None
    published = prior.cube.published.get(prior.axis.id, {})
    printed = [prior.total_of(published[each.id]) for each in gone if any(not isinstance(key, tuple) for key in published.get(each.id, ()))]
    if printed:
        return sum_of(printed) if len(printed) == len(gone) else None
    return sum(prior.cube.counts[each.id][-1] for each in prior.categories if each.summed) or None


def _quoted(districts: Sequence[ScopeDistrict], names: dict[str, str]) -> str:
    return "".join(f"「{names[each.code]}」" for each in districts)
