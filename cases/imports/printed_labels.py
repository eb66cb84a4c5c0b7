"""What the headings, row labels and titles of a printed table say: a year, a month, a district, a category, 合計."""
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from cases.models import Axis
from cases.periods import FISCAL_MONTHS, PeriodError, parse_fiscal_year
from cases.text import fold_label

from .directory import Directory

_YEAR = r"(?:(?:明治|大正|昭和|平成|令和|[明大昭平令MTSHR])(?:\d{1,2}|元)年?度?|(?:19|20)\d\d年度?)"
_ANY_YEAR = re.compile(_YEAR)
_ONLY_YEAR = re.compile(rf"\(?({_YEAR})\)?")
_MONTH = re.compile(r"(\d{1,2})月分?")
_PRIOR = re.compile(r"\(?(?:前年度|昨年度|前年)(?:実績|件数|の数)?\)?")
_CURRENT = re.compile(r"\(?(?:今年度|本年度|当年度|当該年度)(?:実績|件数)?\)?")
_BESIDE_CHANGE = re.compile(r"\((?:増減率?|対?前年度?比)%?\)$")
_MARKS = re.compile(r"(?:※\d*)+$")
_TOTALS = frozenset(["合計", "計", "総計", "総合計", "年計", "年間", "年間計", "年間合計", "年度計", "総数"])
_WHOLE = frozenset(["全体", "全地区", "全域", "全市", "市全体", "全区", "地区計", "地区合計"])
_SUBTOTALS = frozenset(["小計"])
_TITLE_MONTH = re.compile(rf"(?P<year>{_YEAR})?(?P<month>\d{{1,2}})月(?:分|実績|の実績)?")
_NUMBERING = re.compile(r"^[(\[【]?(?:表|図表)?[\d一二三四五六七八九十]{1,2}[)\]】.、]?-?")
_LONGEST_TITLE = 40


class Part(Enum):
    """What a cell under a heading is, beside the figure itself."""

    VALUE, PRIOR, CHANGE, RATE, PERCENT, NOTE = "件数", "前年度", "増減", "増減率", "割合", "備考"


_PARTS = (
    (Part.PERCENT, re.compile(r"%|(?:構成比|割合|比率)(?:\(%\))?")),
    (Part.RATE, re.compile(r"(?:増減率|伸び率|対?前年度?比)(?:\(%\))?")),
    (Part.CHANGE, re.compile(r"(?:対?前年度?比?)?増減数?(?:\(件\))?")),
    (Part.NOTE, re.compile("備考|注記|摘要|取り込めない理由.*")),
    (Part.VALUE, re.compile(r"\(?(?:件数|回数|人数|延べ件数|実績|件|回|人)\)?")),
)


@dataclass(frozen=True, slots=True)
class Label:
    """One heading or row label, taken apart. `name` is what is left to be looked up: a district or a category.

    `beside_prior` says that the heading is of this year's figures with last year's in brackets: 大沢（前年度）, 今年度（前年度）;
    `beside_change` that a change stands beside them: 大沢（増減）, 令和3年度※1（前年度比％）.
    """

    text: str
    name: str = ""
    year: int | None = None
    month: int | None = None
    part: Part | None = None
    total: bool = False
    whole: bool = False
    subtotal: bool = False
    beside_prior: bool = False
    beside_change: bool = False
    is_recount: bool = False


def read_label(text: str) -> Label:
    """Take a heading or row label apart: 大沢（前年度）, 大沢（増減）, 令和2年度※1, ４月, 合計, 割合, 相談者."""
    plain = _MARKS.sub("", fold_label(text))
    without = _MARKS.sub("", _BESIDE_CHANGE.sub("", plain))
    return _label(text, plain) if without in ("", plain) else replace(_label(text, without), beside_change=True)


def _label(text: str, plain: str) -> Label:
    if year := _ONLY_YEAR.fullmatch(plain):
        return Label(text, year=_year(year[1]))
    if (month := _MONTH.fullmatch(plain)) and int(month[1]) in FISCAL_MONTHS:
        return Label(text, month=int(month[1]))
    if part := next((part for part, pattern in _PARTS if plain and pattern.fullmatch(plain)), None):
        return Label(text, part=part)
    if _PRIOR.fullmatch(plain):
        return Label(text, part=Part.PRIOR)
    if _CURRENT.fullmatch(plain):
        return Label(text, part=Part.VALUE)
    without = _PRIOR.sub("", plain)
    if _CURRENT.fullmatch(without) or _ONLY_YEAR.fullmatch(without) or _PARTS[-1][1].fullmatch(without):
        return replace(_label(text, without), beside_prior=without != plain)
    name = without.removesuffix("(再掲)").removeprefix("(再掲)").removeprefix("再掲:")
    return Label(text, name, total=name in _TOTALS, whole=name in _WHOLE, subtotal=name in _SUBTOTALS,
                 beside_prior=without != plain, is_recount=name != without)


def _year(text: str) -> int | None:
    try:
        return parse_fiscal_year(text)
    except PeriodError:
        return None


def year_in(texts: Iterable[str]) -> int | None:
    """The fiscal year that the first text with a 年度 tells, else the first with a year; of several the latest."""
    plain = [*map(fold_label, texts)]
    for ending in ("年度", ""):
        for text in plain:
            if found := [year for each in _ANY_YEAR.findall(text) if each.endswith(ending) and (year := _year(each))]:
                return max(found)
    return None


class Titles:
    """The short texts above a table, nearest first, and last the sheet's name."""

    def __init__(self, texts: Sequence[str], directory: Directory):
        self.texts = [text for text in texts if text and len(text) <= _LONGEST_TITLE and "。" not in text]
        self.directory = directory

    @property
    def shown(self) -> str:
        """The nearest of them, for a page."""
        return self.texts[0] if self.texts else ""

    def axis(self) -> Axis | None:
        """The axis that the nearest title naming one names: 相談者内訳, （２）相談内容内訳."""
        axes = self.directory.axes
        return self._first({name: axis for name, axis in axes.items() if name != fold_label(axis.code)})

    def kind(self) -> str:
        """The kind (対応実績) that a title names: ①新規相談件数, ケース対応回数; "" where there is none."""
        kinds = self.directory.kind_names
        for core in map(_core, self.texts):
            if found := [name for name in kinds if re.fullmatch(rf"{re.escape(name)}(?:[件回人]数)?(?:\(.*\))?", core)]:
                return max(found, key=len)
        return ""

    def narrowed_to(self, axis: Axis) -> str:
        """The kind in a title such as 相談者内訳（新規相談）, whose figures are no published ones of the axis."""
        found = [text for text in map(fold_label, self.texts) if fold_label(axis.name) in text]
        rest = found[0].replace(fold_label(axis.name), "") if found else ""
        return next((name for name in self.directory.kind_names if f"({name})" in rest), "")

    def district(self) -> str:
        """The district that a title names: 大沢地区."""
        return self._first({name: name for name in self.directory.district_names}) or ""

    @property
    def without_districts(self) -> list[str]:
        """The texts without names of districts, which may have years in them: 連雀（令和4年度から）."""
        names = [name for name in self.directory.district_names if year_in([name]) is not None]
        return [_without(text, names) for text in map(fold_label, self.texts)]

    def month(self) -> tuple[int | None, int | None]:
        """(month, fiscal year) of a title that is nothing but a month: 4月, 4月分, 令和4年1月; None for what it leaves open."""
        for text in map(fold_label, self.texts):
            found = _TITLE_MONTH.fullmatch(text)
            if found and int(found["month"]) in FISCAL_MONTHS:
                return int(found["month"]), _fiscal_year(found["year"], int(found["month"]))
        return None, None

    def _first(self, names: dict):
        for text in map(fold_label, self.texts):
            if found := [name for name in names if name and name in text]:
                return names[max(found, key=len)]
        return None


def _fiscal_year(year: str | None, month: int) -> int | None:
    calendar = _year(year) if year else None
    return calendar - 1 if calendar and month < FISCAL_MONTHS[0] and not year.endswith("度") else calendar


def _without(text: str, names: Iterable[str]) -> str:
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, "")
    return text


def _core(text: str) -> str:
    """A title without its number and year."""
    return _NUMBERING.sub("", _ANY_YEAR.sub("", fold_label(text))).strip()
