"""Loading a codebook (分類表): axes, categories and districts, all or nothing, every change shown and dated."""
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from django.db import transaction

from cases.imports.codebook_cells import Upload
from cases.imports.codebook_file import AXES, EARLIER_LABELS, PARTS, Line, defaults, read_codebook
from cases.imports.problems import Problem
from cases.models import CodebookChange

from .codebook_checks import problems_between, refusals
from .codebook_differences import Difference, differences, title_of
from .codebook_renames import kept_names
from .codebook_state import State, stored, write


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
    differences: list[Difference] = field(default_factory=list)

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
def load_codebook(source: Path | Upload, *, dry_run: bool = False) -> CodebookResult:
    """Load a folder with axes.csv, categories.csv and districts.csv, or a workbook with 軸, 分類 and 地区.

    Either every row is loaded or, with `problems` in the result, none. Rows that the file does not have are
    kept and listed; columns that it does not have are left as they are. Nothing is ever deleted. What is renamed keeps
    its old name in the years before today's, unless the file's 旧名称 tells it otherwise. With `dry_run`
    the result tells what would be done, and nothing is.
    """
    lines, problems = read_codebook(source)
    before = stored()
    result = CodebookResult(read=sum(len(each) for each in lines.values()), problems=problems)
    if len(lines) == len(PARTS):
        after = _after(lines, before)
        after[EARLIER_LABELS.name] |= kept_names(lines, before, after)
        problems += [*problems_between(lines, before, after), *refusals(lines, before)]
        if not problems:
            _compare(lines, before, after, result)
            if not dry_run:
                _load(before, after, result)
    return result


def _after(lines: Mapping[str, list[Line]], before: State) -> State:
    """The codebook as it would stand after the load; an unreadable cell leaves its field out."""
    after = {part.name: dict(before[part.name]) for part in PARTS}
    for part in PARTS:
        for line in lines[part.name]:
            if line.key:
                after[part.name][line.key] = before[part.name].get(line.key, defaults(line)) | line.values
    return after


def _compare(lines: Mapping, before: State, after: State, result: CodebookResult) -> None:
    result.differences = differences(before, after)
    keys = {name: {line.key for line in each} for name, each in lines.items()}
    result.created = sum(each.kind == Difference.ADDED for each in result.differences)
    result.updated = len(result.differences) - result.created
    result.unchanged = result.read - sum(each.key in keys[each.part] for each in result.differences)
    result.changes = [line for each in result.differences for line in each.lines]
    for part in PARTS:
        result.not_in_file += [title_of(part, key, row) for key, row in before[part.name].items() if key not in keys[part.name]]


def _load(before: State, after: State, result: CodebookResult) -> None:
    write(before, after)
    if not before[AXES.name]:
        result.changes = [f"分類表を初めて登録しました（{result.created}行）。"]
    CodebookChange.objects.bulk_create(CodebookChange(text=text) for text in result.changes)
