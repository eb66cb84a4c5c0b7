"""What the values of an unknown column tell of its meaning: labels of an axis, or numbers that begin again."""
from collections import Counter
from collections.abc import Sequence

from cases.models import Axis
from cases.text import fold_label

from .cells import cell_text
from .choices import COLUMN, IGNORE, Asked, Choices
from .directory import Directory
from .proposals import NUMBER, heading_proposals
from .record_columns import Column
from .several_values import values_of
from .tables import Row

MOSTLY = .7  # of the filled cells
MOST_VALUES = 2_000  # a column with more different values is no list of labels, and looking would take long


def note_values(columns: Sequence[Column], rows: Sequence[Row], choices: Choices) -> None:
    """Count the values below each heading that is asked, and what the sheet's other columns are already."""
    taken = {_target(column) for column in columns if (column.field or column.axis)}
    for column in columns:
        asked = choices.asked.get((COLUMN, fold_label(column.said)))
        if asked and not (column.field or column.axis or column.ignored):
            asked.values.update(text for row in rows if (text := cell_text(row.cells[column.place])))
            asked.taken |= taken


def conclude(directory: Directory) -> None:
    """Give each asked heading the meaning that its values tell, with the reason in words; the values are forgotten."""
    for (scope, _), asked in directory.choices.asked.items():
        if scope == COLUMN and asked.values:
            asked.target, asked.reason = _of_labels(asked, directory) or _of_numbers(asked, directory) or ("", "")
        asked.values = Counter()


def _target(column: Column) -> str:
    return f"field:{column.field}" if column.field else f"axis:{column.axis.code}"


def _of_labels(asked: Asked, directory: Directory) -> tuple[str, str] | None:
    """The one axis of which most values are labels; none where two axes fit as well (「その他」)."""
    axes = {axis.pk: axis for axis in directory.chosen_axes.values() if f"axis:{axis.code}" not in asked.taken}
    if len(asked.values) > MOST_VALUES:
        return None
    found = sorted(((_labels(asked, axis, directory), axis.pk) for axis in axes.values()), reverse=True)
    filled = asked.values.total()
    if not found or found[0][0] < MOSTLY * filled or (len(found) > 1 and found[1][0] == found[0][0]):
        return None
    count, axis = found[0][0], axes[found[0][1]]
    return f"axis:{axis.code}", f"値{filled:,}件のうち{count:,}件が「{axis.name}」の分類です。"


def _labels(asked: Asked, axis: Axis, directory: Directory) -> int:
    """How many cells hold labels of the axis and nothing else."""
    names, with_comma = directory.categories.get(axis.pk, {}), directory.labels_with_comma(axis)
    said = ((values_of(text, with_comma, lambda word: fold_label(word) in names), count) for text, count in asked.values.items())
    return sum(count for values, count in said if values and all(fold_label(value.label) in names for value in values))


def _of_numbers(asked: Asked, directory: Directory) -> tuple[str, str] | None:
    """A running number is a 記録番号 only where no value occurs twice in the whole file."""
    if NUMBER not in heading_proposals(asked.shown, directory):
        return None
    if asked.values.total() > len(asked.values):
        return IGNORE, "同じ番号が何度も出てきます（シートごとに1から始まる番号など）。記録番号にはできません。"
    return None if NUMBER in asked.taken else (NUMBER, "同じ番号は2度出てきません。")
