"""What the columns of a sheet of contact records mean."""
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from cases.models import Axis
from cases.text import fold_label

from .choices import COLUMN, IGNORE
from .directory import Directory
from .drafts import HEADINGS, REQUIRED
from .problems import Problem
from .reading import IGNORED_MEANING, UNKNOWN_MEANING
from .tables import Column as TableColumn

Kinds = Mapping[int, Collection[str]]  # fiscal year -> the codes of the kinds (対応実績) of its rows
REASON = "取り込めない理由"  # heads a column of the file of rejected rows, which is read again without it
_REASON = re.compile(rf"{fold_label(REASON)}(?:\(取込み(?P<batch>\d{{1,9}})の残り\))?")
FIELD_BY_HEADING = {fold_label(heading): name for name, heading in HEADINGS.items()}


@dataclass(frozen=True, slots=True)
class Column:
    """A column and its place (from 0). `field` for a plain one; `axis` for values, with `label` for marks.

    `ignored` is a column that is left out on purpose.
    """

    place: int
    heading: str
    field: str = ""
    axis: Axis | None = None
    label: str = ""
    ignored: bool = False
    said: str = ""  # the word under which a choice about the column is kept
    left_by: int | None = None  # the import that left the rows out

    @property
    def meaning(self) -> str:
        """What the column is read as, in words."""
        if self.ignored:
            return IGNORED_MEANING
        if self.axis and self.label:
            return f"{self.axis.name}の「{self.label}」に印"
        return self.axis.name if self.axis else HEADINGS.get(self.field, UNKNOWN_MEANING)


def is_reason(heading: str) -> bool:
    """Whether a column is that of the reasons in a file of rejected rows."""
    return bool(_REASON.fullmatch(fold_label(heading)))


def reason_heading(batch: int) -> str:
    """What heads the reasons in a file of the rows that an import left out."""
    return f"{REASON}（取込み{batch}の残り）"


def is_heading(text: str, directory: Directory) -> bool:
    """Whether a cell may head a column of contact records (the label of a category does so only under its axis)."""
    return fold_label(text) in FIELD_BY_HEADING or directory.axis(text) is not None or bool(
        directory.choices.find(COLUMN, text))


def column_of(found: TableColumn, directory: Directory) -> Column:
    """What one column of the table means; neither field nor axis where that is not known, which is then asked."""
    axis = directory.axis(found.group or "")
    if axis and directory.called(axis, found.name):
        return Column(found.index, found.name, axis=axis, label=found.name)
    name = fold_label(found.name)
    if name in FIELD_BY_HEADING:
        return Column(found.index, found.name, field=FIELD_BY_HEADING[name])
    if reason := _REASON.fullmatch(name):
        return Column(found.index, found.name, ignored=True, left_by=reason["batch"] and int(reason["batch"]))
    if axis := directory.chosen_axes.get(name):
        return Column(found.index, found.name, axis=axis)
    return _chosen(found, directory)


def _chosen(found: TableColumn, directory: Directory) -> Column:
    """What the office chose for the heading; where it chose nothing, the heading is asked."""
    said = f"{found.group} / {found.name}" if found.group else found.name
    kind, _, target = directory.choices.find(COLUMN, said).partition(":")
    code, _, category = target.partition("=")
    axis = directory.chosen_axes.get(fold_label(code))
    if kind == IGNORE:
        return Column(found.index, found.name, ignored=True, said=said)
    if kind == "field" and target in HEADINGS:
        return Column(found.index, found.name, field=target, said=said)
    if kind == "axis" and axis:
        return Column(found.index, found.name, axis=axis, said=said)
    if kind == "mark" and axis and directory.called(axis, category):
        return Column(found.index, found.name, axis=axis, label=category, said=said)
    directory.choices.ask(COLUMN, said)
    return Column(found.index, found.name, said=said)


def heading_errors(columns: Sequence[Column], row: int, directory: Directory, lacking: Sequence[Axis]) -> list[Problem]:
    """Headings that are unknown, given twice, or missing although every record needs them, as those of the axes `lacking`."""
    errors = [Problem(row, each.heading, "", "この見出しは読み取れません。見出しを直すか、列を削除してください。")
              for each in columns if not (each.field or each.axis or each.ignored)]
    errors += [Problem(row, each.heading, "", "同じ意味の列が2つあります。1つにしてください。")
               for each in _repeated(columns)]
    here = {each.field for each in columns}
    missing = [HEADINGS[name] for name in REQUIRED if name not in here]
    missing += [axis.name for axis in lacking]
    return errors + [Problem(row, name, "", "この見出しの列がありません。列を加えてください。") for name in missing]


def heading_warnings(columns: Sequence[Column], row: int, directory: Directory, kinds: Kinds) -> list[Problem]:
    """Axes of several values that the rows' years ask their kinds for and for which the file has no column: their records will have none."""
    left_out = [Problem(row, each.heading, "", "選択のとおり、この列は読み取りません。") for each in columns if each.ignored and each.said]
    asked = _asked(directory, kinds)
    return left_out + [Problem(row, axis.name, "", "この見出しの列がないため、この項目は取り込みません。")
                       for axis in _absent(columns, directory)
                       if not axis.single and (not asked or any(axis.pk in each for each in asked))]


def lacking_axes(columns: Sequence[Column], directory: Directory, kinds: Kinds) -> list[Axis]:
    """Axes of one answer without a column that the rows of all fiscal years need; what only some need, their rows are told."""
    needed = [{pk for pk, axis in each.items() if axis.single} for each in _asked(directory, kinds)]
    return [axis for axis in _absent(columns, directory)
            if (all(axis.pk in each for each in needed) if needed else axis.single and axis.first_year is axis.last_year is None)]


def _asked(directory: Directory, kinds: Kinds) -> list[dict[int, Axis]]:
    """For each fiscal year the axes that some row is asked for, by id; all of the year where no kind can be read."""
    return [{each.axis.pk: each.axis for each in directory.codebook(year).axes if not some or any(map(each.asks, some))}
            for year, some in kinds.items()]


def left_warnings(columns: Sequence[Column], row: int) -> list[Problem]:
    """That the rows are those that an import left out, which says that its records are others."""
    return [Problem(row, each.heading, "", f"取込み{each.left_by}で取り込めなかった行とみて、その取込みで入った記録とは別の記録として扱います。")
            for each in columns if each.left_by]


def _absent(columns: Sequence[Column], directory: Directory) -> list[Axis]:
    here = {each.axis.pk for each in columns if each.axis}
    axes = {axis.pk: axis for axis in directory.chosen_axes.values()}.values()
    return [axis for axis in axes if axis.pk not in here and axis.pk in directory.categories]


def _repeated(columns: Sequence[Column]) -> list[Column]:
    seen, repeated = set(), []
    for each in columns:
        key = (each.field, each.axis.pk if each.axis else None, fold_label(each.label))
        if (each.field or each.axis) and key in seen:
            repeated.append(each)
        seen.add(key)
    return repeated
