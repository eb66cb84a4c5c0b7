"""What the names and rules of earlier years (旧名称, 旧規則) must be to the codebook they belong to."""
from collections.abc import Iterator, Mapping

from cases.imports.codebook_file import AXES, CATEGORIES, DISTRICTS, EARLIER_LABELS, EARLIER_RULES, Line
from cases.imports.problems import Problem
from cases.models import Axis
from cases.models.axes import KIND


def earlier_problems(lines: Mapping[str, list[Line]], after: Mapping[str, Mapping[tuple, dict]]) -> Iterator[Problem]:
    """Problems of 旧名称 and 旧規則. `after` is the codebook as it would stand after the load."""
    for line in lines.get(EARLIER_LABELS.name, ()):
        yield from _owner_problems(line, after)
        yield from _monthly_problems(line)
        yield from _definition_problems(line, after)
    for line in lines.get(EARLIER_RULES.name, ()):
        yield from _rule_problems(line, after)


def _owner_problems(line: Line, after: Mapping) -> Iterator[Problem]:
    axis, code, district = (line.values.get(name) for name in ("axis", "code", "district"))
    if None in (axis, code, district):
        return
    if bool(axis) == bool(district) or (code and not axis):
        yield line.problem("axis", "軸コード（分類の名称なら分類コードも）か、地区コードのどちらか一方を書いてください。")
    elif district and (district,) not in after[DISTRICTS.name]:
        yield line.problem("district", "この地区コードは地区の表にありません。")
    elif code and (axis, code) not in after[CATEGORIES.name]:
        yield line.problem("code", "この分類コードは、この軸の分類の表にありません。")
    elif axis and (axis,) not in after[AXES.name]:
        yield line.problem("axis", "この軸コードは軸の表にありません。")


def _monthly_problems(line: Line) -> Iterator[Problem]:
    of_a_kind = line.values.get("axis") == KIND and line.values.get("code")
    if line.values.get("monthly") and not of_a_kind:
        yield line.problem("monthly", "月別の表を作れるのは対応実績の分類だけです。空欄にしてください。")


def _definition_problems(line: Line, after: Mapping) -> Iterator[Problem]:
    axis, code, parent = (line.values.get(name) for name in ("axis", "code", "parent"))
    if parent and (axis, parent) not in after[CATEGORIES.name]:
        yield line.problem("parent", "この分類コードは同じ軸にありません。")
    elif parent and parent == code:
        yield line.problem("parent", "自分自身を親にはできません。")
    elif line.values.get("defined") and not axis:
        yield line.problem("defined", "地区の旧名称では、空欄にしてください。")


def _rule_problems(line: Line, after: Mapping) -> Iterator[Problem]:
    axis = line.values.get("axis")
    unknown = [code for code in line.values.get("asked_for", ()) if (KIND, code) not in after[CATEGORIES.name]]
    if axis and (axis,) not in after[AXES.name]:
        yield line.problem("axis", "この軸コードは軸の表にありません。")
    elif axis == KIND and line.values.get("answer", Axis.Answer.SINGLE) != Axis.Answer.SINGLE:
        yield line.problem("answer", "対応実績は1件の記録に1つだけなので、回答は「単一」にしてください。")
    elif unknown:
        yield line.problem("asked_for", f"「{unknown[0]}」という対応実績の分類コードはありません。")
    elif axis == KIND and line.values.get("asked_for"):
        yield line.problem("asked_for", "対応実績はすべての記録で選ぶので、空欄にしてください。")
