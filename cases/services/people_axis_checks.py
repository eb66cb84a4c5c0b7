"""What an axis of people or households must be, so that everyone counts under exactly one of its categories."""
from collections.abc import Iterator, Mapping

from cases.imports.codebook_file import Line
from cases.imports.problems import Problem
from cases.models import Axis, ContactCategory, HouseholdType
from cases.models.axes import KIND, SEXES, UNKNOWN

from .codebook_called import called

Rows = Mapping[tuple, dict]
_FOREVER = (0, 9999)


def axis_problems(line: Line, axes: Rows, categories: Rows) -> Iterator[Problem]:
    """Problems of one axis. `axes` and `categories` are the codebook as it would stand after the load."""
    axis = axes.get(line.key, {})
    source = axis.get("source", Axis.Source.CONTACT)
    if line.key == (KIND,) and (source, axis.get("counts")) != (Axis.Source.CONTACT, Axis.Counts.CONTACTS):
        yield line.problem("source", "対応実績は記録ごとに選んで延べで数えるので、出どころと数え方は空欄にしてください。")
    if source == Axis.Source.CONTACT:
        return
    if axis.get("answer", Axis.Answer.SINGLE) != Axis.Answer.SINGLE:
        yield line.problem("answer", "年齢・性別・世帯の軸は、1人または1世帯に1つなので、回答は「単一」にしてください。")
    unknown = categories.get((*line.key, UNKNOWN)) if line.key else None
    if unknown is None or unknown.get("recount") or unknown.get("parent"):
        yield line.problem("code", f"分からない人や世帯を数える分類（分類コード「{UNKNOWN}」、名称は「不明」など）を、親も再掲もなしで入れてください。")


def category_problems(line: Line, axes: Rows, categories: Rows) -> Iterator[Problem]:
    """Problems of one category: ages where none belong, bands that leave out or share an age, sexes of no code."""
    axis, code = line.key or ("", "")
    source, row = axes.get((axis,), {}).get("source", Axis.Source.CONTACT), categories.get(line.key, {})
    low, high = row.get("age_from"), row.get("age_to")
    if code == UNKNOWN and source != Axis.Source.CONTACT:
        yield from _unknown_problems(line, row)
    if (low, high) != (None, None) and source != Axis.Source.AGE:
        yield line.problem("age_from" if low is not None else "age_to", "年齢を書けるのは、出どころが「年齢」の軸の分類だけです。")
    elif low is not None and high is not None and high < low:
        yield line.problem("age_to", "「年齢まで」が「年齢から」より小さいです。")
    elif source == Axis.Source.AGE:
        yield from _band_problems(line, row, axis, code, categories)
    elif source == Axis.Source.SEX and code not in SEXES:
        yield line.problem("code", f"性別の分類コードは「{'」「'.join(SEXES)}」のどれかにしてください。")
    if row.get("recount") and source in (Axis.Source.SEX, Axis.Source.HOUSEHOLD):
        yield line.problem("recount", "性別と世帯の軸では、再掲は使えません。")


def _unknown_problems(line: Line, row: dict) -> Iterator[Problem]:
    """Who fits nowhere counts there in every year, and within the sum."""
    for name in ("first_year", "last_year"):
        if row.get(name):
            yield line.problem(name, f"「{row['label']}」（分類コード「{UNKNOWN}」）の年度は空欄にしてください。どの年度にも要ります。")
    for name in ("parent", "recount"):
        if row.get(name):
            yield line.problem(name, f"「{row['label']}」（分類コード「{UNKNOWN}」）は、親も再掲もなしにしてください。どこにも当てはまらない人や世帯を数えます。")


def _band_problems(line: Line, row: dict, axis: str, code: str, categories: Rows) -> Iterator[Problem]:
    low, high = _band(row)
    if code == UNKNOWN:
        if (row.get("age_from"), row.get("age_to")) != (None, None):
            yield line.problem("age_from", "「不明」の分類に年齢は書けません。")
        return
    if (row.get("age_from"), row.get("age_to")) == (None, None):
        yield line.problem("age_from", "「年齢から」か「年齢まで」を書いてください。")
        return
    parent = categories.get((axis, row.get("parent") or ""), {})
    if parent and not (_band(parent)[0] <= low and high <= _band(parent)[1]):
        yield line.problem("age_from", f"年齢の範囲が、親「{called(parent, row['parent'])}」の範囲の外にあります。")
    for (other_axis, other), each in categories.items():
        if (other_axis, other) == line.key or other_axis != axis or other == UNKNOWN or each.get("recount") or row.get("recount"):
            continue
        if each.get("parent") == row.get("parent") and _meet((low, high), _band(each)) and _meet(_years(row), _years(each)):
            yield line.problem("age_from", f"年齢の範囲が「{called(each, other)}」と重なっています。")
            return


def source_refusals(line: Line) -> Iterator[Problem]:
    """What is chosen or stored already forbids to take an axis's answers from elsewhere."""
    code = line.key[0]
    if count := ContactCategory.objects.filter(axis__code=code).values("contact").distinct().count():
        yield line.problem("source", f"この軸で分類した対応記録が{count:,}件あるため、出どころは変えられません。新しい軸コードで軸を追加してください。")
    elif count := HouseholdType.objects.filter(axis__code=code).values("household").distinct().count():
        yield line.problem("source", f"この軸で分類した世帯が{count:,}世帯あるため、出どころは変えられません。新しい軸コードで軸を追加してください。")


def _band(row: dict) -> tuple[int, int]:
    low, high = row.get("age_from"), row.get("age_to")
    return low or 0, _FOREVER[1] if high is None else high


def _years(row: dict) -> tuple[int, int]:
    return row.get("first_year") or _FOREVER[0], row.get("last_year") or _FOREVER[1]


def _meet(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]
