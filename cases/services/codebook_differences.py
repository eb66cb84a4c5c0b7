"""Two states of the codebook (分類表) compared, and what differs in words."""
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from cases.imports.codebook_file import CATEGORIES, DISTRICTS, EARLIER_LABELS, EARLIER_RULES, PARTS, Part
from cases.models.axes import KIND
from cases.periods import fiscal_year_label, format_date

from .codebook_state import NAMES, State, as_text

_LONGEST_VALUE = 120  # of a text in the history of changes


class Value(NamedTuple):
    """A heading, and what stood and stands below it."""

    heading: str
    before: str
    after: str


@dataclass(frozen=True)
class Difference:
    """A row that two states of the codebook do not agree about."""

    part: str
    key: tuple
    title: str
    kind: str
    values: tuple[Value, ...]

    ADDED, CHANGED, RETIRED, REMOVED = "追加", "変更", "廃止", "削除"

    @property
    def is_order_only(self) -> bool:
        """Whether the row only stands at another place."""
        return self.kind == self.CHANGED and [each.heading for each in self.values] == ["並び順"]

    @property
    def lines(self) -> list[str]:
        """The lines of the history that tell it."""
        if self.kind in (self.ADDED, self.REMOVED):
            return [f"{self.title} を{self.kind}"]
        return [f"{self.title} {each.heading}: {each.before} → {each.after}" for each in self.values]


def differences(before: State, after: State) -> list[Difference]:
    """What is added, changed, retired or removed, in the order of parts and rows."""
    return [_difference(part, key, before, after)
            for part in PARTS for key in {**before[part.name], **after[part.name]}
            if not _same(part, before[part.name].get(key), after[part.name].get(key))]


def history_of(found: list[Difference]) -> list[str]:
    """The lines that tell the differences; rows that only moved make one line a table."""
    lines = [line for each in found if not each.is_order_only for line in each.lines]
    for part in PARTS:
        moved = sum(each.is_order_only and each.part == part.name for each in found)
        if moved:
            lines.append(f"{part.name}の並び順を変更（{moved}行）")
    return lines


def _same(part: Part, old: dict | None, new: dict | None) -> bool:
    return old is not None and new is not None and not _changed_fields(part, old, new)


def _changed_fields(part: Part, old: dict, new: dict) -> list[str]:
    return [column.field for column in part.columns if old.get(column.field) != new.get(column.field)]


def _difference(part: Part, key: tuple, before: State, after: State) -> Difference:
    old, new = before[part.name].get(key), after[part.name].get(key)
    fields = _changed_fields(part, old or {}, new or {})
    values = tuple(Value(part.heading(name), shown(part, name, old or {}, (before, after)), shown(part, name, new or {}, (after, before)))
                   for name in fields)
    kind = Difference.ADDED if old is None else Difference.REMOVED if new is None else Difference.CHANGED
    ends = "ends_on" if part is DISTRICTS else "last_year"
    if kind == Difference.CHANGED and ends in fields and not old[ends]:
        kind = Difference.RETIRED
    return Difference(part.name, key, title_of(part, key, old or new), kind, values)


def title_of(part: Part, key: tuple, row: dict) -> str:
    """A row in words: its table, its name, and in brackets the codes by which a file names it."""
    codes = ":".join(filter(None, map(str, key[:-1] if part in (EARLIER_LABELS, EARLIER_RULES) else key)))
    until = [f"{fiscal_year_label(key[-1])}まで"] if part in (EARLIER_LABELS, EARLIER_RULES) else []
    name = f"「{row[NAMES[part.name]]}」" if part.name in NAMES else ""
    return f"{part.name}{name}（{'、'.join([*until, codes])}）"


def shown(part: Part, name: str, row: dict, states: Sequence[State]) -> str:
    """A value in words: other rows by their names in one of the states, years and days as people write them."""
    value = row.get(name)
    if value and name in ("first_year", "last_year"):
        text = fiscal_year_label(value)
    elif isinstance(value, date):
        text = format_date(value)
    elif isinstance(value, bool):
        text = "はい" if value else ""
    else:
        text = "・".join(_named(others, states) for others in _linked(name, row)) or as_text(part, name, value)
    return (text if len(text) <= _LONGEST_VALUE else f"{text[:_LONGEST_VALUE]}…") or "（空欄）"


def _linked(name: str, row: dict) -> list[tuple[str, tuple, str]]:
    """The part, the key and the code of each row that a value names; none where it names no other row."""
    value = row.get(name)
    if not value:
        return []
    if name == "parent":
        return [(CATEGORIES.name, (row.get("axis"), value), value)]
    if name in ("merged_into", "split_from"):
        return [(CATEGORIES.name, tuple(value.split(":")), value)]
    if name == "asked_for":
        return [(CATEGORIES.name, (KIND, code), code) for code in value]
    return [(DISTRICTS.name, (code,), code) for code in value.split(";")] if name == "members" else []


def _named(other: tuple[str, tuple, str], states: Sequence[State]) -> str:
    part, key, code = other
    row = next((state[part][key] for state in states if key in state[part]), None)
    return row[NAMES[part]] if row else code
