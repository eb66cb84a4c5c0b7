"""What the rows of a codebook (分類表) must be to each other, and what contacts already logged forbid to change."""
from collections.abc import Iterator, Mapping

from cases.imports.codebook_file import AXES, CATEGORIES, DISTRICTS, JOINT_DISTRICTS, PARTS, Line
from cases.imports.problems import Problem
from cases.models import Axis, Category, ContactCategory, PublishedFigure
from cases.models.axes import KIND
from cases.periods import fiscal_year_label
from cases.text import fold_label

from .codebook_called import called
from .codebook_earlier_checks import earlier_problems
from .district_checks import district_problems
from .joint_district_checks import joint_problems
from .people_axis_checks import axis_problems, category_problems, source_refusals

# Headings of the record sheet (import_records), where every axis is a column of its own name.
RECORD_HEADINGS = ("記録番号", "日付", "時刻", "所要分", "地区", "担当者", "世帯番号", "ケース番号", "記録", "相手", "次回予定日")
_ALWAYS = (0, 9999)

Rows = Mapping[tuple, dict]
State = Mapping[str, Rows]


def problems_between(lines: Mapping[str, list[Line]], before: State, after: State) -> Iterator[Problem]:
    """Problems between rows. `after` is the codebook as it would stand after the load, stored rows included; `before` as it stands."""
    for part in PARTS:
        yield from _twice(lines[part.name])
    yield from _kind_problems(lines[AXES.name], after)
    for line in lines[AXES.name]:
        yield from _axis_problems(line, after)
    for line in lines[CATEGORIES.name]:
        yield from _category_problems(line, after)
    for line in lines[DISTRICTS.name]:
        yield from _order_problems(line, "starts_on", "ends_on", "終了日が開始日より前です。")
    yield from district_problems(lines[DISTRICTS.name], before, after)
    for line in lines[AXES.name]:
        yield from axis_problems(line, after[AXES.name], after[CATEGORIES.name])
    for line in lines[CATEGORIES.name]:
        yield from category_problems(line, after[AXES.name], after[CATEGORIES.name])
    yield from earlier_problems(lines, after)
    for line in lines.get(JOINT_DISTRICTS.name, ()):
        yield from joint_problems(line, after)
        yield from _order_problems(line, "first_year", "last_year", "終了年度が開始年度より前です。")
    yield from _name_problems(lines, after)


def refusals(lines: Mapping[str, list[Line]], before: State) -> Iterator[Problem]:
    """Changes that contacts and published figures already there forbid, with the reason."""
    for line in lines[AXES.name]:
        stored = before[AXES.name].get(line.key)
        if stored and _is_single(line.values.get("answer", stored["answer"])) != _is_single(stored["answer"]):
            yield from _answer_refusal(line)
        if stored and line.values.get("source", stored["source"]) != stored["source"]:
            yield from source_refusals(line)
    for line in lines[CATEGORIES.name]:
        stored = before[CATEGORIES.name].get(line.key)
        if stored and any(line.values.get(each, stored[each]) != stored[each] for each in ("first_year", "last_year")):
            yield from _year_refusals(line, stored)


def _twice(lines: list[Line]) -> Iterator[Problem]:
    first: dict[tuple, Line] = {}
    for line in lines:
        if line.key and first.setdefault(line.key, line) is not line:
            yield line.problem(line.part.key[-1], f"同じコードが{first[line.key].row}行目にもあります。")


def _kind_problems(lines: list[Line], after: State) -> Iterator[Problem]:
    kind = after[AXES.name].get((KIND,))
    where = next((line for line in lines if line.key == (KIND,)), None)
    if kind is None:
        file = lines[0].file if lines else AXES.file
        yield Problem(None, "軸コード", "", f"対応実績の軸（軸コード「{KIND}」）がありません。必ず1行入れてください。", file)
    elif where and kind.get("answer", Axis.Answer.SINGLE) != Axis.Answer.SINGLE:
        yield where.problem("answer", "対応実績は1件の記録に1つだけなので、回答は「単一」にしてください。")
    elif where and not any(axis == KIND for axis, _ in after[CATEGORIES.name]):
        yield where.problem("code", "対応実績の分類が1つもありません。「新規相談」などを登録してください。")


def _axis_problems(line: Line, after: State) -> Iterator[Problem]:
    asked_for = line.values.get("asked_for", ())
    unknown = [code for code in asked_for if (KIND, code) not in after[CATEGORIES.name]]
    if unknown:
        yield line.problem("asked_for", f"「{unknown[0]}」という対応実績の分類コードはありません。")
    elif asked_for and line.key == (KIND,):
        yield line.problem("asked_for", "対応実績はすべての記録で選ぶので、空欄にしてください。")
    if line.key == (KIND,) and (line.values.get("first_year") or line.values.get("last_year")):
        yield line.problem("first_year", "対応実績はどの年度にもあるので、開始年度と終了年度は空欄にしてください。")
    yield from _order_problems(line, "first_year", "last_year", "終了年度が開始年度より前です。")


def _category_problems(line: Line, after: State) -> Iterator[Problem]:
    axis, categories = line.values.get("axis"), after[CATEGORIES.name]
    if axis and (axis,) not in after[AXES.name]:
        yield line.problem("axis", "この軸コードは軸の表にありません。")
    yield from _parent_problems(line, axis, after)
    yield from _outlived_problems(line, categories)
    for field_name, what in (("merged_into", "統合先"), ("split_from", "分割元")):
        other = line.values.get(field_name)
        if other and tuple(other.split(":")) not in categories:
            yield line.problem(field_name, f"{what}の分類がありません。「軸コード:分類コード」をご確認ください。")
        elif other and tuple(other.split(":")) == line.key:
            yield line.problem(field_name, f"自分自身を{what}にはできません。")
    if line.values.get("monthly") and axis and axis != KIND:
        yield line.problem("monthly", "月別の表を作れるのは対応実績の分類だけです。空欄にしてください。")
    yield from _order_problems(line, "first_year", "last_year", "終了年度が開始年度より前です。")


def _parent_problems(line: Line, axis: str | None, after: State) -> Iterator[Problem]:
    code, categories = line.values.get("parent"), after[CATEGORIES.name]
    if not code or not axis:
        return
    parent = categories.get((axis, code))
    elsewhere = sorted(other for other, each in categories if each == code and other != axis)
    if (axis, code) == line.key:
        yield line.problem("parent", "自分自身を親にはできません。")
    elif parent is None and elsewhere:
        yield line.problem("parent", f"親は同じ軸の分類にしてください。「{called(categories[elsewhere[0], code], code)}」は"
                                     f"軸「{called(after[AXES.name].get((elsewhere[0],)), elsewhere[0])}」の分類です。")
    elif parent is None:
        yield line.problem("parent", "この分類コードは同じ軸にありません。")
    elif parent.get("parent"):
        yield line.problem("parent", f"分類は2段までです。「{called(parent, code)}」には、すでに"
                                     f"親「{called(categories.get((axis, parent['parent'])), parent['parent'])}」があります。")


def _outlived_problems(line: Line, categories: Rows) -> Iterator[Problem]:
    """A category below another must not be valid without it: its figures would stand in no sum."""
    axis, code = line.key or ("", "")
    pairs = [(key, row) for key, row in categories.items() if key[0] == axis and row.get("parent")
             and code in (key[1], row["parent"])]
    for (_, child), row in pairs:
        parent = categories.get((axis, row["parent"]))
        if parent and not _within(_years(row), _years(parent)):
            column = "first_year" if code == child else "last_year"
            yield line.problem(column, f"「{called(row, child)}」の年度が、親「{called(parent, row['parent'])}」の年度の外にあります。"
                                       "親のない年度には、数が合計に入らなくなります。")


def _within(span: tuple, outer: tuple) -> bool:
    return outer[0] <= span[0] and span[1] <= outer[1]


def _order_problems(line: Line, start: str, end: str, reason: str) -> Iterator[Problem]:
    first, last = line.values.get(start), line.values.get(end)
    if first and last and last < first:
        yield line.problem(end, reason)


def _name_problems(lines: Mapping[str, list[Line]], after: State) -> Iterator[Problem]:
    """Names by which a file could mean two rows at once."""
    reserved = {fold_label(heading) for heading in RECORD_HEADINGS}
    axes = [(("",), _ALWAYS, [row.get("name"), code], (code,)) for (code,), row in after[AXES.name].items()]
    for line in lines[AXES.name]:
        if fold_label(line.values.get("name") or "") in reserved:
            yield line.problem("name", "対応記録の表の見出しと同じ名前は使えません。別の軸名にしてください。")
        yield from _shared_names(line, "name", axes)
    labels = [((axis,), _years(row), _names(row, code), (axis, code))
              for (axis, code), row in after[CATEGORIES.name].items()]
    for line in lines[CATEGORIES.name]:
        yield from _shared_names(line, "label", labels)


def _shared_names(line: Line, field_name: str, named: list[tuple]) -> Iterator[Problem]:
    """A name of this row that a row above it in the same group has too, while both are valid."""
    place = next((place for place, each in enumerate(named) if each[3] == line.key), 0)
    if not place:
        return
    group, span, names, _ = named[place]
    folded = {fold_label(name) for name in names if name}
    for other_group, other_span, other_names, other_key in named[:place]:
        shared = [name for name in other_names if name and fold_label(name) in folded]
        if shared and other_group == group and _overlap(span, other_span):
            yield line.problem(field_name, f"「{shared[0]}」は「{called({'name': other_names[0]}, other_key[-1])}」と同じ名前です。"
                                           "名称と別名は、同じ時期の中で1つずつにしてください。")
            return


def _names(row: dict, code: str) -> list[str | None]:
    return [row.get("label"), code, *(row.get("aliases") or "").split(";")]


def _years(row: dict) -> tuple:
    return row.get("first_year") or _ALWAYS[0], row.get("last_year") or _ALWAYS[1]


def _overlap(one: tuple, other: tuple) -> bool:
    starts_known = one[0] is not None and other[0] is not None
    return starts_known and not (_before(one, other) or _before(other, one))


def _before(one: tuple, other: tuple) -> bool:
    return one[1] is not None and one[1] < other[0]


def _is_single(answer: str) -> bool:
    return answer == Axis.Answer.SINGLE


def _answer_refusal(line: Line) -> Iterator[Problem]:
    count = ContactCategory.objects.filter(axis__code=line.key[0]).values("contact").distinct().count()
    if count:
        yield line.problem("answer", f"この軸で分類した対応記録が{count:,}件あるため、回答の種類は変えられません。"
                                     "新しい軸コードで軸を追加してください。")


def _year_refusals(line: Line, stored: dict) -> Iterator[Problem]:
    span = _years(stored | line.values)
    category = Category.objects.get(axis__code=line.key[0], code=line.key[1])
    for model, what in ((ContactCategory, "対応記録"), (PublishedFigure, "公表値")):
        rows = model.objects.filter(category=category).exclude(fiscal_year__range=span)
        years = sorted(set(rows.values_list("fiscal_year", flat=True)))
        if years:
            end = "first_year" if years[0] < span[0] else "last_year"
            yield line.problem(end, f"{fiscal_year_label(years[0])}にこの分類の{what}が{rows.count():,}件あるため、年度をここまで狭められません。")
