"""What the columns of a sheet of contact records mean."""
from collections.abc import Sequence
from dataclasses import dataclass

from cases.models import Axis
from cases.text import fold_label

from .directory import Directory
from .drafts import HEADINGS, REQUIRED
from .problems import Problem
from .reading import UNKNOWN_MEANING
from .tables import Column as TableColumn

FIELD_BY_HEADING = {fold_label(heading): name for name, heading in HEADINGS.items()}


@dataclass(frozen=True, slots=True)
class Column:
    """A column and its place (from 0). `field` for a plain one; `axis` for values, with `label` for marks."""

    place: int
    heading: str
    field: str = ""
    axis: Axis | None = None
    label: str = ""

    @property
    def meaning(self) -> str:
        """What the column is read as, in words."""
        if self.axis and self.label:
            return f"{self.axis.name}の「{self.label}」に印"
        return self.axis.name if self.axis else HEADINGS.get(self.field, UNKNOWN_MEANING)


def is_heading(text: str, directory: Directory) -> bool:
    """Whether a cell may head a column of contact records (the label of a category does so only under its axis)."""
    return fold_label(text) in FIELD_BY_HEADING or fold_label(text) in directory.chosen_axes


def column_of(found: TableColumn, directory: Directory) -> Column:
    """What one column of the table means; neither field nor axis where that is not known."""
    name = fold_label(found.name)
    axis = directory.chosen_axes.get(fold_label(found.group or ""))
    if axis and name in directory.categories.get(axis.pk, {}):
        return Column(found.index, found.name, axis=axis, label=found.name)
    if name in FIELD_BY_HEADING:
        return Column(found.index, found.name, field=FIELD_BY_HEADING[name])
    return Column(found.index, found.name, axis=directory.chosen_axes.get(name))


def heading_errors(columns: Sequence[Column], row: int, directory: Directory) -> list[Problem]:
    """Headings that are unknown, given twice, or missing although every record needs them."""
    errors = [Problem(row, each.heading, "", "この見出しは読み取れません。見出しを直すか、列を削除してください。")
              for each in columns if not each.field and not each.axis]
    errors += [Problem(row, each.heading, "", "同じ意味の列が2つあります。1つにしてください。")
               for each in _repeated(columns)]
    here = {each.field for each in columns}
    missing = [HEADINGS[name] for name in REQUIRED if name not in here]
    missing += [axis.name for axis in _absent(columns, directory) if axis.single]
    return errors + [Problem(row, name, "", "この見出しの列がありません。列を加えてください。") for name in missing]


def heading_warnings(columns: Sequence[Column], row: int, directory: Directory) -> list[Problem]:
    """Axes of several values for which the file has no column: their records will have none."""
    return [Problem(row, axis.name, "", "この見出しの列がないため、この項目は取り込みません。")
            for axis in _absent(columns, directory) if not axis.single]


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
