"""What a joint district (合同地区) must be: of districts that there are, under a name of its own, none of them twice in its stead."""
from collections.abc import Iterator, Mapping

from cases.imports.codebook_file import DISTRICTS, JOINT_DISTRICTS, Line
from cases.imports.problems import Problem
from cases.models import JointDistrict
from cases.text import fold_label

from .codebook_called import called

State = Mapping[str, Mapping[tuple, dict]]
_ALWAYS = (0, 9999)


def joint_problems(line: Line, after: State) -> Iterator[Problem]:
    """Problems of one joint district. `after` is the codebook as it would stand after the load."""
    districts, joints = after[DISTRICTS.name], after[JOINT_DISTRICTS.name]
    row = joints.get(line.key, {})
    if line.key in districts:
        yield line.problem("code", "同じコードの地区があります。別のコードにしてください。")
    taken = {fold_label(each.get("name") or "") for each in districts.values()}
    if fold_label(row.get("name") or "") in taken:
        yield line.problem("name", "同じ名前の地区があります。別の名前にしてください。")
    unknown = [code for code in _members(row) if (code,) not in districts]
    if unknown:
        yield line.problem("members", f"地区コード「{unknown[0]}」の地区はありません。")
    for key, other in joints.items():
        shared = _members(row) & _members(other)
        if key != line.key and shared and _replaces(row) and _replaces(other) and _meet(row, other):
            yield line.problem("members", f"「{called(districts.get((min(shared),)), min(shared))}」は、同じ年度に「{other.get('name')}」にも入っています。"
                                          "構成地区の代わりに示す合同地区は、1つの地区に1つまでです。")
            return


def _members(row: dict) -> set[str]:
    return set((row.get("members") or "").split(";")) - {""}


def _replaces(row: dict) -> bool:
    return row.get("shown") == JointDistrict.Shown.REPLACE


def _meet(one: dict, other: dict) -> bool:
    (first, last), (start, end) = _years(one), _years(other)
    return first <= end and start <= last


def _years(row: dict) -> tuple[int, int]:
    return row.get("first_year") or _ALWAYS[0], row.get("last_year") or _ALWAYS[1]
