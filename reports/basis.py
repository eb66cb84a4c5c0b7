"""Where the figures of a table come from, in a line under it: contacts counted here, or a printed table."""
from collections.abc import Sequence

from cases.periods import FISCAL_MONTHS

from .comparison import BRACKET
from .months import Months
from .source import Source

_ALL_PRINTED = "公表値（当時の報告書の件数のまま）です"
_COUNTED_WORDS = "対応記録から数えた件数"


def basis_of(this: Source, prior: Source, names: Sequence[str], prior_as: str = BRACKET, prior_names: Sequence[str] | None = None) -> str:
    """The line of a table: its own figures first, then those of last year where any are known.

    `names` are the districts in the order of the columns, `prior_names` those of last year where they are others.
    """
    if not names:
        return ""
    own = _words(this, names) or "公表値も対応記録もありません"
    last = _words(prior, prior_names or names, is_prior=True)
    brackets = "（　）の" if prior_as == BRACKET else ""
    return f"{own}。" + (f"{brackets}前年度は{last}。" if last else "")


def months_basis(this: Months, names: Sequence[str]) -> str:
    """The line of a monthly table, which has no last year."""
    return f"{_words(this, names) or '公表値も対応記録もありません'}。" if names else ""


def is_counted(basis: str) -> bool:
    """Whether the line of a table says that every figure of the year is counted from records."""
    return basis.startswith(_COUNTED_WORDS)


def series_basis(years: Sequence[tuple[str, Source | None, Sequence[str]]]) -> str:
    """The line of a 年度推移: (label, figures, districts) of each year; years of the same kind are told together."""
    told: dict[str, list[int]] = {}
    for place, (_, source, names) in enumerate(years):
        told.setdefault(_words(source, names) if source else "件数が分かりません", []).append(place)
    labels = [label for label, _, _ in years]
    return "".join(f"{_spans(labels, places)}{'：' if '、' in words else 'は'}{words}。" for words, places in told.items())


def _spans(labels: Sequence[str], places: Sequence[int]) -> str:
    """平成30年度〜令和2年度・令和4年度."""
    runs: list[list[int]] = []
    for place in places:
        if runs and runs[-1][-1] == place - 1:
            runs[-1].append(place)
        else:
            runs.append([place])
    return "・".join("〜".join(dict.fromkeys([labels[run[0]], labels[run[-1]]])) for run in runs)


def _words(source: Source | Months, names: Sequence[str], is_prior: bool = False) -> str:
    """What each district has, and 合計 where a printed 全体 stands in it; "" where nothing is known."""
    printed = [name for place, name in enumerate(names) if place in source.printed and place not in source.mixed]
    mixed = [([names[place]], f"{_spans([f'{month}月' for month in FISCAL_MONTHS], [FISCAL_MONTHS.index(month) for month in months])}の公表値と、"
              f"ほかの月の{_COUNTED_WORDS}です") for place, months in source.mixed.items()]
    counted = [name for place, name in enumerate(names) if source.known[place] and place not in source.printed]
    unknown = [] if is_prior else [name for name in names if name not in (*printed, *counted, *(name for each, _ in mixed for name in each))]
    if not (counted or unknown or mixed) and (printed or source.whole):
        return _ALL_PRINTED
    if counted and not (printed or unknown or mixed or source.whole):
        return f"{_COUNTED_WORDS}です"
    told = [(printed, "公表値です"), *mixed, (counted, f"{_COUNTED_WORDS}です"), (unknown, "件数が分かりません"),
            (["合計"] if source.whole else [], "公表値です")]
    parts = [f"{'・'.join(each)}は{words}" for each, words in told if each]
    if not (printed or counted or mixed or source.whole):
        return ""
    return "、".join([*(part.removesuffix("です") for part in parts[:-1]), parts[-1]])
