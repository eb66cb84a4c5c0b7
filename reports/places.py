"""Where a footnote stands, in words."""
from collections.abc import Sequence

from .grid import Grid
from .notes import COUNT, EVERY, MONTHLY, PERCENT, ROW, TABLE, Anchor


def place_words(anchors: Sequence[Anchor], grid: Grid, labels: dict[int | None, str]) -> str:
    """「食事」の前年度の数, 表の題, …; of a note that no cell refers to, what it explains."""
    if not anchors:
        return "前年度の合計の説明（番号は表に付きません）"
    names = {column.code: column.name for column in grid.columns} | {None: "合計"}
    return "、".join(dict.fromkeys(_words(each, labels.get(each.category_id, "合計"), names) for each in anchors))


def _words(anchor: Anchor, label: str, names: dict[str | None, str]) -> str:
    where = {TABLE: "表の題", ROW: f"「{label}」の名称", PERCENT: f"「{label}」の割合", MONTHLY: f"「{label}」の月別の表の題"}
    if anchor.part == PERCENT and anchor.district == EVERY:
        return "割合の見出し"
    if anchor.part in where:
        return where[anchor.part]
    column = "" if anchor.district == EVERY else f"{names.get(anchor.district, anchor.district)}の"
    return f"「{label}」の{column}{'数' if anchor.part == COUNT else '前年度の数'}"
