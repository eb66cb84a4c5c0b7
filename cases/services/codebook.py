"""Loading a codebook (分類表): axes, categories and districts, all or nothing, every change shown and dated."""
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from django.db import transaction

from cases import towns
from cases.imports.codebook_file import AXES, CATEGORIES, DISTRICTS, PARTS, Line, defaults, read_codebook
from cases.imports.problems import Problem
from cases.models import Axis, Category, CodebookChange, District, Town

from .codebook_checks import problems_between, refusals

_LONGEST_VALUE = 120  # of a text in the history of changes
_NAME = {AXES.name: "name", CATEGORIES.name: "label", DISTRICTS.name: "name"}


@dataclass
class CodebookResult:
    """What a load did, in rows. With `problems` nothing was changed. `changes` are the lines of the history."""

    read: int = 0
    created: int = 0
    unchanged: int = 0
    updated: int = 0
    changes: list[str] = field(default_factory=list)
    not_in_file: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def as_dict(self) -> dict:
        """The summary for --json."""
        return {"read": self.read, "created": self.created, "unchanged": self.unchanged, "updated": self.updated,
                "errors": [problem.as_dict(with_sheet=True) for problem in self.problems], "batch": "",
                "changes": self.changes, "not_in_file": self.not_in_file}

    @property
    def messages(self) -> list[str]:
        """The problems in words, each beginning with its file or sheet."""
        return [f"{each.sheet} {replace(each, sheet='')}".strip() for each in self.problems]


@transaction.atomic
def load_codebook(source: Path) -> CodebookResult:
    """Load a folder with axes.csv, categories.csv and districts.csv, or a workbook with 軸, 分類 and 地区.

    Either every row is loaded or, with `problems` in the result, none. Rows that the file does not have are
    kept and listed; columns that it does not have are left as they are. Nothing is ever deleted.
    """
    lines, problems = read_codebook(Path(source))
    before = _stored()
    result = CodebookResult(read=sum(len(each) for each in lines.values()), problems=problems)
    if len(lines) == len(PARTS):
        after = _after(lines, before)
        problems += [*problems_between(lines, after), *refusals(lines, before)]
        if not problems:
            _apply(lines, before, after, result)
    return result


def _stored() -> dict[str, dict[tuple, dict]]:
    """The codebook in the database as plain values, by part and key."""
    plain = {part.name: [column.field for column in part.columns] for part in PARTS}
    axes = Axis.objects.prefetch_related("asked_for")
    categories = Category.objects.select_related("axis", "parent", "merged_into__axis")
    return {
        AXES.name: {(each.code,): _plain(each, plain[AXES.name]) | {
            "asked_for": tuple(sorted(kind.code for kind in each.asked_for.all()))} for each in axes},
        CATEGORIES.name: {(each.axis.code, each.code): _plain(each, plain[CATEGORIES.name]) | {
            "axis": each.axis.code, "parent": each.parent.code if each.parent else "",
            "merged_into": _path(each.merged_into)} for each in categories},
        DISTRICTS.name: {(each.code,): _plain(each, plain[DISTRICTS.name]) for each in District.objects.all()},
    }


def _plain(row, fields: Iterable[str]) -> dict:
    return {name: getattr(row, name) for name in fields}


def _path(category: Category | None) -> str:
    return f"{category.axis.code}:{category.code}" if category else ""


def _after(lines: Mapping[str, list[Line]], before: Mapping) -> dict[str, dict[tuple, dict]]:
    """The codebook as it would stand after the load; an unreadable cell leaves its field out."""
    after = {part.name: dict(before[part.name]) for part in PARTS}
    for part in PARTS:
        for line in lines[part.name]:
            if line.key:
                after[part.name][line.key] = before[part.name].get(line.key, defaults(line)) | line.values
    return after


def _apply(lines: Mapping, before: Mapping, after: Mapping, result: CodebookResult) -> None:
    first_load = not before[AXES.name]
    for part in PARTS:
        keys = [line.key for line in lines[part.name]]
        for key in keys:
            _count(part, key, before[part.name].get(key), after[part.name][key], result)
        result.not_in_file += [_title(part, key, row) for key, row in before[part.name].items() if key not in set(keys)]
    _write_axes(before[AXES.name], after[AXES.name])
    _write_categories(before[CATEGORIES.name], after[CATEGORIES.name])
    _write_asked_for(before[AXES.name], after[AXES.name])
    _write_districts(before[DISTRICTS.name], after[DISTRICTS.name])
    history = [f"分類表を初めて登録しました（{result.created}行）。"] if first_load else result.changes
    result.changes = history
    CodebookChange.objects.bulk_create(CodebookChange(text=text) for text in history)


def _count(part, key: tuple, old: dict | None, new: dict, result: CodebookResult) -> None:
    title = _title(part, key, old or new)
    if old is None:
        result.created += 1
        result.changes.append(f"{title} を追加")
    elif changed := [name for name in new if new[name] != old[name]]:
        result.updated += 1
        result.changes += [f"{title} {part.heading(name)}: {_shown(part, name, old)} → {_shown(part, name, new)}"
                           for name in changed]
    else:
        result.unchanged += 1


def _title(part, key: tuple, row: dict) -> str:
    return f"{part.name} {':'.join(key)}「{row[_NAME[part.name]]}」"


def _shown(part, name: str, row: dict) -> str:
    """A value as the file would have it."""
    value, choices = row[name], {"answer": Axis.Answer, "percent_base": Axis.PercentBase, "rounding": Axis.Rounding,
                                 "source": Axis.Source, "counts": Axis.Counts}
    if name in choices:
        return choices[name](value).label
    if isinstance(value, tuple):
        value = ";".join(value)
    if isinstance(value, bool):
        value = "1" if value else ""
    text = value.isoformat() if isinstance(value, date) else "" if value is None else str(value)
    return (text if len(text) <= _LONGEST_VALUE else f"{text[:_LONGEST_VALUE]}…") or "（空欄）"


def _changed(before: Mapping, after: Mapping) -> list[tuple[tuple, dict]]:
    return [(key, row) for key, row in after.items() if row != before.get(key)]


def _write_axes(before: Mapping, after: Mapping) -> None:
    changed = _changed(before, after)
    for (code,), _ in changed:  # names may be swapped between two axes, and each is unique
        Axis.objects.filter(code=code).update(name=f"~{code}")
    for (code,), row in changed:
        fields = {name: value for name, value in row.items() if name not in ("code", "asked_for")}
        Axis.objects.update_or_create(code=code, defaults=fields)


def _write_categories(before: Mapping, after: Mapping) -> None:
    axes = {each.code: each for each in Axis.objects.all()}
    changed = _changed(before, after)
    for (axis, code), row in changed:
        fields = {name: row[name] for name in row if name not in ("axis", "code", "parent", "merged_into")}
        Category.objects.update_or_create(axis=axes[axis], code=code, defaults=fields)
    ids = {_path(each): each.pk for each in Category.objects.select_related("axis")}
    for (axis, code), row in changed:
        if row["parent"] or row["merged_into"] or (axis, code) in before:
            Category.objects.filter(pk=ids[f"{axis}:{code}"]).update(
                parent=ids.get(f"{axis}:{row['parent']}"), merged_into=ids.get(row["merged_into"]))


def _write_asked_for(before: Mapping, after: Mapping) -> None:
    for (code,), row in _changed(before, after):
        Axis.objects.get(code=code).asked_for.set(Category.objects.kinds().filter(code__in=row["asked_for"]))


def _write_districts(before: Mapping, after: Mapping) -> None:
    for (code,), row in _changed(before, after):
        fields = {name: value for name, value in row.items() if name != "code"}
        district, _ = District.objects.update_or_create(code=code, defaults=fields)
        wanted = towns.parse_towns(row["towns_text"])
        district.towns.exclude(name__in=wanted).delete()
        kept = set(district.towns.values_list("name", flat=True))
        Town.objects.bulk_create(Town(district=district, name=name) for name in wanted if name not in kept)
